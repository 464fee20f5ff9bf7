import { startDesk } from '@/shared/desk/start'
import SecurityPage from './SecurityPage.vue'

startDesk(SecurityPage, {
  roles: ['security'],
  routes: [
    { path: '/', redirect: '/accounts' },
    { path: '/accounts', component: () => import('@/shared/accounts/AccountList.vue') },
    { path: '/accounts/:person', component: () => import('./Account.vue') },
    { path: '/gates', component: () => import('./Gates.vue') },
    { path: '/keys', component: () => import('./Keys.vue') },
  ],
})
