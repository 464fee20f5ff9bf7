import { startPhone } from '@/shared/phone/start'
import { keepPage } from '@/shared/worker/keep'
import './officer.css'
import OfficerPage from './OfficerPage.vue'

keepPage()
startPhone(OfficerPage, {
  roles: ['officer', 'clerk', 'head'],
  offline: true,
  routes: [
    { path: '/', redirect: '/visits' },
    { path: '/visits', component: () => import('./MyVisits.vue') },
    { path: '/visits/:visit', component: () => import('./Visit.vue') },
    { path: '/visits/:visit/change', component: () => import('./Change.vue') },
    { path: '/visits/:visit/code', component: () => import('./ShowCode.vue') },
    { path: '/book', component: () => import('./Book.vue') },
    { path: '/filings', component: () => import('./Filings.vue') },
    { path: '/me', component: () => import('@/shared/phone/MyScreen.vue') },
  ],
})
