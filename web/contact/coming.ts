// Visits to the enterprise that have not come yet, soonest first.
import { inject, type InjectionKey } from 'vue'
import { api, askAll, type Shape } from '@/shared/api'
import { useLoad } from '@/shared/load'

export type Visit = Shape<'visit_book_reply'>

export const useComing = () =>
  useLoad(() => askAll((after) => api.GET('/api/visits', { params: { query: { life: 'booked', after, limit: 200 } } })))

export const comingKey: InjectionKey<ReturnType<typeof useComing>> = Symbol('coming')
export const comingList = () => inject(comingKey)!

/** Whether the enterprise's word counts: of a visit that needs no consent none was ever given. */
export const needsConsent = ({ consent, reasons }: Visit) => consent !== 'none' || reasons.includes('not_agreed')

/** Whether somebody waits for the enterprise; not of a visit whose own head said no. */
export const asksForAnswer = (visit: Visit) =>
  visit.consent === 'none' && visit.reasons.includes('not_agreed') && visit.approval !== 'refused' && visit.approval !== 'withdrawn'

/** Who comes, in words; a walk-in's unit may be known by what they said alone. */
export const unitOf = ({ unit_name, unit_words, unit }: Visit) => unit_name ?? unit_words ?? unit
