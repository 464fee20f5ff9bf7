// Names of units for what the server gives as an id alone, read once for a page.
import { shallowReactive, shallowRef } from 'vue'
import { api, askAll, type Shape } from '@/shared/api'

export type Unit = Shape<'unit_read_reply'>

const units = shallowRef<Unit[]>([])
const byId = shallowReactive(new Map<string, Unit>())
let reading: Promise<void> | undefined

async function read() {
  try {
    units.value = await askAll(
      (after) => api.GET('/api/units', { params: { query: { after, limit: 200, inactive: true } } }),
      5000,
    )
    units.value.forEach((unit) => byId.set(unit.id, unit))
  } catch {
    reading = undefined // the ids stand in until somebody asks again
  }
}

/** All units, also those no longer active; `unitName` is what people call one. */
export function useUnits() {
  reading ??= read()
  const unitName = (id: string | undefined | null) => {
    const unit = id ? byId.get(id) : undefined
    return unit?.short_name ?? unit?.name ?? id ?? ''
  }
  return { units, unitName }
}
