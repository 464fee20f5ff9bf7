// This gate: where it stands, what it knows of the city's keys and of today's visits, and whether
// the server is there. All of it is kept on the device.
import { computed, reactive } from 'vue'
import { api, ask, Refusal, setToken } from '@/shared/api'
import { readSession } from '@/shared/session'
import { dayOf, hour_ms } from '@/shared/time'
import { keepNow } from '@/shared/worker/keep'
import { Core } from './core/core'
import { enrolled, Gate, together, type Kept } from './core/gate'
import type { Jwks } from './core/keys'
import coreUrl from '../../build/gate.wasm?url'
import { changeThing, keepThings, readThing } from './keeping'

interface Standing {
  /** A gate of its own; null: a person who is signed in. */
  token: string | null
  name: string
  enterprise: string
  enterprise_name: string
  site: string
  site_name?: string
}

/** Why verdicts come from the server alone. */
type Hindrance = 'no_wasm' | 'no_crypto'

export const station = reactive({
  standing: null as Standing | null,
  /** Whether the last word from the server was none. */
  away: false,
  /** The server no longer knows this gate, or the session has ended. */
  ended: false,
  keys_fetched_ms: null as number | null,
  list_fetched_ms: null as number | null,
  list_is_of_today: false,
  /** How far the device's clock is ahead of the server's. */
  ahead_s: 0,
  hindrance: null as Hindrance | null,
  kinds: [] as string[],
})

const list_old_ms = 4 * hour_ms
const keys_old_ms = 7 * 24 * hour_ms
const clock_off_s = 120

export type Freshness = 'fresh' | 'old' | 'none'
export const freshness = reactive({ now_ms: Date.now() })
export const listFreshness = computed<Freshness>(() => {
  if (!station.list_fetched_ms || !station.list_is_of_today) return 'none'
  return freshness.now_ms - station.list_fetched_ms > list_old_ms ? 'old' : 'fresh'
})
export const keysFreshness = computed<Freshness>(() => {
  if (!station.keys_fetched_ms) return 'none'
  return freshness.now_ms - station.keys_fetched_ms > keys_old_ms ? 'old' : 'fresh'
})
export const clockIsOff = computed(() => Math.abs(station.ahead_s) > clock_off_s)

let core: Core | null = null
/** Null until the gate is enrolled, and where this browser cannot judge by itself. */
export let gate: Gate | null = null

async function loadCore() {
  if (!globalThis.crypto?.subtle) station.hindrance = 'no_crypto'
  try {
    core = await Core.load(await (await fetch(coreUrl)).arrayBuffer())
  } catch {
    station.hindrance = 'no_wasm'
  }
}

/** A clock that is behind a moment which has certainly passed is wrong, with a network or without. */
export function lookAtClock() {
  const passed_ms = (gate?.newest_seen_us ?? 0) / 1000
  const behind_ms = passed_ms - Date.now()
  freshness.now_ms = Date.now() + Math.max(0, behind_ms)
  if (behind_ms > clock_off_s * 1000) station.ahead_s = -Math.round(behind_ms / 1000)
}

function lookAtGate() {
  const ms = (time_us: number | null | undefined) => (time_us ? time_us / 1000 : null)
  const list = gate?.list
  lookAtClock()
  station.keys_fetched_ms = ms(gate?.keys_fetched_us)
  station.list_fetched_ms = ms(gate?.list_fetched_us)
  // noon, for the day of the list is the city's
  station.list_is_of_today = Boolean(list) && dayOf(list!.start_us / 1000 + 12 * hour_ms) === dayOf(freshness.now_ms)
}

/** What cannot be kept is known until the page closes. */
const orNot = (kept: Promise<void>) => kept.catch(() => undefined)

async function stand(standing: Standing, kept: Kept) {
  station.standing = standing
  setToken(standing.token ?? '')
  const keep = (known: Kept) => void orNot(changeThing<Kept>('known', (theirs) => together(known, theirs)))
  if (core) gate = await Gate.open(core, kept, keep)
  lookAtGate()
}

