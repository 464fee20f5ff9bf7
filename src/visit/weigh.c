/* Weighing (design section 4). Pure: imports nothing but mem*; all memory is the caller's.
 *
 * What depends on one visit alone is worked out once (struct place); then the visits are taken in
 * the order of their seq. Those that can count as arrivals stand sorted by their first day, so that
 * a day, a week, a month and the span of a repeated item are each one window of that list. */
#include "visit/weigh.h"

#include "base/time.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

enum { UNSETTLED = UINT32_MAX, NOT_THERE = UINT32_MAX };

/* Any run of this many days has a 31st in it, hence every day of the month. */
enum { EVERY_DAY_OF_MONTH_DAYS = 62 };

struct place {
  const struct kind *kind;
  const struct exemption *exemption; /* NULL when there is none or it is void */
  struct arrival *arrival;           /* NULL when it cannot count as one */
  int32_t first_day;
  int32_t last_day;
  int32_t month_start; /* the month of its first day */
  int32_t month_end;
  int32_t year;
  uint32_t position; /* in the order of weighing; UNSETTLED comes after all others */
  uint32_t account;  /* one visit stands for all of the same unit and year ... */
  uint32_t group;    /* ... and one for all of the same joint group */
  int64_t filed;     /* of the account, kept at the visit that stands for it */
  int64_t used;
  uint64_t counted; /* of the group, likewise: the last count in which it was met */
};

/* What can count as an arrival, close together for the walks over it. */
struct arrival {
  int64_t unit;
  int64_t joint;
  int32_t first_day;
  int32_t last_day;
  uint32_t visit;
  uint32_t position; /* NOT_THERE until the visit is found to occupy */
};

struct weighing {
  const struct policy *policy;
  const struct facts *facts;
  struct verdict *verdicts;
  struct place *places;
  struct arrival *arrivals; /* by first day */
  int64_t *keys;
  uint32_t *spare;
  uint32_t *order;
  uint32_t *by_position;
  uint32_t position_count;
  uint32_t arrival_count;
  int32_t longest_days; /* of what can be an arrival */
  uint64_t count_number;
};

/* ---- memory and order ---- */

size_t weighing_size(size_t visit_count) {
  size_t per_visit =
      sizeof(struct place) + sizeof(struct arrival) + sizeof(int64_t) + 3 * sizeof(uint32_t);
  return sizeof(struct weighing) + visit_count * per_visit;
}

/* Widest alignment first, so that no gap is needed. */
static struct weighing *lay_out(void *memory, size_t visit_count) {
  static_assert(sizeof(struct weighing) % alignof(struct place) == 0, "places follow directly");
  struct weighing *w = memory;
  memset(w, 0, sizeof *w);
  w->places = (struct place *)(w + 1);
  w->arrivals = (struct arrival *)(w->places + visit_count);
  w->keys = (int64_t *)(w->arrivals + visit_count);
  w->spare = (uint32_t *)(w->keys + visit_count);
  w->order = w->spare + visit_count;
  w->by_position = w->order + visit_count;
  return w;
}

/* Sorts visits by w->keys; what is equal keeps its order. Merges from the bottom up. */
static void sort_by_keys(struct weighing *w, uint32_t *order, size_t count) {
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t left = 0; left + width < count; left += 2 * width) {
      size_t middle = left + width;
      size_t right = middle + width < count ? middle + width : count;
      size_t a = left, b = middle;
      for (size_t to = left; to < right; to++) {
        bool take_a = a < middle && (b == right || w->keys[order[a]] <= w->keys[order[b]]);
        w->spare[to] = take_a ? order[a++] : order[b++];
      }
      memcpy(order + left, w->spare + left, (right - left) * sizeof *order);
    }
  }
}

/* ---- what a visit is by itself ---- */

static bool lifts(const struct place *place, reason_set reason) {
  return place->exemption && (place->exemption->lifts & reason);
}

static bool has_come(const struct visit_facts *visit) {
  return visit->life == LIFE_ARRIVED || visit->life == LIFE_DONE;
}

static bool is_approved(const struct weighing *w, uint32_t visit) {
  const struct visit_facts *facts = &w->facts->visits[visit];
  const struct place *place = &w->places[visit];
  if (facts->approval == APPROVAL_APPROVED) return true;
  return lifts(place, REASON_BIT(not_approved)) &&
         w->facts->now_us <= facts->start_us + place->exemption->ratify_hours * HOUR_US;
}

