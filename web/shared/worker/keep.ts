// Keeps this page on the device, so that it opens without a network.
import { ref } from 'vue'
import { hour_ms } from '@/shared/time'

/** A newer build has been kept since this page was opened: it is there when the page opens anew. */
export const isOutdated = ref(false)

async function keep({ serviceWorker }: Navigator) {
  let isKept = Boolean(serviceWorker.controller)
  serviceWorker.addEventListener('controllerchange', () => {
    isOutdated.value = isKept
    isKept = true
  })
  const registration = await serviceWorker.register('worker.js')
  // a page that stays open for days asks by itself
  setInterval(() => void registration.update().catch(() => undefined), hour_ms)
}

/** For a page that has a worker (`workers` in vite.config.ts). A browser without a secure context
 * has none; then the page works as any other. */
export function keepPage() {
  if ('serviceWorker' in navigator && !import.meta.env.DEV) void keep(navigator).catch(() => undefined)
}
