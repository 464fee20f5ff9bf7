import { api, ask } from '@/shared/api'
import { startDesk } from '@/shared/desk/start'
import { enter } from '@/shared/session'
import './leader.css'
import LeaderPage from './LeaderPage.vue'

/** A screen's link carries its token behind the "#", where no server and no log sees it. */
async function openScreen() {
  const token = /^#\/screen\/(.+)$/.exec(location.hash)?.[1]
  if (!token) return
  history.replaceState(null, '', '/leader/')
  enter(await ask(api.POST('/api/screens/open', { body: { token, cookie: true } })))
}

openScreen()
  .catch(() => undefined) // a revoked link: the page goes on to ask who it is
  .then(() =>
    startDesk(LeaderPage, {
      roles: ['leader', 'screen'],
      routes: [
        { path: '/', component: () => import('./Overview.vue') },
        { path: '/visits', component: () => import('./VisitsBehind.vue') },
        { path: '/screens', component: () => import('./Screens.vue') },
      ],
    }),
  )
