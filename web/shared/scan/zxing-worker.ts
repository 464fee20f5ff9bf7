// Reads QR codes by zxing-cpp in WebAssembly, from our own origin; says "failed" where the browser
// does not let it run, for jsqr-worker.ts to take over.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { codesMost, type Answer, type Picture } from './picture'
import { retouches } from './retouch'

const answer = (message: Answer) => postMessage(message)

const module = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
module.then(() => answer({ state: 'ready' })).catch(() => answer({ state: 'failed' }))

async function readPlain(image: ImageData, tryDenoise = false): Promise<string[]> {
  const found = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, tryDenoise, maxNumberOfSymbols: codesMost })
  return found.map(({ text }) => text)
}

let pictures = 0
/** What is not read plainly may be noisy or lean: each in turn, for a camera gives many pictures. */
async function read(image: ImageData): Promise<string[]> {
  const texts = await readPlain(image)
  if (texts.length) return texts
  const picture = pictures++
  return picture % 2 ? readPlain(retouches[(picture >> 1) % retouches.length](image)) : readPlain(image, true)
}

addEventListener('message', ({ data }: MessageEvent<Picture>) => {
  read(data.image)
    .catch(() => []) // a picture that it cannot bear has no code
    .then((texts) => answer({ state: 'read', id: data.id, texts }))
})
