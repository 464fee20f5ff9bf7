import { startDesk } from '@/shared/desk/start'
import SystemPage from './SystemPage.vue'

startDesk(SystemPage, {
  roles: ['system'],
  routes: [
    { path: '/', redirect: '/accounts' },
    { path: '/accounts', component: () => import('./Accounts.vue') },
    { path: '/accounts/new', component: () => import('./AddAccount.vue') },
    { path: '/accounts/:person', component: () => import('./Account.vue') },
    { path: '/subscribers', component: () => import('./Subscribers.vue') },
  ],
})
