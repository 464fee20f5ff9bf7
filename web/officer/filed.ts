// What a unit filed for one enterprise in a year, summed from its filing and the amendments to it.
import type { Shape } from '@/shared/api'

export interface Filed {
  id: string
  name: string
  /** With what was granted since. */
  filed: number
  /** Of amendments not decided yet. */
  asked: number
  /** The filing itself, which can be mended while the window is open. */
  filing?: Shape<'filing_file_reply'>
}

export function byEnterprise(filings: readonly Shape<'filing_file_reply'>[]): Filed[] {
  const rows = new Map<string, Filed>()
  for (const filing of filings) {
    const { enterprise: id, enterprise_name: name, visits, state } = filing
    const row = rows.get(id) ?? { id, name: name ?? id, filed: 0, asked: 0 }
    if (state === 'filed' || state === 'granted') row.filed += visits
    if (state === 'asked') row.asked += visits
    if (state === 'filed') row.filing = filing
    rows.set(id, row)
  }
  return [...rows.values()]
}
