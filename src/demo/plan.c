/* Drawing the plan: an enterprise at a time, a month at a time. */
#include "demo/plan.h"

#include <assert.h>
#include <stdlib.h>

#include "base/time.h"

/* Visits are drawn for the days ahead; that of every course comes within the longer time. */
enum { DAYS_AHEAD = 12, COURSE_DAYS_AHEAD = 62 };
/* Each course is shown at an enterprise of its own, which has had no visits for a while. */
enum { ENTERPRISES_PER_COURSE = 5, QUIET_DAYS_BEFORE = 120 };
enum { VISITS_MOST = 8000, STEPS_MOST = 60000, FILINGS_MOST = 8000 };

struct planning {
  const struct cast *cast;
  struct plan *plan;
  uint64_t seed;
  int offset_minutes;
  int32_t first_day, last_day;
  int64_t present_us;
  bool exemplary;
};

/* ---- chance ---- */

/* SplitMix64: small, and good enough for a demo. */
static uint64_t draw(struct planning *planning, uint64_t below) {
  uint64_t x = planning->seed += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (x ^ (x >> 31)) % below;
}

static bool chance(struct planning *planning, uint64_t percent) {
  return draw(planning, 100) < percent;
}

static int64_t minutes(struct planning *planning, int64_t least, int64_t most) {
  return (least + (int64_t)draw(planning, (uint64_t)(most - least + 1))) * MINUTE_US;
}

/* ---- courses: how a visit may go ---- */

enum course {
  COURSE_AS_DUE,
  COURSE_NOT_APPROVED,
  COURSE_REFUSED,
  COURSE_WITHDRAWN,
  COURSE_CANCELLED,
  COURSE_MISSED,
  COURSE_FROZEN,
  COURSE_RELEASED,
  COURSE_QUIET_DAY,
  COURSE_TOO_FEW,
  COURSE_CROWDED_DAY,
  COURSE_JOINT,
  COURSE_CROWDED_WEEK,
  COURSE_REPEATED,
  COURSE_EMERGENCY,
  COURSE_NOT_RATIFIED,
  COURSE_TIP_OFF,
  COURSE_NOT_ANSWERED,
  COURSE_DECLINED,
  COURSE_PROPOSED,
  COURSE_SHORT_NOTICE,
  COURSE_OVER_FILED, /* drawn by chance among the filings, see plan_filings */
  COURSE_COUNT
};

/* How often each, in a thousand. */
static const uint64_t inspection_courses[COURSE_COUNT] = {
    [COURSE_AS_DUE] = 760,     [COURSE_NOT_APPROVED] = 20, [COURSE_REFUSED] = 15,
    [COURSE_WITHDRAWN] = 10,   [COURSE_CANCELLED] = 30,    [COURSE_MISSED] = 20,
    [COURSE_FROZEN] = 6,       [COURSE_RELEASED] = 6,      [COURSE_QUIET_DAY] = 20,
    [COURSE_TOO_FEW] = 13,     [COURSE_CROWDED_DAY] = 25,  [COURSE_JOINT] = 30,
    [COURSE_CROWDED_WEEK] = 8, [COURSE_REPEATED] = 12,     [COURSE_EMERGENCY] = 12,
    [COURSE_NOT_RATIFIED] = 3, [COURSE_TIP_OFF] = 10,
};
static const uint64_t research_courses[COURSE_COUNT] = {
    [COURSE_AS_DUE] = 780,      [COURSE_NOT_APPROVED] = 20, [COURSE_REFUSED] = 20,
    [COURSE_CANCELLED] = 35,    [COURSE_MISSED] = 20,       [COURSE_QUIET_DAY] = 20,
    [COURSE_NOT_ANSWERED] = 25, [COURSE_DECLINED] = 40,     [COURSE_PROPOSED] = 20,
    [COURSE_SHORT_NOTICE] = 20,
};

static enum course draw_course(struct planning *planning, const uint64_t courses[COURSE_COUNT]) {
  uint64_t drawn = draw(planning, 1000);
  for (int course = 0; course < COURSE_COUNT; course++) {
    if (drawn < courses[course]) return (enum course)course;
    drawn -= courses[course];
  }
  return COURSE_AS_DUE;
}

