// Says that something was done, below what is looked at next.
import { showToast } from 'vant'
import 'vant/es/toast/style'

export const sayDone = (message: string) => showToast({ message, position: 'bottom' })
