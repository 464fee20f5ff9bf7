// Codes of visits to come, kept on the phone: a gate must be passed without a network, too.
import { computed } from 'vue'
import { api, ask, type Shape } from '@/shared/api'
import { useKept } from '@/shared/kept'
import { day_ms } from '@/shared/time'
import type { Visit } from './standing'

interface KeptCode {
  code: Shape<'visit_code_reply'>
  enterprise_name: string
  site_name: string
  /** When the server said so. */
  as_of: string
}

const daysAhead = 7
const codesMost = 30
const kept = useKept<Record<string, KeptCode>>('codes', {})

export const keptCode = (visit: string) => computed(() => kept.value[visit])
export const keptCodes = computed(() => Object.values(kept.value).sort((a, b) => a.code.from.localeCompare(b.code.from)))

const isOver = (until: string) => Date.parse(until) + day_ms < Date.now()

/** The visit's code as it is now, kept. */
export async function fetchCode(visit: Visit): Promise<KeptCode> {
  const code = await ask(api.GET('/api/visits/{visit}/code', { params: { path: { visit: visit.id } } }))
  const entry = {
    code,
    enterprise_name: visit.enterprise_name ?? visit.enterprise,
    site_name: visit.site_name ?? '',
    as_of: new Date().toISOString(),
  }
  if (code.text && !isOver(code.until)) kept.value = { ...kept.value, [visit.id]: entry }
  return entry
}

/** Keeps the codes of the visits that are soon, and lets go of those that are over or called off.
 * A code that cannot be had now stays as it was. */
export async function keepCodes(visits: readonly Visit[]) {
  const soon = Date.now() + daysAhead * day_ms
  const off = new Set(visits.filter(({ life }) => life === 'cancelled' || life === 'missed').map(({ id }) => id))
  kept.value = Object.fromEntries(Object.entries(kept.value).filter(([id, { code }]) => !off.has(id) && !isOver(code.until)))
  const wanted = visits.filter(({ id, life, start, end, serial }) =>
    (life === 'booked' || life === 'arrived') && Date.parse(start) < soon && !isOver(end) && kept.value[id]?.code.serial !== serial,
  )
  for (const visit of wanted.slice(0, codesMost)) await fetchCode(visit).catch(() => undefined)
}
