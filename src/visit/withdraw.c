/* The head takes an approval back, with a reason; the place is given back unless an exemption that
 * needs no approval holds it. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct no *no = data;
  RUN(store, sql_visit_withdraw, V(event->enterprise), V(event->subject), V(no->words),
      V(no->releases));
}

VISIT_EVENT(visit_withdrawn, struct no, no_fields, apply);

bool visit_withdraw(struct act *act) {
  const struct visit_words *in = act->in;
  struct visit after = *visit_of(act);
  bool settles;
  after.approval = APPROVAL_WITHDRAWN;
  if (!visit_step(act, STEP_withdraw) || !visit_would_settle(act, &after, &settles)) return false;
  const struct no no = {in->words, !settles};
  return visit_record(act, &visit_withdrawn, &no);
}
