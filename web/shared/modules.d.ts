declare module 'reasons' {
  const reasons: Record<string, { number: number; zh: string; en: string; next_zh: string; next_en: string }>
  export default reasons
}
