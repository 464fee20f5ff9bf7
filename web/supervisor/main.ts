import { startDesk } from '@/shared/desk/start'
import SupervisorDesk from './SupervisorDesk.vue'

startDesk(SupervisorDesk, {
  roles: ['supervisor'],
  routes: [
    { path: '/', redirect: '/turned' },
    { path: '/turned', component: () => import('./Turned.vue') },
    { path: '/visits', component: () => import('./Visits.vue') },
    { path: '/walk-ins', component: () => import('./WalkIns.vue') },
    { path: '/exemptions', component: () => import('./Exemptions.vue') },
    { path: '/complaints', component: () => import('./Complaints.vue') },
    { path: '/ratings', component: () => import('./Ratings.vue') },
  ],
})
