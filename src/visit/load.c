/* One enterprise's rows as the facts that weighing takes, and what weighing says back to the rows.
 */
#include <string.h>

#include "base/names.h"
#include "base/time.h"
#include "visit/sql.h"
#include "visit/sql_filing.h"
#include "visit/visit.h"

static int32_t local_day(const struct policy *policy, int64_t time_us) {
  return day_of_time(time_us, policy->offset_minutes);
}

/* The first of January of the year of the earliest visit whose verdict may still turn. All that its
 * verdict, or that of any later visit, can depend on lies in the same year, month or week, or at
 * most repeat_item_days away; and whether an older visit occupies is settled for good. */
static int32_t exact_from(struct act *act, const struct policy *policy, struct text enterprise) {
  int64_t earliest_us =
      FIND_INTEGER(act->store, sql_visit_earliest_open, NO_INTEGER, V(enterprise));
  if (earliest_us == NO_INTEGER || earliest_us > act->now_us) earliest_us = act->now_us;
  struct date date = date_of_day(local_day(policy, earliest_us));
  return day_of_date((struct date){date.year, 1, 1});
}

int64_t visit_reach_us(const struct policy *policy, int32_t from_day) {
  int64_t back_days =
      policy->crowding.repeat_item_days > 31 ? policy->crowding.repeat_item_days : 31;
  return day_start_us((int32_t)(from_day - back_days), policy->offset_minutes);
}

static void load_filings(struct act *act, struct weighed *weighed, struct text enterprise) {
  struct filing_facts *filings = NULL;
  size_t count = 0;
  int32_t year = date_of_day(weighed->from_day).year;
  for (struct cursor c = QUERY(act->store, sql_filings_of, V(enterprise), V(year - 1));
       store_next(&c); count++) {
    filings = arena_room(weighed->arena, filings, count, sizeof *filings);
    filings[count].unit = names_number(weighed->units, store_text(&c, 0, weighed->arena));
    filings[count].year = (int32_t)store_integer(&c, 1);
    filings[count].visits = store_integer(&c, 2);
  }
  weighed->facts.filings = filings;
  weighed->facts.filing_count = count;
}

static const int64_t *item_numbers(struct weighed *weighed, const struct visit *visit) {
  int64_t *numbers = ARENA_ARRAY(weighed->arena, visit->items.count + 1, int64_t);
  for (size_t i = 0; i < visit->items.count; i++)
    numbers[i] = names_number(weighed->items, visit->items.at[i]);
  return numbers;
}

void visit_refresh(struct weighed *weighed, size_t index) {
  const struct visit *visit = &weighed->visits[index];
  struct visit_facts *facts = (struct visit_facts *)(uintptr_t)&weighed->facts.visits[index];
  *facts = (struct visit_facts){
      .id = visit->id,
      .evidence = visit->evidence,
      .unit = names_number(weighed->units, visit->unit),
      .joint = visit->joint.at ? names_number(weighed->groups, visit->joint) : NO_JOINT,
      .seq = visit->seq == NO_INTEGER ? NO_SEQ : visit->seq,
      .start_us = visit->start_us,
      .end_us = visit->end_us,
      .booked_us = visit->booked_us,
      .items = item_numbers(weighed, visit),
      .item_count = (uint32_t)visit->items.count,
      .kind = policy_kind(&weighed->policy, visit->kind),
      .exemption =
          visit->exemption.at ? policy_exemption(&weighed->policy, visit->exemption) : NO_EXEMPTION,
      .certified = visit->certified,
      .approval = (enum approval)visit->approval,
      .consent = (enum consent)visit->consent,
      .life = (enum life)visit->life,
      .frozen = visit->frozen,
  };
}

