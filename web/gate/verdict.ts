// May they come in? The gate judges by itself (core/gate.ts); the server, when it is there, is asked
// only whether something has happened that the gate cannot know yet.
import { api, ask, type Shape } from '@/shared/api'
import { insideOf } from './book'
import type { NoVerdict, Verdict } from './core/gate'
import { gate, heard, refresh, station, takeTime } from './station'

/** What was scanned or typed. */
export type Shown = { text: string } | { short: string }

export interface Finding {
  code: 'green' | 'red'
  reasons: readonly { name: string; number: number; zh: string; en: string; next_zh: string; next_en: string }[]
  say_zh: string
  say_en: string
  /** Null unless it is truly one of the city's. */
  says: { visit: string; short: string; unit: string; from_ms: number; until_ms: number; people: number } | null
  /** They came before, and have not left. */
  isInside: boolean
}
export type None = NoVerdict | 'away'

export const isNone = (found: Finding | None): found is None => typeof found === 'string'

const answer_most_ms = 3000

function findingOf({ code, reasons, say_zh, say_en, says }: Verdict): Finding {
  return {
    code, reasons, say_zh, say_en,
    says: says && { ...says, from_ms: says.from_us / 1000, until_ms: says.until_us / 1000 },
    isInside: Boolean(says && insideOf(says.visit)),
  }
}

function findingOfServer({ code, reasons, say_zh, say_en, says, life }: Shape<'gate_check_reply'>): Finding {
  return {
    code, reasons, say_zh, say_en,
    says: says && { visit: says.visit, short: says.short, unit: says.unit, people: says.people, from_ms: Date.parse(says.from), until_ms: Date.parse(says.until) },
    isInside: life === 'arrived',
  }
}

/** Whether it is worth a verdict at all. A gate that cannot judge leaves it to the server. */
export const isCode = (text: string) => gate?.isCode(text) ?? true

async function judge(shown: Shown, people: number): Promise<Verdict | NoVerdict> {
  const now_us = Date.now() * 1000
  const asked = (arrived: { at_us: number; people: number } | null) => {
    const arrival = { people, now_us, arrived }
    return 'text' in shown ? gate!.judge(shown.text, arrival) : gate!.judgeShortCode(shown.short, arrival)
  }
  const verdict = await asked(null)
  const before = typeof verdict !== 'string' && verdict.says ? insideOf(verdict.says.visit) : undefined
  return before ? asked({ at_us: before.at_ms * 1000, people: before.body.people ?? 0 }) : verdict
}

/** By what the device knows; 'away' when only the server could tell. */
export async function findHere(shown: Shown, people: number): Promise<Finding | None> {
  if (!gate) return 'away'
  const verdict = await judge(shown, people)
  if (typeof verdict === 'string') return verdict
  return verdict.uncheckable ? 'away' : findingOf(verdict)
}

async function askServer(shown: Shown, people: number): Promise<Shape<'gate_check_reply'> | null> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), answer_most_ms)
  try {
    const body = { ...shown, people, at: new Date().toISOString() }
    const reply = await heard(ask(api.POST('/api/gate/check', { body, signal: patience.signal })))
    takeTime(reply.now)
    return reply
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

/** The same with what the server knows that is newer. Where the two differ the gate learns first and
 * judges again; a green code that the server knows to be no longer good is red. */
export async function findWithServer(shown: Shown, people: number, here: Finding | None): Promise<Finding | None> {
  if (here === 'not_a_code' || here === 'mistyped' || station.ended) return here
  const server = await askServer(shown, people)
  if (!server) return here
  if (isNone(here)) return findingOfServer(server)
  if (server.code === here.code) return { ...here, isInside: here.isInside || server.life === 'arrived' }
  await refresh()
  const again = await findHere(shown, people)
  const overtaken = server.code === 'red' && !isNone(again) && again.code === 'green'
  return isNone(again) || overtaken ? findingOfServer(server) : again
}
