// A visit as it is being booked: what was typed so far, what the next one starts from, and what the
// server says of it meanwhile.
import { computed, onUnmounted, shallowRef, watch, type Ref } from 'vue'
import { api, ask, type Shape } from '@/shared/api'
import { useKept } from '@/shared/kept'
import { addDays, momentOf, today } from '@/shared/time'

export interface Enterprise {
  id: string
  name: string
}
export interface Draft {
  site: string
  kind: string
  items: string[]
  day: string
  from: string
  until: string
  people: number
  certified: number
  purpose: string
  exemption: string
  evidence: string
  /** The visit to go together with. */
  join: string
}
export type Preview = Shape<'visit_preview_reply'>
type BookingBody = Shape<'visit_preview_body'>

const usual = useKept('usual-booking', {
  kind: 'service', items: [] as string[], from: '09:00', until: '11:00', people: 2, certified: 2, purpose: '',
})

/** What most of this person's bookings are like: the last one, tomorrow. */
export const newDraft = (): Draft => ({
  ...usual.value, site: '', day: addDays(today(), 1), exemption: '', evidence: '', join: '',
})

/** The next booking starts from it. */
export function rememberUsual({ kind, items, from, until, people, certified, purpose }: Draft) {
  begun.value = null
  usual.value = { kind, items, from, until, people, certified, purpose }
}

/** What is being booked, until it is: there again after another screen, a reload, or signing in anew. */
const begun = useKept<{ enterprise: Enterprise; draft: Draft } | null>('booking', null)
export const begunBooking = () => (begun.value && begun.value.draft.day >= today() ? begun.value : null)
export function rememberBooking(enterprise: Enterprise | null, draft: Draft) {
  begun.value = enterprise && { enterprise, draft: { ...draft, join: '' } }
}

const recentMost = 6
const recent = useKept<Enterprise[]>('recent-enterprises', [])
export const recentEnterprises = computed(() => recent.value)
export function rememberEnterprise({ id, name }: Enterprise) {
  recent.value = [{ id, name }, ...recent.value.filter((one) => one.id !== id)].slice(0, recentMost)
}

/** Without what only the server can know; it refuses what is missing in its own words. */
export function bodyOf(enterprise: string, draft: Draft): BookingBody {
  return {
    enterprise,
    kind: draft.kind,
    items: draft.items,
    start: momentOf(draft.day, draft.from),
    end: momentOf(draft.day, draft.until),
    people: draft.people,
    certified: draft.certified,
    ...(draft.site && { site: draft.site }),
    ...(draft.purpose.trim() && { purpose: draft.purpose.trim() }),
    ...(draft.exemption && { exemption: draft.exemption, evidence: draft.evidence.trim() }),
    ...(draft.join && { join: draft.join }),
  }
}

const rest_ms = 300

/** The code that `body` would get, asked for once typing rests; null asks nothing. */
export function usePreview(body: Ref<BookingBody | null>) {
  const preview = shallowRef<Preview>()
  const refusal = shallowRef<unknown>()
  const stale = shallowRef(false)
  let timer = 0
  let under_way: AbortController | undefined
  async function look() {
    const mine = (under_way = new AbortController())
    try {
      const answer = await ask(api.POST('/api/visits/preview', { body: body.value!, signal: mine.signal }))
      if (mine.signal.aborted) return
      preview.value = answer
      refusal.value = undefined
    } catch (error) {
      if (mine.signal.aborted) return
      preview.value = undefined
      refusal.value = error
    }
    stale.value = false
  }
  function soon() {
    clearTimeout(timer)
    under_way?.abort()
    if (!body.value) {
      preview.value = refusal.value = undefined
      return
    }
    stale.value = true
    timer = window.setTimeout(look, rest_ms)
  }
  watch(() => JSON.stringify(body.value), soon, { immediate: true })
  onUnmounted(() => {
    clearTimeout(timer)
    under_way?.abort()
  })
  return { preview, refusal, stale, again: soon }
}
