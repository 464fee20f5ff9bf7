// What of the city a booking needs, read once: its policy, and the names of its items and units.
import { shallowRef } from 'vue'
import { api, ask, askAll, type Shape } from '@/shared/api'

interface Kind {
  consent: boolean
  filing: boolean
  crowding: boolean
  quiet: boolean
  min_certified: number
}
export interface Policy {
  kinds: Record<string, Kind>
  /** Days of the month. */
  quiet: [first: number, last: number][]
  exemptions: Record<string, { evidence: boolean }>
}

export const policy = shallowRef<Policy>()
export const items = shallowRef<Shape<'item_read_reply'>[]>([])
const unitNames = shallowRef<Record<string, string>>({})

export async function loadCity() {
  if (policy.value) return
  const [inForce, allItems, units] = await Promise.all([
    ask(api.GET('/api/policies/current')),
    askAll((after) => api.GET('/api/items', { params: { query: { after, limit: 200 } } })),
    askAll((after) => api.GET('/api/units', { params: { query: { after, limit: 200, inactive: true } } })),
  ])
  items.value = allItems
  unitNames.value = Object.fromEntries(units.map(({ id, name, short_name }) => [id, short_name ?? name]))
  policy.value = inForce.body as unknown as Policy
}

export const itemName = (id: string) => items.value.find((item) => item.id === id)?.name ?? id
export const unitName = (id: string) => unitNames.value[id] ?? id
