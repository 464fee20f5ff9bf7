// What can be inspected, read once, when first wanted.
import { computed, shallowRef } from 'vue'
import { api, askAll, type Shape } from './api'
import { listed } from './text'

export const items = shallowRef<Shape<'item_read_reply'>[]>([])
const nameOf = computed(() => new Map(items.value.map(({ id, name }) => [id, name])))
let reading: Promise<void> | undefined

async function read() {
  try {
    items.value = await askAll((after) => api.GET('/api/items', { params: { query: { after, limit: 200 } } }))
  } catch (refusal) {
    reading = undefined
    throw refusal
  }
}
export const readItems = () => (reading ??= read())

/** Their names; ids until the names are there. */
export function itemNames(ids: readonly string[]): string {
  if (ids.length) readItems().catch(() => undefined) // the ids stand in until somebody asks again
  return listed(ids.map((id) => nameOf.value.get(id) ?? id))
}
