/* Weighing of random enterprises: the same as a slow second implementation, and the properties that
 * the design promises. */
#include "base/time.h"
#include "check.h"
#include "visit/policy.h"
#include "visit/weigh.h"
#include "weigh_policy.h"

enum { ROUNDS = 3000, VISITS_MOST = 14, FILINGS_MOST = 8, ITEMS_MOST = 3 };

/* ---- random enterprises ---- */

static uint64_t random_state;

/* xorshift64*: the same enterprises on every machine. */
static uint64_t random_bits(void) {
  random_state ^= random_state >> 12;
  random_state ^= random_state << 25;
  random_state ^= random_state >> 27;
  return random_state * UINT64_C(2685821657736338717);
}

static int pick(int count) {
  return (int)((random_bits() >> 33) % (uint64_t)count);
}

struct enterprise {
  struct policy policy;
  struct facts facts;
  struct visit_facts visits[VISITS_MOST + 1];
  struct filing_facts filings[FILINGS_MOST];
  int64_t items[VISITS_MOST + 1][ITEMS_MOST];
};

static void make_visit(struct enterprise *e, int index, int64_t from_us, int days) {
  static const int64_t lengths_us[] = {HOUR_US, 2 * HOUR_US, 9 * HOUR_US, DAY_US, 5 * DAY_US};
  static const int64_t notices_us[] = {0, HOUR_US, 24 * HOUR_US, 24 * HOUR_US + 1, 9 * DAY_US};
  struct visit_facts *visit = &e->visits[index];
  *visit = (struct visit_facts){
      .id = {"..............", (size_t)index}, /* told apart by length */
      .unit = 1 + pick(3),
      .joint = pick(3) ? NO_JOINT : 1 + pick(2),
      .seq = pick(6) ? 100 + index : NO_SEQ,
      .start_us = from_us + pick(days * 48) * 30 * MINUTE_US,
      .items = e->items[index],
      .item_count = (uint32_t)pick(ITEMS_MOST),
      .kind = pick((int)e->policy.kind_count),
      .exemption = pick(4) ? NO_EXEMPTION : pick((int)e->policy.exemption_count),
      .evidence = pick(2) ? TEXT("report") : NO_TEXT,
      .certified = pick(8) ? 2 : 1,
      .approval = pick(4) ? APPROVAL_APPROVED : (enum approval)pick(4),
      .consent = pick(3) ? CONSENT_AGREED : (enum consent)pick(3),
      .life = pick(2) ? LIFE_BOOKED : (enum life)pick(5),
      .frozen = pick(12) == 0,
  };
  visit->end_us = visit->start_us + lengths_us[pick(5)];
  visit->booked_us = visit->start_us - notices_us[pick(5)];
  for (uint32_t i = 0; i < visit->item_count; i++) e->items[index][i] = 1 + pick(5);
  if (visit->life == LIFE_ARRIVED || visit->life == LIFE_DONE) visit->seq = 100 + index;
}

static void shuffle(struct enterprise *e) {
  for (size_t i = e->facts.visit_count; i > 1; i--) {
    size_t j = (size_t)pick((int)i);
    struct visit_facts visit = e->visits[i - 1];
    e->visits[i - 1] = e->visits[j];
    e->visits[j] = visit;
  }
}

static void make_enterprise(struct enterprise *e, const struct policy *policy) {
  static const int64_t limits[][4] = {
      {1, 2, 3, 30}, {2, 3, 5, 10}, {1, 0, 0, 1}, {0, 2, 4, 0}, {3, 1, 1, 90}};
  static const int offsets[] = {480, 0, -300, 330, 840};
  static const char *const starts[] = {"2025-12-28T00:00:00Z", "2026-04-25T00:00:00Z",
                                       "2024-02-26T00:00:00Z"};
  const int64_t *limit = limits[pick(5)];
  int64_t from_us = 0;
  int days = 3 + pick(20);
  CHECK(time_parse(text_of(starts[pick(3)]), &from_us));
  e->policy = *policy;
  e->policy.offset_minutes = offsets[pick(5)];
  e->policy.crowding = (struct crowding){limit[0], limit[1], limit[2], limit[3]};
  e->facts = (struct facts){.now_us = from_us + pick(days * 24) * HOUR_US,
                            .filings = e->filings,
                            .filing_count = (size_t)pick(FILINGS_MOST),
                            .visits = e->visits,
                            .visit_count = (size_t)pick(VISITS_MOST + 1)};
  for (size_t i = 0; i < e->facts.filing_count; i++)
    e->filings[i] = (struct filing_facts){1 + pick(3), 2024 + pick(3), pick(5)};
  for (size_t i = 0; i < e->facts.visit_count; i++) make_visit(e, (int)i, from_us, days);
  shuffle(e);
}

