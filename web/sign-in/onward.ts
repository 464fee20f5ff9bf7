// Where somebody who has signed in goes: what must be set first, then where they came from, then home.
import type { Router } from 'vue-router'
import { homesOf, session } from '@/shared/session'

const steps: Record<string, string> = { set_password: '/set-password', set_second_factor: '/set-second-factor' }

/** `wanted` is the page they came from, such as "/officer/#/visits". */
export function goOnward(router: Router, wanted = sessionStorage.getItem('wanted') ?? '') {
  const who = session.who!
  const step = who.next.map((name) => steps[name]).find(Boolean)
  if (step) {
    if (wanted) sessionStorage.setItem('wanted', wanted)
    return router.replace(step)
  }
  sessionStorage.removeItem('wanted')
  const homes = homesOf(who)
  const theirs = homes.some(({ page }) => wanted.startsWith(page))
  if (theirs) return location.assign(wanted)
  if (homes.length === 1) return location.assign(homes[0].page)
  return router.replace('/homes')
}

