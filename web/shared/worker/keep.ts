// Keeps this page on the device, so that it opens without a network.
import { ref } from 'vue'
import { hour_ms } from '@/shared/time'

/** All of this page is on the device, and comes from there. */
export const isKept = ref(false)
/** A newer build has been kept since this page was opened: it is there when the page opens anew. */
export const isOutdated = ref(false)

/** The page's own first load has the line to itself. */
const quiet_ms = 2500

/** None where the browser has no secure context; then the page works as any other. */
const workers = import.meta.env.DEV ? undefined : (navigator.serviceWorker as ServiceWorkerContainer | undefined)

/** For somebody who may go where there is no network: at once. */
export async function keepNow() {
  try {
    await (await workers?.register('worker.js'))?.update()
  } catch {
    // with the network, or in an hour
  }
}

/** For a page that has a worker (`workers` in vite.config.ts). */
export function keepPage() {
  if (!workers) return
  isKept.value = Boolean(workers.controller)
  workers.addEventListener('controllerchange', () => {
    isOutdated.value = isKept.value
    isKept.value = true
  })
  const keepLater = () => setTimeout(keepNow, quiet_ms)
  if (document.readyState === 'complete') keepLater()
  else addEventListener('load', keepLater, { once: true })
  // a page that stays open for days asks by itself
  setInterval(keepNow, hour_ms)
  addEventListener('online', keepNow)
}
