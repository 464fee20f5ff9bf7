/* Booking a visit. It is weighed at once, as what it would be if nobody came after. */
#include <assert.h>

#include "visit/booking.h"

static void apply(struct store *store, const struct event *event, const void *data) {
  struct visit visit = *(const struct visit *)data;
  /* An exemption that needs no approval takes its place by being booked. */
  if (visit.seq != NO_INTEGER) visit.seq = event->seq;
  store_run_fields(store, &sql_visit_insert, visit_fields, &visit);
}

VISIT_EVENT(visit_booked, struct visit, visit_fields, apply);

static bool join(struct act *act, struct visit *visit, struct text with_id) {
  struct visit with;
  if (!with_id.at) return true;
  if (!visit_find_joinable(act, visit, with_id, "join", &with)) return false;
  visit->joint = visit_join_group(act, &with);
  return true;
}

bool visit_book(struct act *act) {
  const struct booking *booking = act->in;
  struct visit visit = booking_visit(act, booking);
  struct policy policy;
  struct weighed weighed;
  bool settles;
  assert(act->caller.unit.at); /* nobody has a role of a unit without one (people/role.h) */
  if (!policy_in_force(act, &policy) || !booking_check(act, &policy, &visit) ||
      !visit_would_settle(act, &visit, &settles) || !join(act, &visit, booking->join) ||
      !visit_load(act, visit.enterprise, &weighed))
    return false;
  /* Until the event has its place in the log, the next one stands for it. */
  if (settles) visit.seq = (int64_t)act->frontier->size;
  size_t index = visit_add(&weighed, &visit);
  visit_weigh(&weighed);
  visit_take_verdict(&weighed, index, &visit);
  event_record(act, &visit_booked, visit.enterprise, visit.id, &visit);
  act->subject.thing = &visit;
  /* Others may turn only when it took a place; and it was weighed exactly only if it begins later.
   */
  bool exact = !settles && visit.start_us >= act->now_us;
  return (exact || visit_reweigh(act, visit.enterprise)) && visit_answer(act);
}
