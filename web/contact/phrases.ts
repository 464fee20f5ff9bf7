// Ready words for an enterprise's no, to be tapped instead of typed.
import { declines } from './words'

export const declinePhrases = () => (['closed', 'away', 'often', 'online'] as const).map((key) => declines(key))
