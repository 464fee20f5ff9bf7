// How a visit stands, in a few words.
import type { Shape } from '@/shared/api'
import { approvalName, consentName, lifeName } from '@/shared/words'
import { t } from './words'

export type Visit = Shape<'visit_book_reply'>

export function standing(visit: Visit): string {
  if (visit.walk_in && visit.life !== 'cancelled') return `${t('walkIn')} · ${lifeName(visit.life)}`
  if (visit.life !== 'booked') return lifeName(visit.life)
  if (visit.frozen) return t('frozen')
  const waits = visit.reasons.includes('not_agreed') ? [visit.consent === 'none' ? t('notAnswered') : consentName(visit.consent)] : []
  return [approvalName(visit.approval), ...waits].join(' · ')
}

const stepsOf = (visit: Visit) => visit.life === 'booked'
export const canChange = (visit: Visit) => stepsOf(visit) && visit.approval !== 'approved'
export const canCancel = stepsOf
export const canReport = (visit: Visit) => visit.life === 'arrived' || visit.life === 'done'

/** What changes a visit, and only if nobody changed it meanwhile. */
export const changeOf = (visit: Visit, changes: Partial<Shape<'visit_change_body'>>) => ({
  params: { path: { visit: visit.id }, header: { 'If-Match': `"${visit.version}"` } },
  body: {
    kind: visit.kind,
    items: visit.items,
    start: visit.start,
    end: visit.end,
    people: visit.people,
    certified: visit.certified,
    officers: visit.officers,
    ...(visit.site && { site: visit.site }),
    ...(visit.purpose && { purpose: visit.purpose }),
    ...changes,
  },
})
