// The server's own C (src/gate/gate_wasm.h), compiled to WebAssembly. What is asked and answered is
// described there; here it gets names.
import { decode, encode, type Value } from './cbor'

/** As seal/cose.h numbers them. */
export type SignatureState = 'valid' | 'invalid' | 'unknown_key'
const states: readonly SignatureState[] = ['valid', 'invalid', 'unknown_key']

/** Something signed, taken apart. */
export interface Opened {
  /** Otherwise no key makes the signature valid. */
  sound: boolean
  /** Null when it names none: then any key may be the one. */
  kid: Uint8Array | null
  /** A COSE number. */
  algorithm: number
  /** What the signature covers. */
  covered: Uint8Array
  signature: Uint8Array
  payload: Uint8Array
}

/** What a code says, or a line of today's list. Times in microseconds since 1970. */
export interface Said {
  visit: string
  short: string
  issuer: string
  enterprise: string
  site: string
  unit: string
  from_us: number
  until_us: number
  issued_us: number
  people: number
  serial: number
  /** Their numbers; none: green. */
  reasons: readonly number[]
}

export interface List {
  site: string
  enterprise: string
  /** Local days since 1970-01-01. */
  day: number
  start_us: number
  issued_us: number
  early_minutes: number
  late_minutes: number
  entries: readonly Said[]
}

export interface Reason {
  number: number
  name: string
  zh: string
  en: string
  next_zh: string
  next_en: string
}

export interface Judged {
  newest_seen_us: number
  /** In the order of their numbers; none: green. */
  reasons: readonly Reason[]
  say_zh: string
  say_en: string
  /** Null unless its signature is valid. */
  says: Said | null
}

export interface Facts {
  enterprise: string
  /** Empty: any of the enterprise's. */
  site: string
  now_us: number
  /** The newest moment that is certain to have passed. */
  newest_seen_us: number
  /** Who want to come in. */
  people: number
  /** Those who came before, by what the gate itself recorded. */
  arrived: { at_us: number; people: number } | null
  /** The payload of today's list; empty: none. */
  list: Uint8Array
}

type Asked = 'core_open_code' | 'core_open_list' | 'core_read_list' | 'core_judge_code' | 'core_judge_short_code'
type Exports = Record<Asked, (length: number) => number> & {
  memory: WebAssembly.Memory
  core_input(): number
  core_input_most(): number
  core_output(): number
}

function said(value: Value): Said {
  const [visit, short, issuer, enterprise, site, unit, from_us, until_us, issued_us, people, serial, reasons] =
    value as [string, string, string, string, string, string, number, number, number, number, number, number[]]
  return { visit, short, issuer, enterprise, site, unit, from_us, until_us, issued_us, people, serial, reasons }
}

function reason(value: Value): Reason {
  const [number, name, zh, en, next_zh, next_en] = value as [number, string, string, string, string, string]
  return { number, name, zh, en, next_zh, next_en }
}

function judged(value: Value): Judged {
  const [newest_seen_us, reasons, say_zh, say_en, code] = value as [number, Value[], string, string, Value[]]
  return { newest_seen_us, reasons: reasons.map(reason), say_zh, say_en, says: code.length > 0 ? said(code[0]) : null }
}

function opened(value: Value): Opened {
  const [sound, hasKid, kid, algorithm, covered, signature, payload] = value as [
    number, number, Uint8Array, number, Uint8Array, Uint8Array, Uint8Array,
  ]
  return { sound: sound === 1, kid: hasKid === 1 ? kid : null, algorithm, covered, signature, payload }
}

export class Core {
  private constructor(private readonly exports: Exports) {}

  /** The module needs nothing of the page. */
  static async load(module: BufferSource): Promise<Core> {
    const { instance } = await WebAssembly.instantiate(module, {})
    return new Core(instance.exports as unknown as Exports)
  }

  private ask(name: Asked, question: Uint8Array): Value | null {
    const { exports } = this
    if (question.length > exports.core_input_most()) return null
    new Uint8Array(exports.memory.buffer, exports.core_input(), question.length).set(question)
    const length = exports[name](question.length)
    if (length === 0) return null
    return decode(new Uint8Array(exports.memory.buffer, exports.core_output(), length))
  }

  private question(facts: Facts, signature: SignatureState, shown: Uint8Array): Uint8Array {
    const { enterprise, site, now_us, newest_seen_us, people, arrived, list } = facts
    const state = states.indexOf(signature)
    const when = [now_us, newest_seen_us, people, arrived?.at_us ?? 0, arrived?.people ?? 0]
    return encode([enterprise, site, ...when, list, state, shown])
  }

  /** Null when it is not one of our codes. */
  openCode(text: string): Opened | null {
    const answer = this.ask('core_open_code', new TextEncoder().encode(text))
    return answer === null ? null : opened(answer)
  }

  openList(bytes: Uint8Array): Opened | null {
    const answer = this.ask('core_open_list', bytes)
    return answer === null ? null : opened(answer)
  }

  readList(payload: Uint8Array): List | null {
    const answer = this.ask('core_read_list', payload)
    if (answer === null) return null
    const [site, enterprise, day, start_us, issued_us, early_minutes, late_minutes, entries] = answer as [
      string, string, number, number, number, number, number, Value[],
    ]
    return { site, enterprise, day, start_us, issued_us, early_minutes, late_minutes, entries: entries.map(said) }
  }

  /** Null when it is signed but says nothing that this version can read. */
  judgeCode(facts: Facts, signature: SignatureState, payload: Uint8Array): Judged | null {
    const answer = this.ask('core_judge_code', this.question(facts, signature, payload))
    return answer === null ? null : judged(answer)
  }

  /** 'mistyped', or 'unknown' when the list does not have it and is not of today. */
  judgeShortCode(facts: Facts, typed: string): Judged | 'mistyped' | 'unknown' {
    const answer = this.ask('core_judge_short_code', this.question(facts, 'valid', new TextEncoder().encode(typed)))
    if (answer === null) return 'mistyped'
    return (answer as Value[]).length === 0 ? 'unknown' : judged(answer)
  }
}
