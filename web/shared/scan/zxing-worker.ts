// Reads QR codes by zxing-cpp in WebAssembly, from our own origin; says "failed" where the browser
// does not let it run, for jsqr-worker.ts to take over.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { codesMost, type Answer, type Picture } from './picture'

const answer = (message: Answer) => postMessage(message)

const module = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
module.then(() => answer({ state: 'ready' })).catch(() => answer({ state: 'failed' }))

async function read(image: ImageData): Promise<string[]> {
  for (const tryDenoise of [false, true]) {
    const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, tryDenoise, maxNumberOfSymbols: codesMost })
    if (found.length) return found.map(({ text }) => text)
  }
  return []
}

addEventListener('message', ({ data }: MessageEvent<Picture>) => {
  read(data.image)
    .catch(() => []) // a picture that it cannot bear has no code
    .then((texts) => answer({ state: 'read', id: data.id, texts }))
})
