/* Conflicts, and proposals to join: which of the visits booked to an enterprise could be one
 * arrival, how they fare apart, and when they would fare best together. */
#include "base/time.h"
#include "visit/filing.h"
#include "visit/oversight.h"
#include "visit/sql_filing.h"
#include "visit/sql_oversight.h"
#include "visit/together.h"

enum { GROUPS_MOST = 64, GROUP_VISITS_MOST = 64, CANDIDATES_MOST = 200, SPAN_DAYS_MOST = 100 };
enum { SPAN_DAYS_USUAL = 31 };

static const reason_set crowding_reasons =
    REASON_BIT(many_heads) | REASON_BIT(too_often) | REASON_BIT(repeated);
static const char *const within_names[] = {"day", "week", "month", NULL};

const struct field joins_in[] = {
    FIELD_NAMED("from", TIME, struct joins_input, from_us, .flags = FIELD_OPTIONAL,
                .help = "visits that begin then or later; now when not given"),
    FIELD_NAMED("to", TIME, struct joins_input, to_us, .flags = FIELD_OPTIONAL,
                .help = "and before then; 31 days on when not given"),
    FIELD(TEXT, struct joins_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(TEXT, struct joins_input, county, .flags = FIELD_OPTIONAL, .least = 1, .most = NAME_MOST,
          .help = "of the enterprise"),
    PAGE_IN_FIELDS(struct joins_input),
    FIELDS_END,
};

#define REASONS(owner, member, ...)                                                                \
  FIELD(TEXTS, owner, member, .most = REASON_COUNT, .size = 32, ##__VA_ARGS__)
static const struct field visit_row_fields[] = {
    FIELD(TEXT, struct joins_visit, visit, .most = ID_LENGTH),
    FIELD(TEXT, struct joins_visit, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct joins_visit, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD(TEXT, struct joins_visit, kind, .most = POLICY_NAME_MOST),
    FIELD(TEXTS, struct joins_visit, items, .most = VISIT_ITEMS_MOST, .size = ITEM_ID_MOST),
    FIELD_NAMED("start", TIME, struct joins_visit, start_us),
    FIELD_NAMED("end", TIME, struct joins_visit, end_us),
    FIELD(ENUM, struct joins_visit, code, .names = code_names, .help = "as it stands"),
    REASONS(struct joins_visit, reasons),
    REASONS(struct joins_visit, crowding,
            .help = "reasons of crowding that it has, or would have once all say yes"),
    FIELD(TEXT, struct joins_visit, joint, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELD(TEXT, struct joins_visit, suggested_join, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELDS_END,
};

#define COUNT(owner, member, ...) FIELD(INTEGER, owner, member, .most = INT32_MAX, ##__VA_ARGS__)
static const struct field group_fields[] = {
    FIELD(ENUM, struct joins_group, within, .names = within_names, .help = "how near they are"),
    FIELD(LIST, struct joins_group, visits, .most = GROUP_VISITS_MOST,
          .size = sizeof(struct joins_visit), .fields = visit_row_fields),
    COUNT(struct joins_group, green_apart, .help = "how many are green once all say yes"),
    FIELD_NAMED("best_start", TIME, struct joins_group, best_start_us,
                .help = "when most would be green as one arrival"),
    COUNT(struct joins_group, best_green, .help = "how many then are"),
    COUNT(struct joins_group, best_moved, .help = "how many change their day for it"),
    FIELDS_END,
};

static const struct field candidate_fields[] = {
    FIELD(TEXT, struct joins_candidate, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct joins_candidate, name, .most = NAME_MOST),
    COUNT(struct joins_candidate, left, .help = "filed visits of the year not used"),
    FIELDS_END,
};

#define ENTERPRISE_FIELDS                                                                          \
  FIELD(TEXT, struct joins, enterprise, .most = USCC_LENGTH),                                      \
      FIELD(TEXT, struct joins, enterprise_name, .most = NAME_MOST),                               \
      FIELD(TEXT, struct joins, county, .most = NAME_MOST)
static const struct field enterprise_row_fields[] = {ENTERPRISE_FIELDS, FIELDS_END};
static const struct field joins_fields[] = {
    ENTERPRISE_FIELDS,
    FIELD(LIST, struct joins, groups, .most = GROUPS_MOST, .size = sizeof(struct joins_group),
          .fields = group_fields),
    FIELD(LIST, struct joins, candidates, .most = CANDIDATES_MOST,
          .size = sizeof(struct joins_candidate), .fields = candidate_fields,
          .help = "units with filed visits left that have booked none"),
    FIELDS_END,
};
const struct field joins_out[] = PAGE_FIELDS(struct joins, joins_fields);

/* ---- one enterprise ---- */

struct joining {
  struct act *act;
  int64_t from_us, to_us;
  int offset_minutes;
  struct weighed weighed;
  struct together_memory memory;
  uint32_t *booked; /* indices of the visits to be grouped, by start; UINT32_MAX once they are */
  size_t booked_count;
  struct joins *joins;
};

static int32_t day_of(const struct joining *joining, uint32_t index) {
  return day_of_time(joining->weighed.visits[index].start_us, joining->offset_minutes);
}

static int32_t span_of(const struct joining *joining, uint32_t index, enum joins_within within) {
  int32_t day = day_of(joining, index);
  return within == WITHIN_WEEK ? monday_of_day(day) : month_start_of_day(day);
}

/* Several units, and not one arrival already. */
static bool could_join(const struct joining *joining, const uint32_t *group, size_t count) {
  const struct visit *first = &joining->weighed.visits[group[0]];
  bool units = false, apart = !first->joint.at;
  for (size_t i = 1; i < count; i++) {
    const struct visit *visit = &joining->weighed.visits[group[i]];
    units |= !text_equal(visit->unit, first->unit);
    apart |= !visit->joint.at || (first->joint.at && !text_equal(visit->joint, first->joint));
  }
  return units && apart;
}

static struct joins_visit show_visit(const struct joining *joining, uint32_t index,
                                     reason_set would_have) {
  const struct visit *visit = &joining->weighed.visits[index];
  struct arena *arena = joining->act->arena;
  struct unit unit;
  bool known = unit_find(joining->act->store, visit->unit, arena, &unit);
  reason_set reasons = joining->weighed.verdicts[index].reasons;
  return (struct joins_visit){
      .visit = visit->id,
      .unit = visit->unit,
      .unit_name = known ? unit.name : NO_TEXT,
      .kind = visit->kind,
      .items = visit->items,
      .start_us = visit->start_us,
      .end_us = visit->end_us,
      .code = reasons ? CODE_RED : CODE_GREEN,
      .reasons = reason_names(reasons, arena),
      .crowding = reason_names((reasons | would_have) & crowding_reasons, arena),
      .joint = visit->joint,
      .suggested_join = visit->suggested_join,
  };
}

/* That of the first who are there on the day anyway, else of the first of all. */
static int64_t start_on(const struct joining *joining, const uint32_t *group, size_t count,
                        int32_t day) {
  for (size_t i = 0; i < count; i++)
    if (day_of(joining, group[i]) == day) return joining->weighed.visits[group[i]].start_us;
  return joining->weighed.visits[group[0]].start_us + (day - day_of(joining, group[0])) * DAY_US;
}

static void add_group(struct joining *joining, const uint32_t *group, size_t count,
                      enum joins_within within) {
  struct arena *arena = joining->act->arena;
  const struct weighed *weighed = &joining->weighed;
  struct list *groups = &joining->joins->groups;
  if (groups->count == GROUPS_MOST) return;
  struct joins_group *out = (struct joins_group *)groups->at + groups->count++;
  struct joins_visit *visits = ARENA_ARRAY(arena, count, struct joins_visit);
  reason_set *reasons = ARENA_ARRAY(arena, count, reason_set);
  together_apart(&weighed->policy, &weighed->facts, group, count, &joining->memory, reasons);
  *out = (struct joins_group){.within = (int)within, .visits = {visits, count}};
  for (size_t i = 0; i < count; i++) {
    visits[i] = show_visit(joining, group[i], reasons[i]);
    out->green_apart += !reasons[i];
  }
  int32_t first = day_of(joining, group[0]), last = day_of(joining, group[count - 1]);
  int32_t today = day_of_time(joining->act->now_us, joining->offset_minutes);
  struct together best =
      together_best(&weighed->policy, &weighed->facts, group, count,
                    first < today && today <= last ? today : first, last, &joining->memory);
  if (first == last) out->within = WITHIN_DAY;
  out->best_start_us = start_on(joining, group, count, best.day);
  out->best_green = (int64_t)best.green;
  out->best_moved = (int64_t)best.moved;
}

/* Those of one week, then what is left of one month; each visit stands in one group at most. */
static void group_within(struct joining *joining, enum joins_within within) {
  uint32_t *booked = joining->booked, group[GROUP_VISITS_MOST];
  size_t places[GROUP_VISITS_MOST];
  for (size_t i = 0; i < joining->booked_count; i++) {
    size_t count = 0;
    if (booked[i] == UINT32_MAX) continue;
    int32_t span = span_of(joining, booked[i], within);
    for (size_t j = i; j < joining->booked_count && count < GROUP_VISITS_MOST; j++) {
      if (booked[j] == UINT32_MAX || span_of(joining, booked[j], within) != span) continue;
      places[count] = j;
      group[count++] = booked[j];
    }
    if (!could_join(joining, group, count)) continue;
    add_group(joining, group, count, within);
    for (size_t j = 0; j < count; j++) booked[places[j]] = UINT32_MAX;
  }
}

static void find_booked(struct joining *joining) {
  const struct weighed *weighed = &joining->weighed;
  size_t count = weighed->facts.visit_count;
  joining->booked = ARENA_ARRAY(joining->act->arena, count + 1, uint32_t);
  for (uint32_t i = 0; i < count; i++) {
    const struct visit *visit = &weighed->visits[i];
    if (visit->life == LIFE_BOOKED && visit->start_us >= joining->from_us &&
        visit->start_us < joining->to_us)
      joining->booked[joining->booked_count++] = i;
  }
}

static bool has_booked(const struct joining *joining, struct text unit) {
  for (size_t i = 0; i < joining->weighed.facts.visit_count; i++) {
    const struct visit *visit = &joining->weighed.visits[i];
    if (visit->life == LIFE_BOOKED && text_equal(visit->unit, unit)) return true;
  }
  return false;
}

static void find_candidates(struct joining *joining) {
  static const struct field row_fields[] = {
      FIELD(TEXT, struct filing_balance, unit),     FIELD(TEXT, struct filing_balance, name),
      FIELD(INTEGER, struct filing_balance, filed), FIELD(INTEGER, struct filing_balance, amended),
      FIELD(INTEGER, struct filing_balance, asked), FIELDS_END};
  struct act *act = joining->act;
  struct weighed *weighed = &joining->weighed;
  int32_t year = date_of_day(day_of_time(joining->from_us, joining->offset_minutes)).year;
  struct list found = LIST(act->store, sql_filing_balances, row_fields, struct filing_balance,
                           act->arena, V(joining->joins->enterprise), V(year), V(CANDIDATES_MOST));
  const struct filing_balance *filed = found.at;
  struct joins_candidate *list = ARENA_ARRAY(act->arena, found.count + 1, struct joins_candidate);
  size_t count = 0;
  for (size_t i = 0; i < found.count; i++) {
    int64_t used = weigh_used(weighed->weighing, names_number(weighed->units, filed[i].unit), year);
    int64_t left = filed[i].filed + filed[i].amended - used;
    if (left > 0 && !has_booked(joining, filed[i].unit))
      list[count++] = (struct joins_candidate){filed[i].unit, filed[i].name, left};
  }
  joining->joins->candidates = (struct list){list, count};
}

static bool join_enterprise(struct joining *joining) {
  struct act *act = joining->act;
  struct weighed *weighed = &joining->weighed;
  if (!visit_load(act, joining->joins->enterprise, weighed)) return false;
  visit_weigh(weighed);
  size_t count = weighed->facts.visit_count;
  joining->offset_minutes = weighed->policy.offset_minutes;
  joining->memory = (struct together_memory){
      .visits = ARENA_ARRAY(act->arena, count + 1, struct visit_facts),
      .verdicts = ARENA_ARRAY(act->arena, count + 1, struct verdict),
      .weighing = arena_take(act->arena, weighing_size(count)),
  };
  joining->joins->groups.at = ARENA_ARRAY(act->arena, GROUPS_MOST, struct joins_group);
  find_booked(joining);
  group_within(joining, WITHIN_WEEK);
  group_within(joining, WITHIN_MONTH);
  find_candidates(joining);
  return true;
}

/* ---- the page ---- */

static bool find_span(struct act *act, int64_t *ret_from_us, int64_t *ret_to_us) {
  const struct joins_input *in = act->in;
  *ret_from_us = in->from_us == NO_INTEGER ? act->now_us : in->from_us;
  *ret_to_us = in->to_us == NO_INTEGER ? *ret_from_us + SPAN_DAYS_USUAL * DAY_US : in->to_us;
  if (*ret_to_us <= *ret_from_us) return act_refuse(act, ERROR_bad_field, "to", "not after `from`");
  return *ret_to_us - *ret_from_us <= SPAN_DAYS_MOST * DAY_US ||
         act_refuse(act, ERROR_bad_field, "to", "more than %d days", SPAN_DAYS_MOST);
}

bool visit_joins(struct act *act) {
  const struct joins_input *in = act->in;
  struct page *page = act->out;
  struct policy policy;
  int64_t limit = page_limit(in->limit), from_us, to_us;
  if (!policy_in_force(act, &policy) || !find_span(act, &from_us, &to_us)) return false;
  struct list found = LIST(act->store, sql_joins, enterprise_row_fields, struct joins, act->arena,
                           V(page_after(in->after)), V(from_us), V(to_us),
                           V(page_after(in->enterprise)), V(page_after(in->county)), V(limit + 1));
  *page = page_of(found, limit, sizeof(struct joins), offsetof(struct joins, enterprise));
  struct joins *joins = page->items.at;
  size_t kept = 0;
  for (size_t i = 0; i < page->items.count; i++) {
    struct joining joining = {.act = act, .from_us = from_us, .to_us = to_us, .joins = &joins[i]};
    if (!join_enterprise(&joining)) return false;
    if (joins[i].groups.count) joins[kept++] = joins[i];
  }
  page->items.count = kept;
  return true;
}
