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

export const api = createClient<paths>({ baseUrl: location.origin, fetch: persistently })

/** Random enough to tell one act from another; works without a secure context, too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

api.use({
  onRequest({ request }) {
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    if (request.method !== 'GET') {
      if (csrf) request.headers.set('X-CSRF-Token', csrf)
      if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey())
    }
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
