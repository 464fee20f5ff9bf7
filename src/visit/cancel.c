/* The unit cancels its visit; the place is given back. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_visit_cancel, V(event->enterprise), V(event->subject));
  RUN(store, sql_visits_unsuggest, V(event->enterprise), V(event->subject));
}

VISIT_EVENT(visit_cancelled, struct said, said_fields, apply);

bool visit_cancel(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  return visit_step(act, STEP_cancel) && visit_record(act, &visit_cancelled, &said);
}
