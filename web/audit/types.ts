// The types of events, in the order in which the search offers them; test/events.test.ts holds them to
// src/audit/rule.def.
export const eventGroups = [
  {
    group: 'sign_in',
    types: [
      'session_opened', 'session_refused', 'account_shut', 'person_password_set', 'person_second_factor_set',
      'person_recovery_code_used', 'act_refused',
    ],
  },
  {
    group: 'account',
    types: [
      'person_created', 'person_edited', 'person_roles_set', 'person_locked', 'person_unlocked',
      'person_token_issued', 'person_second_factor_reset', 'person_forgotten', 'delegation_made',
      'delegation_revoked',
    ],
  },
  {
    group: 'visit',
    types: [
      'visit_booked', 'visit_changed', 'visit_cancelled', 'visit_approved', 'visit_refused',
      'visit_withdrawn', 'visit_agreed', 'visit_declined', 'visit_proposed', 'visit_suggested',
      'visit_joined', 'visit_left', 'visit_turned', 'visit_weighed', 'visit_missed', 'visit_reported',
      'visit_frozen', 'visit_released',
    ],
  },
  {
    group: 'gate',
    types: [
      'visit_arrived', 'visit_departed', 'visit_walked_in', 'gate_invited', 'gate_enrolled', 'gate_revoked',
      'key_adopted', 'key_retired',
    ],
  },
  {
    group: 'city',
    types: [
      'unit_added', 'unit_changed', 'enterprise_added', 'enterprise_changed', 'site_added', 'site_changed',
      'item_added', 'item_changed', 'policy_adopted', 'filing_filed', 'filing_changed', 'filing_asked',
      'filing_granted', 'filing_refused', 'filings_published',
    ],
  },
  {
    group: 'watch',
    types: [
      'rating_given', 'complaint_made', 'complaint_answered', 'complaint_overdue', 'screen_made',
      'screen_opened', 'screen_revoked', 'subscriber_made', 'subscriber_deleted', 'subscriber_paused',
      'subscriber_resumed',
    ],
  },
] as const
