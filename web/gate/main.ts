import { startPhone } from '@/shared/phone/start'
import { keepPage } from '@/shared/worker/keep'
import AtTheGate from './AtTheGate.vue'
import Enrol from './Enrol.vue'
import GatePage from './GatePage.vue'
import Scan from './Scan.vue'

keepPage()

// What a guard needs with people waiting is there at once; the rest is kept by the service worker.
startPhone(GatePage, {
  byItself: true,
  routes: [
    { path: '/', component: AtTheGate },
    { path: '/enrol/:code?', component: Enrol },
    { path: '/scan', component: Scan },
    { path: '/walk-in', component: () => import('./WalkIn.vue') },
    { path: '/inside', component: () => import('./Inside.vue') },
    { path: '/book', component: () => import('./GateBook.vue') },
    { path: '/slip/:scan', component: () => import('./RedSlip.vue') },
    { path: '/settings', component: () => import('./GateSettings.vue') },
  ],
})
