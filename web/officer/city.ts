// What of the city a booking needs, read once: its policy, its items, and the names of its units.
import { shallowRef } from 'vue'
import { api, ask, askAll } from '@/shared/api'
import { readItems } from '@/shared/items'

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
const unitNames = shallowRef<Record<string, string>>({})

export async function loadCity() {
  if (policy.value) return
  const [inForce, units] = await Promise.all([
    ask(api.GET('/api/policies/current')),
    askAll((after) => api.GET('/api/units', { params: { query: { after, limit: 200, inactive: true } } })),
    readItems(),
  ])
  unitNames.value = Object.fromEntries(units.map(({ id, name, short_name }) => [id, short_name ?? name]))
  policy.value = inForce.body as unknown as Policy
}

export const unitName = (id: string) => unitNames.value[id] ?? id
