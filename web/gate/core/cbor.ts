// As much of CBOR (RFC 8949) as the core's questions and answers need: whole numbers that a number
// holds exactly, texts, bytes and arrays.
export type Value = number | string | Uint8Array | readonly Value[]

const unsigned = 0
const negative = 1
const bytes = 2
const text = 3
const array = 4
const two32 = 2 ** 32

function putHead(out: number[], major: number, number: number) {
  const lead = major << 5
  if (number < 24) return out.push(lead | number)
  const high = Math.floor(number / two32)
  const low = number >>> 0
  const big = [high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low].map((byte) => byte & 0xff)
  const width = number < 0x100 ? 1 : number < 0x10000 ? 2 : number < two32 ? 4 : 8
  return out.push(lead | (24 + Math.log2(width)), ...big.slice(8 - width))
}

function put(out: number[], value: Value) {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`)
    putHead(out, value < 0 ? negative : unsigned, value < 0 ? -1 - value : value)
  } else if (typeof value === 'string') {
    const written = new TextEncoder().encode(value)
    putHead(out, text, written.length)
    written.forEach((byte) => out.push(byte))
  } else if (value instanceof Uint8Array) {
    putHead(out, bytes, value.length)
    value.forEach((byte) => out.push(byte))
  } else {
    putHead(out, array, value.length)
    value.forEach((one) => put(out, one))
  }
}

export function encode(value: Value): Uint8Array {
  const out: number[] = []
  put(out, value)
  return Uint8Array.from(out)
}

/** Reads what the core wrote; throws a RangeError for anything else. */
export function decode(from: Uint8Array): Value {
  const view = new DataView(from.buffer, from.byteOffset, from.byteLength)
  let at = 0
  const readNumber = (additional: number): number => {
    if (additional < 24) return additional
    const width = 2 ** (additional - 24)
    const start = at
    at += width
    if (width === 1) return view.getUint8(start)
    if (width === 2) return view.getUint16(start)
    if (width === 4) return view.getUint32(start)
    if (width !== 8) throw new RangeError('not CBOR that the core writes')
    const number = view.getUint32(start) * two32 + view.getUint32(start + 4)
    if (!Number.isSafeInteger(number)) throw new RangeError('a number too large')
    return number
  }
  const take = (length: number): Uint8Array => {
    if (length > from.length - at) throw new RangeError('it ends too soon')
    at += length
    return from.slice(at - length, at)
  }
  const read = (): Value => {
    const head = view.getUint8(at++)
    const number = readNumber(head & 31)
    const major = head >> 5
    if (major === unsigned) return number
    if (major === negative) return -1 - number
    if (major === bytes) return take(number)
    if (major === text) return new TextDecoder().decode(take(number))
    if (major !== array) throw new RangeError('not CBOR that the core writes')
    return Array.from({ length: number }, read)
  }
  const value = read()
  if (at !== from.length) throw new RangeError('bytes follow')
  return value
}