static bool is_agreed(const struct weighing *w, uint32_t visit) {
  return !w->places[visit].kind->consent || w->facts->visits[visit].consent == CONSENT_AGREED;
}

static bool is_settled(const struct weighing *w, uint32_t visit) {
  return is_approved(w, visit) && is_agreed(w, visit) && w->facts->visits[visit].seq != NO_SEQ;
}

static bool uses_filing(const struct place *place) {
  return place->kind->filing && !lifts(place, REASON_BIT(over_filed));
}

static bool can_be_arrival(const struct place *place) {
  return place->kind->crowding && !(place->exemption && !place->exemption->counts);
}

static bool covers_quiet_day(const struct weighing *w, const struct place *place) {
  if (place->last_day - place->first_day >= EVERY_DAY_OF_MONTH_DAYS)
    return w->policy->quiet_days != 0;
  for (int32_t day = place->first_day; day <= place->last_day; day++)
    if (w->policy->quiet_days >> date_of_day(day).day & 1) return true;
  return false;
}

/* ---- getting ready ---- */

static void place_visits(struct weighing *w) {
  int offset = w->policy->offset_minutes;
  for (uint32_t i = 0; i < w->facts->visit_count; i++) {
    const struct visit_facts *visit = &w->facts->visits[i];
    const struct exemption *exemption =
        visit->exemption == NO_EXEMPTION ? NULL : &w->policy->exemptions[visit->exemption];
    bool void_exemption = exemption && exemption->evidence && visit->evidence.length == 0;
    int32_t first_day = day_of_time(visit->start_us, offset);
    int32_t last_day = day_of_time(visit->end_us - SECOND_US, offset);
    struct date date = date_of_day(first_day);
    int32_t month_start = first_day - (date.day - 1);
    w->places[i] = (struct place){
        .kind = &w->policy->kinds[visit->kind],
        .exemption = void_exemption ? NULL : exemption,
        .first_day = first_day,
        .last_day = last_day < first_day ? first_day : last_day,
        .month_start = month_start,
        .month_end = month_start + days_in_month(date.year, date.month) - 1,
        .year = date.year,
        .position = UNSETTLED,
    };
    w->verdicts[i] = (struct verdict){.settled = is_settled(w, i)};
  }
}

static void order_by_seq(struct weighing *w) {
  for (uint32_t i = 0; i < w->facts->visit_count; i++) {
    w->keys[i] = w->facts->visits[i].seq;
    if (w->verdicts[i].settled || has_come(&w->facts->visits[i]))
      w->by_position[w->position_count++] = i;
  }
  sort_by_keys(w, w->by_position, w->position_count);
  for (uint32_t i = 0; i < w->position_count; i++) w->places[w->by_position[i]].position = i;
}

static void gather_arrivals(struct weighing *w) {
  for (uint32_t i = 0; i < w->facts->visit_count; i++) {
    const struct place *place = &w->places[i];
    w->keys[i] = place->first_day;
    if (place->position == UNSETTLED || !can_be_arrival(place)) continue;
    w->order[w->arrival_count++] = i;
    int32_t days = place->last_day - place->first_day + 1;
    if (days > w->longest_days) w->longest_days = days;
  }
  sort_by_keys(w, w->order, w->arrival_count);
  for (uint32_t i = 0; i < w->arrival_count; i++) {
    uint32_t visit = w->order[i];
    w->places[visit].arrival = &w->arrivals[i];
    w->arrivals[i] = (struct arrival){
        .unit = w->facts->visits[visit].unit,
        .joint = w->facts->visits[visit].joint,
        .first_day = w->places[visit].first_day,
        .last_day = w->places[visit].last_day,
        .visit = visit,
        .position = NOT_THERE,
    };
  }
}

static void gather_groups(struct weighing *w) {
  size_t count = w->facts->visit_count;
  uint32_t *order = w->order;
  for (uint32_t i = 0; i < count; i++) {
    order[i] = i;
    w->keys[i] = w->facts->visits[i].joint;
  }
  sort_by_keys(w, order, count);
  for (size_t i = 0; i < count; i++) {
    bool same = i > 0 && w->keys[order[i]] == w->keys[order[i - 1]];
    w->places[order[i]].group = same ? w->places[order[i - 1]].group : order[i];
  }
}

