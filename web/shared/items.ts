// The names of what can be inspected, read once, when first wanted.
import { reactive } from 'vue'
import { api, askAll } from './api'
import { listed } from './text'

const names = reactive(new Map<string, string>())
let reading: Promise<void> | undefined

async function read() {
  try {
    const items = await askAll((after) => api.GET('/api/items', { params: { query: { after, limit: 200 } } }))
    items.forEach(({ id, name }) => names.set(id, name))
  } catch {
    reading = undefined // the ids stand in until somebody asks again
  }
}

/** Their names; ids until the names are there. */
export function itemNames(ids: readonly string[]): string {
  if (ids.length) reading ??= read()
  return listed(ids.map((id) => names.get(id) ?? id))
}
