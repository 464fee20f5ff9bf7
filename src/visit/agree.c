/* The enterprise agrees to a visit that needs it. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct yes *yes = data;
  RUN(store, sql_visit_agree, V(event->enterprise), V(event->subject), V(yes->settles),
      V(event->seq));
}

VISIT_EVENT(visit_agreed, struct yes, yes_fields, apply);

bool visit_agree(struct act *act) {
  struct visit after = *visit_of(act);
  struct yes yes;
  after.consent = CONSENT_AGREED;
  if (!visit_step(act, STEP_agree) || !visit_consent_asked(act) ||
      !visit_would_settle(act, &after, &yes.settles))
    return false;
  return visit_record(act, &visit_agreed, &yes);
}
