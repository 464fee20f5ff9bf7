// When the session ends while somebody is at work: they sign in where they are, and go on.
import { createApp } from 'vue'
import { api, ask } from '@/shared/api'
import { enter, goSignIn, session, type Who } from '@/shared/session'
import { i18n } from '@/shared/text'
import SignInAgain from './SignInAgain.vue'

/** A session begun meanwhile, say in another tab. */
async function begunElsewhere(): Promise<Who | null> {
  const { session: who } = await ask(api.GET('/api/me'))
  return who ?? null
}

const askedHere = (before: Who) =>
  new Promise<Who | null>((resolve) => {
    const place = document.body.appendChild(document.createElement('div'))
    const app = createApp(SignInAgain, {
      before,
      onDone(who: Who | null) {
        app.unmount()
        place.remove()
        resolve(who)
      },
    }).use(i18n)
    app.mount(place)
  })

async function begin(): Promise<boolean> {
  const before = session.who
  // nobody signs in as a wall: its page says what became of the link
  if (before?.roles.includes('screen')) return false
  const who = before && ((await begunElsewhere()) ?? (await askedHere(before)))
  if (who?.person === before?.person && who) {
    enter(who)
    return true
  }
  goSignIn() // as somebody else, or in another way
  return false
}

let under_way: Promise<boolean> | undefined

/** Whether the same person is signed in again; asked once, however many requests wait for it. */
export function signInAgain(): Promise<boolean> {
  under_way ??= begin().finally(() => (under_way = undefined))
  return under_way
}