void visit_load_rows(struct act *act, struct text enterprise, int32_t from_day, int64_t from_us,
                     struct arena *arena, struct weighed *ret_weighed) {
  struct weighed *weighed = ret_weighed;
  struct list rows = LIST(act->store, sql_visits_since, visit_fields, struct visit, arena,
                          V(enterprise), V(from_us));
  *weighed = (struct weighed){.arena = arena,
                              .units = names_make(arena),
                              .groups = names_make(arena),
                              .items = names_make(arena),
                              .from_day = from_day};
  weighed->visits = ARENA_ARRAY(arena, rows.count + 1, struct visit);
  if (rows.count) memcpy(weighed->visits, rows.at, rows.count * sizeof(struct visit));
  weighed->facts = (struct facts){
      .enterprise = enterprise,
      .now_us = act->now_us,
      .visits = ARENA_ARRAY(arena, rows.count + 1, struct visit_facts),
      .visit_count = rows.count,
  };
  load_filings(act, weighed, enterprise);
}

void visit_take_policy(struct weighed *weighed, const struct policy *policy) {
  weighed->policy = *policy;
  for (size_t i = 0; i < weighed->facts.visit_count; i++) visit_refresh(weighed, i);
}

bool visit_load(struct act *act, struct text enterprise, struct weighed *ret_weighed) {
  struct policy policy;
  if (!policy_in_force(act, &policy)) return false;
  int32_t from_day = exact_from(act, &policy, enterprise);
  visit_load_rows(act, enterprise, from_day, visit_reach_us(&policy, from_day), act->arena,
                  ret_weighed);
  visit_take_policy(ret_weighed, &policy);
  return true;
}

size_t visit_add(struct weighed *weighed, const struct visit *visit) {
  size_t index = weighed->facts.visit_count++;
  weighed->visits[index] = *visit;
  visit_refresh(weighed, index);
  return index;
}

void visit_weigh(struct weighed *weighed) {
  size_t count = weighed->facts.visit_count;
  weighed->verdicts = ARENA_ARRAY(weighed->arena, count + 1, struct verdict);
  weighed->weighing = weigh(&weighed->policy, &weighed->facts,
                            arena_take(weighed->arena, weighing_size(count)), weighed->verdicts);
}

struct texts reason_names(reason_set reasons, struct arena *arena) {
  struct text *names = ARENA_ARRAY(arena, REASON_COUNT, struct text);
  size_t count = 0;
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (reasons >> reason & 1) names[count++] = text_of(reason_entries[reason].name);
  return (struct texts){names, count};
}

reason_set reason_set_of(const struct texts *names) {
  reason_set reasons = 0;
  for (size_t i = 0; i < names->count; i++) {
    int reason = reason_by_name(names->at[i]);
    if (reason >= 0) reasons |= (reason_set)1 << reason;
  }
  return reasons;
}

int64_t visit_ratify_by_us(const struct visit *visit, const struct policy *policy, int64_t now_us) {
  bool over = visit->life == LIFE_CANCELLED || visit->life == LIFE_MISSED;
  if (!visit->exemption.at || over || visit->approval == APPROVAL_APPROVED) return NO_INTEGER;
  int index = policy_exemption(policy, visit->exemption);
  const struct exemption *exemption = index < 0 ? NULL : &policy->exemptions[index];
  if (!exemption || !(exemption->lifts & REASON_BIT(not_approved)) ||
      (exemption->evidence && !visit->evidence.length))
    return NO_INTEGER;
  int64_t ratify_by_us = visit->start_us + exemption->ratify_hours * HOUR_US;
  return now_us <= ratify_by_us ? ratify_by_us : NO_INTEGER;
}

void visit_take_verdict(const struct weighed *weighed, size_t index, struct visit *visit) {
  reason_set reasons = weighed->verdicts[index].reasons;
  visit->code = reasons ? CODE_RED : CODE_GREEN;
  visit->reasons = reason_names(reasons, weighed->arena);
  visit->policy = weighed->policy.name;
  visit->policy_version = weighed->policy.version;
  visit->ratify_by_us = visit_ratify_by_us(visit, &weighed->policy, weighed->facts.now_us);
}
