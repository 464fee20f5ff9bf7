// People at the API: what somebody else does while a page is looked at.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { dayOf, type City } from './city'

export interface Visit {
  id: string
  code: string
  approval: string
  approval_words?: string
  consent: string
  consent_words?: string
  start: string
  proposed_start?: string
}
export interface AtApi {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  who: { enterprise: string; enterprise_name: string; unit: string }
  /** Of the session, for `Authorization: Bearer …`. */
  token: string
}

/** Signs in by their one-time token. */
export async function atApi(city: City, login: string): Promise<AtApi> {
  let token = ''
  async function send<T>(method: string, path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
    if (token) headers.Authorization = `Bearer ${token}`
    const reply = await fetch(city.address + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await reply.text()
    expect(reply.ok, `${method} ${path}: ${text}`).toBe(true)
    return JSON.parse(text) as T
  }
  const session = await send<AtApi['who'] & { token: string }>('POST', '/api/session/token', { token: city.tokens[login] })
  token = session.token
  return { get: (path) => send('GET', path), post: (path, body = {}) => send('POST', path, body), who: session, token }
}

/** A working day in the second half of a month, so no quiet day, at least so many days ahead. */
export function freeDay(ahead: number): string {
  const day = new Date(dayOf(Date.now() + ahead * 86_400_000))
  while (day.getUTCDate() < 16 || day.getUTCDate() > 28 || day.getUTCDay() % 6 === 0) day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

/** An officer books a visit of two, in the morning of a day of the city. */
export async function book(officer: AtApi, enterprise: string, kind: string, day: string, more: object = {}): Promise<Visit> {
  const { items } = await officer.get<{ items: { id: string }[] }>(`/api/enterprises/${enterprise}/sites`)
  const body = { enterprise, site: items[0].id, kind, start: `${day}T09:00:00+08:00`, end: `${day}T11:00:00+08:00`, people: 2, certified: 2 }
  return officer.post<Visit>('/api/visits', { ...body, ...more })
}
