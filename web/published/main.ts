import { startPhone } from '@/shared/phone/start'
import PublishedPage from './PublishedPage.vue'
import PublishedFilings from './PublishedFilings.vue'

startPhone(PublishedPage, {
  routes: [{ path: '/:enterprise(\\w{18})?', component: PublishedFilings }],
})
