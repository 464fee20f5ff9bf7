// The service worker of a page that must open without a network: it keeps the page's own files, all
// of one build, and nothing that the server says. What a page shows from earlier it keeps itself.
//
// vite.config.ts makes /<page>/worker.js of it, and puts the list of that page's files before it.
declare const precache: { page: string; build: string; files: string[] }

const worker = self as unknown as ServiceWorkerGlobalScope
const kept = `${precache.page}-${precache.build}`
const shell = `/${precache.page}/`

/** Whole or not at all: an update of the server in between would give a page of another build. */
async function keep() {
  const cache = await caches.open(kept)
  await cache.addAll(precache.files)
  const page = await (await cache.match(shell))!.text()
  const loads = page.match(/\/assets\/[^"]+/g) ?? []
  if (!loads.every((file) => precache.files.includes(file))) {
    await caches.delete(kept)
    throw new Error('a page of another build')
  }
  await worker.skipWaiting()
}

// A page that is still open was built with the files of one build earlier.
async function tidy() {
  const builds = (await caches.keys()).filter((name) => name.startsWith(`${precache.page}-`) && name !== kept)
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

/** The kept page, of which nothing is lacking whatever becomes of the network. A newer one opens the
 * next time, when its own worker has kept all of it. */
const open = async (request: Request): Promise<Response> =>
  (await (await caches.open(kept)).match(shell)) ?? fetch(request)

/** A file's name changes with its bytes, so the kept one is the right one. */
async function fetchFile(request: Request): Promise<Response> {
  const found = await caches.match(request)
  if (found) return found
  const response = await fetch(request)
  if (response.ok) await (await caches.open(kept)).put(request, response.clone())
  return response
}

worker.addEventListener('install', (event) => event.waitUntil(keep()))
worker.addEventListener('activate', (event) => event.waitUntil(tidy()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && pathname === shell) event.respondWith(open(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(fetchFile(request))
})

export {}
