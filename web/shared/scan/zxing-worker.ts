// Reads QR codes by zxing-cpp in WebAssembly, from our own origin; says "failed" where the browser
// does not let it run, for jsqr-worker.ts to take over.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { Answer, Picture } from './decoder'

const answer = (message: Answer) => postMessage(message)

const module = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
module.then(() => answer({ state: 'ready' })).catch(() => answer({ state: 'failed' }))

async function read(image: ImageData): Promise<string | null> {
  const look = (tryDenoise: boolean) =>
    readBarcodes(image, { formats: ['QRCode'], tryHarder: true, tryDenoise, maxNumberOfSymbols: 1 })
  const [found] = await look(false)
  return found?.text ?? (await look(true))[0]?.text ?? null
}

addEventListener('message', ({ data }: MessageEvent<Picture>) => {
  read(data.image)
    .catch(() => null) // a picture that it cannot bear has no code
    .then((text) => answer({ state: 'read', id: data.id, text }))
})
