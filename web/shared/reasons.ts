// Why a code is red and what would help, in the reader's language.
import table from 'reasons'
import { either, listed } from './text'

/** Names that this page does not know are shown as they are. */
export function reasonWords(name: string): { words: string; next: string } {
  const row = table[name]
  return row ? { words: either(row.zh, row.en), next: either(row.next_zh, row.next_en) } : { words: name, next: '' }
}

export const reasonsInWords = (names: readonly string[]) => listed(names.map((name) => reasonWords(name).words))
