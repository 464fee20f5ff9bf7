// Reads the QR codes in a picture, in a worker, so that the page stays quick to the touch.
import JsqrWorker from './jsqr-worker?worker'
import type { Answer, Picture } from './picture'
import ZxingWorker from './zxing-worker?worker'

function started(worker: Worker): Promise<Worker> {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault()
      reject(new Error('no such worker'))
    }
    worker.onmessage = ({ data }: MessageEvent<Answer>) =>
      data.state === 'ready' ? resolve(worker) : reject(new Error('no WebAssembly'))
  })
}

let worker: Promise<Worker> | undefined
const waiting = new Map<number, (texts: string[]) => void>()
let last_id = 0

function hear({ data }: MessageEvent<Answer>) {
  if (data.state !== 'read') return
  waiting.get(data.id)?.(data.texts)
  waiting.delete(data.id)
}

/** May be called early, so that the decoder is there when the camera is. */
export function prepareDecoder(): Promise<Worker> {
  worker ??= started(new ZxingWorker())
    .catch(() => started(new JsqrWorker()))
    .then((ready) => {
      ready.onmessage = hear
      return ready
    })
  return worker
}

/** The texts of the QR codes in the picture, few enough for one glance. */
export async function readCodes(image: ImageData): Promise<string[]> {
  const ready = await prepareDecoder()
  const id = ++last_id
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    ready.postMessage({ id, image } satisfies Picture)
  })
}
