// Keeps this page on the device, so that it opens without a network.

/** For a page that has a worker (`workers` in vite.config.ts). A browser without a secure context
 * has none; then the page works as any other. */
export function keepPage() {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  navigator.serviceWorker.register('worker.js').catch(() => undefined)
}