static int compare(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

static int compare_account(const struct weighing *w, uint32_t visit, int64_t unit, int32_t year) {
  int units = compare(w->facts->visits[visit].unit, unit);
  return units ? units : compare(w->places[visit].year, year);
}

static void file(struct weighing *w, const struct filing_facts *filing) {
  size_t from = 0, to = w->facts->visit_count;
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    int order = compare_account(w, w->order[middle], filing->unit, filing->year);
    if (order == 0) {
      w->places[w->places[w->order[middle]].account].filed += filing->visits;
      return;
    }
    if (order < 0)
      from = middle + 1;
    else
      to = middle;
  }
}

static void gather_accounts(struct weighing *w) {
  size_t count = w->facts->visit_count;
  for (uint32_t i = 0; i < count; i++) {
    w->order[i] = i;
    w->keys[i] = w->places[i].year;
  }
  sort_by_keys(w, w->order, count);
  for (uint32_t i = 0; i < count; i++) w->keys[i] = w->facts->visits[i].unit;
  sort_by_keys(w, w->order, count);
  for (size_t i = 0; i < count; i++) {
    uint32_t visit = w->order[i];
    uint32_t before = i > 0 ? w->order[i - 1] : visit;
    bool same = i > 0 && compare_account(w, before, w->facts->visits[visit].unit,
                                         w->places[visit].year) == 0;
    w->places[visit].account = same ? w->places[before].account : visit;
  }
  for (size_t i = 0; i < w->facts->filing_count; i++) file(w, &w->facts->filings[i]);
}

/* ---- arrivals ---- */

/* A walk over the arrivals that stand against `visit` and begin on one of these days. */
struct walk {
  const struct arrival *next, *end;
  int32_t to_day;
  uint32_t position; /* of the visit */
  int64_t joint;
};

static struct walk walk_from(const struct weighing *w, uint32_t visit, int32_t from_day,
                             int32_t to_day) {
  size_t from = 0, to = w->arrival_count;
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    if (w->arrivals[middle].first_day < from_day)
      from = middle + 1;
    else
      to = middle;
  }
  return (struct walk){w->arrivals + from, w->arrivals + w->arrival_count, to_day,
                       w->places[visit].position, w->facts->visits[visit].joint};
}

/* The next arrival of the walk, or NULL at its end. */
static const struct arrival *walk_on(struct walk *walk) {
  for (; walk->next < walk->end && walk->next->first_day <= walk->to_day; walk->next++) {
    bool own_group = walk->joint != NO_JOINT && walk->next->joint == walk->joint;
    if (walk->next->position < walk->position && !own_group) return walk->next++;
  }
  return NULL;
}

/* Everything that covers one of these days begins among them or less than longest_days earlier. */
static struct walk walk_covering(const struct weighing *w, uint32_t visit, int32_t first_day,
                                 int32_t last_day) {
  return walk_from(w, visit, first_day - w->longest_days, last_day);
}

/* Is an arrival that began by that day another unit's, and still there? */
static bool is_other_unit_on(const struct weighing *w, const struct arrival *arrival,
                             uint32_t visit, int32_t day) {
  return arrival->last_day >= day && arrival->unit != w->facts->visits[visit].unit;
}

/* False when the arrival's group was met before in the same count. */
static bool count_once(struct weighing *w, const struct arrival *arrival) {
  if (arrival->joint == NO_JOINT) return true;
  struct place *group = &w->places[w->places[arrival->visit].group];
  if (group->counted == w->count_number) return false;
  group->counted = w->count_number;
  return true;
}

static bool is_crowded_day(struct weighing *w, uint32_t visit, int32_t day) {
  int64_t left = w->policy->crowding.day;
  if (left == 0) return false;
  w->count_number++;
  struct walk walk = walk_covering(w, visit, day, day);
  for (const struct arrival *arrival; left > 0 && (arrival = walk_on(&walk));)
    if (is_other_unit_on(w, arrival, visit, day) && count_once(w, arrival)) left--;
  return left == 0;
}

/* The number of arrivals grows only on days when one begins: no other need be looked at. */
static bool has_crowded_day(struct weighing *w, uint32_t visit, int32_t first_day,
                            int32_t last_day) {
  int32_t day = first_day;
  if (is_crowded_day(w, visit, day)) return true;
  struct walk walk = walk_from(w, visit, first_day + 1, last_day);
  for (const struct arrival *arrival; (arrival = walk_on(&walk));) {
    if (arrival->first_day == day) continue;
    day = arrival->first_day;
    if (is_crowded_day(w, visit, day)) return true;
  }
  return false;
}

