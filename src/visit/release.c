/* The supervisor releases a frozen visit. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_visit_release, V(event->enterprise), V(event->subject));
}

VISIT_EVENT(visit_released, struct said, said_fields, apply);

bool visit_release(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  if (!visit_step(act, STEP_release)) return false;
  if (!visit_of(act)->frozen) return act_refuse(act, ERROR_already_done, "visit", "%s", "");
  return visit_record(act, &visit_released, &said);
}
