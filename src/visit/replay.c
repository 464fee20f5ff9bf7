/* Rules tried on history. Everything lies in the caller's arenas. */
#include "visit/replay.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

/* ---- reading history ---- */

struct column_places {
  int date, time, enterprise, name, unit, purpose, item; /* -1: no such column */
};

static bool find_column(const struct csv *csv, struct text name, int *ret_place,
                        struct error *ret_error) {
  *ret_place = name.at ? csv_column(csv, name) : -1;
  return !name.at || *ret_place >= 0 ||
         fail(ret_error, ERROR_bad_csv, "row 1", "there is no column \"%.*s\"", TEXT_ARGS(name));
}

static bool find_columns(const struct csv *csv, const struct mapping_columns *columns,
                         struct column_places *ret_places, struct error *ret_error) {
  return find_column(csv, columns->date, &ret_places->date, ret_error) &&
         find_column(csv, columns->time, &ret_places->time, ret_error) &&
         find_column(csv, columns->enterprise, &ret_places->enterprise, ret_error) &&
         find_column(csv, columns->name, &ret_places->name, ret_error) &&
         find_column(csv, columns->unit, &ret_places->unit, ret_error) &&
         find_column(csv, columns->purpose, &ret_places->purpose, ret_error) &&
         find_column(csv, columns->item, &ret_places->item, ret_error);
}

static bool refuse_row(const struct csv *csv, int column, const char *detail,
                       struct error *ret_error) {
  char place[sizeof ret_error->place];
  snprintf(place, sizeof place, "row %zu, column %.60s", csv->row,
           arena_string(csv->arena, csv->header.at[column]));
  return fail(ret_error, ERROR_bad_csv, place, "%s", detail);
}

static struct text field_at(const struct csv *csv, int place, struct text otherwise) {
  return place < 0 ? otherwise : text_trim(csv->fields.at[place]);
}

static uint32_t number_of(struct names *names, struct text name) {
  return name.length == 0 ? 0 : (uint32_t)names_number(names, name);
}

/* A row without a code is told by the name of its business, if it has one. */
static struct text enterprise_of(const struct mapping *mapping, struct text code,
                                 struct text name) {
  bool none = code.length == 0;
  for (size_t i = 0; i < mapping->no_enterprise.count; i++)
    none |= text_equal(code, mapping->no_enterprise.at[i]);
  return none && name.length > 0 ? name : code;
}

static bool read_past_visit(const struct history *history, const struct csv *csv,
                            const struct column_places *places, struct past_visit *ret_visit,
                            struct error *ret_error) {
  const struct mapping *mapping = history->mapping;
  const struct mapping_assumptions *assume = &mapping->assume;
  int64_t minute = mapping->start_minute;
  if (!mapping_date(field_at(csv, places->date, NO_TEXT),
                    (enum mapping_date_order)mapping->date_order, &ret_visit->day, &minute))
    return refuse_row(csv, places->date, "not a date in the order that the mapping says",
                      ret_error);
  struct text time = field_at(csv, places->time, NO_TEXT);
  if (time.length > 0 && !mapping_time(time, &minute))
    return refuse_row(csv, places->time, "not a time such as 09:30", ret_error);
  ret_visit->minute = (int32_t)minute;
  ret_visit->row = (uint32_t)csv->row;
  ret_visit->enterprise = number_of(
      history->enterprises, enterprise_of(mapping, field_at(csv, places->enterprise, NO_TEXT),
                                          field_at(csv, places->name, NO_TEXT)));
  ret_visit->unit = number_of(history->units, field_at(csv, places->unit, assume->unit));
  ret_visit->name = number_of(history->names, field_at(csv, places->name, NO_TEXT));
  ret_visit->item = number_of(history->items, field_at(csv, places->item, assume->item));
  if (ret_visit->enterprise == 0)
    return refuse_row(csv, places->enterprise, "which enterprise?", ret_error);
  return ret_visit->unit != 0 || refuse_row(csv, places->unit, "which unit?", ret_error);
}

