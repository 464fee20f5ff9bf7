/* Weighing an enterprise again after a change, and recording each verdict that differs. */
#include "base/time.h"
#include "visit/operation.h"

static const struct field turn_fields[] = {
    FIELD(TEXT, struct turn, unit, .most = UNIT_ID_MOST),
    FIELD(ENUM, struct turn, code, .names = code_names),
    FIELD(TEXTS, struct turn, reasons, .most = REASON_COUNT, .size = 32),
    FIELD(TEXT, struct turn, policy, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct turn, policy_version, .most = INT64_MAX),
    FIELD(INTEGER, struct turn, serial, .most = INT64_MAX),
    FIELD(BOOLEAN, struct turn, open),
    FIELD_NAMED("ratify_by", TIME, struct turn, ratify_by_us, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct key {
    struct text enterprise, id;
    struct turn turn;
  } row = {event->enterprise, event->subject, *(const struct turn *)data};
  static const struct field fields[] = {
      FIELD(TEXT, struct key, enterprise),
      FIELD(TEXT, struct key, id),
      FIELD_NAMED("code", ENUM, struct key, turn.code, .names = code_names),
      FIELD_NAMED("reasons", TEXTS, struct key, turn.reasons),
      FIELD_NAMED("policy", TEXT, struct key, turn.policy),
      FIELD_NAMED("policy_version", INTEGER, struct key, turn.policy_version),
      FIELD_NAMED("serial", INTEGER, struct key, turn.serial),
      FIELD_NAMED("open", BOOLEAN, struct key, turn.open),
      FIELD_NAMED("ratify_by", TIME, struct key, turn.ratify_by_us),
      FIELDS_END,
  };
  store_run_fields(store, &sql_visit_turn, fields, &row);
}

VISIT_EVENT(visit_turned, struct turn, turn_fields, apply);

/* The code is as it was: of interest to the auditor only. */
const struct event_type visit_weighed = {
    .name = "visit_weighed", .fields = turn_fields, .size = sizeof(struct turn), .apply = apply};

/* May the verdict still turn? Once it may not, it is final under the policy that it names. */
static bool is_open(const struct visit *visit, int64_t ratify_by_us) {
  bool has_come = visit->life == LIFE_ARRIVED || visit->life == LIFE_DONE;
  return visit->life == LIFE_BOOKED || (has_come && ratify_by_us != NO_INTEGER);
}

static void record_turn(struct act *act, const struct weighed *weighed, size_t index) {
  const struct visit *visit = &weighed->visits[index];
  const struct policy *policy = &weighed->policy;
  reason_set reasons = weighed->verdicts[index].reasons;
  bool turned = reasons != reason_set_of(&visit->reasons);
  bool same_policy =
      visit->policy_version == policy->version && text_equal(visit->policy, policy->name);
  if (!visit->open && !same_policy) return;
  int64_t ratify_by_us = visit_ratify_by_us(visit, policy, act->now_us);
  const struct turn turn = {
      .unit = visit->unit,
      .code = reasons ? CODE_RED : CODE_GREEN,
      .reasons = reason_names(reasons, act->arena),
      .policy = policy->name,
      .policy_version = policy->version,
      .serial = visit->serial + turned,
      .open = is_open(visit, ratify_by_us),
      .ratify_by_us = ratify_by_us,
  };
  if (!turned && same_policy && turn.open == visit->open && ratify_by_us == visit->ratify_by_us)
    return;
  event_record(act, turned ? &visit_turned : &visit_weighed, visit->enterprise, visit->id, &turn);
}

bool visit_reweigh(struct act *act, struct text enterprise) {
  struct weighed weighed;
  if (!visit_load(act, enterprise, &weighed)) return false;
  visit_weigh(&weighed);
  for (size_t i = 0; i < weighed.facts.visit_count; i++)
    if (day_of_time(weighed.visits[i].start_us, weighed.policy.offset_minutes) >= weighed.from_day)
      record_turn(act, &weighed, i);
  return true;
}
