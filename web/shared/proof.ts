// Whether an entry is in the city's log, checked here and not believed from the server: the leaf is
// hashed up to the root (RFC 6962 §2.1, RFC 9162 §2.1.3.2), the root is that of a checkpoint, and the
// checkpoint is signed (c2sp.org/signed-note, c2sp.org/tlog-proof). Bytes in, findings out; fetches
// nothing and shows nothing.

interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
}

interface Proof {
  entry: Uint8Array
  index: number
  hashes: Uint8Array[]
  /** The signed note, byte for byte. */
  note: Uint8Array
}

/** One step up the tree: the neighbour on this side, and what the two give. */
interface ProofStep {
  neighbour: string
  side: 'left' | 'right'
  gives: string
}

export interface Finding {
  index: number
  entry: string
  leaf: string
  steps: ProofStep[]
  checkpoint: { origin: string; size: number; root: string }
  /** The steps end at the checkpoint's root. */
  included: boolean
  /** not_checked: this browser knows no Ed25519. */
  signature: 'valid' | 'invalid' | 'not_checked'
}

const bytesOf = (text: string) => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function need(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

/** Strict: only what an encoder writes, so that no two texts mean the same bytes. */
function fromBase64(text: string): Uint8Array {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  need(btoa(String.fromCharCode(...bytes)) === text, 'not canonical base64')
  return bytes
}

function decimal(text: string): number {
  need(/^(0|[1-9]\d{0,14})$/.test(text), 'not a decimal number')
  return Number(text)
}

function hash(text: string): Uint8Array {
  const bytes = fromBase64(text)
  need(bytes.length === 32, 'not a hash of 32 bytes')
  return bytes
}

function parseProof(file: Uint8Array): Proof {
  const text = textOf(file)
  const head = text.slice(0, text.indexOf('\n\n'))
  const [kind, extra, index, ...hashes] = head.split('\n')
  need(kind === 'c2sp.org/tlog-proof@v1', 'not a tlog-proof')
  need(extra?.startsWith('extra ') && index?.startsWith('index '), 'without its entry or index')
  return {
    entry: fromBase64(extra.slice('extra '.length)),
    index: decimal(index.slice('index '.length)),
    hashes: hashes.map(hash),
    note: file.slice(bytesOf(head).length + 2),
  }
}

function parseCheckpoint(note: Uint8Array): Checkpoint {
  const [origin, size, root] = textOf(note).split('\n')
  need(origin && size && root, 'not a checkpoint')
  return { origin, size: decimal(size), root: hash(root) }
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)
const half = (value: number) => Math.floor(value / 2)

/** From the leaf to the root; `path` too long or too short gives no root. */
async function climb(leaf: Uint8Array, path: readonly Uint8Array[], index: number, size: number) {
  const steps: ProofStep[] = []
  let at = index
  let last = size - 1
  let here = leaf
  for (const neighbour of path) {
    if (last <= 0) return { steps, root: undefined }
    const fromLeft = at % 2 === 1 || at === last
    here = fromLeft ? await sha256(nodeMark, neighbour, here) : await sha256(nodeMark, here, neighbour)
    steps.push({ neighbour: hexOf(neighbour), side: fromLeft ? 'left' : 'right', gives: hexOf(here) })
    // the last of an uneven level has risen to where it first has a neighbour
    while (fromLeft && at % 2 === 0 && at !== 0) {
      at = half(at)
      last = half(last)
    }
    at = half(at)
    last = half(last)
  }
  return { steps, root: last === 0 && index < size ? here : undefined }
}

/** "name+key id+base64 of 0x01 and the key". */
async function parseKey(text: string) {
  const [name, id, ...rest] = text.trim().split('+')
  const bytes = fromBase64(rest.join('+'))
  need(bytes.length === 33 && bytes[0] === 1, 'not an Ed25519 key')
  const own = (await sha256(bytesOf(`${name}\n`), bytes)).slice(0, 4)
  need(hexOf(own) === id, 'the key id is another key\'s')
  return { name, id, key: bytes.slice(1) }
}

async function checkSignature(note: Uint8Array, verifierKey: string): Promise<Finding['signature']> {
  const { name, id, key } = await parseKey(verifierKey)
  const text = textOf(note)
  const end = text.lastIndexOf('\n\n')
  need(end > 0 && text.endsWith('\n'), 'not a signed note')
  const start = `\u2014 ${name} `
  const lines = text.slice(end + 2, -1).split('\n')
  const signatures = lines.filter((line) => line.startsWith(start)).map((line) => fromBase64(line.slice(start.length)))
  const own = signatures.find((bytes) => hexOf(bytes.slice(0, 4)) === id)
  if (!own) return 'invalid'
  let imported: CryptoKey
  try {
    imported = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify'])
  } catch {
    return 'not_checked'
  }
  const signed = bytesOf(text.slice(0, end + 1))
  return (await crypto.subtle.verify({ name: 'Ed25519' }, imported, own.slice(4), signed)) ? 'valid' : 'invalid'
}

/** WebCrypto is only where the page came by a safe way: https, or this very machine. */
export const canVerify = () => typeof crypto.subtle === 'object'

/** Throws when the file is no proof. `verifierKey` as GET /log/key gives it. */
export async function verifyProof(file: Uint8Array, verifierKey: string): Promise<Finding> {
  const proof = parseProof(file)
  const { origin, size, root } = parseCheckpoint(proof.note)
  const leaf = await sha256(leafMark, proof.entry)
  const climbed = await climb(leaf, proof.hashes, proof.index, size)
  return {
    index: proof.index,
    entry: textOf(proof.entry),
    leaf: hexOf(leaf),
    steps: climbed.steps,
    checkpoint: { origin, size, root: hexOf(root) },
    included: climbed.root !== undefined && hexOf(climbed.root) === hexOf(root),
    signature: await checkSignature(proof.note, verifierKey),
  }
}
