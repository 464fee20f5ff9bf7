// What a screen shows, asked for when it opens and again when something has changed.
import { onMounted, ref, shallowRef } from 'vue'
import { Refusal } from './api'
import { goSignIn } from './session'

/** `refusal` holds what went wrong until a later attempt succeeds; an older answer never replaces a
 * newer one. */
export function useLoad<T>(read: () => Promise<T>) {
  const value = shallowRef<T>()
  const refusal = shallowRef<unknown>()
  const loading = ref(true)
  let latest = 0
  async function reload() {
    const mine = ++latest
    try {
      const answer = await read()
      if (mine !== latest) return
      value.value = answer
      refusal.value = undefined
    } catch (error) {
      if (mine !== latest) return
      if (error instanceof Refusal && error.problem.status === 401) goSignIn()
      else refusal.value = error
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  onMounted(reload)
  return { value, refusal, loading, reload }
}
