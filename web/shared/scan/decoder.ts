// Reads the QR code in a picture, in a worker, so that the page stays quick to the touch.
import JsqrWorker from './jsqr-worker?worker'
import ZxingWorker from './zxing-worker?worker'

export interface Picture {
  id: number
  image: ImageData
}
export type Answer = { state: 'ready' } | { state: 'failed' } | { state: 'read'; id: number; text: string | null }

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
const waiting = new Map<number, (text: string | null) => void>()
let last_id = 0

function hear({ data }: MessageEvent<Answer>) {
  if (data.state !== 'read') return
  waiting.get(data.id)?.(data.text)
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

/** The text of the QR code in the picture, null when none is found. */
export async function readCode(image: ImageData): Promise<string | null> {
  const ready = await prepareDecoder()
  const id = ++last_id
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    ready.postMessage({ id, image } satisfies Picture)
  })
}
