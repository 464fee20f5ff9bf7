// A policy as it is written (design, section 4), and a draft of one.
import { ref, watch } from 'vue'
import { useKept } from '@/shared/kept'
import { addDays, today, utcOffset } from '@/shared/time'
import hengyang from '../../policy/hengyang-2021.json'

interface PolicyKind {
  consent: boolean
  filing: boolean
  crowding: boolean
  quiet: boolean
  lead_hours: number
  min_certified: number
}

interface PolicyExemption {
  evidence: boolean
  counts: boolean
  ratify_hours: number
  lifts: string[]
}

export interface Policy {
  policy: string
  version: number
  effective: string
  utc_offset: string
  kinds: Record<string, PolicyKind>
  crowding: { day: number; week: number; month: number; repeat_item_days: number }
  /** Ranges of days of every month, both ends in. */
  quiet: [number, number][]
  exemptions: Record<string, PolicyExemption>
}

/** What an exemption can lift. */
export const liftable = ['not_approved', 'over_filed', 'many_heads', 'too_often', 'repeated', 'quiet_day', 'short_notice']
export const crowdingKeys = ['day', 'week', 'month', 'repeat_item_days'] as const
export const needKeys = ['consent', 'filing', 'crowding', 'quiet'] as const

/** What a check or a refusal says of one place of a policy: "kinds.tour", "quiet[1]". */
export interface PolicyFinding {
  place: string
  wrong: boolean
  words: string
}

/** Those of a place and of what lies in its lists; a place may name the version before it. */
export const findingsAt = (findings: readonly PolicyFinding[], place: string) =>
  findings.filter((finding) => `.${finding.place}`.endsWith(`.${place}`) || finding.place.startsWith(`${place}[`))

const isRecordOf = (value: unknown, fits: (one: unknown) => boolean) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(fits)
const isObject = (value: unknown) => isRecordOf(value, () => true)

/** Whether the form can show it; its values are for the server to judge. */
export function fitsForm(value: unknown): value is Policy {
  if (!isObject(value)) return false
  const { kinds, crowding, quiet, exemptions } = value as Partial<Policy>
  return (
    isRecordOf(kinds, isObject) &&
    isObject(crowding) &&
    Array.isArray(quiet) && quiet.every((range) => Array.isArray(range)) &&
    isRecordOf(exemptions, (one) => isObject(one) && Array.isArray((one as PolicyExemption).lifts))
  )
}

/** Whether the form has a field there. */
export const atField = (place: string) => /^(effective|crowding|quiet)\b|(^|\.)(kinds|exemptions)\b/.test(place)

/** The same rules as the next version, from tomorrow or the day after it takes effect. */
export function firstAfter(newest: Policy): Policy {
  const tomorrow = addDays(today(), 1)
  const effective = newest.effective >= tomorrow ? addDays(newest.effective, 1) : tomorrow
  return { ...(JSON.parse(JSON.stringify(newest)) as Policy), version: newest.version + 1, effective }
}

/** What a city that has none begins with. */
const first = (): Policy => ({ ...(JSON.parse(JSON.stringify(hengyang)) as Policy), utc_offset: utcOffset(), effective: today() })

export interface PolicyDraft {
  /** The version it was begun upon; 0: none. */
  follows: number
  policy: Policy
  /** As text while it is written so; it need not be JSON yet. */
  json: string | null
}

/** The one draft of this person on this device; kept from its first change on. */
export function useDraft() {
  const kept = useKept<PolicyDraft | null>('policy-draft', null)
  const draft = ref<PolicyDraft>()
  const restored = ref(false)
  let newest: Policy | null
  const begin = () =>
    (draft.value = { follows: newest?.version ?? 0, policy: newest ? firstAfter(newest) : first(), json: null })

  watch(
    draft,
    (now, was) => {
      // changed within, and not replaced
      if (now && now === was) kept.value = now
    },
    { deep: true },
  )
  /** Of the newest policy; null: there is none. */
  function take(body: Policy | null) {
    newest = body
    if (draft.value) return
    restored.value = kept.value !== null && fitsForm(kept.value.policy)
    if (restored.value) draft.value = kept.value!
    else begin()
  }
  function discard() {
    kept.value = null
    restored.value = false
    begin()
  }
  const showJson = () => (draft.value!.json = JSON.stringify(draft.value!.policy, null, 2))
  /** What is drafted, for the server to judge; undefined when it is no JSON. */
  function written(): unknown {
    const { policy, json } = draft.value!
    if (json === null) return policy
    try {
      return JSON.parse(json) as unknown
    } catch {
      return undefined
    }
  }
  /** False when the form cannot show what was written. */
  function showForm(): boolean {
    const policy = written()
    if (!fitsForm(policy)) return false
    Object.assign(draft.value!, { policy, json: null })
    return true
  }
  return { draft, restored, take, discard, showForm, showJson, written }
}
