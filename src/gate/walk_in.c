/* They have come without a booking. It is recorded as a visit that has arrived, unapproved: weighed
 * like any other, it is red, and it counts against what comes after. The answer is a signed red
 * slip that they can take back to their unit. */
#include "gate/entry.h"
#include "gate/sql.h"

/* How long it is taken to last: what its slip says. */
#define WALK_IN_US HOUR_US

const struct field gate_walk_in_fields[] = {
    ENTRY_SCAN_FIELD,
    ENTRY_WALK_IN_FIELDS(0),
    FIELD(INTEGER, struct gate_entry, people, .least = 1, .most = VISIT_PEOPLE_MOST),
    ENTRY_SCANNED_FIELD,
    FIELDS_END,
};

struct walk_in {
  struct text unit, unit_words, site, kind, purpose;
  struct text scan;
  int64_t scanned_us, people;
  struct texts reasons; /* of the visit, as weighed */
  struct text policy;
  int64_t policy_version;
  bool clock_is_off;
};

static const struct field walk_in_fields[] = {
    FIELD(TEXT, struct walk_in, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct walk_in, unit_words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = UNIT_WORDS_MOST),
    FIELD(TEXT, struct walk_in, site, .most = ID_LENGTH),
    FIELD(TEXT, struct walk_in, kind, .most = POLICY_NAME_MOST),
    FIELD(TEXT, struct walk_in, purpose, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELD(TEXT, struct walk_in, scan, .most = SCAN_ID_MOST),
    FIELD_NAMED("scanned_at", TIME, struct walk_in, scanned_us),
    FIELD(INTEGER, struct walk_in, people, .most = VISIT_PEOPLE_MOST),
    FIELD(TEXTS, struct walk_in, reasons, .most = REASON_COUNT, .size = 32),
    FIELD(TEXT, struct walk_in, policy, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct walk_in, policy_version, .most = INT64_MAX),
    FIELD(BOOLEAN, struct walk_in, clock_is_off),
    FIELDS_END,
};

static struct visit visit_of_walk_in(const struct walk_in *walk_in, struct text enterprise,
                                     struct text id, struct text by, int64_t seq) {
  return (struct visit){
      .enterprise = enterprise,
      .id = id,
      .unit = walk_in->unit,
      .unit_words = walk_in->unit_words,
      .site = walk_in->site,
      .kind = walk_in->kind,
      .start_us = walk_in->scanned_us,
      .end_us = walk_in->scanned_us + WALK_IN_US,
      .booked_us = walk_in->scanned_us,
      .booked_by = by,
      .people = walk_in->people,
      .purpose = walk_in->purpose,
      .approval = APPROVAL_PENDING,
      .consent = CONSENT_NONE,
      .life = LIFE_ARRIVED,
      .seq = seq,
      .ratify_by_us = NO_INTEGER,
      .proposed_start_us = NO_INTEGER,
      .proposed_end_us = NO_INTEGER,
      .arrived_us = walk_in->scanned_us,
      .departed_us = NO_INTEGER,
      .arrived_people = walk_in->people,
      .walk_in = true,
      .code = CODE_RED,
      .reasons = walk_in->reasons,
      .policy = walk_in->policy,
      .policy_version = walk_in->policy_version,
      .serial = 1,
      .version = 1,
  };
}

/* The scan's reasons are the visit's, and what only a gate knows. */
static struct texts scan_reasons(const struct walk_in *walk_in, struct text room[REASON_COUNT]) {
  struct texts reasons = {room, 0};
  for (size_t i = 0; i < walk_in->reasons.count; i++)
    room[reasons.count++] = walk_in->reasons.at[i];
  room[reasons.count++] = TEXT("not_booked");
  if (walk_in->clock_is_off) room[reasons.count++] = TEXT("stale_clock");
  return reasons;
}

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct walk_in *walk_in = data;
  struct text room[REASON_COUNT];
  struct visit visit =
      visit_of_walk_in(walk_in, event->enterprise, event->subject, event->by, event->seq);
  store_run_fields(store, &sql_visit_insert, visit_fields, &visit);
  scan_add(store, &(struct scan){.enterprise = event->enterprise,
                                 .id = walk_in->scan,
                                 .kind = SCAN_WALK_IN,
                                 .visit = event->subject,
                                 .by = event->by,
                                 .scanned_us = walk_in->scanned_us,
                                 .uploaded_us = event->at_us,
                                 .people = walk_in->people,
                                 .code = CODE_RED,
                                 .reasons = scan_reasons(walk_in, room)});
}

