/* A policy tried on the city's own history before it is adopted: `heng replay` with two policies,
 * on the visits as they are stored. One enterprise is in memory at a time. */
#include <stdatomic.h>
#include <string.h>

#include "base/time.h"
#include "visit/replay_rows.h"
#include "visit/sql.h"
#include "visit/visit.h"

enum {
  TRIAL_VISITS_MOST = 200000,
  TRIAL_DAYS_MOST = 3 * 366,
  TRIAL_DAYS_USUAL = 365,
  EXAMPLES_MOST = 100,
  UNITS_MOST = 10000,
  MONTHS_MOST = 40,
  POLICY_NOW = 0,
  POLICY_TRIED = 1,
};

struct trial_example {
  struct text visit, enterprise, enterprise_name, unit, unit_name, kind;
  int64_t start_us;
  struct texts before, after; /* reasons */
};

const struct field policy_trial_in[] = {
    FIELD(RAW, struct policy_trial_input, policy, .help = "the policy to try"),
    FIELD_NAMED("from", TIME, struct policy_trial_input, from_us, .flags = FIELD_OPTIONAL,
                .help = "visits that begin then or later; a year ago when not given"),
    FIELD_NAMED("to", TIME, struct policy_trial_input, to_us, .flags = FIELD_OPTIONAL,
                .help = "and before then; now when not given"),
    FIELDS_END,
};

#define NAMED(member, length) FIELD(TEXT, struct trial_example, member, .most = (length))
#define REASONS(member)       FIELD(TEXTS, struct trial_example, member, .most = REASON_COUNT, .size = 32)
static const struct field example_fields[] = {
    NAMED(visit, ID_LENGTH),
    NAMED(enterprise, USCC_LENGTH),
    NAMED(enterprise_name, NAME_MOST),
    NAMED(unit, UNIT_ID_MOST),
    NAMED(unit_name, NAME_MOST),
    NAMED(kind, POLICY_NAME_MOST),
    FIELD_NAMED("start", TIME, struct trial_example, start_us),
    REASONS(before),
    REASONS(after),
    FIELDS_END,
};

