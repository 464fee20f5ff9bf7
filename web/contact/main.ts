import { startPhone } from '@/shared/phone/start'
import ContactPage from './ContactPage.vue'
import Asking from './Asking.vue'

startPhone(ContactPage, {
  roles: ['contact'],
  routes: [
    { path: '/', component: Asking },
    { path: '/been', component: () => import('./Been.vue') },
    { path: '/visit/:visit', component: () => import('./OneVisit.vue'), props: true },
    { path: '/statement', component: () => import('./Statement.vue') },
    { path: '/complaints', component: () => import('./Complaints.vue') },
    { path: '/enterprise', component: () => import('./Enterprise.vue') },
    { path: '/enterprise/gates', component: () => import('./Gates.vue') },
    { path: '/enterprise/sites', component: () => import('./Sites.vue') },
    { path: '/enterprise/colleagues', component: () => import('@/shared/phone/Colleagues.vue'), props: { roles: ['contact', 'guard'] } },
    { path: '/me', component: () => import('@/shared/phone/MyScreen.vue') },
  ],
})
