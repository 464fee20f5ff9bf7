/* What code would a booking get, why, what stands against it, and what would make it green: going
 * together with another unit, or another day. Stores nothing. */
#include <assert.h>

#include "base/time.h"
#include "visit/booking.h"

enum { AGAINST_MOST = 64, JOINABLE_MOST = 32, DAYS_TRIED = 60, TIMES_SHOWN = 5 };

static const struct field reason_fields[] = {
    FIELD(TEXT, struct preview_reason, name, .most = 32),
    FIELD(INTEGER, struct preview_reason, number, .most = 99),
    FIELD(TEXT, struct preview_reason, zh, .most = 200),
    FIELD(TEXT, struct preview_reason, en, .most = 200),
    FIELD(TEXT, struct preview_reason, next_zh, .most = 200),
    FIELD(TEXT, struct preview_reason, next, .most = 200),
    FIELD(TEXTS, struct preview_reason, against, .most = AGAINST_MOST, .size = ID_LENGTH),
    FIELDS_END,
};
static const struct field joinable_fields[] = {
    FIELD(TEXT, struct joinable, visit, .most = ID_LENGTH),
    FIELD(TEXT, struct joinable, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct joinable, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD(TEXT, struct joinable, kind, .most = POLICY_NAME_MOST),
    FIELD_NAMED("start", TIME, struct joinable, start_us),
    FIELD_NAMED("end", TIME, struct joinable, end_us),
    FIELD(ENUM, struct joinable, code, .names = code_names),
    FIELDS_END,
};
static const struct field green_time_fields[] = {
    FIELD_NAMED("start", TIME, struct green_time, start_us),
    FIELD_NAMED("end", TIME, struct green_time, end_us),
    FIELDS_END,
};
const struct field visit_preview_out[] = {
    FIELD(ENUM, struct preview, code, .names = code_names,
          .help = "that it would have once approved and agreed"),
    FIELD(LIST, struct preview, reasons, .most = REASON_COUNT,
          .size = sizeof(struct preview_reason), .fields = reason_fields),
    FIELD(TEXTS, struct preview, waiting, .most = REASON_COUNT, .size = 32,
          .help = "reasons that the yeses still to come will lift"),
    FIELD(LIST, struct preview, joinable, .most = JOINABLE_MOST, .size = sizeof(struct joinable),
          .fields = joinable_fields, .help = "visits of that day that it could be joined with"),
    FIELD(LIST, struct preview, times, .most = TIMES_SHOWN, .size = sizeof(struct green_time),
          .fields = green_time_fields, .help = "next times on which it would be green"),
    FIELDS_END,
};

static const reason_set yeses = REASON_BIT(not_approved) | REASON_BIT(not_agreed);

/* The last of the weighed visits, as it would be with every yes. */
static reason_set weigh_candidate(struct weighed *weighed, size_t index,
                                  const struct visit *visit) {
  weighed->visits[index] = *visit;
  visit_refresh(weighed, index);
  visit_weigh(weighed);
  return weighed->verdicts[index].reasons;
}

static struct texts against(struct weighed *weighed, size_t index, int reason) {
  uint32_t *found = ARENA_ARRAY(weighed->arena, weighed->facts.visit_count, uint32_t);
  size_t count = weigh_explain(weighed->weighing, index, (enum reason)reason, found);
  if (count > AGAINST_MOST) count = AGAINST_MOST;
  struct text *ids = ARENA_ARRAY(weighed->arena, count + 1, struct text);
  for (size_t i = 0; i < count; i++) ids[i] = weighed->visits[found[i]].id;
  return (struct texts){ids, count};
}

static struct list explain(struct weighed *weighed, size_t index, reason_set reasons) {
  struct preview_reason *list = ARENA_ARRAY(weighed->arena, REASON_COUNT, struct preview_reason);
  size_t count = 0;
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    if (!(reasons >> reason & 1)) continue;
    const struct reason_entry *entry = &reason_entries[reason];
    list[count++] = (struct preview_reason){text_of(entry->name),
                                            entry->number,
                                            text_of(entry->zh),
                                            text_of(entry->en),
                                            text_of(entry->zh_next),
                                            text_of(entry->en_next),
                                            against(weighed, index, reason)};
  }
  return (struct list){list, count};
}

