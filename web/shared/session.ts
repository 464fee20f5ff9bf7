// Who is using the page, and whether it is theirs.
import { reactive } from 'vue'
import { api, ask, Refusal, setCsrf, type Shape } from './api'
import { forgetKept, keepFor } from './kept'
import { setUtcOffset } from './time'

export type Who = Shape<'session_open_reply'>
export type Role = 'officer' | 'head' | 'clerk' | 'contact' | 'guard' | 'coordinator' | 'supervisor' | 'leader'
  | 'system' | 'security' | 'audit' | 'screen'

export const session = reactive<{ who: Who | null }>({ who: null })

/** Whom a head lets approve is a head for the time. */
const withDelegated = (who: Who): Who =>
  who.head_of && !who.roles.includes('head') ? { ...who, roles: [...who.roles, 'head'] } : who

export function enter(who: Who) {
  session.who = withDelegated(who)
  setCsrf(who.csrf)
  keepFor(who.person)
}

/** The pages, in the order in which somebody with several roles is offered them. */
export const homes: readonly { page: string; roles: readonly Role[] }[] = [
  { page: '/head/', roles: ['head'] },
  { page: '/officer/', roles: ['officer', 'clerk', 'head'] },
  { page: '/contact/', roles: ['contact'] },
  { page: '/gate/', roles: ['guard', 'contact'] },
  { page: '/coordinator/', roles: ['coordinator'] },
  { page: '/supervisor/', roles: ['supervisor'] },
  { page: '/leader/', roles: ['leader'] },
  { page: '/system/', roles: ['system'] },
  { page: '/security/', roles: ['security'] },
  { page: '/audit/', roles: ['audit'] },
]
export const homesOf = (who: Who) => homes.filter(({ roles }) => roles.some((role) => who.roles.includes(role)))

/** The session as the server knows it, or null when there is none; and the city's time. Throws when
 * nobody answers. */
export async function readSession(): Promise<Who | null> {
  const { session: who, utc_offset_minutes } = await ask(api.GET('/api/me'))
  setUtcOffset(utc_offset_minutes)
  if (who) enter(who)
  else session.who = null
  return session.who
}

// A page that was opened without a network learns who this is as soon as there is one.
addEventListener('online', () => {
  if (!session.who) void readSession().catch(() => undefined)
})

/** Nobody stands at a wall to sign in. */
export function goSignIn() {
  const isScreen = session.who?.roles.includes('screen')
  location.assign(isScreen ? '/leader/#/over' : `/#${location.pathname}${location.hash}`)
}

/** What is to be shown of an error: nothing when the session has ended, which sends to sign in. */
export function orSignIn(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.problem.code !== 'no_session') return error
  goSignIn()
}

export async function signOut() {
  await ask(api.DELETE('/api/session'))
  forgetKept()
  location.assign('/')
}
