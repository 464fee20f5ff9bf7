// Changes made by others, as they happen: one stream for the whole page, which the browser opens
// again by itself, from where it was, when it was cut off.
import { onMounted, onUnmounted, ref } from 'vue'

/** An event's public leaf. */
type Leaf = { type: string; at: string; [field: string]: unknown }

let source: EventSource | undefined
const hearers = new Set<(stream: EventSource) => void>()
const again_ms = 15_000
export const live = ref(false)

function open(): EventSource {
  if (source && source.readyState !== EventSource.CLOSED) return source
  const stream = new EventSource('/api/stream')
  source = stream
  hearers.forEach((join) => join(stream))
  stream.onopen = () => (live.value = true)
  stream.onerror = () => {
    live.value = false
    // a browser gives up when a proxy answers for a server that is away
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => hearers.size && open(), again_ms)
  }
  return stream
}

/** Calls `action` for every event of these types while the component is shown, and once more when
 * the stream opens only now, or again after it was cut off, and something may have been missed. */
export function onLive(types: readonly string[], action: (leaf: Leaf | null) => void) {
  let cut = false
  const hear = (message: Event) => action(JSON.parse((message as MessageEvent<string>).data) as Leaf)
  const lose = () => (cut = true)
  const regain = () => {
    if (cut) action(null)
    cut = false
  }
  const join = (stream: EventSource) => {
    types.forEach((type) => stream.addEventListener(type, hear))
    stream.addEventListener('error', lose)
    stream.addEventListener('open', regain)
  }
  onMounted(() => {
    hearers.add(join)
    const stream = open()
    cut = stream.readyState !== EventSource.OPEN
    join(stream)
  })
  onUnmounted(() => {
    hearers.delete(join)
    types.forEach((type) => source?.removeEventListener(type, hear))
    source?.removeEventListener('error', lose)
    source?.removeEventListener('open', regain)
  })
}

/** Whatever can change a visit or its code. */
export const visitEvents = [
  'visit_booked', 'visit_changed', 'visit_cancelled', 'visit_approved', 'visit_refused', 'visit_withdrawn',
  'visit_agreed', 'visit_declined', 'visit_proposed', 'visit_joined', 'visit_left', 'visit_frozen',
  'visit_released', 'visit_arrived', 'visit_departed', 'visit_walked_in', 'visit_missed', 'visit_reported',
  'visit_suggested', 'visit_turned',
] as const

export const complaintEvents = ['complaint_made', 'complaint_answered', 'complaint_overdue'] as const
