// The service worker of a page that must open without a network: it keeps the page's own files, all
// of one build, and nothing that the server says. What a page shows from earlier it keeps itself.
//
// vite.config.ts makes /<page>/worker.js of it, and puts the list of that page's files before it.
declare const precache: { page: string; build: string; files: string[] }

const worker = self as unknown as ServiceWorkerGlobalScope
const kept = `${precache.page}-${precache.build}`
const patience_ms = 3000

async function keep() {
  const cache = await caches.open(kept)
  await cache.addAll(precache.files)
  await worker.skipWaiting()
}

// A page that is still open was built with the files of one build earlier.
async function tidy() {
  const builds = (await caches.keys()).filter((name) => name.startsWith(`${precache.page}-`) && name !== kept)
  await Promise.all(builds.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

/** The newest page if the server answers soon, else the one that was kept. */
async function open(request: Request): Promise<Response> {
  const shell = () => caches.match(`/${precache.page}/`)
  const late = new Promise<Response | undefined>((resolve) => setTimeout(() => resolve(shell()), patience_ms))
  try {
    const answered = fetch(request)
    const response = (await Promise.race([answered, late])) ?? (await answered)
    return response.ok || response.type === 'opaqueredirect' ? response : ((await shell()) ?? response)
  } catch (error) {
    const page = await shell()
    if (page) return page
    throw error
  }
}

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
  if (request.mode === 'navigate') event.respondWith(open(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(fetchFile(request))
})

export {}
