/* The head approves: before the visit, or afterwards to ratify an exemption. */
#include "visit/operation.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct yes *yes = data;
  RUN(store, sql_visit_approve, V(event->enterprise), V(event->subject), V(yes->settles),
      V(event->seq));
}

VISIT_EVENT(visit_approved, struct yes, yes_fields, apply);

bool visit_approve(struct act *act) {
  if (!visit_step(act, STEP_approve)) return false;
  /* Nobody asked before they came, so there is nothing to say yes to. */
  if (visit_of(act)->walk_in)
    return act_refuse(act, ERROR_wrong_state, "visit", "it came without a booking");
  struct visit after = *visit_of(act);
  struct yes yes;
  after.approval = APPROVAL_APPROVED;
  /* A visit that has its place (by exemption, or by having arrived) keeps it. */
  bool placed = after.seq != NO_INTEGER;
  if (!visit_would_settle(act, &after, &yes.settles)) return false;
  if (placed) yes.settles = false;
  return visit_record(act, &visit_approved, &yes);
}
