import { startPhone } from '@/shared/phone/start'
import HeadPage from './HeadPage.vue'
import Waiting from './Waiting.vue'

startPhone(HeadPage, {
  roles: ['head'],
  routes: [
    { path: '/', component: Waiting },
    { path: '/approved', component: () => import('./Approved.vue') },
    { path: '/unit', component: () => import('./Unit.vue') },
    { path: '/unit/delegations', component: () => import('./Delegations.vue') },
    { path: '/unit/colleagues', component: () => import('@/shared/phone/Colleagues.vue'), props: { roles: ['officer', 'clerk'] } },
    { path: '/unit/filings', component: () => import('./Filings.vue') },
    { path: '/me', component: () => import('@/shared/phone/MyScreen.vue') },
  ],
})
