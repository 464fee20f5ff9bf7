import { startPhone } from '@/shared/phone/start'
import CheckCode from './CheckCode.vue'

startPhone(CheckCode, { routes: [] })