/* ---- the slow second implementation: nothing kept, everything counted anew, day by day ---- */

struct naive {
  const struct enterprise *e;
  bool occupies[VISITS_MOST + 1];
};

static const struct exemption *naive_exemption(const struct enterprise *e,
                                               const struct visit_facts *v) {
  if (v->exemption == NO_EXEMPTION) return NULL;
  const struct exemption *exemption = &e->policy.exemptions[v->exemption];
  return exemption->evidence && v->evidence.length == 0 ? NULL : exemption;
}

static bool naive_lifts(const struct enterprise *e, const struct visit_facts *v,
                        enum reason reason) {
  const struct exemption *exemption = naive_exemption(e, v);
  return exemption && (exemption->lifts & (1u << reason));
}

static int32_t naive_day(const struct enterprise *e, int64_t time_us) {
  int64_t local_us = time_us + e->policy.offset_minutes * MINUTE_US;
  return (int32_t)((local_us + 100000 * DAY_US) / DAY_US - 100000);
}

static int32_t first_day(const struct enterprise *e, const struct visit_facts *v) {
  return naive_day(e, v->start_us);
}

static bool covers(const struct enterprise *e, const struct visit_facts *v, int32_t day) {
  return first_day(e, v) <= day && day <= naive_day(e, v->end_us - SECOND_US);
}

static bool naive_approved(const struct enterprise *e, const struct visit_facts *v) {
  if (v->approval == APPROVAL_APPROVED) return true;
  return naive_lifts(e, v, REASON_not_approved) &&
         e->facts.now_us <= v->start_us + naive_exemption(e, v)->ratify_hours * HOUR_US;
}

static bool naive_settled(const struct enterprise *e, const struct visit_facts *v) {
  bool agreed = !e->policy.kinds[v->kind].consent || v->consent == CONSENT_AGREED;
  return naive_approved(e, v) && agreed && v->seq != NO_SEQ;
}

static bool is_arrival(const struct naive *n, size_t other, const struct visit_facts *v) {
  const struct visit_facts *o = &n->e->visits[other];
  const struct exemption *exemption = naive_exemption(n->e, o);
  return n->occupies[other] && n->e->policy.kinds[o->kind].crowding &&
         !(exemption && !exemption->counts) && !(v->joint != NO_JOINT && v->joint == o->joint);
}

/* Was the group of this arrival counted at an earlier index? */
static bool counted_before(const struct enterprise *e, const bool *counted, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (counted[i] && e->visits[i].joint != NO_JOINT &&
        e->visits[i].joint == e->visits[index].joint)
      return true;
  return false;
}

static int64_t naive_count(const struct naive *n, const struct visit_facts *v, int32_t day,
                           bool (*wanted)(const struct enterprise *, const struct visit_facts *,
                                          const struct visit_facts *, int32_t)) {
  bool counted[VISITS_MOST + 1] = {0};
  int64_t count = 0;
  for (size_t i = 0; i < n->e->facts.visit_count; i++) {
    if (!is_arrival(n, i, v) || !wanted(n->e, v, &n->e->visits[i], day)) continue;
    count += !counted_before(n->e, counted, i);
    counted[i] = true;
  }
  return count;
}

static bool other_unit_that_day(const struct enterprise *e, const struct visit_facts *v,
                                const struct visit_facts *o, int32_t day) {
  return o->unit != v->unit && covers(e, o, day);
}

static bool same_week(const struct enterprise *e, const struct visit_facts *v,
                      const struct visit_facts *o, int32_t day) {
  (void)v;
  const int32_t a_monday = -100000 * 7 - 3; /* long before any of them */
  return (day - a_monday) / 7 == (first_day(e, o) - a_monday) / 7;
}

static bool same_month(const struct enterprise *e, const struct visit_facts *v,
                       const struct visit_facts *o, int32_t day) {
  (void)v;
  struct date a = date_of_day(day), b = date_of_day(first_day(e, o));
  return a.year == b.year && a.month == b.month;
}

