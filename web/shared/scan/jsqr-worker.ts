// Reads QR codes in plain JavaScript, where WebAssembly may not run.
import readQr, { type QRCode } from 'jsqr'
import { codesMost, type Answer, type Picture } from './picture'
import { retouches } from './retouch'

const answer = (message: Answer) => postMessage(message)

/** It finds one at a time: what was read is wiped out. */
function wipe({ data, width, height }: ImageData, { location }: QRCode) {
  const corners = [location.topLeftCorner, location.topRightCorner, location.bottomLeftCorner, location.bottomRightCorner]
  const [left, right] = [Math.min, Math.max].map((of) => of(...corners.map(({ x }) => Math.round(x))))
  const [top, bottom] = [Math.min, Math.max].map((of) => of(...corners.map(({ y }) => Math.round(y))))
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++)
    data.fill(255, 4 * (y * width + Math.max(0, left)), 4 * (y * width + Math.min(width, right)))
}

function read(image: ImageData): string[] {
  const texts: string[] = []
  while (texts.length < codesMost) {
    const found = readQr(image.data, image.width, image.height, { inversionAttempts: 'dontInvert' })
    if (!found) break
    if (found.data) texts.push(found.data)
    wipe(image, found)
  }
  return texts
}

let pictures = 0
addEventListener('message', ({ data: { id, image } }: MessageEvent<Picture>) => {
  const texts = read(image)
  const retouch = retouches[pictures++ % retouches.length]
  answer({ state: 'read', id, texts: texts.length ? texts : read(retouch(image)) })
})
answer({ state: 'ready' })
