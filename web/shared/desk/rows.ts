// A list that comes page by page: its first page when the screen opens and whenever what it is
// asked for changes, further ones when wanted.
import { onMounted, ref, shallowRef, watch, type WatchSource } from 'vue'
import { ask, Refusal, type Answer } from '@/shared/api'
import { goSignIn } from '@/shared/session'

export type PageOf<Row, Next> = { items: Row[]; next: Next | null }

/** `read` asks for the page after `after`. `reload` keeps as many rows as are shown; a page that was
 * asked for before the question changed is thrown away. */
export function useRows<Row, Next extends string | number>(
  read: (after: Next | undefined) => Promise<Answer<PageOf<Row, Next>>>,
  asked?: WatchSource<unknown>,
) {
  const rows = shallowRef<Row[]>([])
  const next = shallowRef<Next | null>(null)
  const refusal = shallowRef<unknown>()
  const loading = ref(true)
  let latest = 0

  async function take(kept: Row[], after: Next | undefined, least: number) {
    const mine = ++latest
    loading.value = true
    try {
      const all = [...kept]
      do {
        const page: PageOf<Row, Next> = await ask(read(after))
        if (mine !== latest) return
        all.push(...page.items)
        next.value = page.next
        after = page.next ?? undefined
      } while (after !== undefined && all.length < least)
      rows.value = all
      refusal.value = undefined
    } catch (error) {
      if (mine !== latest) return
      if (error instanceof Refusal && error.problem.status === 401) goSignIn()
      else refusal.value = error
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  const reload = () => take([], undefined, rows.value.length)
  const more = () => take(rows.value, next.value ?? undefined, 0)
  onMounted(() => take([], undefined, 0))
  if (asked) watch(asked, () => take([], undefined, 0))
  return { rows, next, refusal, loading, reload, more }
}
