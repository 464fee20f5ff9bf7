// A policy as the server knows it, and as it is written (design, section 4).

export interface PolicyKind {
  consent: boolean
  filing: boolean
  crowding: boolean
  quiet: boolean
  lead_hours: number
  min_certified: number
}

export interface PolicyExemption {
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