static struct list find_joinable(struct weighed *weighed, size_t index, struct visit visit) {
  struct joinable *list = ARENA_ARRAY(weighed->arena, JOINABLE_MOST, struct joinable);
  size_t count = 0;
  for (size_t i = 0; i < index && count < JOINABLE_MOST; i++) {
    struct visit *with = &weighed->visits[i];
    if (!visit_can_join(&visit, with, weighed->policy.offset_minutes) ||
        text_equal(visit.unit, with->unit))
      continue;
    struct text before = with->joint;
    if (!with->joint.at) with->joint = with->id;
    visit_refresh(weighed, i);
    visit.joint = with->joint;
    list[count++] =
        (struct joinable){.visit = with->id,
                          .unit = with->unit,
                          .kind = with->kind,
                          .start_us = with->start_us,
                          .end_us = with->end_us,
                          .code = weigh_candidate(weighed, index, &visit) ? CODE_RED : CODE_GREEN};
    with->joint = before;
    visit_refresh(weighed, i);
  }
  return (struct list){list, count};
}

static void say_units(struct act *act, struct list joinable) {
  struct joinable *list = joinable.at;
  struct unit unit;
  for (size_t i = 0; i < joinable.count; i++)
    if (unit_find(act->store, list[i].unit, act->arena, &unit)) list[i].unit_name = unit.name;
}

static struct list find_times(struct weighed *weighed, size_t index, struct visit visit) {
  struct green_time *list = ARENA_ARRAY(weighed->arena, TIMES_SHOWN, struct green_time);
  size_t count = 0;
  visit.joint = NO_TEXT; /* the others come on the day that was asked for */
  for (int day = 1; day <= DAYS_TRIED && count < TIMES_SHOWN; day++) {
    visit.start_us += DAY_US;
    visit.end_us += DAY_US;
    if (weigh_candidate(weighed, index, &visit) == 0)
      list[count++] = (struct green_time){visit.start_us, visit.end_us};
  }
  return (struct list){list, count};
}

/* As if the booking were in one group with a booked visit already. */
static bool join(struct act *act, struct weighed *weighed, struct text with_id,
                 struct visit *visit) {
  if (!with_id.at) return true;
  for (size_t i = 0; i < weighed->facts.visit_count; i++) {
    struct visit *with = &weighed->visits[i];
    if (!text_equal(with->id, with_id) ||
        !visit_can_join(visit, with, weighed->policy.offset_minutes))
      continue;
    if (!with->joint.at) with->joint = with->id;
    visit_refresh(weighed, i);
    visit->joint = with->joint;
    return true;
  }
  return act_refuse(act, ERROR_cannot_join, "join", "%s", "");
}

bool visit_preview(struct act *act) {
  const struct booking *booking = act->in;
  struct preview *preview = act->out;
  struct visit visit = booking_visit(act, booking);
  struct weighed weighed;
  assert(act->caller.unit.at);
  if (!visit_load(act, visit.enterprise, &weighed) ||
      !booking_check(act, &weighed.policy, &visit) || !join(act, &weighed, booking->join, &visit))
    return false;
  size_t index = visit_add(&weighed, &visit);
  visit_weigh(&weighed);
  preview->waiting = reason_names(weighed.verdicts[index].reasons & yeses, act->arena);
  visit.approval = APPROVAL_APPROVED;
  visit.consent = CONSENT_AGREED;
  reason_set reasons = weigh_candidate(&weighed, index, &visit);
  preview->code = reasons ? CODE_RED : CODE_GREEN;
  preview->reasons = explain(&weighed, index, reasons);
  if (!reasons) return true;
  preview->joinable = find_joinable(&weighed, index, visit);
  say_units(act, preview->joinable);
  preview->times = find_times(&weighed, index, visit);
  return true;
}
