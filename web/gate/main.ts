import { startPhone } from '@/shared/phone/start'
import { RouterView } from 'vue-router'

startPhone(RouterView, {
  roles: ['guard', 'contact'],
  routes: [{ path: '/', component: () => import('./Scan.vue') }],
})
