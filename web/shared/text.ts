// Words in Chinese and English. Each folder keeps its own, side by side, so that neither can be
// forgotten:
//
//   const t = texts({ book: ['预约', 'Book'], left: ['还剩 {n} 次', '{n} left'] })
//   t('left', { n: 3 })
import { watchEffect } from 'vue'
import { createI18n } from 'vue-i18n'

type Language = 'zh' | 'en'
export type Words = Record<string, readonly [zh: string, en: string]>

const kept = localStorage.getItem('language')
const first: Language =
  kept === 'zh' || kept === 'en' ? kept : navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'

export const i18n = createI18n({ legacy: false, locale: first, messages: { zh: {}, en: {} } })

export const language = () => i18n.global.locale.value as Language
watchEffect(() => (document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'))

/** To the other one, for good. */
export function switchLanguage() {
  i18n.global.locale.value = language() === 'zh' ? 'en' : 'zh'
  localStorage.setItem('language', language())
}

/** The one of two texts that is in the reader's language; for what the server says in both. */
export const either = (zh: string, en: string) => (language() === 'zh' ? zh : en)

/** Several things in one sentence. */
export const listed = (words: readonly string[]) => words.join(either('、', ', '))

let tables = 0

/** Two tables may use one key for different words. */
export function texts<W extends Words>(words: W) {
  const table = ++tables
  const of = (index: 0 | 1) =>
    Object.fromEntries(Object.entries(words).map(([key, pair]) => [`${table} ${key}`, pair[index]]))
  i18n.global.mergeLocaleMessage('zh', of(0))
  i18n.global.mergeLocaleMessage('en', of(1))
  return (key: keyof W & string, values: Record<string, unknown> = {}) => i18n.global.t(`${table} ${key}`, values)
}
