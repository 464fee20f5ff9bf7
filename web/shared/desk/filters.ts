// Filters of a list, kept in the address: a link, the back button and a reload lead to the same rows.
import { onScopeDispose, reactive, watch } from 'vue'
import { onBeforeRouteLeave, useRoute, useRouter, type LocationQuery } from 'vue-router'
import { addDays, momentOf } from '@/shared/time'

/** `usual` are the values when the address says nothing; '' stands for any. */
export function useFilters<Filters extends Record<string, string>>(usual: Filters): Filters {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const read = (query: LocationQuery) =>
    Object.fromEntries(Object.keys(usual).map((key) => [key, String(query[key] ?? usual[key])])) as Filters
  const filters = reactive(read(route.query)) as Filters
  let wait: ReturnType<typeof setTimeout> | undefined
  let written = ''

  watch(
    filters,
    () => {
      clearTimeout(wait)
      // while a person types, not every letter
      wait = setTimeout(() => {
        if (route.path !== path) return
        const others = Object.fromEntries(Object.entries(route.query).filter(([key]) => !(key in usual)))
        const own = Object.entries(filters).filter(([key, value]) => value !== usual[key])
        const query = { ...others, ...Object.fromEntries(own) }
        written = JSON.stringify(query)
        void router.replace({ query })
      }, 200)
    },
  )
  watch(
    () => route.query,
    (query) => {
      // what was written here a moment ago must not take back what has been chosen since
      if (route.path !== path || JSON.stringify(query) === written) return
      clearTimeout(wait)
      written = ''
      Object.assign(filters, read(query))
    },
  )
  // what was typed last must not call back who is on the way to another screen
  onBeforeRouteLeave(() => clearTimeout(wait))
  onScopeDispose(() => clearTimeout(wait))
  return filters
}

/** Those that say something, as a query for the server, which judges what the address had. The days
 * `from` and `until` are both meant whole; `visit` is what stands open beside the list. */
export function chosen<Query extends object>({ from, until, visit: _, ...others }: Record<string, string>): Query {
  const days = {
    ...(from ? { from: momentOf(from, '00:00') } : {}),
    ...(until ? { to: momentOf(addDays(until, 1), '00:00') } : {}),
  }
  return { ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== '')), ...days } as Query
}
