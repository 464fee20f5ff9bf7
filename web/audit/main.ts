import { startDesk } from '@/shared/desk/start'
import AuditPage from './AuditPage.vue'

startDesk(AuditPage, {
  roles: ['audit'],
  routes: [
    { path: '/', redirect: '/events' },
    { path: '/events', component: () => import('./Events.vue') },
    { path: '/events/:seq(\\d+)', component: () => import('./Event.vue') },
    { path: '/accounts', component: () => import('@/shared/accounts/AccountList.vue') },
    { path: '/accounts/:person', component: () => import('./Account.vue') },
    { path: '/log', component: () => import('./Log.vue') },
  ],
})