static bool shares_item_nearby(const struct enterprise *e, const struct visit_facts *v,
                               const struct visit_facts *o, int32_t day) {
  int32_t apart = first_day(e, o) - day;
  if (apart < -e->policy.crowding.repeat_item_days || apart > e->policy.crowding.repeat_item_days)
    return false;
  for (uint32_t i = 0; i < v->item_count * o->item_count; i++)
    if (v->items[i % v->item_count] == o->items[i / v->item_count]) return true;
  return false;
}

static reason_set naive_crowding(const struct naive *n, const struct visit_facts *v) {
  const struct crowding *limits = &n->e->policy.crowding;
  reason_set reasons = 0;
  int32_t day = first_day(n->e, v);
  for (int32_t d = day; covers(n->e, v, d); d++)
    if (limits->day && naive_count(n, v, d, other_unit_that_day) >= limits->day)
      reasons |= REASON_BIT(many_heads);
  if (limits->week && naive_count(n, v, day, same_week) >= limits->week)
    reasons |= REASON_BIT(too_often);
  if (limits->month && naive_count(n, v, day, same_month) >= limits->month)
    reasons |= REASON_BIT(too_often);
  if (limits->repeat_item_days && naive_count(n, v, day, shares_item_nearby) > 0)
    reasons |= REASON_BIT(repeated);
  return reasons;
}

static bool naive_over_filed(const struct naive *n, const struct visit_facts *v) {
  const struct enterprise *e = n->e;
  int32_t year = date_of_day(first_day(e, v)).year;
  int64_t left = 0;
  for (size_t i = 0; i < e->facts.filing_count; i++)
    if (e->filings[i].unit == v->unit && e->filings[i].year == year) left += e->filings[i].visits;
  for (size_t i = 0; i < e->facts.visit_count; i++) {
    const struct visit_facts *o = &e->visits[i];
    left -= n->occupies[i] && o->unit == v->unit && e->policy.kinds[o->kind].filing &&
            !naive_lifts(e, o, REASON_over_filed) && date_of_day(first_day(e, o)).year == year;
  }
  return left <= 0;
}

static bool naive_quiet(const struct enterprise *e, const struct visit_facts *v) {
  for (int32_t day = first_day(e, v); covers(e, v, day); day++)
    if (date_of_day(day).day <= 3) return true;
  return false;
}

static reason_set naive_reasons(const struct naive *n, const struct visit_facts *v) {
  const struct enterprise *e = n->e;
  const struct kind *kind = &e->policy.kinds[v->kind];
  if (v->life == LIFE_CANCELLED) return REASON_BIT(cancelled);
  if (v->life == LIFE_MISSED) return REASON_BIT(missed);
  reason_set found = kind->crowding ? naive_crowding(n, v) : 0;
  if (kind->filing && naive_over_filed(n, v)) found |= REASON_BIT(over_filed);
  if (kind->quiet && naive_quiet(e, v)) found |= REASON_BIT(quiet_day);
  if (v->booked_us + kind->lead_hours * HOUR_US > v->start_us) found |= REASON_BIT(short_notice);
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (naive_lifts(e, v, (enum reason)reason)) found &= ~(1u << reason);
  if (!naive_approved(e, v)) found |= REASON_BIT(not_approved);
  if (kind->consent && v->consent != CONSENT_AGREED) found |= REASON_BIT(not_agreed);
  if (v->certified < kind->min_certified) found |= REASON_BIT(too_few_officers);
  if (v->frozen) found |= REASON_BIT(frozen);
  return found;
}

static void weigh_naively(const struct enterprise *e, reason_set *ret_reasons) {
  struct naive n = {.e = e};
  bool done[VISITS_MOST + 1] = {0};
  for (;;) {
    size_t next = SIZE_MAX;
    for (size_t i = 0; i < e->facts.visit_count; i++) {
      const struct visit_facts *v = &e->visits[i];
      bool came = v->life == LIFE_ARRIVED || v->life == LIFE_DONE;
      if (done[i] || !(came || naive_settled(e, v))) continue;
      if (next == SIZE_MAX || v->seq < e->visits[next].seq) next = i;
    }
    if (next == SIZE_MAX) break;
    const struct visit_facts *v = &e->visits[next];
    bool came = v->life == LIFE_ARRIVED || v->life == LIFE_DONE;
    ret_reasons[next] = naive_reasons(&n, v);
    bool keeps = (ret_reasons[next] & ~REASON_BIT(frozen)) == 0;
    n.occupies[next] = came || (v->life == LIFE_BOOKED && naive_settled(e, v) && keeps);
    done[next] = true;
  }
  for (size_t i = 0; i < e->facts.visit_count; i++)
    if (!done[i]) ret_reasons[i] = naive_reasons(&n, &e->visits[i]);
}

