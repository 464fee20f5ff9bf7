// What the page and its decoding worker say to each other.
export interface Picture {
  id: number
  image: ImageData
}
export const codesMost = 4
export type Answer = { state: 'ready' } | { state: 'failed' } | { state: 'read'; id: number; texts: string[] }