#define COUNT(member, ...)                                                                         \
  FIELD(INTEGER, struct policy_trial, member, .most = INT64_MAX, ##__VA_ARGS__)
#define ROWS(member, limit, row, table, ...)                                                       \
  FIELD(LIST, struct policy_trial, member, .most = (limit), .size = sizeof(row), .fields = table,  \
        ##__VA_ARGS__)
const struct field policy_trial_out[] = {
    FIELD_NAMED("from", TIME, struct policy_trial, from_us),
    FIELD_NAMED("to", TIME, struct policy_trial, to_us),
    COUNT(visits),
    COUNT(enterprises),
    FIELD(BOOLEAN, struct policy_trial, cut,
          .help = "there are more visits than are tried at once: shorten the span"),
    COUNT(differ, .help = "visits whose reasons differ"),
    COUNT(green_both),
    COUNT(red_both),
    COUNT(red_only_now, .help = "red under the policy in force, green under the one tried"),
    COUNT(red_only_tried, .help = "green under the policy in force, red under the one tried"),
    ROWS(policies, REPLAY_POLICIES_MOST, struct policy_row, policy_row_fields,
         .help = "the one in force, then the one tried; members that end in _b are the latter's"),
    ROWS(reasons, REASON_COUNT, struct reason_row, reason_row_fields),
    ROWS(units, UNITS_MOST, struct tally_row, tally_row_fields),
    ROWS(months, MONTHS_MOST, struct tally_row, tally_row_fields),
    ROWS(examples, EXAMPLES_MOST, struct trial_example, example_fields,
         .help = "of visits whose colour differs"),
    FIELDS_END,
};

struct trial {
  struct act *act;
  struct policy policies[REPLAY_POLICIES_MOST];
  struct replay replay;
  struct policy_trial *out;
  struct names *units;
  int64_t load_from_us;
  int32_t from_day;
  struct arena *each; /* one enterprise */
};

bool policy_try_prepare(struct act *act) {
  const struct policy_trial_input *in = act->in;
  act->prepared = ARENA_NEW(act->arena, struct policy);
  return policy_read(in->policy, act->arena, act->prepared, NULL, &act->error);
}

static bool find_span(struct act *act) {
  const struct policy_trial_input *in = act->in;
  struct policy_trial *out = act->out;
  out->to_us = in->to_us == NO_INTEGER ? act->now_us : in->to_us;
  out->from_us = in->from_us == NO_INTEGER ? out->to_us - TRIAL_DAYS_USUAL * DAY_US : in->from_us;
  if (out->to_us <= out->from_us) return act_refuse(act, ERROR_bad_field, "to", "not after `from`");
  return out->to_us - out->from_us <= TRIAL_DAYS_MOST * DAY_US ||
         act_refuse(act, ERROR_bad_field, "to", "more than %d days", TRIAL_DAYS_MOST);
}

static bool start(struct act *act, struct trial *trial) {
  *trial = (struct trial){.act = act, .out = act->out, .units = names_make(act->arena)};
  if (!policy_in_force(act, &trial->policies[POLICY_NOW]) || !find_span(act)) return false;
  trial->policies[POLICY_TRIED] = *(const struct policy *)act->prepared;
  const struct policy *policies = trial->policies;
  int offset_minutes = policies[POLICY_NOW].offset_minutes;
  int32_t first = day_of_time(trial->out->from_us, offset_minutes);
  int32_t last = day_of_time(trial->out->to_us - 1, offset_minutes);
  bool farther = policies[POLICY_TRIED].crowding.repeat_item_days >
                 policies[POLICY_NOW].crowding.repeat_item_days;
  trial->from_day = day_of_date((struct date){date_of_day(first).year, 1, 1});
  trial->load_from_us = visit_reach_us(&policies[farther], trial->from_day);
  struct replay *replay = &trial->replay;
  *replay = (struct replay){.policies = policies,
                            .policy_count = REPLAY_POLICIES_MOST,
                            .first_month = replay_month(first),
                            .last_month = replay_month(last)};
  replay->month_count = (size_t)(replay->last_month - replay->first_month) + 1;
  replay->months = ARENA_ARRAY(act->arena, replay->month_count, struct tally);
  replay->units = ARENA_ARRAY(act->arena, UNITS_MOST, struct unit_tally);
  trial->out->examples.at = ARENA_ARRAY(act->arena, EXAMPLES_MOST, struct trial_example);
  return true;
}

/* ---- counting ---- */

/* Beyond so many units they are counted in the sums alone. */
static void count_unit(struct trial *trial, struct text unit, const reason_set *reasons) {
  struct replay *replay = &trial->replay;
  int64_t number = names_find(trial->units, unit);
  if (!number && replay->unit_count == UNITS_MOST) return;
  if (!number) {
    number = names_number(trial->units, arena_copy(trial->act->arena, unit));
    replay->units[replay->unit_count++].unit = (uint32_t)number;
  }
  tally_count(&replay->units[number - 1].tally, reasons, replay->policy_count);
}

static struct text name_of_unit(struct act *act, struct text id) {
  struct unit unit;
  return unit_find(act->store, id, act->arena, &unit) ? unit.name : TEXT("");
}

static void add_example(struct trial *trial, const struct visit *visit, const reason_set *reasons) {
  struct act *act = trial->act;
  struct list *examples = &trial->out->examples;
  struct enterprise enterprise;
  if (examples->count == EXAMPLES_MOST) return;
  bool known = enterprise_find(act->store, visit->enterprise, act->arena, &enterprise);
  ((struct trial_example *)examples->at)[examples->count++] = (struct trial_example){
      .visit = arena_copy(act->arena, visit->id),
      .enterprise = arena_copy(act->arena, visit->enterprise),
      .enterprise_name = known ? enterprise.name : TEXT(""),
      .unit = arena_copy(act->arena, visit->unit),
      .unit_name = name_of_unit(act, visit->unit),
      .kind = arena_copy(act->arena, visit->kind),
      .start_us = visit->start_us,
      .before = reason_names(reasons[POLICY_NOW], act->arena),
      .after = reason_names(reasons[POLICY_TRIED], act->arena),
  };
}

static bool is_tried(const struct trial *trial, const struct visit *visit) {
  return visit->start_us >= trial->out->from_us && visit->start_us < trial->out->to_us &&
         visit->life != LIFE_CANCELLED && visit->life != LIFE_MISSED;
}

static void count_visit(struct trial *trial, const struct visit *visit, const reason_set *reasons) {
  struct replay *replay = &trial->replay;
  int32_t day = day_of_time(visit->start_us, trial->policies[POLICY_NOW].offset_minutes);
  replay_count(replay, reasons);
  tally_count(&replay->months[replay_month(day) - replay->first_month], reasons,
              replay->policy_count);
  count_unit(trial, visit->unit, reasons);
  trial->out->differ += reasons[POLICY_NOW] != reasons[POLICY_TRIED];
  if (!reasons[POLICY_NOW] != !reasons[POLICY_TRIED]) add_example(trial, visit, reasons);
}

/* ---- one enterprise after the other ---- */

static bool knows_kinds(struct trial *trial, const struct weighed *weighed) {
  for (size_t i = 0; i < weighed->facts.visit_count; i++)
    if (policy_kind(&trial->policies[POLICY_TRIED], weighed->visits[i].kind) < 0)
      return act_refuse(trial->act, ERROR_bad_policy, "kinds", "there are visits of kind %.*s",
                        TEXT_ARGS(weighed->visits[i].kind));
  return true;
}

static bool try_enterprise(struct trial *trial, struct text enterprise) {
  struct weighed weighed;
  const struct verdict *verdicts[REPLAY_POLICIES_MOST];
  arena_reset(trial->each);
  visit_load_rows(trial->act, enterprise, trial->from_day, trial->load_from_us, trial->each,
                  &weighed);
  if (!knows_kinds(trial, &weighed)) return false;
  for (size_t p = 0; p < REPLAY_POLICIES_MOST; p++) {
    visit_take_policy(&weighed, &trial->policies[p]);
    visit_weigh(&weighed);
    verdicts[p] = weighed.verdicts;
  }
  int64_t before = trial->replay.all.visits;
  for (size_t i = 0; i < weighed.facts.visit_count; i++)
    if (is_tried(trial, &weighed.visits[i]))
      count_visit(
          trial, &weighed.visits[i],
          (const reason_set[]){verdicts[POLICY_NOW][i].reasons, verdicts[POLICY_TRIED][i].reasons});
  trial->out->enterprises += trial->replay.all.visits > before;
  return true;
}

static bool next_enterprise(struct trial *trial, char ret_code[USCC_LENGTH + 1]) {
  struct text before = text_of(ret_code);
  struct cursor cursor = QUERY(trial->act->store, sql_visit_next_enterprise, V(before));
  bool more = store_next(&cursor);
  if (more) {
    struct text code = store_text(&cursor, 0, trial->each);
    memcpy(ret_code, code.at, USCC_LENGTH);
    ret_code[USCC_LENGTH] = 0;
  }
  store_done(&cursor);
  return more;
}

static bool try_all(struct trial *trial) {
  char code[USCC_LENGTH + 1] = "";
  while (next_enterprise(trial, code)) {
    if (trial->replay.all.visits >= TRIAL_VISITS_MOST) {
      trial->out->cut = true;
      return true;
    }
    if (!try_enterprise(trial, text_of(code))) return false;
  }
  return true;
}

/* ---- the reply ---- */

static struct list unit_rows(struct trial *trial) {
  struct act *act = trial->act;
  struct replay *replay = &trial->replay;
  struct tally_row *rows = ARENA_ARRAY(act->arena, replay->unit_count + 1, struct tally_row);
  replay_sort_units(replay);
  for (size_t i = 0; i < replay->unit_count; i++) {
    struct unit unit;
    rows[i] = replay_tally_row(replay, &replay->units[i].tally);
    rows[i].unit = names_text(trial->units, replay->units[i].unit);
    if (!unit_find(act->store, rows[i].unit, act->arena, &unit)) continue;
    rows[i].name = unit.name;
    rows[i].body = unit.body;
  }
  return (struct list){rows, replay->unit_count};
}

static void answer(struct trial *trial) {
  const struct replay *replay = &trial->replay;
  struct policy_trial *out = trial->out;
  struct arena *arena = trial->act->arena;
  const struct difference_row difference = replay_difference(replay);
  out->visits = replay->all.visits;
  out->green_both = difference.green_both;
  out->red_both = difference.red_both;
  out->red_only_now = difference.red_only_a;
  out->red_only_tried = difference.red_only_b;
  out->policies = replay_policy_rows(replay, arena);
  out->reasons = replay_reason_rows(replay, arena);
  out->months = replay_month_rows(replay, arena);
  out->units = unit_rows(trial);
}

/* It holds one of the few threads on which people also sign in, for seconds in a large city; so
 * there is one at a time. */
static atomic_flag trying = ATOMIC_FLAG_INIT;

static bool try_policy(struct act *act) {
  struct trial *trial = ARENA_NEW(act->arena, struct trial);
  if (!start(act, trial)) return false;
  trial->each = arena_make();
  bool done = try_all(trial);
  arena_free(trial->each);
  if (done) answer(trial);
  return done;
}

bool policy_try(struct act *act) {
  if (atomic_flag_test_and_set(&trying))
    return act_refuse(act, ERROR_busy, NULL, "another policy is being tried");
  bool done = try_policy(act);
  atomic_flag_clear(&trying);
  return done;
}
