/* The same numbers step by step: days, weeks or months of the city's time, none left out. */
#include "base/time.h"
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { STEPS_MOST = 400 };

static const char *const step_names[] = {"day", "week", "month", NULL};
/* How many there are when nobody says from when. */
static const int steps_usual[] = {30, 26, 12};

const struct field trend_in[] = {
    FIELD_NAMED("from", TIME, struct trend_input, from_us, .flags = FIELD_OPTIONAL,
                .help = "the step that this lies in is the first; 30 days, 26 weeks or 12 months "
                        "when not given"),
    FIELD_NAMED("to", TIME, struct trend_input, to_us, .flags = FIELD_OPTIONAL,
                .help = "steps that begin before then; to the end of the present one when not "
                        "given"),
    FIELD(ENUM, struct trend_input, step, .flags = FIELD_OPTIONAL, .names = step_names,
          .help = "day when not given; a week begins on Monday"),
    FIELD(TEXT, struct trend_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FIELD(TEXT, struct trend_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(TEXT, struct trend_input, kind, .flags = FIELD_OPTIONAL, .least = 1,
          .most = POLICY_NAME_MOST),
    FIELD(TEXT, struct trend_input, county, .flags = FIELD_OPTIONAL, .least = 1, .most = NAME_MOST,
          .help = "of the enterprise"),
    FIELDS_END,
};

static const struct field step_fields[] = {
    FIELD_NAMED("from", TIME, struct trend_step, from_us),
    FIELD_NAMED("to", TIME, struct trend_step, to_us),
    TALLY_COUNTS(struct trend_step, tally.),
    FIELDS_END,
};
const struct field trend_out[] = {
    FIELD_NAMED("from", TIME, struct trend, from_us),
    FIELD_NAMED("to", TIME, struct trend, to_us),
    FIELD(LIST, struct trend, steps, .most = STEPS_MOST, .size = sizeof(struct trend_step),
          .fields = step_fields),
    FIELDS_END,
};

/* ---- the calendar ---- */

static int32_t step_start(int step, int32_t day) {
  switch (step) {
  case TREND_WEEK:
    return monday_of_day(day);
  case TREND_MONTH:
    return month_start_of_day(day);
  default:
    return day;
  }
}

static int32_t step_after(int step, int32_t first) {
  return step_start(step, first + (step == TREND_WEEK ? 7 : step == TREND_MONTH ? 31 : 1));
}

/* The first of the usual number of steps that end with the one of `last`. */
static int32_t usual_start(int step, int32_t last) {
  int32_t day = step_start(step, last);
  for (int i = 1; i < steps_usual[step]; i++) day = step_start(step, day - 1);
  return day;
}

struct span_of_days {
  int32_t first, after; /* first days of a step */
};

static bool find_days(struct act *act, int step, struct span_of_days *ret_days) {
  const struct trend_input *in = act->in;
  int offset = (int)act->city->settings.offset_minutes;
  int64_t last_us = in->to_us == NO_INTEGER ? act->now_us : in->to_us - 1;
  int32_t last = day_of_time(last_us, offset);
  if (in->from_us != NO_INTEGER && in->from_us > last_us)
    return act_refuse(act, ERROR_bad_field, "to", "it must be later than `from`");
  ret_days->first = in->from_us == NO_INTEGER ? usual_start(step, last)
                                              : step_start(step, day_of_time(in->from_us, offset));
  ret_days->after = step_after(step, step_start(step, last));
  int32_t day = ret_days->first;
  for (int i = 0; i < STEPS_MOST && day < ret_days->after; i++) day = step_after(step, day);
  return day >= ret_days->after ||
         act_refuse(act, ERROR_bad_field, "from", "%d steps at most", STEPS_MOST);
}

/* ---- counting ---- */

struct day_row {
  int64_t day;
  struct tally tally;
};
static const struct field row_fields[] = {
    FIELD(INTEGER, struct day_row, day, .most = INT32_MAX),
    TALLY_COUNTS(struct day_row, tally.),
    FIELDS_END,
};

static struct text list_of(struct act *act, const struct trend_step *step) {
  const struct trend_input *in = act->in;
  struct buffer list = tally_list(act, step->from_us, step->to_us);
  tally_list_add(&list, "unit", in->unit);
  tally_list_add(&list, "enterprise", in->enterprise);
  tally_list_add(&list, "kind", in->kind);
  tally_list_add(&list, "county", in->county);
  return buffer_text(&list);
}

static struct list count_days(struct act *act, const struct trend *trend) {
  const struct trend_input *in = act->in;
  const struct statement *statement = in->enterprise.at ? &sql_trend_by_enterprise
                                      : in->unit.at     ? &sql_trend_by_unit
                                                        : &sql_trend_all;
  return LIST(act->store, *statement, row_fields, struct day_row, act->arena, V(trend->from_us),
              V(trend->to_us), V(page_after(in->unit)), V(page_after(in->enterprise)),
              V(page_after(in->kind)), V(page_after(in->county)));
}

bool visit_trend(struct act *act) {
  const struct trend_input *in = act->in;
  struct trend *trend = act->out;
  int offset = (int)act->city->settings.offset_minutes;
  int step = in->step == NO_ENUM ? TREND_DAY : in->step;
  struct span_of_days days = {0};
  if (!find_days(act, step, &days)) return false;
  trend->from_us = day_start_us(days.first, offset);
  trend->to_us = day_start_us(days.after, offset);
  const struct list found = count_days(act, trend);
  const struct day_row *row = found.at, *end = row + found.count;
  struct trend_step *steps = ARENA_ARRAY(act->arena, STEPS_MOST, struct trend_step);
  trend->steps = (struct list){steps, 0};
  for (int32_t day = days.first; day < days.after;) {
    struct trend_step *now = &steps[trend->steps.count++];
    now->from_us = day_start_us(day, offset);
    day = step_after(step, day);
    now->to_us = day_start_us(day, offset);
    for (; row < end && row->day < day - days.first; row++) tally_add(&now->tally, &row->tally);
    now->tally.list = list_of(act, now);
  }
  return true;
}