/* ---- steps ---- */

static void add_step(struct planning *planning, int64_t at_us, enum deed deed, size_t index) {
  struct plan *plan = planning->plan;
  assert(plan->step_count < STEPS_MOST);
  plan->steps[plan->step_count++] = (struct planned_step){at_us, deed, index};
}

static size_t add_visit(struct planning *planning, struct planned_visit visit) {
  struct plan *plan = planning->plan;
  visit.exemplary = planning->exemplary;
  assert(plan->visit_count < VISITS_MOST);
  plan->visits[plan->visit_count] = visit;
  return plan->visit_count++;
}

static int64_t not_after(int64_t at_us, int64_t latest_us) {
  return at_us < latest_us ? at_us : latest_us;
}

/* What is done about a visit beforehand is done before it starts, and before the present. */
static int64_t by_us(const struct planning *planning, size_t index) {
  return not_after(planning->plan->visits[index].start_us, planning->present_us);
}

/* They come, go, and report what they found; the enterprise may rate them, or complain. */
static void come(struct planning *planning, size_t index) {
  struct planned_visit *visit = &planning->plan->visits[index];
  int64_t departed_us = visit->end_us - minutes(planning, 1, 20);
  add_step(planning, visit->start_us + minutes(planning, 0, 15), DEED_ARRIVE, index);
  add_step(planning, departed_us, DEED_DEPART, index);
  add_step(planning, departed_us + minutes(planning, 120, 1500), DEED_REPORT, index);
  visit->stars = 3 + (int64_t)draw(planning, 3);
  if (chance(planning, 30))
    add_step(planning, departed_us + minutes(planning, 60, 4000), DEED_RATE, index);
  if (!chance(planning, 2)) return;
  int64_t complained_us = departed_us + minutes(planning, 60, 3000);
  add_step(planning, complained_us, DEED_COMPLAIN, index);
  if (chance(planning, 80))
    add_step(planning, complained_us + minutes(planning, 3 * 1440, 12 * 1440), DEED_ANSWER, index);
}

/* Books, and lets the head approve; returns when. */
static int64_t book_and_approve(struct planning *planning, size_t index, int64_t ahead_us) {
  int64_t latest_us = by_us(planning, index), booked_us = latest_us - ahead_us;
  int64_t approved_us =
      not_after(booked_us + minutes(planning, 20, 600), latest_us - 20 * MINUTE_US);
  add_step(planning, booked_us, DEED_BOOK, index);
  add_step(planning, approved_us, DEED_APPROVE, index);
  return approved_us;
}

static void go_as_due(struct planning *planning, size_t index) {
  book_and_approve(planning, index, minutes(planning, 2 * 1440, 8 * 1440));
  come(planning, index);
}

/* Steps of the courses that need no second visit. */
static void go(struct planning *planning, size_t index, enum course course) {
  const struct planned_visit *visit = &planning->plan->visits[index];
  int64_t latest_us = by_us(planning, index), eve_us = latest_us - 18 * HOUR_US;
  int64_t booked_us = latest_us - minutes(planning, 3 * 1440, 8 * 1440);
  switch (course) {
  case COURSE_NOT_APPROVED:
    add_step(planning, booked_us, DEED_BOOK, index);
    return;
  case COURSE_REFUSED:
    add_step(planning, booked_us, DEED_BOOK, index);
    add_step(planning, booked_us + minutes(planning, 60, 900), DEED_REFUSE, index);
    add_step(planning, eve_us, DEED_CANCEL, index);
    return;
  case COURSE_EMERGENCY:
  case COURSE_NOT_RATIFIED:
    add_step(planning, latest_us - minutes(planning, 10, 90), DEED_BOOK, index);
    come(planning, index);
    if (course == COURSE_EMERGENCY)
      add_step(planning, visit->end_us + minutes(planning, 30, 600), DEED_APPROVE, index);
    return;
  default:
    book_and_approve(planning, index, latest_us - booked_us);
  }
  if (course == COURSE_WITHDRAWN) add_step(planning, eve_us, DEED_WITHDRAW, index);
  if (course == COURSE_CANCELLED) add_step(planning, eve_us, DEED_CANCEL, index);
  if (course == COURSE_FROZEN || course == COURSE_RELEASED)
    add_step(planning, eve_us, DEED_FREEZE, index);
  if (course == COURSE_RELEASED) add_step(planning, eve_us + 3 * HOUR_US, DEED_RELEASE, index);
  bool comes = course != COURSE_WITHDRAWN && course != COURSE_CANCELLED && course != COURSE_MISSED;
  if (comes) come(planning, index);
}

