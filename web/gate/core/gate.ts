// A gate that needs no network: it knows where it stands, the city's keys, today's list, and the
// newest moment that has certainly passed, and says who may come in. The verdict is the server's own
// code's (core.ts); the page shows it.
import type { Core, Facts, Judged, List, Opened, SignatureState } from './core'
import { Keys, type Checked, type Jwks } from './keys'

/** All that a gate has to remember; the page stores it as it is (it can be cloned structurally). */
export interface Kept {
  enterprise: string
  /** Empty: any of the enterprise's. */
  site: string
  keys: { jwks: Jwks; fetched_us: number } | null
  list: { payload: Uint8Array; fetched_us: number } | null
  newest_seen_us: number
}

export const enrolled = (enterprise: string, site: string): Kept => ({ enterprise, site, keys: null, list: null, newest_seen_us: 0 })

const newer = <T extends { fetched_us: number }>(mine: T | null, theirs: T | null) =>
  theirs && theirs.fetched_us > (mine?.fetched_us ?? 0) ? theirs : mine

/** What two windows of one device know: of each the newer. Where the device has been taken elsewhere
 * meanwhile, nothing of this place. */
export function together(mine: Kept, theirs: Kept | undefined): Kept {
  if (!theirs) return mine
  const newest_seen_us = Math.max(mine.newest_seen_us, theirs.newest_seen_us)
  if (mine.enterprise !== theirs.enterprise || mine.site !== theirs.site) return { ...theirs, newest_seen_us }
  return { ...mine, keys: newer(mine.keys, theirs.keys), list: newer(mine.list, theirs.list), newest_seen_us }
}

export interface Verdict extends Omit<Judged, 'newest_seen_us'> {
  code: 'green' | 'red'
  /** Null for a short code: the list's signature was checked when it came. */
  signature: SignatureState | null
  /** The key is known, but this device cannot check what it signed: ask the server. */
  uncheckable: boolean
}

/** Why there is no verdict: the text is not one of the city's codes; the short code has a mistake in
 * it; there is no list of today to look it up on. */
export type NoVerdict = 'not_a_code' | 'mistyped' | 'no_list'

const uncheckable_zh = '本机无法核验这种签名，请联网核验。'
const uncheckable_en = 'This device cannot check such a signature: check it online.'

/** Who come, when, and who came with the same code before, by what the gate itself recorded. */
export interface Arrival {
  people: number
  now_us: number
  arrived?: { at_us: number; people: number } | null
}

export class Gate {
  private keys: Keys | null = null
  private constructor(
    private readonly core: Core,
    private kept: Kept,
    private readonly keep: (kept: Kept) => void,
  ) {}

  /** `keep` is told of every change in what must be remembered. */
  static async open(core: Core, kept: Kept, keep: (kept: Kept) => void): Promise<Gate> {
    const gate = new Gate(core, kept, keep)
    if (kept.keys) gate.keys = await Keys.of(kept.keys.jwks)
    return gate
  }

  private remember(change: Partial<Kept>) {
    this.kept = { ...this.kept, ...change }
    this.keep(this.kept)
  }

  get keys_fetched_us(): number | null {
    return this.kept.keys?.fetched_us ?? null
  }
  /** The newest moment that has certainly passed. */
  get newest_seen_us(): number {
    return this.kept.newest_seen_us
  }
  get list_fetched_us(): number | null {
    return this.kept.list?.fetched_us ?? null
  }
  /** Today's list as it was last fetched, which may be of a day before. */
  get list(): List | null {
    return this.kept.list && this.core.readList(this.kept.list.payload)
  }

  /** A moment that has certainly passed, such as the time that the server says it is: a device set back
   * behind it makes nothing good. */
  takeTime(now_us: number) {
    if (now_us > this.kept.newest_seen_us) this.remember({ newest_seen_us: now_us })
  }

  /** As /.well-known/heng/keys.json has them. */
  async takeKeys(jwks: Jwks, fetched_us: number) {
    this.keys = await Keys.of(jwks)
    this.remember({ keys: { jwks, fetched_us } })
  }

  /** As /api/gate/today has it. False, and the one before stays, when the city has not signed it, it
   * is of another place, or it is older. */
  async takeList(bytes: Uint8Array, fetched_us: number): Promise<boolean> {
    const opened = this.core.openList(bytes)
    if (!opened || (await this.check(opened, fetched_us)).signature !== 'valid') return false
    const list = this.core.readList(opened.payload)
    const here = list && list.enterprise === this.kept.enterprise && (!this.kept.site || list.site === this.kept.site)
    if (!here || list.issued_us < (this.list?.issued_us ?? 0)) return false
    const newest_seen_us = Math.max(this.kept.newest_seen_us, list.issued_us)
    this.remember({ list: { payload: opened.payload, fetched_us }, newest_seen_us })
    return true
  }

  /** Whether it has the form of one of the city's codes, whoever signed it. */
  isCode(text: string): boolean {
    return this.core.openCode(text) !== null
  }

  /** May they come in, by the text of a code? */
  async judge(text: string, arrival: Arrival): Promise<Verdict | NoVerdict> {
    const opened = this.core.openCode(text)
    if (!opened) return 'not_a_code'
    const { signature, uncheckable } = await this.check(opened, arrival.now_us)
    const judged = this.core.judgeCode(this.facts(arrival), signature, opened.payload)
    return judged ? this.tell(judged, signature, uncheckable) : 'not_a_code'
  }

  /** The same by a short code, typed: by what today's list says of that visit. */
  judgeShortCode(typed: string, arrival: Arrival): Verdict | NoVerdict {
    const judged = this.core.judgeShortCode(this.facts(arrival), typed)
    if (judged === 'mistyped') return judged
    return judged === 'unknown' ? 'no_list' : this.tell(judged, null, false)
  }

  /** A clock set back does not bring back a key that has ended. */
  private async check(opened: Opened, now_us: number): Promise<Checked> {
    const time_us = Math.max(now_us, this.kept.newest_seen_us)
    return this.keys ? this.keys.check(opened, time_us) : { signature: 'unknown_key', uncheckable: false }
  }

  private facts({ people, now_us, arrived }: Arrival): Facts {
    const { enterprise, site, newest_seen_us, list } = this.kept
    return { enterprise, site, now_us, newest_seen_us, people, arrived: arrived ?? null, list: list?.payload ?? new Uint8Array() }
  }

  private tell({ newest_seen_us, ...judged }: Judged, signature: SignatureState | null, uncheckable: boolean): Verdict {
    this.takeTime(newest_seen_us)
    const code = judged.reasons.length === 0 ? 'green' : 'red'
    const words = uncheckable ? { say_zh: judged.say_zh + uncheckable_zh, say_en: `${judged.say_en} ${uncheckable_en}` } : {}
    return { ...judged, ...words, code, signature, uncheckable }
  }
}