/* ---- what is tried ---- */

static struct arena *arena;
static struct enterprise enterprise;

static void weigh_enterprise(const struct enterprise *e, struct verdict *ret_verdicts) {
  weigh(&e->policy, &e->facts, arena_take(arena, weighing_size(e->facts.visit_count)),
        ret_verdicts);
}

static void for_each_enterprise(void (*try)(struct enterprise *e, const struct verdict *before)) {
  struct policy policy;
  struct error error;
  struct verdict verdicts[VISITS_MOST];
  struct arena *policy_arena = arena_make();
  arena = arena_make();
  random_state = 20260507;
  CHECK(policy_read(text_of(weigh_policy), policy_arena, &policy, NULL, &error));
  for (int round = 0; round < ROUNDS; round++) {
    arena_reset(arena);
    CHECK_ROW("enterprise %d", round);
    make_enterprise(&enterprise, &policy);
    weigh_enterprise(&enterprise, verdicts);
    try(&enterprise, verdicts);
  }
  arena_free(arena);
  arena_free(policy_arena);
}

static uint64_t met; /* every reason seen while comparing */

static void try_both(struct enterprise *e, const struct verdict *before) {
  reason_set reasons[VISITS_MOST + 1];
  weigh_naively(e, reasons);
  for (size_t i = 0; i < e->facts.visit_count; i++) {
    CHECK_INTEGER(before[i].reasons, reasons[i]);
    met |= reasons[i];
  }
}

static void a_second_implementation_agrees(void) {
  for_each_enterprise(try_both);
  for (int reason = 0; reason <= REASON_frozen; reason++) CHECK(met >> reason & 1);
}

static void try_another_order(struct enterprise *e, const struct verdict *before) {
  struct verdict after[VISITS_MOST];
  reason_set by_id[VISITS_MOST];
  for (size_t i = 0; i < e->facts.visit_count; i++)
    by_id[e->visits[i].id.length] = before[i].reasons;
  shuffle(e);
  weigh_enterprise(e, after);
  for (size_t i = 0; i < e->facts.visit_count; i++)
    CHECK_INTEGER(after[i].reasons, by_id[e->visits[i].id.length]);
}

static void input_order_does_not_matter(void) {
  for_each_enterprise(try_another_order);
}

static void try_a_later_visit(struct enterprise *e, const struct verdict *before) {
  struct verdict after[VISITS_MOST + 1];
  make_visit(e, (int)e->facts.visit_count, e->facts.now_us - 5 * DAY_US, 10);
  e->visits[e->facts.visit_count].seq = 1000;
  e->facts.visit_count++;
  weigh_enterprise(e, after);
  for (size_t i = 0; i + 1 < e->facts.visit_count; i++)
    if (before[i].settled && before[i].reasons == 0) CHECK_INTEGER(after[i].reasons, 0);
}

static void green_stays_green_when_another_comes_later(void) {
  for_each_enterprise(try_a_later_visit);
}

static void try_without(struct enterprise *e, const struct verdict *before) {
  struct verdict after[VISITS_MOST];
  if (e->facts.visit_count == 0) return;
  size_t gone = (size_t)pick((int)e->facts.visit_count);
  if (before[gone].occupies) return;
  memmove(e->visits + gone, e->visits + gone + 1,
          (e->facts.visit_count - gone - 1) * sizeof *e->visits);
  e->facts.visit_count--;
  weigh_enterprise(e, after);
  for (size_t i = 0; i < e->facts.visit_count; i++)
    CHECK_INTEGER(after[i].reasons, before[i + (i >= gone)].reasons);
}

static void what_does_not_occupy_changes_nothing(void) {
  for_each_enterprise(try_without);
}

TESTS(a_second_implementation_agrees, input_order_does_not_matter,
      green_stays_green_when_another_comes_later, what_does_not_occupy_changes_nothing)
