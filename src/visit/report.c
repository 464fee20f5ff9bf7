/* The unit reports the outcome, and may mend what it reported. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct said *said = data;
  RUN(store, sql_visit_report, V(event->enterprise), V(event->subject), V(said->words));
}

VISIT_EVENT(visit_reported, struct said, said_fields, apply);

bool visit_report(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  return visit_step(act, STEP_report) && visit_record(act, &visit_reported, &said);
}
