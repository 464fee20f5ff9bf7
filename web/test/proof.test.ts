// The browser's check of a log proof, over what a running server gives.
import { createHash, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyProof } from '../shared/proof'
import { startCity, type City } from './city'

let city: City, key: string, size: number
const bytesOf = async (path: string) => new Uint8Array(await (await fetch(city.address + path)).arrayBuffer())
const textOf = async (path: string) => (await fetch(city.address + path)).text()

beforeAll(async () => {
  city = await startCity([])
  key = await textOf('/log/key')
  size = Number((await textOf('/log/checkpoint')).split('\n')[1])
})
afterAll(() => city.remove())

describe('a proof', () => {
  test('of the first, the last, and others between leads to the signed root', async () => {
    const places = [0, 1, 2, 255, 256, Math.floor(size / 2), size - 2, size - 1]
    for (const index of places) {
      const finding = await verifyProof(await bytesOf(`/log/proof/${index}`), key)
      expect(finding, String(index)).toMatchObject({ index, included: true, signature: 'valid' })
      expect(finding.entry).toBe(await textOf(`/log/leaf/${index}`))
      expect(finding.checkpoint.size).toBe(size)
      expect(finding.steps[finding.steps.length - 1].gives).toBe(finding.checkpoint.root)
    }
  })

  test('with any one byte flipped is no proof', async () => {
    const file = await bytesOf(`/log/proof/${size - 3}`)
    for (let at = 0; at < file.length; at++) {
      const flipped = file.slice()
      flipped[at] ^= 1
      const finding = await verifyProof(flipped, key).catch(() => null)
      expect(finding?.included && finding.signature === 'valid', `byte ${at}`).toBeFalsy()
    }
  })

  test('by another key than the log\'s is not signed', async () => {
    const name = key.split('+')[0]
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
    const bytes = Buffer.concat([Buffer.of(1), stranger])
    const id = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex').slice(0, 8)
    const finding = await verifyProof(await bytesOf('/log/proof/0'), `${name}+${id}+${bytes.toString('base64')}`)
    expect(finding).toMatchObject({ included: true, signature: 'invalid' })
  })
})
