// The city's public keys, and whether one of them signed something: the same decision as the
// server's seal_check (src/seal/seal.h), with the signature itself left to the browser.
import type { Opened, SignatureState } from './core'

/** As /.well-known/heng/keys.json has it. */
export interface Jwks {
  keys: readonly (JsonWebKey & {
    kid?: string
    /** When it no longer counts, in seconds since 1970; none: no end is known. */
    exp?: number
  })[]
}

interface Key {
  kid: Uint8Array
  algorithm: number
  /** Null when this browser cannot check with it. */
  key: CryptoKey | null
  end_us: number
}

/** COSE numbers (seal/cose.h). */
const algorithms: Record<string, number> = { ES256: -7, EdDSA: -8, SM2: -65537 }
const importing: Record<number, AlgorithmIdentifier | EcKeyImportParams> = {
  [-7]: { name: 'ECDSA', namedCurve: 'P-256' },
  [-8]: 'Ed25519',
}
const verifying: Record<number, AlgorithmIdentifier | EcdsaParams> = {
  [-7]: { name: 'ECDSA', hash: 'SHA-256' },
  [-8]: 'Ed25519',
}

function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

/** WebCrypto takes bytes of a buffer of their own. */
const own = (bytes: Uint8Array) => new Uint8Array(bytes).buffer

/** Null where the page is not served securely, or the browser does not know the algorithm. */
async function take(jwk: JsonWebKey, algorithm: number): Promise<CryptoKey | null> {
  const { kty, crv, x, y } = jwk
  const how = importing[algorithm]
  if (!how || !globalThis.crypto?.subtle) return null
  try {
    return await crypto.subtle.importKey('jwk', { kty, crv, x, y }, how, false, ['verify'])
  } catch {
    return null
  }
}

export interface Checked {
  signature: SignatureState
  /** The key is known, but this device cannot check what it signed. */
  uncheckable: boolean
}

export class Keys {
  private constructor(private readonly keys: readonly Key[]) {}

  static async of(jwks: Jwks): Promise<Keys> {
    const keys = jwks.keys.map(async ({ kid, exp = Infinity, ...jwk }) => {
      const algorithm = algorithms[jwk.alg ?? ''] ?? 0
      return { kid: fromBase64Url(kid ?? ''), algorithm, key: await take(jwk, algorithm), end_us: exp * 1e6 }
    })
    return new Keys(await Promise.all(keys))
  }

  /** By the keys that have not ended by `now_us`. */
  async check({ kid, sound, algorithm, covered, signature }: Opened, now_us: number): Promise<Checked> {
    const candidates = this.keys.filter((key) => now_us <= key.end_us && (kid === null || same(key.kid, kid)))
    let uncheckable = false
    if (candidates.length === 0) return { signature: 'unknown_key', uncheckable }
    if (!sound) return { signature: 'invalid', uncheckable }
    for (const key of candidates) {
      if (key.algorithm !== algorithm) continue
      if (!key.key) uncheckable = true
      else if (await crypto.subtle.verify(verifying[algorithm], key.key, own(signature), own(covered)))
        return { signature: 'valid', uncheckable: false }
    }
    return { signature: uncheckable || kid === null ? 'unknown_key' : 'invalid', uncheckable }
  }
}
