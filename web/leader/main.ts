import { api, ask } from '@/shared/api'
import { startDesk } from '@/shared/desk/start'
import { keepPage } from '@/shared/worker/keep'
import './leader.css'
import LeaderPage from './LeaderPage.vue'

/** A screen's link carries its token behind the "#", where no server and no log sees it. */
async function openScreen() {
  const token = /^#\/screen\/(.+)$/.exec(location.hash)?.[1]
  if (!token) return
  await ask(api.POST('/api/screens/open', { body: { token, cookie: true } }))
  history.replaceState(null, '', '/leader/')
}

// a link that is pasted where the page is open already
addEventListener('hashchange', () => location.hash.startsWith('#/screen/') && location.reload())

keepPage()
startDesk(LeaderPage, {
  roles: ['leader', 'screen'],
  before: openScreen,
  offline: true,
  routes: [
    { path: '/', component: () => import('./Overview.vue') },
    { path: '/visits', component: () => import('./VisitsBehind.vue') },
    { path: '/screens', component: () => import('./Screens.vue') },
    { path: '/over', component: () => import('./ScreenOver.vue') },
  ],
})