/* Steps of a visit that the enterprise must agree to. */
static void go_with_consent(struct planning *planning, size_t index, enum course course) {
  int64_t latest_us = by_us(planning, index);
  if (course == COURSE_NOT_APPROVED || course == COURSE_REFUSED) {
    go(planning, index, course);
    return;
  }
  int64_t ahead_us = course == COURSE_SHORT_NOTICE ? minutes(planning, 150, 240)
                                                   : minutes(planning, 5 * 1440, 15 * 1440);
  int64_t approved_us = book_and_approve(planning, index, ahead_us);
  int64_t answered_us =
      not_after(approved_us + minutes(planning, 30, 1500), latest_us - 10 * MINUTE_US);
  if (course == COURSE_DECLINED) {
    add_step(planning, answered_us, DEED_DECLINE, index);
    add_step(planning, latest_us - 5 * MINUTE_US, DEED_CANCEL, index);
  }
  if (course == COURSE_PROPOSED) add_step(planning, answered_us, DEED_PROPOSE, index);
  if (course == COURSE_DECLINED || course == COURSE_PROPOSED || course == COURSE_NOT_ANSWERED)
    return;
  add_step(planning, answered_us, DEED_AGREE, index);
  if (course == COURSE_CANCELLED)
    add_step(planning, latest_us - 3 * HOUR_US, DEED_CANCEL, index);
  else if (course != COURSE_MISSED)
    come(planning, index);
}

/* ---- days ---- */

/* Monday is 0. */
static int32_t weekday(int32_t day) {
  return day - monday_of_day(day);
}

/* A working day; it may be up to two days later. */
static int32_t working_day(int32_t day) {
  return weekday(day) < 5 ? day : monday_of_day(day) + 7;
}

/* The first half of a month is quiet (policy/hengyang-2021.json). */
static int32_t day_in_month(struct planning *planning, int32_t month_start, bool quiet) {
  return working_day(month_start + (quiet ? 1 : 15) + (int32_t)draw(planning, 11));
}

static void set_time(struct planning *planning, struct planned_visit *visit, int32_t day,
                     int64_t hour) {
  visit->start_us = day_start_us(day, planning->offset_minutes) + hour * HOUR_US;
  visit->end_us = visit->start_us + minutes(planning, 60, 150);
}

/* ---- who and what ---- */

/* The `turn`th unit that has something to inspect there: bodies of its county and of the city. */
static size_t inspector(const struct planning *planning, size_t enterprise, size_t turn) {
  const struct cast *cast = planning->cast;
  size_t found[512], count = 0;
  for (size_t u = 0; u < cast->unit_count && count < 512; u++) {
    const struct demo_unit *unit = &cast->units[u];
    bool of_city = text_starts(unit->id, TEXT("city-"));
    if (!of_city && !text_equal(unit->county, cast->enterprises[enterprise].county)) continue;
    for (size_t i = 0; i < cast->item_count; i++)
      if (text_equal(cast->items[i].body, unit->body)) {
        found[count++] = u;
        break;
      }
  }
  assert(count > 0);
  return found[turn % count];
}

/* A unit that studies and serves rather than inspects. */
static size_t researcher(struct planning *planning) {
  static const char *const bodies[] = {"发改", "工信", "科技", "商务", "优化办", "人社", "税务"};
  const struct cast *cast = planning->cast;
  struct text body = text_of(bodies[draw(planning, sizeof bodies / sizeof *bodies)]);
  size_t unit = 0;
  while (unit + 1 < cast->unit_count && !text_equal(cast->units[unit].body, body)) unit++;
  return unit;
}

