// What a page keeps on the device for its person, and only for them: somebody else who signs in here,
// or signing out, takes it away.
import type { Ref } from 'vue'
import { ref, watch } from 'vue'

const prefix = 'kept:'
const owner = 'kept-for'

export function forgetKept() {
  Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key))
  localStorage.removeItem(owner)
}

/** Whose things they are from now on. */
export function keepFor(person: string) {
  if (localStorage.getItem(owner) !== person) forgetKept()
  localStorage.setItem(owner, person)
}

/** A value that is there again when the page opens the next time; `T` must survive JSON. */
export function useKept<T>(name: string, otherwise: T): Ref<T> {
  let first = otherwise
  try {
    const text = localStorage.getItem(prefix + name)
    if (text) first = JSON.parse(text) as T
  } catch {
    localStorage.removeItem(prefix + name) // of an earlier build, and unreadable now
  }
  const value = ref(first) as Ref<T>
  watch(value, (now) => localStorage.setItem(prefix + name, JSON.stringify(now)), { deep: true })
  return value
}