/* Are there `limit` arrivals that begin on these days? */
static bool is_full_span(struct weighing *w, uint32_t visit, int32_t from_day, int32_t to_day,
                         int64_t limit) {
  if (limit == 0) return false;
  w->count_number++;
  int64_t left = limit;
  struct walk walk = walk_from(w, visit, from_day, to_day);
  for (const struct arrival *arrival; left > 0 && (arrival = walk_on(&walk));)
    if (count_once(w, arrival)) left--;
  return left == 0;
}

static bool is_full_week(struct weighing *w, uint32_t visit) {
  int32_t monday = monday_of_day(w->places[visit].first_day);
  return is_full_span(w, visit, monday, monday + 6, w->policy->crowding.week);
}

static bool is_full_month(struct weighing *w, uint32_t visit) {
  const struct place *place = &w->places[visit];
  return is_full_span(w, visit, place->month_start, place->month_end, w->policy->crowding.month);
}

static bool share_item(const struct visit_facts *a, const struct visit_facts *b) {
  for (uint32_t i = 0; i < a->item_count; i++)
    for (uint32_t j = 0; j < b->item_count; j++)
      if (a->items[i] == b->items[j]) return true;
  return false;
}

static struct walk walk_repeats(const struct weighing *w, uint32_t visit) {
  int32_t day = w->places[visit].first_day;
  int32_t days = (int32_t)w->policy->crowding.repeat_item_days;
  return walk_from(w, visit, day - days, day + days);
}

static bool is_repeated(const struct weighing *w, uint32_t visit) {
  const struct visit_facts *facts = &w->facts->visits[visit];
  if (w->policy->crowding.repeat_item_days == 0 || facts->item_count == 0) return false;
  struct walk walk = walk_repeats(w, visit);
  for (const struct arrival *arrival; (arrival = walk_on(&walk));)
    if (share_item(facts, &w->facts->visits[arrival->visit])) return true;
  return false;
}

/* ---- the verdict ---- */

static bool is_over_filed(const struct weighing *w, uint32_t visit) {
  const struct place *account = &w->places[w->places[visit].account];
  return uses_filing(&w->places[visit]) && account->used >= account->filed;
}

static reason_set find_reasons(struct weighing *w, uint32_t visit) {
  const struct visit_facts *facts = &w->facts->visits[visit];
  const struct place *place = &w->places[visit];
  const struct kind *kind = place->kind;
  if (facts->life == LIFE_CANCELLED) return REASON_BIT(cancelled);
  if (facts->life == LIFE_MISSED) return REASON_BIT(missed);
  reason_set reasons = 0;
  if (!is_approved(w, visit)) reasons |= REASON_BIT(not_approved);
  if (!is_agreed(w, visit)) reasons |= REASON_BIT(not_agreed);
  if (is_over_filed(w, visit)) reasons |= REASON_BIT(over_filed);
  if (kind->crowding) {
    if (!lifts(place, REASON_BIT(many_heads)) &&
        has_crowded_day(w, visit, place->first_day, place->last_day))
      reasons |= REASON_BIT(many_heads);
    if (!lifts(place, REASON_BIT(too_often)) && (is_full_week(w, visit) || is_full_month(w, visit)))
      reasons |= REASON_BIT(too_often);
    if (!lifts(place, REASON_BIT(repeated)) && is_repeated(w, visit))
      reasons |= REASON_BIT(repeated);
  }
  if (kind->quiet && !lifts(place, REASON_BIT(quiet_day)) && covers_quiet_day(w, place))
    reasons |= REASON_BIT(quiet_day);
  if (!lifts(place, REASON_BIT(short_notice)) &&
      facts->booked_us > facts->start_us - kind->lead_hours * HOUR_US)
    reasons |= REASON_BIT(short_notice);
  if (facts->certified < kind->min_certified) reasons |= REASON_BIT(too_few_officers);
  if (facts->frozen) reasons |= REASON_BIT(frozen);
  return reasons;
}

static void weigh_one(struct weighing *w, uint32_t visit) {
  const struct visit_facts *facts = &w->facts->visits[visit];
  struct verdict *verdict = &w->verdicts[visit];
  verdict->reasons = find_reasons(w, visit);
  bool keeps_place = verdict->settled && !(verdict->reasons & ~REASON_BIT(frozen));
  verdict->occupies = has_come(facts) || keeps_place;
  if (!verdict->occupies) return;
  const struct place *place = &w->places[visit];
  if (uses_filing(place)) w->places[place->account].used++;
  if (place->arrival) place->arrival->position = place->position;
}

