// What waits for the head's yes, soonest first; exemptions to be ratified among them.
import { inject, type InjectionKey } from 'vue'
import { api, askAll, type Shape } from '@/shared/api'
import { useLoad } from '@/shared/load'

export type Visit = Shape<'visit_book_reply'>

export const useWaiting = () =>
  useLoad(() => askAll((after) => api.GET('/api/visits', { params: { query: { waiting: true, after, limit: 200 } } })))

export const waitingKey: InjectionKey<ReturnType<typeof useWaiting>> = Symbol('waiting')
export const waitingList = () => inject(waitingKey)!

/** What is left of the reasons when the head has said yes: a pending visit is weighed as if it came
 * last, which is where a yes would put it. */
export const reasonsAfterYes = ({ reasons }: Visit) => reasons.filter((name) => name !== 'not_approved')

/** Red for want of the enterprise's yes alone: theirs to turn green. */
export const onlyWaitsForEnterprise = (reasons: readonly string[]) => reasons.length === 1 && reasons[0] === 'not_agreed'
