import { RouterView } from 'vue-router'
import { start } from '@/shared/start'

start(RouterView, {
  roles: ['officer', 'clerk', 'head', 'contact', 'coordinator', 'supervisor'],
  routes: [{ path: '/:visit', component: () => import('./Notice.vue') }],
})