static void draw_items(struct planning *planning, struct planned_visit *visit) {
  const struct cast *cast = planning->cast;
  struct text body = cast->units[visit->unit].body;
  size_t first = (size_t)draw(planning, cast->item_count);
  for (size_t i = 0; i < cast->item_count && visit->item_count < 1; i++) {
    const struct demo_item *item = &cast->items[(first + i) % cast->item_count];
    if (text_equal(item->body, body)) visit->items[visit->item_count++] = item->id;
  }
}

static struct planned_visit inspection(struct planning *planning, size_t enterprise, size_t turn,
                                       int32_t day, int64_t hour) {
  struct planned_visit visit = {.unit = inspector(planning, enterprise, turn),
                                .enterprise = enterprise,
                                .kind = "inspection",
                                .people = 2 + (int64_t)draw(planning, 3),
                                .certified = 2,
                                .joins = PLAN_ALONE};
  set_time(planning, &visit, day, hour);
  draw_items(planning, &visit);
  return visit;
}

/* ---- one enterprise ---- */

/* Further visits that crowd the one at `index`, or go together with it. */
static void crowd(struct planning *planning, size_t index, size_t turn, enum course course) {
  struct planned_visit base = planning->plan->visits[index];
  int32_t day = day_of_time(base.start_us, planning->offset_minutes);
  int days = course == COURSE_CROWDED_WEEK ? 2 : 1;
  for (int i = 0; i < days; i++) {
    int32_t when = course == COURSE_CROWDED_WEEK ? day + i + 1
                   : course == COURSE_REPEATED   ? day + 7
                                                 : day;
    struct planned_visit other =
        inspection(planning, base.enterprise, turn + (size_t)i + 1, when, 14);
    if (weekday(when) > 4) continue;
    if (course == COURSE_REPEATED) {
      other.items[0] = base.items[0];
      other.item_count = base.item_count;
    }
    if (course == COURSE_JOINT) other.joins = (int64_t)index;
    size_t added = add_visit(planning, other);
    book_and_approve(planning, added, minutes(planning, 5 * 60, 15 * 60));
    come(planning, added);
  }
}

static void plan_inspection(struct planning *planning, size_t enterprise, size_t turn,
                            int32_t month_start, enum course course) {
  int32_t day = day_in_month(planning, month_start, course == COURSE_QUIET_DAY);
  if (course == COURSE_CROWDED_WEEK) day = monday_of_day(day + 6);
  if (month_start_of_day(day + 2) != month_start) return; /* the next month begins quietly */
  if (day < planning->first_day || day > planning->last_day) return;
  struct planned_visit visit =
      inspection(planning, enterprise, turn, day, 9 + (int64_t)draw(planning, 3));
  uint64_t kind = draw(planning, 100);
  if (course == COURSE_TOO_FEW) visit.certified = 1;
  visit.unfiled = course == COURSE_OVER_FILED;
  if (course == COURSE_EMERGENCY || course == COURSE_NOT_RATIFIED) {
    visit.exemption = "emergency";
    visit.evidence = "事故现场处置，应急指挥中心指令";
  }
  if (course == COURSE_TIP_OFF) {
    visit.exemption = "tip_off";
    visit.evidence = "12345 热线工单转办";
  }
  if (course == COURSE_AS_DUE && kind >= 80) visit.kind = kind < 92 ? "special" : "enforcement";
  size_t index = add_visit(planning, visit);
  bool more = course == COURSE_CROWDED_DAY || course == COURSE_JOINT ||
              course == COURSE_CROWDED_WEEK || course == COURSE_REPEATED;
  if (!more && course != COURSE_AS_DUE) {
    go(planning, index, course);
    return;
  }
  go_as_due(planning, index);
  if (more) crowd(planning, index, turn, course);
}

