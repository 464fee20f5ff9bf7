// A list that comes page by page: its first page when the screen opens and whenever what it is
// asked for changes, further ones when wanted.
import { onMounted, shallowRef, watch, type WatchSource } from 'vue'
import { ask, type Answer } from '@/shared/api'
import { useLatest } from '@/shared/load'

export type PageOf<Row, Next> = { items: Row[]; next: Next | null }

/** `read` asks for the page after `after`. `reload` keeps as many rows as are shown; a page that was
 * asked for before the question changed is thrown away. */
export function useRows<Row, Next extends string | number>(
  read: (after: Next | undefined) => Promise<Answer<PageOf<Row, Next>>>,
  asked?: WatchSource<unknown>,
) {
  const rows = shallowRef<Row[]>([])
  const next = shallowRef<Next | null>(null)
  const { refusal, loading, latestOf } = useLatest()

  function take(kept: Row[], after: Next | undefined, least: number) {
    loading.value = true
    const readPages = async () => {
      const all = [...kept]
      do {
        const page: PageOf<Row, Next> = await ask(read(after))
        all.push(...page.items)
        after = page.next ?? undefined
      } while (after !== undefined && all.length < least)
      return all
    }
    return latestOf(readPages, (all) => {
      rows.value = all
      next.value = after ?? null
    })
  }
  const reload = () => take([], undefined, rows.value.length)
  const more = () => take(rows.value, next.value ?? undefined, 0)
  onMounted(() => take([], undefined, 0))
  if (asked) watch(asked, () => take([], undefined, 0))
  return { rows, next, refusal, loading, reload, more }
}
