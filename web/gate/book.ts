// The gate's book: who came, who left, who came without a booking. An entry is on the device before
// anybody is let in, and goes to the server as soon as it is there; the server knows each by its
// scan's id, so that telling it twice is telling it once.
import { computed, reactive } from 'vue'
import { api, ask, newKey, Refusal, type Shape } from '@/shared/api'
import { day_ms } from '@/shared/time'
import { dropEntry, keepEntry, readEntries } from './keeping'
import { heard, station, takeTime } from './station'

type Told = Shape<'gate_upload_body'>['entries'][number]
type Answer = Shape<'gate_upload_reply'>['entries'][number]

export interface Entry {
  body: Told
  /** Where the device stood then: to no other may it be told. */
  enterprise: string
  /** For people: of which unit, of which visit. */
  unit: string
  visit: string | null
  at_ms: number
  /** Null while it waits. */
  answer: Answer | null
  /** The signed red slip of a walk-in, once the server has given it. */
  slip?: string
}

const kept_ms = 2 * day_ms
const uploadMost = 100

export const book = reactive({ entries: [] as Entry[], uploading: false })

export const isHere = (entry: Entry) => entry.enterprise === station.standing?.enterprise
export const waiting = computed(() => book.entries.filter((entry) => !entry.answer))
/** Those that this gate may tell. */
export const toTell = computed(() => waiting.value.filter(isHere))
export const refused = computed(() => book.entries.filter((entry) => entry.answer && !entry.answer.recorded))

const isIn = (entry: Entry) => isHere(entry) && entry.body.what !== 'depart' && !(entry.answer && !entry.answer.recorded)
const gone = computed(() => new Set(book.entries.filter((entry) => entry.body.what === 'depart').map((entry) => entry.body.arrival)))
/** Those who came by this gate and have not left. */
export const inside = computed(() => book.entries.filter((entry) => isIn(entry) && !gone.value.has(entry.body.scan)))

export const insideOf = (visit: string) => inside.value.find((entry) => entry.visit === visit)
export const entryOf = (scan: string) => book.entries.find((entry) => entry.body.scan === scan)

/** As the device has it, whichever window wrote it. */
export async function openBook() {
  const entries = (await readEntries()).sort((a, b) => a.at_ms - b.at_ms)
  const over = entries.filter((entry) => entry.answer?.recorded && Date.now() - entry.at_ms > kept_ms)
  await Promise.all(over.map((entry) => dropEntry(entry.body.scan)))
  book.entries = entries.filter((entry) => !over.includes(entry))
}

const plain = (entry: Entry): Entry => JSON.parse(JSON.stringify(entry)) as Entry

/** Writes it down, and tells the server if it is there. Resolves when the device has it. */
export async function write(body: Omit<Told, 'scan' | 'scanned_at'>, unit: string, visit: string | null): Promise<Entry> {
  const at_ms = Date.now()
  const told: Told = { ...body, scan: newKey(), scanned_at: new Date(at_ms).toISOString() }
  const entry: Entry = { body: told, enterprise: station.standing!.enterprise, unit, visit, at_ms, answer: null }
  await keepEntry(entry)
  if (!entryOf(told.scan)) book.entries.push(entry)
  void upload()
  return entryOf(told.scan)!
}

/** The person has read why it was refused. */
export async function drop(entry: Entry) {
  await dropEntry(entry.body.scan)
  book.entries = book.entries.filter((one) => one.body.scan !== entry.body.scan)
}

async function take(answer: Answer) {
  const entry = entryOf(answer.scan)
  if (!entry || entry.answer) return
  entry.answer = answer
  entry.visit ??= answer.recorded?.visit ?? null
  await keepEntry(plain(entry))
}

/** Of a form that the server does not read, as of another build of this page. */
const isUnreadable = (error: unknown): error is Refusal => error instanceof Refusal && [400, 413, 422].includes(error.problem.status)

/** One entry that the server cannot read keeps back none of the others. */
async function tell(entries: Told[]): Promise<Answer[]> {
  try {
    const reply = await heard(ask(api.POST('/api/gate/upload', { body: { entries } })))
    takeTime(reply.now)
    return reply.entries
  } catch (error) {
    if (!isUnreadable(error)) throw error
    const half = Math.floor(entries.length / 2)
    if (half) return [...(await tell(entries.slice(0, half))), ...(await tell(entries.slice(half)))]
    const { code, zh, en, next_zh, next_en } = error.problem
    return [{ scan: entries[0].scan, recorded: null, error: code, zh, en, next_zh, next_en }]
  }
}

let askedMeanwhile = false
/** All that this gate may tell, in its order. What was sent is waiting until the server's answer is kept. */
export async function upload(): Promise<void> {
  askedMeanwhile = book.uploading
  if (book.uploading || !station.standing) return
  book.uploading = true
  try {
    await openBook()
    while (toTell.value.length)
      for (const answer of await tell(toTell.value.slice(0, uploadMost).map((entry) => plain(entry).body))) await take(answer)
  } catch {
    // it stays in the book, and goes out the next time
  } finally {
    book.uploading = false
    // the network may have come back while nobody answered
    if (askedMeanwhile) void upload()
  }
}

/** The walk-in's signed red slip; refuses with the server's words. */
export async function slipOf(entry: Entry): Promise<string> {
  if (entry.slip) return entry.slip
  const { text } = await heard(ask(api.GET('/api/visits/{visit}/code', { params: { path: { visit: entry.visit! } } })))
  entry.slip = text!
  await keepEntry(plain(entry))
  return entry.slip
}