static void plan_research(struct planning *planning, size_t enterprise, int32_t month_start,
                          enum course course) {
  int32_t day = day_in_month(planning, month_start, course == COURSE_QUIET_DAY);
  uint64_t drawn = draw(planning, 100);
  if (day < planning->first_day || day > planning->last_day) return;
  struct planned_visit visit = {.unit = researcher(planning),
                                .enterprise = enterprise,
                                .kind = "research",
                                .people = 2 + (int64_t)draw(planning, 8),
                                .joins = PLAN_ALONE};
  if (course == COURSE_AS_DUE && drawn >= 60)
    visit.kind = drawn < 75 ? "tour" : drawn < 90 ? "service" : "invited";
  set_time(planning, &visit, day, 13 + (int64_t)draw(planning, 3));
  if (course == COURSE_SHORT_NOTICE && visit.start_us > planning->present_us) {
    visit.start_us = planning->present_us + HOUR_US;
    visit.end_us = visit.start_us + HOUR_US;
  }
  size_t index = add_visit(planning, visit);
  if (course == COURSE_AS_DUE && drawn >= 90)
    go_as_due(planning, index);
  else
    go_with_consent(planning, index, course);
}

static void plan_enterprise(struct planning *general, size_t enterprise) {
  struct planning own = *general, *planning = &own;
  bool shows_course = enterprise % ENTERPRISES_PER_COURSE == 0 &&
                      enterprise / ENTERPRISES_PER_COURSE < COURSE_COUNT;
  if (shows_course) own.last_day -= DAYS_AHEAD + QUIET_DAYS_BEFORE;
  size_t turn = (size_t)draw(planning, 64);
  int32_t month_start = month_start_of_day(planning->first_day);
  while (month_start <= planning->last_day) {
    if (chance(planning, 45)) {
      plan_inspection(planning, enterprise, turn, month_start,
                      draw_course(planning, inspection_courses));
      turn += 3;
    }
    if (chance(planning, 20))
      plan_research(planning, enterprise, month_start, draw_course(planning, research_courses));
    month_start = month_start_of_day(month_start + 31);
  }
  general->seed = own.seed;
}

/* One visit of every course that is still to come. */
static void plan_courses(struct planning *planning) {
  int32_t today = day_of_time(planning->present_us, planning->offset_minutes);
  struct planning ahead = *planning;
  ahead.exemplary = true;
  ahead.first_day = today + 1;
  ahead.last_day = today + COURSE_DAYS_AHEAD;
  for (int course = 0; course < COURSE_COUNT; course++) {
    size_t before = ahead.plan->visit_count;
    size_t enterprise = (size_t)course * ENTERPRISES_PER_COURSE % ahead.cast->enterprise_count;
    for (int32_t month_start = month_start_of_day(today);
         ahead.plan->visit_count == before && month_start <= ahead.last_day;
         month_start = month_start_of_day(month_start + 31)) {
      if (course >= COURSE_NOT_ANSWERED && course <= COURSE_SHORT_NOTICE)
        plan_research(&ahead, enterprise, month_start, (enum course)course);
      else
        plan_inspection(&ahead, enterprise, 7, month_start, (enum course)course);
    }
  }
  planning->seed = ahead.seed;
}

/* ---- filings and what else happens ---- */

static bool needs_filing(const struct planned_visit *visit) {
  if (visit->unfiled) return false;
  struct text kind = text_of(visit->kind);
  return text_equal(kind, TEXT("inspection")) || text_equal(kind, TEXT("special")) ||
         text_equal(kind, TEXT("research")) || text_equal(kind, TEXT("tour"));
}

static struct planned_filing *filing_for(struct planning *planning,
                                         const struct planned_visit *visit) {
  struct plan *plan = planning->plan;
  int32_t day = day_of_time(visit->start_us, planning->offset_minutes);
  int64_t year = date_of_day(day).year;
  for (size_t i = 0; i < plan->filing_count; i++) {
    struct planned_filing *filing = &plan->filings[i];
    if (filing->unit == visit->unit && filing->enterprise == visit->enterprise &&
        filing->year == year)
      return filing;
  }
  assert(plan->filing_count < FILINGS_MOST);
  plan->filings[plan->filing_count] =
      (struct planned_filing){.unit = visit->unit, .enterprise = visit->enterprise, .year = year};
  return &plan->filings[plan->filing_count++];
}

