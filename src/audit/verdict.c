/* The codes that the log and the tables show, weighed anew at their place in the log.
 *
 * An act changes an enterprise's visits or filings, then weighs it once and records each verdict
 * that differs. So when the first such record comes, the rebuilt tables stand as they stood then:
 * the enterprise is weighed here too, and every record is held against that. What is left over when
 * the act ends ought to have turned and did not. */
#include <inttypes.h>

#include "audit/inside.h"
#include "audit/rule.h"
#include "base/time.h"
#include "visit/operation.h"

/* An enterprise that the current act has changed. */
struct touched {
  struct text enterprise;
  struct text only; /* the one visit whose verdict the act gave; NO_TEXT: all */
  bool is_weighed, is_weighable;
  struct weighed weighed;
  struct touched *next;
};

static bool is_verdict(const struct event_type *type) {
  return type == &visit_turned || type == &visit_weighed;
}

static bool weigh_touched(struct audit *audit, struct touched *touched, int64_t now_us) {
  struct act act = {.arena = audit->act_arena,
                    .store = audit->replay,
                    .city = audit->input->city,
                    .now_us = now_us};
  if (touched->is_weighed) return touched->is_weighable;
  touched->is_weighed = true;
  touched->is_weighable = visit_load(&act, touched->enterprise, &touched->weighed);
  if (touched->is_weighable) visit_weigh(&touched->weighed);
  return touched->is_weighable;
}

static void missing(struct audit *audit, const struct visit *visit, reason_set reasons) {
  struct texts names = reason_names(reasons, audit->act_arena);
  struct buffer detail = BUFFER(audit->act_arena);
  for (size_t i = 0; i < names.count; i++) buffer_format(&detail, " %.*s", TEXT_ARGS(names.at[i]));
  audit_found_row(audit, AUDIT_verdict_missing, "visit",
                  arena_format(audit->act_arena, "enterprise=%.*s, id=%.*s",
                               TEXT_ARGS(visit->enterprise), TEXT_ARGS(visit->id)),
                  "code", "after event %" PRId64 ": %s%.*s", audit->act.seq,
                  code_names[reasons ? CODE_RED : CODE_GREEN], TEXT_ARGS(buffer_text(&detail)));
}

/* Every verdict is now as it should be, but for those that were final under an older policy. */
static void finish(struct audit *audit, struct touched *touched) {
  struct weighed *weighed = &touched->weighed;
  if (!weigh_touched(audit, touched, audit->act.at_us)) return;
  for (size_t i = 0; i < weighed->facts.visit_count; i++) {
    const struct visit *visit = &weighed->visits[i];
    if (touched->only.at && !text_equal(touched->only, visit->id)) continue;
    if (day_of_time(visit->start_us, weighed->policy.offset_minutes) < weighed->from_day) continue;
    bool same_policy = visit->policy_version == weighed->policy.version &&
                       text_equal(visit->policy, weighed->policy.name);
    if (!visit->open && !same_policy) continue;
    audit->report->verdict_count++;
    if (!same_policy || reason_set_of(&visit->reasons) != weighed->verdicts[i].reasons)
      missing(audit, visit, weighed->verdicts[i].reasons);
  }
}

void verdicts_end(struct audit *audit) {
  for (struct touched *touched = audit->touched; touched; touched = touched->next)
    finish(audit, touched);
  audit->touched = NULL;
  arena_reset(audit->act_arena);
}

static struct touched *find_touched(struct audit *audit, struct text enterprise) {
  struct touched *touched = audit->touched;
  while (touched && !text_equal(touched->enterprise, enterprise)) touched = touched->next;
  if (touched) return touched;
  touched = ARENA_NEW(audit->act_arena, struct touched);
  touched->enterprise = arena_copy(audit->act_arena, enterprise);
  touched->next = audit->touched;
  return audit->touched = touched;
}

static struct visit *visit_named(struct weighed *weighed, struct text id, size_t *ret_index) {
  for (size_t i = 0; i < weighed->facts.visit_count; i++)
    if (text_equal(weighed->visits[i].id, id)) return *ret_index = i, &weighed->visits[i];
  return NULL;
}

/* Holds a recorded verdict against the one weighed here. */
static void check_verdict(struct audit *audit, const struct event *event, const struct turn *turn) {
  struct touched *touched = find_touched(audit, event->enterprise);
  struct weighed *weighed = &touched->weighed;
  size_t index;
  if (!weigh_touched(audit, touched, event->at_us)) {
    audit_found_event(audit, AUDIT_verdict_wrong, event, "no policy was in force");
    return;
  }
  struct visit *visit = visit_named(weighed, event->subject, &index);
  if (!visit) {
    audit_found_event(audit, AUDIT_verdict_wrong, event, "there was no such visit to be weighed");
    return;
  }
  reason_set said = reason_set_of(&turn->reasons), weighs = weighed->verdicts[index].reasons;
  bool same_policy = turn->policy_version == weighed->policy.version &&
                     text_equal(turn->policy, weighed->policy.name);
  if (said != weighs || turn->code != (weighs ? CODE_RED : CODE_GREEN))
    audit_found_event(audit, AUDIT_verdict_wrong, event, "it weighs %s",
                      code_names[weighs ? CODE_RED : CODE_GREEN]);
  else if (!same_policy)
    audit_found_event(audit, AUDIT_verdict_wrong, event, "%.*s %" PRId64 " was in force",
                      TEXT_ARGS(weighed->policy.name), weighed->policy.version);
  /* What was wrong has been said once. */
  visit->reasons = reason_names(weighs, audit->act_arena);
  visit->policy = weighed->policy.name;
  visit->policy_version = weighed->policy.version;
}

static bool same(struct text a, struct text b) {
  return (!a.at || !b.at) ? a.at == b.at : text_equal(a, b);
}

static void enter_act(struct audit *audit, const struct event *event) {
  const struct event *act = &audit->act;
  if (act->by.at && act->at_us == event->at_us && same(act->by, event->by) &&
      same(act->request, event->request))
    return;
  verdicts_end(audit);
  audit->act = *event;
  audit->act.by = arena_copy(audit->act_arena, event->by);
  audit->act.request = arena_copy(audit->act_arena, event->request);
}

void verdicts_before(struct audit *audit, const struct event *event, const struct event_type *type,
                     const void *data) {
  enter_act(audit, event);
  if (is_verdict(type) && event->enterprise.at && event->subject.at)
    check_verdict(audit, event, data);
}

void verdicts_after(struct audit *audit, const struct event *event, const struct event_type *type,
                    const void *data) {
  if (!rule_weighs(type) || !event->enterprise.at) return;
  struct touched *touched = find_touched(audit, event->enterprise);
  /* Local acts of one moment cannot be told apart; a change after verdicts begins another. */
  if (touched->is_weighed) finish(audit, touched);
  touched->is_weighed = false;
  const struct visit *booked = type == &visit_booked ? data : NULL;
  /* A booking that took no place yet is weighed alone. */
  bool alone = booked && booked->seq == NO_INTEGER && booked->start_us >= event->at_us;
  touched->only = alone ? arena_copy(audit->act_arena, event->subject) : NO_TEXT;
}
