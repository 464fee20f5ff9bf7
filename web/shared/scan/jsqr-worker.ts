// Reads QR codes in plain JavaScript, where WebAssembly may not run.
import readQr from 'jsqr'
import type { Answer, Picture } from './decoder'

const answer = (message: Answer) => postMessage(message)

addEventListener('message', ({ data: { id, image } }: MessageEvent<Picture>) => {
  const found = readQr(image.data, image.width, image.height)
  answer({ state: 'read', id, text: found?.data || null })
})
answer({ state: 'ready' })
