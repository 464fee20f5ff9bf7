/* What time itself brings about: visits that nobody came to are missed, exemptions that nobody
 * ratified lapse, a new policy comes into force. A bounded part at a time; the next tick goes on
 * where this one stopped, for what is done no longer matches. */
#include "base/time.h"
#include "visit/operation.h"
#include "visit/sql_policy.h"

enum { TICK_ROWS_MOST = 500 };

struct miss {
  struct text unit;
};

static const struct field miss_fields[] = {
    FIELD(TEXT, struct miss, unit, .most = UNIT_ID_MOST),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_visit_miss, V(event->enterprise), V(event->subject));
  RUN(store, sql_visits_unsuggest, V(event->enterprise), V(event->subject));
}

VISIT_EVENT(visit_missed, struct miss, miss_fields, apply);

static void find_missed(struct act *act, struct names *ret_enterprises) {
  int64_t late_us = act->city->settings.late_arrival_minutes * MINUTE_US;
  struct list missed = LIST(act->store, sql_visits_missed, visit_fields, struct visit, act->arena,
                            V(act->now_us - late_us), V(TICK_ROWS_MOST));
  const struct visit *visits = missed.at;
  for (size_t i = 0; i < missed.count; i++) {
    const struct miss miss = {visits[i].unit};
    event_record(act, &visit_missed, visits[i].enterprise, visits[i].id, &miss);
    names_number(ret_enterprises, visits[i].enterprise);
  }
}

static void add_enterprises(struct act *act, struct cursor cursor, struct names *ret_enterprises) {
  while (store_next(&cursor)) names_number(ret_enterprises, store_text(&cursor, 0, act->arena));
}

static void find_weighed_before(struct act *act, struct names *ret_enterprises) {
  struct policy_record policy;
  int32_t today = day_of_time(act->now_us, (int)act->city->settings.offset_minutes);
  if (FIND(act->store, sql_policy_in_force, policy_record_fields, &policy, act->arena, V(today)))
    add_enterprises(act,
                    QUERY(act->store, sql_visits_of_other_policy, V(policy.policy),
                          V(policy.version), V(TICK_ROWS_MOST)),
                    ret_enterprises);
}

/* Each with memory of its own, given back at once; but the policy is read once for all of them. */
static bool reweigh_all(struct act *act, const struct names *enterprises) {
  struct arena *whole = act->arena;
  struct policy policy;
  bool weighed = names_count(enterprises) == 0 || policy_in_force(act, &policy);
  act->arena = arena_make();
  for (int64_t i = 1; weighed && i <= names_count(enterprises); i++) {
    arena_reset(act->arena);
    weighed = visit_reweigh(act, names_text(enterprises, i));
  }
  arena_free(act->arena);
  act->arena = whole;
  return weighed;
}

bool visit_tick(struct act *act) {
  struct names *enterprises = names_make(act->arena);
  find_missed(act, enterprises);
  add_enterprises(act, QUERY(act->store, sql_visits_lapsed, V(act->now_us), V(TICK_ROWS_MOST)),
                  enterprises);
  find_weighed_before(act, enterprises);
  return reweigh_all(act, enterprises);
}
