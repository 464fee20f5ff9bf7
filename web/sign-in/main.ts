import { startPhone } from '@/shared/phone/start'
import SignInPage from './SignInPage.vue'
import SignIn from './SignIn.vue'

startPhone(SignInPage, {
  routes: [
    { path: '/set-password', component: () => import('./SetPassword.vue') },
    { path: '/set-second-factor', component: () => import('./SetSecondFactor.vue') },
    { path: '/homes', component: () => import('./ChooseHome.vue') },
    { path: '/:next(.*)', component: SignIn },
  ],
})