static int compare_past_visits(const void *a, const void *b) {
  const struct past_visit *left = a, *right = b;
  if (left->enterprise != right->enterprise) return left->enterprise < right->enterprise ? -1 : 1;
  if (left->day != right->day) return left->day < right->day ? -1 : 1;
  if (left->minute != right->minute) return left->minute < right->minute ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

bool history_read(struct text text, const struct mapping *mapping, struct arena *arena,
                  struct history *ret_history, struct error *ret_error) {
  struct csv *csv = ARENA_NEW(arena, struct csv);
  struct column_places places;
  struct names *codes = names_make(arena);
  *ret_history = (struct history){.mapping = mapping,
                                  .enterprises = names_make(arena),
                                  .units = names_make(arena),
                                  .names = names_make(arena),
                                  .items = names_make(arena)};
  if (!csv_start(csv, text, arena, ret_error) ||
      !find_columns(csv, &mapping->columns, &places, ret_error))
    return false;
  while (csv_next(csv, ret_error)) {
    if (++ret_history->row_count > REPLAY_ROWS_MOST)
      return fail(ret_error, ERROR_bad_csv, NULL, "more than %d rows", REPLAY_ROWS_MOST);
    names_number(codes, field_at(csv, places.enterprise, NO_TEXT));
    size_t rule = mapping_rule_for(mapping, field_at(csv, places.purpose, NO_TEXT));
    if (!mapping_rule_at(mapping, rule)->kind.at) {
      ret_history->left_out++;
      continue;
    }
    ret_history->visits =
        arena_room(arena, ret_history->visits, ret_history->count, sizeof *ret_history->visits);
    struct past_visit *visit = &ret_history->visits[ret_history->count];
    visit->rule = (uint32_t)rule;
    if (!read_past_visit(ret_history, csv, &places, visit, ret_error)) return false;
    ret_history->count++;
  }
  if (ret_error->code != ERROR_NONE) return false;
  ret_history->code_count = (size_t)names_count(codes);
  qsort(ret_history->visits, ret_history->count, sizeof *ret_history->visits, compare_past_visits);
  return true;
}

size_t history_end(const struct history *history, size_t from) {
  size_t end = from;
  while (end < history->count &&
         history->visits[end].enterprise == history->visits[from].enterprise)
    end++;
  return end;
}

/* ---- one enterprise ---- */

static struct visit_facts make_visit(const struct history *history, const struct past_visit *past,
                                     int64_t seq, const struct policy *policy,
                                     const struct mapping_binding *binding, struct arena *arena) {
  const struct mapping_assumptions *assume = &history->mapping->assume;
  int64_t start_us = day_start_us(past->day, policy->offset_minutes) + past->minute * MINUTE_US;
  int64_t *items = ARENA_NEW(arena, int64_t);
  *items = past->item;
  int exemption = binding->exemptions[past->rule];
  return (struct visit_facts){
      .id = arena_format(arena, "row-%u", past->row),
      .evidence = exemption == NO_EXEMPTION ? NO_TEXT : assume->evidence,
      .unit = past->unit,
      .joint = NO_JOINT,
      .seq = seq,
      .start_us = start_us,
      .end_us = start_us + assume->minutes * MINUTE_US,
      .booked_us = start_us - assume->booked_hours * HOUR_US,
      .items = items,
      .item_count = past->item != 0,
      .kind = binding->kinds[past->rule],
      .exemption = exemption,
      .certified = assume->certified,
      .approval = (enum approval)assume->approval,
      .consent = (enum consent)assume->consent,
      .life = (enum life)assume->life,
  };
}

/* One filing for each unit and year that visits; those of a unit and year add up, so none twice. */
static size_t make_filings(const struct history *history, size_t from, size_t end,
                           struct filing_facts *ret_filings) {
  size_t count = 0;
  for (size_t i = from; i < end; i++) {
    const struct filing_facts filing = {.unit = history->visits[i].unit,
                                        .year = date_of_day(history->visits[i].day).year,
                                        .visits = history->mapping->assume.filed};
    bool known = false;
    for (size_t j = count; j > 0 && ret_filings[j - 1].year == filing.year && !known; j--)
      known = ret_filings[j - 1].unit == filing.unit;
    if (!known) ret_filings[count++] = filing;
  }
  return count;
}

void history_facts(const struct history *history, size_t from, size_t end,
                   const struct policy *policy, const struct mapping_binding *binding,
                   struct arena *arena, struct facts *ret_facts, struct facts_names *ret_names) {
  struct visit_facts *visits = ARENA_ARRAY(arena, end - from, struct visit_facts);
  struct filing_facts *filings = ARENA_ARRAY(arena, end - from, struct filing_facts);
  for (size_t i = from; i < end; i++)
    visits[i - from] =
        make_visit(history, &history->visits[i], (int64_t)(i - from) + 1, policy, binding, arena);
  *ret_facts = (struct facts){
      .enterprise = names_text(history->enterprises, history->visits[from].enterprise),
      .now_us = visits[end - from - 1].end_us,
      .filings = filings,
      .filing_count = make_filings(history, from, end, filings),
      .visits = visits,
      .visit_count = end - from,
  };
  *ret_names = (struct facts_names){.units = history->units, .items = history->items};
}

/* ---- counting ---- */

int32_t replay_month(int32_t day) {
  struct date date = date_of_day(day);
  return date.year * 12 + date.month - 1;
}

static void make_tallies(struct replay *replay, struct arena *arena) {
  const struct history *history = replay->history;
  replay->first_month = INT32_MAX;
  replay->last_month = INT32_MIN;
  for (size_t i = 0; i < history->count; i++) {
    int32_t month = replay_month(history->visits[i].day);
    if (month < replay->first_month) replay->first_month = month;
    if (month > replay->last_month) replay->last_month = month;
  }
  replay->month_count = history->count ? (size_t)(replay->last_month - replay->first_month) + 1 : 0;
  replay->months = ARENA_ARRAY(arena, replay->month_count, struct tally);
  replay->unit_count = (size_t)names_count(history->units);
  replay->units = ARENA_ARRAY(arena, replay->unit_count, struct unit_tally);
  for (uint32_t i = 0; i < replay->unit_count; i++) replay->units[i].unit = i + 1;
  replay->enterprises =
      ARENA_ARRAY(arena, (size_t)names_count(history->enterprises), struct enterprise_tally);
}

void tally_count(struct tally *tally, const reason_set *reasons, size_t policy_count) {
  tally->visits++;
  for (size_t p = 0; p < policy_count; p++) tally->red[p] += reasons[p] != 0;
}

void replay_count(struct replay *replay, const reason_set *reasons) {
  tally_count(&replay->all, reasons, replay->policy_count);
  for (size_t p = 0; p < replay->policy_count; p++) {
    for (int r = 0; r < REASON_COUNT; r++) {
      reason_set bit = (reason_set)1 << r;
      if (!(reasons[p] & bit)) continue;
      replay->reasons[r][p]++;
      replay->only_reason[r][p] += reasons[p] == bit;
      replay->reason_only[r][p] += replay->policy_count == 2 && !(reasons[!p] & bit);
    }
  }
  if (replay->policy_count < 2) return;
  replay->red_both += reasons[0] && reasons[1];
  replay->red_only[0] += reasons[0] && !reasons[1];
  replay->red_only[1] += reasons[1] && !reasons[0];
}

static int compare_numbers(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return (left > right) - (left < right);
}

static uint32_t count_different(uint32_t *numbers, size_t count) {
  uint32_t different = 0;
  qsort(numbers, count, sizeof *numbers, compare_numbers);
  for (size_t i = 0; i < count; i++)
    different += numbers[i] != 0 && (i == 0 || numbers[i] != numbers[i - 1]);
  return different;
}

static void describe_enterprise(const struct history *history, size_t from, size_t end,
                                struct arena *arena, struct enterprise_tally *ret_tally) {
  uint32_t *numbers = ARENA_ARRAY(arena, end - from, uint32_t);
  ret_tally->enterprise = history->visits[from].enterprise;
  ret_tally->name = history->visits[end - 1].name;
  for (size_t i = from; i < end; i++) numbers[i - from] = history->visits[i].name;
  ret_tally->name_count = count_different(numbers, end - from);
  for (size_t i = from; i < end; i++) numbers[i - from] = history->visits[i].unit;
  ret_tally->unit_count = count_different(numbers, end - from);
}

static void count_enterprise(struct replay *replay, size_t from, size_t end,
                             struct verdict *const *verdicts, struct arena *arena) {
  struct enterprise_tally *enterprise = &replay->enterprises[replay->enterprise_count++];
  describe_enterprise(replay->history, from, end, arena, enterprise);
  for (size_t i = from; i < end; i++) {
    const struct past_visit *past = &replay->history->visits[i];
    reason_set reasons[REPLAY_POLICIES_MOST] = {0};
    for (size_t p = 0; p < replay->policy_count; p++) reasons[p] = verdicts[p][i - from].reasons;
    replay_count(replay, reasons);
    tally_count(&replay->units[past->unit - 1].tally, reasons, replay->policy_count);
    tally_count(&replay->months[replay_month(past->day) - replay->first_month], reasons,
                replay->policy_count);
    tally_count(&enterprise->tally, reasons, replay->policy_count);
  }
}

/* Most visits first, then by number, which is the order in which they were met. */
static int compare_visits(const struct tally *left, uint32_t left_number, const struct tally *right,
                          uint32_t right_number) {
  if (left->visits != right->visits) return left->visits > right->visits ? -1 : 1;
  return (left_number > right_number) - (left_number < right_number);
}

static int compare_units(const void *a, const void *b) {
  const struct unit_tally *left = a, *right = b;
  return compare_visits(&left->tally, left->unit, &right->tally, right->unit);
}

void replay_sort_units(struct replay *replay) {
  if (replay->unit_count)
    qsort(replay->units, replay->unit_count, sizeof *replay->units, compare_units);
}

static int compare_enterprises(const void *a, const void *b) {
  const struct enterprise_tally *left = a, *right = b;
  return compare_visits(&left->tally, left->enterprise, &right->tally, right->enterprise);
}

void replay_history(const struct history *history, const struct policy *policies,
                    const struct mapping_binding *bindings, size_t policy_count,
                    struct arena *arena, struct replay *ret_replay) {
  *ret_replay =
      (struct replay){.history = history, .policies = policies, .policy_count = policy_count};
  make_tallies(ret_replay, arena);
  struct arena *each = arena_make();
  for (size_t from = 0, end; from < history->count; from = end) {
    struct verdict *verdicts[REPLAY_POLICIES_MOST] = {0};
    end = history_end(history, from);
    arena_reset(each);
    for (size_t p = 0; p < policy_count; p++) {
      struct facts facts;
      struct facts_names names;
      history_facts(history, from, end, &policies[p], &bindings[p], each, &facts, &names);
      verdicts[p] = ARENA_ARRAY(each, facts.visit_count, struct verdict);
      weigh(&policies[p], &facts, arena_take(each, weighing_size(facts.visit_count)), verdicts[p]);
    }
    count_enterprise(ret_replay, from, end, verdicts, each);
  }
  arena_free(each);
  replay_sort_units(ret_replay);
  qsort(ret_replay->enterprises, ret_replay->enterprise_count, sizeof *ret_replay->enterprises,
        compare_enterprises);
}