struct weighing *weigh(const struct policy *policy, const struct facts *facts, void *memory,
                       struct verdict *ret_verdicts) {
  struct weighing *w = lay_out(memory, facts->visit_count);
  w->policy = policy;
  w->facts = facts;
  w->verdicts = ret_verdicts;
  place_visits(w);
  order_by_seq(w);
  gather_arrivals(w);
  gather_groups(w);
  gather_accounts(w);
  for (uint32_t i = 0; i < w->position_count; i++) weigh_one(w, w->by_position[i]);
  for (uint32_t i = 0; i < facts->visit_count; i++)
    if (w->places[i].position == UNSETTLED) weigh_one(w, i);
  return w;
}

int64_t weigh_used(const struct weighing *w, int64_t unit, int32_t year) {
  for (uint32_t i = 0; i < w->facts->visit_count; i++)
    if (compare_account(w, i, unit, year) == 0) return w->places[w->places[i].account].used;
  return 0;
}

/* ---- explaining ---- */

static size_t explain_over_filed(const struct weighing *w, uint32_t visit, uint32_t *ret_visits) {
  size_t count = 0;
  const struct place *own = &w->places[visit];
  for (uint32_t i = 0; i < w->facts->visit_count; i++) {
    const struct place *place = &w->places[i];
    if (place->account == own->account && place->position < own->position && uses_filing(place) &&
        w->verdicts[i].occupies)
      ret_visits[count++] = i;
  }
  return count;
}

static bool meets_on_crowded_day(struct weighing *w, const struct arrival *arrival,
                                 uint32_t visit) {
  const struct place *own = &w->places[visit];
  int32_t first = arrival->first_day > own->first_day ? arrival->first_day : own->first_day;
  int32_t last = arrival->last_day < own->last_day ? arrival->last_day : own->last_day;
  return is_other_unit_on(w, arrival, visit, first) && has_crowded_day(w, visit, first, last);
}

static size_t explain_many_heads(struct weighing *w, uint32_t visit, uint32_t *ret_visits) {
  size_t count = 0;
  const struct place *place = &w->places[visit];
  struct walk walk = walk_covering(w, visit, place->first_day, place->last_day);
  for (const struct arrival *arrival; (arrival = walk_on(&walk));)
    if (meets_on_crowded_day(w, arrival, visit)) ret_visits[count++] = arrival->visit;
  return count;
}

static size_t explain_too_often(struct weighing *w, uint32_t visit, uint32_t *ret_visits) {
  size_t count = 0;
  const struct place *place = &w->places[visit];
  int32_t monday = monday_of_day(place->first_day);
  bool week = is_full_week(w, visit), month = is_full_month(w, visit);
  /* a week can reach six days out of the month on either side */
  struct walk walk = walk_from(w, visit, place->month_start - 6, place->month_end + 6);
  for (const struct arrival *arrival; (arrival = walk_on(&walk));) {
    int32_t day = arrival->first_day;
    if ((week && monday_of_day(day) == monday) ||
        (month && day >= place->month_start && day <= place->month_end))
      ret_visits[count++] = arrival->visit;
  }
  return count;
}

static size_t explain_repeated(const struct weighing *w, uint32_t visit, uint32_t *ret_visits) {
  size_t count = 0;
  struct walk walk = walk_repeats(w, visit);
  for (const struct arrival *arrival; (arrival = walk_on(&walk));)
    if (share_item(&w->facts->visits[visit], &w->facts->visits[arrival->visit]))
      ret_visits[count++] = arrival->visit;
  return count;
}

size_t weigh_explain(struct weighing *w, size_t visit, enum reason reason, uint32_t *ret_visits) {
  if (!(w->verdicts[visit].reasons >> reason & 1)) return 0;
  switch (reason) {
  case REASON_over_filed:
    return explain_over_filed(w, (uint32_t)visit, ret_visits);
  case REASON_many_heads:
    return explain_many_heads(w, (uint32_t)visit, ret_visits);
  case REASON_too_often:
    return explain_too_often(w, (uint32_t)visit, ret_visits);
  case REASON_repeated:
    return explain_repeated(w, (uint32_t)visit, ret_visits);
  default:
    return 0;
  }
}
