// How every page starts: a session of the right role, else signing in; then its first screen.
import { createApp, h, type App, type Component } from 'vue'
import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from 'vue-router'
import './polyfill'
import './look'
import './style/base.css'
import { Refusal, setRenewal } from './api'
import RefusalNotice from './RefusalNotice.vue'
import { goSignIn, readSession, type Role } from './session'
import { either, i18n } from './text'
import { pageName } from './words'

export interface PageOptions {
  /** Who may use it; none: anybody, signed in or not. */
  roles?: readonly Role[]
  routes: RouteRecordRaw[]
  /** Done first; the page says why, and opens no further, when it is refused. */
  before?: () => Promise<unknown>
  /** Goes on, without a session, when the server cannot be reached. */
  offline?: boolean
  /** Opens at once, and asks by itself who is there, if anybody. */
  byItself?: boolean
}

function makeRouter(routes: RouteRecordRaw[]): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes,
    scrollBehavior: (_to, _from, before) => before ?? { top: 0 },
  })
}

/** The router hears the address only once its first screen is there, and then sets it back to that
 * screen: where somebody went meanwhile is where they go on. */
function followEarlyChange(router: Router) {
  let wanted = ''
  const note = () => (wanted = location.hash.slice(1))
  addEventListener('popstate', note)
  const follow = () => {
    removeEventListener('popstate', note)
    if (wanted) void router.replace(wanted)
  }
  router.isReady().then(follow, follow)
}

/** Fetches the first screen's code while the server is asked who this is. */
function fetchFirstScreen(router: Router) {
  let place = router.resolve(location.hash.slice(1) || '/')
  const { redirect } = place.matched[0] ?? {}
  if (typeof redirect === 'string') place = router.resolve(redirect)
  for (const { components } of place.matched) {
    const screen = components?.default
    if (typeof screen === 'function') void (screen as () => Promise<unknown>)().catch(() => undefined)
  }
}

function mountRefusal(refusal: unknown) {
  createApp(() => h(RefusalNotice, { refusal, onRetry: () => location.reload() })).use(i18n).mount('#page')
}

const young_ms = 10_000

/** The code of a screen did not come. A newer build of the program has other files, so the page is
 * opened anew at that screen; else it is said what is wrong. */
async function reopen(app: App, place: string) {
  history.replaceState(history.state, '', place)
  let refusal: unknown
  try {
    await readSession()
    if (performance.now() > young_ms) return location.reload()
  } catch (error) {
    refusal = error
  }
  app.unmount()
  mountRefusal(refusal)
}

export async function start(shell: Component, { roles, routes, before, offline, byItself }: PageOptions) {
  // /gate is /gate/: what is relative, and a service worker's scope, hangs on the slash.
  if (!location.pathname.endsWith('/')) return location.replace(`${location.pathname}/${location.hash}`)
  const page = pageName(location.pathname)
  if (page) document.title = either(`${page} · 衡`, `${page} · Heng`)
  try {
    await before?.()
  } catch (refusal) {
    return mountRefusal(refusal)
  }
  const router = makeRouter(routes)
  const mount = () => {
    followEarlyChange(router)
    const app = createApp(shell).use(i18n).use(router)
    router.onError((_error, to) => void reopen(app, router.resolve(to).href))
    app.mount('#page')
  }
  if (byItself) return mount()
  fetchFirstScreen(router)
  try {
    const who = await readSession()
    if (roles && !who) return goSignIn()
    if (roles && who!.next.length) return location.assign('/')
    if (roles && !roles.some((role) => who!.roles.includes(role))) return location.assign('/')
  } catch (error) {
    const away = error instanceof Refusal && error.problem.code === 'unreachable'
    if (!away || !offline) return mountRefusal(error)
  }
  if (roles) setRenewal(async () => (await import('@/sign-in/again')).signInAgain())
  mount()
}
