/* Weighing an enterprise again after a change, and recording each code that turned. */
#include "base/time.h"
#include "visit/sql.h"
#include "visit/visit.h"

/* A code that turned, or a verdict that can no longer turn. */
struct turn {
  struct text unit;
  int code;
  struct texts reasons;
  struct text policy;
  int64_t policy_version, serial;
  bool open;
};

static const struct field turn_fields[] = {
    FIELD(TEXT, struct turn, unit, .most = UNIT_ID_MOST),
    FIELD(ENUM, struct turn, code, .names = code_names),
    FIELD(TEXTS, struct turn, reasons, .most = REASON_COUNT, .size = 32),
    FIELD(TEXT, struct turn, policy, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct turn, policy_version, .most = INT64_MAX),
    FIELD(INTEGER, struct turn, serial, .most = INT64_MAX),
    FIELD(BOOLEAN, struct turn, open),
    FIELDS_END,
};

static void apply_turn(struct store *store, const struct event *event, const void *data) {
  const struct turn *turn = data;
  const struct key {
    struct text enterprise, id;
    struct turn turn;
  } row = {event->enterprise, event->subject, *turn};
  static const struct field fields[] = {
      FIELD(TEXT, struct key, enterprise),
      FIELD(TEXT, struct key, id),
      FIELD_NAMED("code", ENUM, struct key, turn.code, .names = code_names),
      FIELD_NAMED("reasons", TEXTS, struct key, turn.reasons),
      FIELD_NAMED("policy", TEXT, struct key, turn.policy),
      FIELD_NAMED("policy_version", INTEGER, struct key, turn.policy_version),
      FIELD_NAMED("serial", INTEGER, struct key, turn.serial),
      FIELD_NAMED("open", BOOLEAN, struct key, turn.open),
      FIELDS_END,
  };
  store_run_fields(store, &sql_visit_turn, fields, &row);
}

const struct event_type visit_turned = {
    .name = "visit_turned",
    .fields = turn_fields,
    .size = sizeof(struct turn),
    .apply = apply_turn,
    .readers = ROLES_UNIT | ROLES_ENTERPRISE | ROLES_CITY,
    .published = true,
};

bool visit_is_open(const struct visit *visit, const struct policy *policy, int64_t now_us) {
  if (visit->life == LIFE_BOOKED) return true;
  if (visit->life != LIFE_ARRIVED && visit->life != LIFE_DONE) return false;
  int exemption = visit->exemption.at ? policy_exemption(policy, visit->exemption) : NO_EXEMPTION;
  if (visit->approval == APPROVAL_APPROVED || exemption == NO_EXEMPTION) return false;
  const struct exemption *rule = &policy->exemptions[exemption];
  return rule->lifts & REASON_BIT(not_approved) &&
         now_us <= visit->start_us + rule->ratify_hours * HOUR_US;
}

void visit_record_turns(struct act *act, struct weighed *weighed) {
  for (size_t i = 0; i < weighed->facts.visit_count; i++) {
    struct visit *visit = &weighed->visits[i];
    if (day_of_time(visit->start_us, weighed->policy.offset_minutes) < weighed->from_day) continue;
    reason_set reasons = weighed->verdicts[i].reasons;
    bool open = visit_is_open(visit, &weighed->policy, act->now_us);
    bool turned = reasons != reason_set_of(&visit->reasons);
    if (!turned && open == visit->open) continue;
    const struct turn turn = {
        .unit = visit->unit,
        .code = reasons ? CODE_RED : CODE_GREEN,
        .reasons = reason_names(reasons, act->arena),
        .policy = weighed->policy.name,
        .policy_version = weighed->policy.version,
        .serial = visit->serial + turned,
        .open = open,
    };
    event_record(act, &visit_turned, visit->enterprise, visit->id, &turn);
  }
}

bool visit_reweigh(struct act *act, struct text enterprise) {
  struct weighed weighed;
  if (!visit_load(act, enterprise, &weighed)) return false;
  visit_weigh(&weighed);
  visit_record_turns(act, &weighed);
  return true;
}
