// One press of a button: busy until it is answered, so that it cannot act twice; what was refused
// stays to be read until the next attempt.
import { ref, shallowRef } from 'vue'
import { orSignIn } from './session'

export function useAct() {
  const busy = ref(false)
  const refusal = shallowRef<unknown>()
  /** Whether it was done. */
  async function act(deed: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = undefined
    try {
      await deed()
      return true
    } catch (error) {
      refusal.value = orSignIn(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, refusal, act }
}

/** For a decision upon what was seen: refused when it has changed since. */
export const asSeen = (seen: { version: number }) => ({ 'If-Match': `"${seen.version}"` })
