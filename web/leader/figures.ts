// What the overview shows, as one picture: read together, dated together.
import { api, ask, type Shape } from '@/shared/api'

export type Count = Shape<'visit_statistics_reply'>['total']
export interface Picture {
  at: string
  today: Shape<'visit_statistics_reply'>
  month: Shape<'visit_statistics_reply'>
  trend: Shape<'visit_trend_reply'>
  turns: Shape<'visit_turns_reply'>['items']
}

export async function readPicture(signal: AbortSignal): Promise<Picture> {
  const [today, month, trend, turns] = await Promise.all([
    ask(api.GET('/api/statistics', { signal, params: { query: { span: 'day' } } })),
    ask(api.GET('/api/statistics', { signal, params: { query: { span: 'month' } } })),
    ask(api.GET('/api/statistics/trend', { signal, params: { query: { step: 'month' } } })),
    ask(api.GET('/api/turns', { signal, params: { query: { limit: 12 } } })),
  ])
  return { at: new Date().toISOString(), today, month, trend, turns: turns.items }
}

/** Where the visits behind a number are listed; `list` is the server's own query. */
export const behind = (list: string, more: Record<string, string> = {}) => ({
  path: '/visits',
  query: { ...Object.fromEntries(new URLSearchParams(list.split('?')[1])), ...more },
})

/** 123,456 */
export const grouped = (count: number) => count.toLocaleString('en-US')

export const share = (part: number, whole: number) => (whole ? `${Math.round((part * 100) / whole)}%` : '–')
