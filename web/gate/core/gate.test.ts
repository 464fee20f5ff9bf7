// The gate without a network against the server: the same verdict, in the same words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run, startCity, type City } from '@/test/city'
import { decode, encode } from './cbor'
import { Core, type Said } from './core'
import { enrolled, Gate, together, type Arrival, type Kept, type Verdict } from './gate'

const people = ['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard', 'e001-guard'] as const
const [officer, head, contact, guard, strangeGuard] = people
const minute_us = 60e6
const hour_us = 60 * minute_us

let city: City, core: Core
const sessions: Record<string, string> = {}

async function call(login: string, method: string, path: string, body?: object) {
  const headers = { Authorization: `Bearer ${sessions[login]}`, 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
  const reply = await fetch(city.address + path, { method, headers, body: body && JSON.stringify(body) })
  expect(reply.ok, `${method} ${path}: ${reply.status}`).toBe(true)
  return reply
}
const ask = async (login: string, method: string, path: string, body?: object) => (await call(login, method, path, body)).json()
const now_us = () => Date.now() * 1000

async function signIn(login: string) {
  const reply = await fetch(`${city.address}/api/session/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: city.tokens[login] }),
  })
  sessions[login] = (await reply.json()).token
}

/** The gate of a guard, as fresh as the server is now, and all that it ever kept. */
async function gateOf(login: string, kept?: Kept) {
  const { enterprise } = await ask(login, 'GET', '/api/session')
  const site = (await ask(login, 'GET', `/api/enterprises/${enterprise}/sites`)).items[0].id
  const all: Kept[] = []
  const gate = await Gate.open(core, kept ?? enrolled(enterprise, site), (change) => all.push(change))
  await gate.takeKeys(await (await fetch(`${city.address}/.well-known/heng/keys.json`)).json(), now_us())
  const list = new Uint8Array(await (await call(login, 'GET', `/api/gate/today?site=${site}`)).arrayBuffer())
  expect(await gate.takeList(list, now_us())).toBe(true)
  return { gate, enterprise, site, list, kept: () => all[all.length - 1] }
}

interface Shown {
  visit: string
  text: string
  short: string
}
async function book(minutes: number, lasting = 60): Promise<Shown> {
  const { enterprise } = await ask(contact, 'GET', '/api/session')
  const site = (await ask(contact, 'GET', `/api/enterprises/${enterprise}/sites`)).items[0].id
  const time = (after: number) => new Date(Date.now() + after * 60e3).toISOString()
  const { id } = await ask(officer, 'POST', '/api/visits', {
    enterprise, site, kind: 'service', start: time(minutes), end: time(minutes + lasting), people: 2, certified: 2,
  })
  return code(id)
}
const code = async (visit: string): Promise<Shown> => {
  const { text, short } = await ask(officer, 'GET', `/api/visits/${visit}/code`)
  return { visit, text, short }
}
const approve = (visit: string) => ask(head, 'POST', `/api/visits/${visit}/approve`, {})
const agree = (visit: string) => ask(contact, 'POST', `/api/visits/${visit}/agree`, {})
async function bookGreen(minutes: number, lasting?: number) {
  const { visit } = await book(minutes, lasting)
  await approve(visit)
  await agree(visit)
  return code(visit)
}

const names = (verdict: unknown) => (verdict as Verdict).reasons.map(({ name }) => name)
const time_us = (time: string) => {
  const [, seconds, fraction = ''] = /^([^.Z]*)(?:\.(\d+))?Z$/.exec(time)!
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'))
}

/** What the server says, in the gate's form. */
async function serverSays(login: string, shown: object, count: number) {
  const reply = await ask(login, 'POST', '/api/gate/check', { ...shown, people: count })
  const { code, reasons, say_zh, say_en, says } = reply
  return { code, reasons, say_zh, say_en, signature: reply.signature ?? null, says: says && {
    visit: says.visit, short: says.short, enterprise: says.enterprise, site: says.site, unit: says.unit,
    from_us: time_us(says.from), until_us: time_us(says.until), issued_us: time_us(says.issued),
    people: says.people, serial: says.serial, reasons: says.reasons.map(({ number }: { number: number }) => number),
  } }
}
/** The issuer stands in the code alone. */
function gateSays(verdict: unknown) {
  const { says, uncheckable, ...rest } = verdict as Verdict
  expect(uncheckable).toBe(false)
  if (!says) return { ...rest, says: null }
  const { issuer, ...others } = says as Said
  expect(issuer.length).toBeLessThan(21)
  return { ...rest, says: others }
}

beforeAll(async () => {
  core = await Core.load(readFileSync(join(__dirname, '../../../build/gate.wasm')))
  city = await startCity(people)
  for (const login of people) await signIn(login)
})
afterAll(() => city.remove())

const arrival = (more: Partial<Arrival> = {}): Arrival => ({ people: 2, now_us: now_us(), ...more })

describe('a gate without a network says what the server says', () => {
  test.each([
    ['green', () => bookGreen(1), 2, []],
    ['one too many', () => bookGreen(2), 3, ['too_many_people']],
    ['a red slip', () => book(3), 2, ['not_approved', 'not_agreed']],
    ['too early', () => bookGreen(300), 2, ['too_early']],
    ['a slip that was overtaken', async () => {
      const slip = await book(4)
      await approve(slip.visit)
      return slip
    }, 2, ['not_approved', 'not_agreed', 'revoked']],
    ['cancelled since', async () => {
      const shown = await bookGreen(5)
      await ask(officer, 'POST', `/api/visits/${shown.visit}/cancel`, { words: '改期' })
      return shown
    }, 2, ['cancelled', 'revoked']],
    ['used', async () => {
      const shown = await bookGreen(6)
      await ask(guard, 'POST', '/api/gate/arrive', { scan: crypto.randomUUID(), text: shown.text, people: 2 })
      await ask(guard, 'POST', '/api/gate/depart', { scan: crypto.randomUUID(), text: shown.text })
      return shown
    }, 2, ['revoked']],
  ] as const)('%s', async (_, make, count, reasons) => {
    const { text, visit } = await make()
    const { gate } = await gateOf(guard)
    const { arrived } = await ask(officer, 'GET', `/api/visits/${visit}`)
    const before = arrived ? { at_us: time_us(arrived), people: 2 } : null
    const verdict = await gate.judge(text, arrival({ people: count, arrived: before }))
    expect(names(verdict)).toEqual(reasons)
    expect(gateSays(verdict)).toEqual(await serverSays(guard, { text }, count))
  })

  test('another enterprise’s', async () => {
    const { text } = await bookGreen(7)
    const { gate } = await gateOf(strangeGuard)
    const verdict = await gate.judge(text, arrival())
    expect(names(verdict)).toEqual(['wrong_enterprise'])
    expect(gateSays(verdict)).toEqual(await serverSays(strangeGuard, { text }, 2))
  })

  test('a flipped bit, a stranger’s signature, no code at all', async () => {
    const { text } = await bookGreen(8)
    const { gate } = await gateOf(guard)
    const flipped = text.slice(0, -4) + (text.slice(-4, -3) === '0' ? '1' : '0') + text.slice(-3)
    const strange = 'HENG1:RRQ+D9O60CO0.IE7T08CKG-7180: CLQED4F5$CUYCBF3R%V836BF3:$V812I6BMT4GC89AV+2JS U+FV.A4-0LKE3HB0NSRNP6P+8.RV88GKB0000YCAJ48-S9UA7VSGYQFBZ0.TUY3CCN6VFPRUG0V6$WEI:M/9VIZ6$ZH9:E OM$MFPZDY1NT7PJGCAUT KTWLEMBCAFGTGMK*T2%UQ1'
    for (const [shown, reason] of [[flipped, 'bad_signature'], [strange, 'unknown_key']]) {
      const verdict = await gate.judge(shown, arrival())
      expect(names(verdict)).toEqual([reason])
      expect(gateSays(verdict)).toEqual(await serverSays(guard, { text: shown }, 2))
    }
    expect(await gate.judge('https://example.com/', arrival())).toBe('not_a_code')
    expect(await gate.judge('HENG1:', arrival())).toBe('not_a_code')
  })

  test('a short code', async () => {
    const { short } = await bookGreen(9)
    const { gate } = await gateOf(guard)
    for (const typed of [short, short.toLowerCase().replace('-', ' ')]) {
      const verdict = gate.judgeShortCode(typed, arrival())
      const server = await serverSays(guard, { short: typed }, 2)
      expect(names(verdict)).toEqual([])
      // each tells it as of when it does
      expect(gateSays(verdict)).toMatchObject({ ...server, says: { ...server.says, issued_us: expect.any(Number) } })
    }
    expect(names(gate.judgeShortCode('0000-0000', arrival()))).toEqual(['not_booked'])
    expect(gate.judgeShortCode('0000-0001', arrival())).toBe('mistyped')
    expect(gate.judgeShortCode('0000-0000', arrival({ now_us: now_us() + 48 * hour_us }))).toBe('no_list')
  })
})

describe('time', () => {
  test('passes without a network, and cannot be turned back', async () => {
    const { text } = await bookGreen(10, 30)
    const { gate, kept } = await gateOf(guard)
    const start_us = now_us()
    expect(names(await gate.judge(text, arrival()))).toEqual([])
    expect(names(await gate.judge(text, arrival({ now_us: start_us + hour_us })))).toEqual(['expired'])
    expect(names(await gate.judge(text, arrival({ now_us: start_us - hour_us })))).toEqual(['stale_clock'])
    gate.takeTime(start_us + hour_us)
    expect(names(await gate.judge(text, arrival()))).toEqual(['expired', 'stale_clock'])
    const again = await Gate.open(core, structuredClone(kept()), () => {})
    expect(names(await again.judge(text, arrival()))).toEqual(['expired', 'stale_clock'])
  })

  test('a list is taken only when the city signed it, for this place, and none that is older', async () => {
    const { gate, list, enterprise } = await gateOf(guard)
    const elsewhere = await gateOf(strangeGuard)
    const damaged = list.slice()
    damaged[40] ^= 1
    expect(gate.list).toMatchObject({ enterprise, early_minutes: 30 })
    expect(await gate.takeList(elsewhere.list, now_us())).toBe(false)
    expect(await gate.takeList(damaged, now_us())).toBe(false)
    expect(await gate.takeList(new Uint8Array(), now_us())).toBe(false)
    expect(await gate.takeList(list, now_us())).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const newer = await gateOf(guard)
    expect(await newer.gate.takeList(list, now_us())).toBe(false)
  })
})

test('a key counts until its end, whatever the clock is set to', async () => {
  const { text } = await bookGreen(12)
  await city.stop()
  run(city, 'key', 'rotate')
  await city.start()
  const { gate, kept } = await gateOf(guard)
  const ends_us = kept().keys!.jwks.keys.flatMap(({ exp }) => (exp ? [exp * 1e6] : []))
  const last_us = Math.max(...ends_us)
  const signatureAt = async (time_us: number) => ((await gate.judge(text, arrival({ now_us: time_us }))) as Verdict).signature
  expect(await signatureAt(now_us())).toBe('valid')
  expect(await signatureAt(last_us + 1)).toBe('unknown_key')
  gate.takeTime(last_us + 1)
  expect(await signatureAt(now_us())).toBe('unknown_key')
})

test('two windows of one device know the newer of each', () => {
  const mine: Kept = { ...enrolled('E', 'S'), keys: { jwks: { keys: [] }, fetched_us: 5 }, newest_seen_us: 7 }
  const theirs: Kept = { ...enrolled('E', 'S'), list: { payload: new Uint8Array(1), fetched_us: 6 }, newest_seen_us: 9 }
  expect(together(mine, undefined)).toEqual(mine)
  expect(together(mine, theirs)).toEqual({ ...mine, list: theirs.list, newest_seen_us: 9 })
  expect(together(theirs, { ...mine, list: { payload: new Uint8Array(2), fetched_us: 5 } }).list).toBe(theirs.list)
  expect(together(mine, enrolled('E', 'T'))).toEqual({ ...enrolled('E', 'T'), newest_seen_us: 7 })
})

describe('other algorithms', () => {
  test.each([
    ['EdDSA', 'valid', []],
    ['SM2', 'unknown_key', ['unknown_key']],
  ])('%s', async (algorithm, signature, reasons) => {
    const { visit } = await bookGreen(11)
    await city.stop()
    run(city, 'key', 'rotate', '--algorithm', algorithm)
    await city.start()
    const { text } = await code(visit)
    const { enterprise, site } = await ask(guard, 'GET', '/api/session')
    const gate = await Gate.open(core, enrolled(enterprise, site ?? ''), () => {})
    await gate.takeKeys(await (await fetch(`${city.address}/.well-known/heng/keys.json`)).json(), now_us())
    const verdict = await gate.judge(text, arrival())
    expect(verdict).toMatchObject({ signature, uncheckable: signature !== 'valid' })
    if (signature === 'valid') expect(names(verdict)).not.toContain('bad_signature')
    else expect(names(verdict)).toEqual(reasons)
  })
})

test('what the core is asked and answers comes back as it was', () => {
  const values = [0, 23, 24, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, -1, -25, -(2 ** 40), '', '衡', new Uint8Array([1, 2]), [], [1, ['a']]]
  expect(decode(encode(values))).toEqual(values)
  expect([...encode([2 ** 32 + 5])]).toEqual([0x81, 0x1b, 0, 0, 0, 1, 0, 0, 0, 5])
  expect(() => encode(0.5)).toThrow()
  for (const wrong of [[], [0x18], [0x42, 1], [0xf5], [0x1c], [0, 0], [0x1b, 255, 0, 0, 0, 0, 0, 0, 0]])
    expect(() => decode(Uint8Array.from(wrong))).toThrow()
})
