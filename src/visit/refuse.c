/* The head refuses, with a reason. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct said *said = data;
  RUN(store, sql_visit_refuse, V(event->enterprise), V(event->subject), V(said->words));
}

VISIT_EVENT(visit_refused, struct said, said_fields, apply);

bool visit_refuse(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  return visit_step(act, STEP_refuse) && visit_record(act, &visit_refused, &said);
}
