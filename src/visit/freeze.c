/* The supervisor freezes a visit, with a reason: its code turns red. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct said *said = data;
  RUN(store, sql_visit_freeze, V(event->enterprise), V(event->subject), V(said->words));
}

VISIT_EVENT(visit_frozen, struct said, said_fields, apply);

bool visit_freeze(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  if (!visit_step(act, STEP_freeze)) return false;
  if (visit_of(act)->frozen) return act_refuse(act, ERROR_already_done, "visit", "%s", "");
  return visit_record(act, &visit_frozen, &said);
}
