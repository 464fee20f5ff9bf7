import { startDesk } from '@/shared/desk/start'
import CoordinatorDesk from './CoordinatorDesk.vue'

startDesk(CoordinatorDesk, {
  roles: ['coordinator'],
  routes: [
    { path: '/', redirect: '/visits' },
    { path: '/visits', component: () => import('./Visits.vue') },
  ],
})
