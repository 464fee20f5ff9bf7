// What the overview shows, as one picture: read together, dated together, and kept when the server
// cannot be reached.
import { api, ask, type Shape } from '@/shared/api'
import { addDays, momentOf, today } from '@/shared/time'

export type Count = Shape<'visit_statistics_reply'>['total']
export interface Picture {
  at: string
  today: Shape<'visit_statistics_reply'>
  month: Shape<'visit_statistics_reply'>
  trend: Shape<'visit_trend_reply'>
  turns: Shape<'visit_turns_reply'>['items']
}

const place = 'leader-picture'

export async function readPicture(): Promise<Picture> {
  const first = `${addDays(`${today().slice(0, 7)}-15`, -335).slice(0, 7)}-01`
  const [day, month, trend, turns] = await Promise.all([
    ask(api.GET('/api/statistics', { params: { query: { span: 'day' } } })),
    ask(api.GET('/api/statistics', { params: { query: { span: 'month' } } })),
    ask(api.GET('/api/statistics/trend', { params: { query: { step: 'month', from: momentOf(first, '00:00') } } })),
    ask(api.GET('/api/turns', { params: { query: { limit: 8 } } })),
  ])
  const picture = { at: new Date().toISOString(), today: day, month, trend, turns: turns.items }
  localStorage.setItem(place, JSON.stringify(picture))
  return picture
}

export function lastPicture(): Picture | undefined {
  const kept = localStorage.getItem(place)
  return kept ? (JSON.parse(kept) as Picture) : undefined
}

/** Where the visits behind a number are listed; `list` is the server's own query. */
export const behind = (list: string, more: Record<string, string> = {}) => ({
  path: '/visits',
  query: { ...Object.fromEntries(new URLSearchParams(list.split('?')[1])), ...more },
})

export const share = (part: number, whole: number) => (whole ? `${Math.round((part * 100) / whole)}%` : '–')
