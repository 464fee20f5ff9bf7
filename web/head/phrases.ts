// Ready words for a no, to be tapped instead of typed.
import { refusals, withdrawals } from './words'

export const refusalPhrases = () => (['combine', 'remote', 'often', 'unclear'] as const).map((key) => refusals(key))
export const withdrawalPhrases = () => (['plan', 'mistake'] as const).map((key) => withdrawals(key))
