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

struct text visit_join_group(struct act *act, const struct visit *with) {
  if (with->joint.at) return with->joint;
  const struct joining joining = {act_new_id(act->arena)};
  event_record(act, &visit_joined, with->enterprise, with->id, &joining);
  return joining.joint;
}

bool visit_join(struct act *act) {
  const struct join_input *in = act->in;
  const struct visit *visit = visit_of(act);
  struct visit with;
  if (!visit_step(act, STEP_join)) return false;
  if (!visit_find(act->store, in->with, &with, act->arena) ||
      !visit_can_join(visit, &with, (int)act->city->settings.offset_minutes))
    return act_refuse(act, ERROR_cannot_join, "with", "%s", "");
  const struct joining joining = {visit_join_group(act, &with)};
  return visit_record(act, &visit_joined, &joining);
}

bool visit_leave(struct act *act) {
  const struct joining joining = {NO_TEXT};
  if (!visit_step(act, STEP_leave)) return false;
  if (!visit_of(act)->joint.at) return act_refuse(act, ERROR_already_done, "visit", "%s", "");
  return visit_record(act, &visit_left, &joining);
}
