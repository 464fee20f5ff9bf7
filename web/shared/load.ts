// What a screen shows, asked for when it opens and again when something has changed.
import { onMounted, ref, shallowRef } from 'vue'
import { orSignIn } from './session'

/** `refusal` holds what went wrong until a later attempt succeeds; an older answer never replaces a
 * newer one. */
export function useLatest() {
  const refusal = shallowRef<unknown>()
  const loading = ref(true)
  let latest = 0
  async function latestOf<Value>(read: () => Promise<Value>, take: (value: Value) => void) {
    const mine = ++latest
    try {
      const value = await read()
      if (mine !== latest) return
      take(value)
      refusal.value = undefined
    } catch (error) {
      if (mine === latest) refusal.value = orSignIn(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  return { refusal, loading, latestOf }
}

export function useLoad<T>(read: () => Promise<T>) {
  const value = shallowRef<T>()
  const { refusal, loading, latestOf } = useLatest()
  const reload = () => latestOf(read, (answer) => (value.value = answer))
  onMounted(reload)
  return { value, refusal, loading, reload }
}