VISIT_EVENT(visit_walked_in, struct walk_in, walk_in_fields, apply);

/* The unit that they are known to be of; else a name that no unit can have, of this visit alone:
 * two visitors whom nobody knows are not taken to be of one body. */
static bool find_unit(struct act *act, const struct gate_entry *entry, struct text id,
                      struct text *ret_unit) {
  struct unit unit;
  *ret_unit = entry->unit;
  if (entry->unit.at)
    return (unit_find(act->store, entry->unit, act->arena, &unit) && unit.head.active) ||
           act_refuse(act, ERROR_bad_field, "unit", "there is no such unit");
  *ret_unit = arena_format(act->arena, "unknown:%.*s", TEXT_ARGS(id));
  return entry->unit_words.at ||
         act_refuse(act, ERROR_bad_field, "unit_words", "say of which unit they are");
}

static bool describe(struct act *act, const struct gate_entry *entry, struct text id,
                     struct walk_in *ret_walk_in) {
  struct policy policy;
  *ret_walk_in = (struct walk_in){
      .unit_words = entry->unit_words,
      .site = act->caller.site.at ? act->caller.site : entry->site,
      .kind = entry->visit_kind,
      .purpose = entry->purpose,
      .scan = entry->scan,
      .scanned_us = entry_scanned_us(act, entry),
      .people = entry->people,
      .clock_is_off = entry_clock_is_off(act, entry),
  };
  if (entry->people == NO_INTEGER) return act_refuse(act, ERROR_bad_field, "people", "missing");
  if (!entry->visit_kind.at) return act_refuse(act, ERROR_bad_field, "kind", "missing");
  if (!policy_in_force(act, &policy)) return false;
  if (policy_kind(&policy, entry->visit_kind) < 0)
    return act_refuse(act, ERROR_bad_field, "kind", "the policy in force has no such kind");
  return find_unit(act, entry, id, &ret_walk_in->unit) &&
         visit_find_site(act, act->subject.enterprise, &ret_walk_in->site);
}

/* As it will stand in the order: where its event will be. */
static bool weigh_walk_in(struct act *act, struct text id, struct walk_in *walk_in) {
  struct weighed weighed;
  struct visit visit = visit_of_walk_in(walk_in, act->subject.enterprise, id, act->caller.person,
                                        (int64_t)act->frontier->size);
  if (!visit_load(act, visit.enterprise, &weighed)) return false;
  size_t index = visit_add(&weighed, &visit);
  visit_weigh(&weighed);
  visit_take_verdict(&weighed, index, &visit);
  walk_in->reasons = visit.reasons;
  walk_in->policy = visit.policy;
  walk_in->policy_version = visit.policy_version;
  return true;
}

bool entry_walk_in(struct act *act, const struct gate_entry *entry, struct scan *ret_scan) {
  enum entry_state state = entry_state(act, entry, ret_scan);
  struct text enterprise = act->subject.enterprise, id = act_new_id(act->arena);
  struct walk_in walk_in;
  if (state != ENTRY_NEW) return state == ENTRY_TOLD;
  if (!describe(act, entry, id, &walk_in) || !weigh_walk_in(act, id, &walk_in)) return false;
  event_record(act, &visit_walked_in, enterprise, id, &walk_in);
  return visit_reweigh(act, enterprise) &&
         scan_find(act->store, enterprise, entry->scan, act->arena, ret_scan);
}

bool gate_walk_in(struct act *act) {
  struct gate_entry entry = *(const struct gate_entry *)act->in;
  struct scan_view *out = act->out;
  struct visit visit;
  struct scan scan;
  entry.kind = SCAN_WALK_IN;
  entry_of_caller(act);
  if (!entry_walk_in(act, &entry, &scan)) return false;
  *out = scan_show(&scan, act->arena);
  if (!visit_find(act->store, scan.visit, &visit, act->arena))
    return act_refuse(act, ERROR_not_found, "visit", "%s", "");
  struct code code = code_of_visit(act, &visit, act->now_us);
  return code_sign(act, &code, &out->slip);
}
