import { startDesk } from '@/shared/desk/start'
import CoordinatorDesk from './CoordinatorDesk.vue'

startDesk(CoordinatorDesk, {
  roles: ['coordinator'],
  routes: [
    { path: '/', redirect: '/filings' },
    { path: '/filings', component: () => import('./Filings.vue') },
    { path: '/filings/check', component: () => import('./CheckFilings.vue') },
    { path: '/joins', component: () => import('./Joins.vue') },
    { path: '/policies', component: () => import('./Policies.vue') },
    { path: '/policies/new', component: () => import('./NewPolicy.vue') },
    { path: '/enterprises', component: () => import('./Enterprises.vue') },
    { path: '/enterprises/:enterprise/sites', component: () => import('./Sites.vue') },
    { path: '/units', component: () => import('./Units.vue') },
    { path: '/items', component: () => import('./Items.vue') },
    { path: '/visits', component: () => import('./Visits.vue') },
    { path: '/turned', component: () => import('@/shared/desk/TurnList.vue') },
  ],
})
