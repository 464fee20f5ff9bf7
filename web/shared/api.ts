// The one way to the server: typed by openapi.json, one Idempotency-Key for a write however often
// the network makes it go out again, refusals as errors that say what to do next.
import createClient from 'openapi-fetch'
import { either } from '@/shared/text'
import type { components, paths } from 'schema'

export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name]
export type Problem = Shape<'problem'>

/** The server said no, or could not; `words` and `next` are for the person. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
  get words() {
    return either(this.problem.zh, this.problem.en)
  }
  get next() {
    return either(this.problem.next_zh, this.problem.next_en)
  }
}

/** Nobody answered. */
export const unreachable: Problem = {
  type: 'about:blank',
  title: '',
  status: 0,
  code: 'unreachable',
  number: 0,
  zh: '连不上服务器',
  en: 'The server cannot be reached',
  next_zh: '请检查网络后重试',
  next_en: 'check the network, then try again',
}

let csrf = ''
export function setCsrf(value: string) {
  csrf = value
}

let token = ''
/** Of a device that acts by itself, in place of a session; empty: by the session again. */
export function setToken(value: string) {
  token = value
}

let renew: (() => Promise<boolean>) | undefined
/** What to do when the session has ended; whether there is one again. */
export function setRenewal(way: () => Promise<boolean>) {
  renew = way
}

/** Ended, or another one was begun in this browser. */
async function hasEnded(response: Response): Promise<boolean> {
  if (token || (response.status !== 401 && response.status !== 403)) return false
  const problem = (await response.clone().json().catch(() => null)) as Problem | null
  return problem?.code === 'no_session' || problem?.code === 'csrf'
}

/** Goes on with what was under way when whose it is has been asked again. */
async function inSession(request: Request): Promise<Response> {
  const response = await persistently(request)
  if (!renew || !(await hasEnded(response)) || !(await renew())) return response
  const again = request.clone()
  if (again.headers.has('X-CSRF-Token')) again.headers.set('X-CSRF-Token', csrf)
  return persistently(again)
}

/** Writes that nobody has answered yet, and their keys: who sends the same again means the same act,
 * whether the network ate the answer or the button was pressed twice. */
const unanswered = new Map<string, string>()
const writeOf = async (request: Request) => `${request.method} ${request.url} ${await request.clone().text()}`

async function keyed(request: Request): Promise<Response> {
  if (request.method === 'GET' || request.headers.has('Idempotency-Key')) return inSession(request)
  const write = await writeOf(request)
  const key = unanswered.get(write) ?? newKey()
  unanswered.set(write, key)
  request.headers.set('Idempotency-Key', key)
  try {
    const response = await inSession(request)
    if (response.status < 500) unanswered.delete(write)
    return response
  } catch (error) {
    if (request.signal.aborted) unanswered.delete(write)
    throw error
  }
}

const pauses_ms = [0, 500, 2000]
const pause = (pause_ms: number) => new Promise((resolve) => setTimeout(resolve, pause_ms))

async function persistently(request: Request): Promise<Response> {
  for (const [attempt, pause_ms] of pauses_ms.entries()) {
    await pause(pause_ms)
    try {
      const response = await fetch(request.clone())
      const busy = response.status === 429 || response.status === 503
      if (!busy || attempt === pauses_ms.length - 1) return response
    } catch (error) {
      if (request.signal.aborted) throw error
      if (!navigator.onLine) break
    }
  }
  throw new Refusal(unreachable)
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: keyed })

/** Random enough to tell one act from another; works without a secure context, too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

api.use({
  onRequest({ request }) {
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    if (request.method !== 'GET' && csrf) request.headers.set('X-CSRF-Token', csrf)
    return request
  },
})

export type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The reply of `api.GET(…)` and the like, or a Refusal thrown. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer
  if (response.ok) return data as T
  const problem = error as Problem | undefined
  throw new Refusal(problem && problem.code ? problem : { ...unreachable, status: response.status })
}

/** All pages of a list that is known to be short, up to `most` rows. */
export async function askAll<T>(
  page: (after: string | undefined) => Promise<Answer<{ items: T[]; next: string | null }>>,
  most = 1000,
): Promise<T[]> {
  const rows: T[] = []
  let after: string | undefined
  do {
    const reply = await ask(page(after))
    rows.push(...reply.items)
    after = reply.next ?? undefined
  } while (after && rows.length < most)
  return rows
}
