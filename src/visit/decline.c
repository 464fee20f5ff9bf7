/* The enterprise declines, with a reason; a place taken is given back. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct said *said = data;
  RUN(store, sql_visit_decline, V(event->enterprise), V(event->subject), V(said->words));
}

VISIT_EVENT(visit_declined, struct said, said_fields, apply);

bool visit_decline(struct act *act) {
  const struct visit_words *in = act->in;
  const struct said said = {in->words};
  return visit_step(act, STEP_decline) && visit_consent_asked(act) &&
         visit_record(act, &visit_declined, &said);
}
