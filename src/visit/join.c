/* Joining: two units make their visits to one enterprise on one day a single arrival. */
#include "base/time.h"
#include "visit/operation.h"

const struct field visit_join_in[] = {
    VISIT_REFERENCE_FIELD(struct join_input),
    FIELD(TEXT, struct join_input, with, .least = ID_LENGTH, .most = ID_LENGTH,
          .help = "the visit to join"),
    FIELDS_END,
};

struct joining {
  struct text joint;
};

static const struct field joining_fields[] = {
    FIELD(TEXT, struct joining, joint, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct joining *joining = data;
  RUN(store, sql_visit_join, V(event->enterprise), V(event->subject), V(joining->joint));
}

VISIT_EVENT(visit_joined, struct joining, joining_fields, apply);
VISIT_EVENT(visit_left, struct joining, joining_fields, apply);

bool visit_can_join(const struct visit *visit, const struct visit *with, int offset_minutes) {
  return text_equal(visit->enterprise, with->enterprise) && !text_equal(visit->id, with->id) &&
         (with->life == LIFE_BOOKED || with->life == LIFE_ARRIVED) &&
         day_of_time(visit->start_us, offset_minutes) ==
             day_of_time(with->start_us, offset_minutes);
}

bool visit_find_joinable(struct act *act, const struct visit *visit, struct text with,
                         const char *place, struct visit *ret_with) {
  return (visit_find(act->store, with, ret_with, act->arena) &&
          visit_can_join(visit, ret_with, (int)act->city->settings.offset_minutes)) ||
         act_refuse(act, ERROR_cannot_join, place, "%s", "");
}

struct text visit_join_group(struct act *act, const struct visit *with) {
  if (with->joint.at) return with->joint;
  const struct joining joining = {act_new_id(act->arena)};
  event_record(act, &visit_joined, with->enterprise, with->id, &joining);
  return joining.joint;
}

/* Whoever was settled first keeps the place: a visit may not change its group once that would turn
 * another's green code. Refusal costs_another. */
static bool spares_others(struct act *act, const struct visit *visit) {
  struct weighed weighed;
  if (!visit_load(act, visit->enterprise, &weighed)) return false;
  for (size_t i = 0; i < weighed.facts.visit_count; i++) {
    if (!text_equal(weighed.visits[i].id, visit->id)) continue;
    weighed.visits[i].joint = visit->joint;
    visit_refresh(&weighed, i);
  }
  visit_weigh(&weighed);
  for (size_t i = 0; i < weighed.facts.visit_count; i++)
    if (weighed.visits[i].code == CODE_GREEN && weighed.visits[i].life == LIFE_BOOKED &&
        weighed.verdicts[i].reasons && !text_equal(weighed.visits[i].id, visit->id))
      return act_refuse(act, ERROR_costs_another, "visit", "it is visit %.*s",
                        TEXT_ARGS(weighed.visits[i].id));
  return true;
}

bool visit_join(struct act *act) {
  const struct join_input *in = act->in;
  struct visit after = *visit_of(act), with;
  if (!visit_step(act, STEP_join) || !visit_find_joinable(act, &after, in->with, "with", &with))
    return false;
  if (after.joint.at && with.joint.at && text_equal(after.joint, with.joint))
    return act_refuse(act, ERROR_already_done, "with", "%s", "");
  after.joint = visit_join_group(act, &with);
  const struct joining joining = {after.joint};
  return spares_others(act, &after) && visit_record(act, &visit_joined, &joining);
}

bool visit_leave(struct act *act) {
  const struct joining joining = {NO_TEXT};
  struct visit after = *visit_of(act);
  if (!visit_step(act, STEP_leave)) return false;
  if (!after.joint.at) return act_refuse(act, ERROR_already_done, "visit", "%s", "");
  after.joint = NO_TEXT;
  return spares_others(act, &after) && visit_record(act, &visit_left, &joining);
}