/** Takes the device to another place: what was known of the one before is forgotten, but not the
 * time that has certainly passed. */
export async function enrolAs(standing: Standing) {
  const before = await readThing<Kept>('known')
  const known = { ...enrolled(standing.enterprise, standing.site), newest_seen_us: before?.newest_seen_us ?? 0 }
  await keepThings({ known, standing: { ...standing } })
  // else the browser may clear what an app has not been used for a while
  void navigator.storage?.persist?.().catch(() => undefined)
  await stand(standing, known)
  station.ended = false
  await refresh()
  void keepNow()
}

export async function leaveStation() {
  await keepThings({ standing: null })
  station.standing = gate = null
  setToken('')
}

/** Whether another window has made the device another gate, or none. */
export async function isElsewhere(): Promise<boolean> {
  const place = (standing: Standing | null | undefined) => standing && `${standing.token} ${standing.enterprise} ${standing.site}`
  const kept = await readThing<Standing | null>('standing').catch(() => station.standing)
  return (place(kept) ?? null) !== (place(station.standing) ?? null)
}

/** As it was when the page was last closed. */
export async function openStation() {
  await loadCore()
  const [standing, known, kinds] = await Promise.all([
    readThing<Standing>('standing'),
    readThing<Kept>('known'),
    readThing<string[]>('kinds'),
  ])
  station.kinds = kinds ?? []
  if (standing && known) await stand(standing, known)
}

/** Nobody answered, or the server said no; `heard` keeps what follows from either. */
export async function heard<T>(answer: Promise<T>): Promise<T> {
  try {
    const reply = await answer
    station.away = false
    return reply
  } catch (error) {
    const problem = error instanceof Refusal ? error.problem : null
    station.away = !problem || problem.code === 'unreachable'
    if (problem?.status === 401) station.ended = true
    throw error
  }
}

/** What the server says the time is. */
export function takeTime(now: string) {
  const now_ms = Date.parse(now)
  station.ahead_s = Math.round((Date.now() - now_ms) / 1000)
  gate?.takeTime(now_ms * 1000)
}

async function readKinds() {
  const { body } = await ask(api.GET('/api/policies/current'))
  station.kinds = Object.keys((body as { kinds: object }).kinds)
  await orNot(keepThings({ kinds: [...station.kinds] }))
}

async function readNames(standing: Standing) {
  const { enterprise, site } = standing
  if (standing.site_name) return
  const path = { enterprise, site }
  standing.enterprise_name = (await ask(api.GET('/api/enterprises/{enterprise}', { params: { path } }))).name
  standing.site_name = (await ask(api.GET('/api/enterprises/{enterprise}/sites/{site}', { params: { path } }))).name
  await orNot(keepThings({ standing: { ...standing } }))
}

async function readKnown(gate: Gate) {
  const now_us = () => Date.now() * 1000
  const site = station.standing?.site || undefined
  await gate.takeKeys((await ask(api.GET('/.well-known/heng/keys.json'))) as Jwks, now_us())
  const list = await ask(api.GET('/api/gate/today', { params: { query: { site } }, parseAs: 'arrayBuffer' }))
  await gate.takeList(new Uint8Array(list as unknown as ArrayBuffer), now_us())
}

async function learn() {
  const { standing } = station
  if (!standing) return
  // what a session needs for writing is not kept, it is asked for
  await readSession()
  await readNames(standing)
  if (gate) await readKnown(gate)
  await readKinds()
}

let refreshing: Promise<void> | undefined
/** Asks for the newest keys and list; never fails: then what is known stays. */
export function refresh(): Promise<void> {
  refreshing ??= heard(learn())
    .catch(() => undefined) // `heard` has noted it
    .then(lookAtGate)
    .then(() => (refreshing = undefined))
  return refreshing
}