static int64_t day_of_year_us(const struct planning *planning, int64_t year, int month, int day) {
  return day_start_us(day_of_date((struct date){(int32_t)year, month, day}),
                      planning->offset_minutes);
}

/* In the December before the year; no later than the present once that December has come. */
static int64_t filed_us(const struct planning *planning, int64_t year, int64_t number) {
  int64_t december_us = day_of_year_us(planning, year - 1, 12, 1) + 10 * HOUR_US;
  int64_t at_us = december_us + number % 20 * DAY_US + number * SECOND_US;
  int64_t latest_us = planning->present_us - DAY_US;
  return latest_us > december_us ? not_after(at_us, latest_us) : at_us;
}

/* Most units file what they will need; some file one too few, and some of those ask for more. */
static void plan_filings(struct planning *planning) {
  struct plan *plan = planning->plan;
  for (size_t i = 0; i < plan->visit_count; i++)
    if (needs_filing(&plan->visits[i])) {
      struct planned_filing *filing = filing_for(planning, &plan->visits[i]);
      filing->visits++;
      filing->enough |= plan->visits[i].exemplary;
    }
  for (size_t i = 0; i < plan->filing_count; i++) {
    struct planned_filing *filing = &plan->filings[i];
    add_step(planning, filed_us(planning, filing->year, (int64_t)i), DEED_FILE, i);
    if (filing->enough || !chance(planning, 4)) continue;
    filing->visits--;
    if (!chance(planning, 40)) continue;
    filing->more = 1;
    int64_t asked_us = day_of_year_us(planning, filing->year, 2, 10) + minutes(planning, 0, 100000);
    add_step(planning, asked_us, DEED_AMEND, i);
    add_step(planning, asked_us + minutes(planning, 600, 3000), DEED_GRANT, i);
  }
}

static void plan_the_rest(struct planning *planning) {
  int offset_minutes = planning->offset_minutes;
  int32_t first_year = date_of_day(planning->first_day).year;
  int32_t last_year = date_of_day(planning->last_day).year;
  for (int32_t year = first_year; year <= last_year; year++)
    add_step(planning, day_of_year_us(planning, year, 2, 2), DEED_PUBLISH, (size_t)year);
  for (int32_t day = planning->first_day; day <= planning->last_day; day++) {
    int64_t start_us = day_start_us(day, offset_minutes);
    add_step(planning, start_us + 21 * HOUR_US, DEED_TICK, 0);
    if (weekday(day) < 5 && chance(planning, 5))
      add_step(planning, start_us + minutes(planning, 9 * 60, 16 * 60), DEED_WALK_IN,
               (size_t)draw(planning, planning->cast->enterprise_count));
  }
}

static int in_time(const void *left, const void *right) {
  const struct planned_step *a = left, *b = right;
  if (a->at_us != b->at_us) return a->at_us < b->at_us ? -1 : 1;
  if (a->deed != b->deed) return a->deed < b->deed ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

void plan_make(const struct cast *cast, int32_t first_day, int64_t present_us, int offset_minutes,
               uint64_t seed, struct arena *arena, struct plan *ret_plan) {
  *ret_plan = (struct plan){.visits = ARENA_ARRAY(arena, VISITS_MOST, struct planned_visit),
                            .filings = ARENA_ARRAY(arena, FILINGS_MOST, struct planned_filing),
                            .steps = ARENA_ARRAY(arena, STEPS_MOST, struct planned_step)};
  struct planning planning = {.cast = cast,
                              .plan = ret_plan,
                              .seed = seed,
                              .offset_minutes = offset_minutes,
                              .first_day = first_day,
                              .last_day = day_of_time(present_us, offset_minutes) + DAYS_AHEAD,
                              .present_us = present_us};
  for (size_t enterprise = 0; enterprise < cast->enterprise_count; enterprise++)
    plan_enterprise(&planning, enterprise);
  plan_courses(&planning);
  plan_filings(&planning);
  plan_the_rest(&planning);
  qsort(ret_plan->steps, ret_plan->step_count, sizeof *ret_plan->steps, in_time);
}
