/* Numbers of a span of time, each with the list that it counts. */
#include "base/time.h"
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { TALLIES_MOST = 2000, ENTERPRISES_MOST = 100 };

static const char *const span_names[] = {"day", "week", "month", "year", NULL};

const struct field statistics_in[] = {
    FIELD(ENUM, struct statistics_input, span, .flags = FIELD_OPTIONAL, .names = span_names,
          .help = "today, this week, month or year; the month when not given"),
    FIELD_NAMED("from", TIME, struct statistics_input, from_us, .flags = FIELD_OPTIONAL,
                .help = "or from here"),
    FIELD_NAMED("to", TIME, struct statistics_input, to_us, .flags = FIELD_OPTIONAL,
                .help = "to there"),
    FIELDS_END,
};

static const struct field tally_fields[] = {
    FIELD(TEXT, struct tally, key, .most = NAME_MOST),
    FIELD(TEXT, struct tally, name, .most = NAME_MOST),
    TALLY_COUNTS(struct tally, ),
    FIELDS_END,
};

#define TALLIES(member, limit)                                                                     \
  FIELD(LIST, struct statistics, member, .most = (limit), .size = sizeof(struct tally),            \
        .fields = tally_fields)
const struct field statistics_out[] = {
    FIELD_NAMED("from", TIME, struct statistics, from_us),
    FIELD_NAMED("to", TIME, struct statistics, to_us),
    FIELD_STRUCT(struct statistics, total, .fields = tally_fields),
    TALLIES(kinds, TALLIES_MOST),
    TALLIES(units, TALLIES_MOST),
    TALLIES(counties, TALLIES_MOST),
    TALLIES(enterprises, ENTERPRISES_MOST),
    FIELDS_END,
};

static int32_t first_day(int span, int32_t today) {
  switch (span) {
  case SPAN_DAY:
    return today;
  case SPAN_WEEK:
    return monday_of_day(today);
  case SPAN_YEAR:
    return day_of_date((struct date){date_of_day(today).year, 1, 1});
  default:
    return month_start_of_day(today);
  }
}

static int32_t day_after(int span, int32_t first) {
  struct date date = date_of_day(first);
  switch (span) {
  case SPAN_DAY:
    return first + 1;
  case SPAN_WEEK:
    return first + 7;
  case SPAN_YEAR:
    return day_of_date((struct date){date.year + 1, 1, 1});
  default:
    return first + days_in_month(date.year, date.month);
  }
}

static bool find_span(struct act *act, struct statistics *statistics) {
  const struct statistics_input *in = act->in;
  int offset = (int)act->city->settings.offset_minutes;
  int32_t first = first_day(in->span, day_of_time(act->now_us, offset));
  statistics->from_us = in->from_us;
  statistics->to_us = in->to_us;
  if (in->from_us == NO_INTEGER && in->to_us == NO_INTEGER) {
    statistics->from_us = day_start_us(first, offset);
    statistics->to_us = day_start_us(day_after(in->span, first), offset);
  }
  return (statistics->from_us != NO_INTEGER && statistics->from_us < statistics->to_us) ||
         act_refuse(act, ERROR_bad_field, "to", "a span has a `from` and a later `to`");
}

static void add_time(struct buffer *out, const char *name, int64_t time_us) {
  char text[TIME_TEXT_SIZE];
  buffer_format(out, "%s%.*s", name, (int)time_format(time_us, 0, text), text);
}

/* Percent-encoded, as names of counties must be. */
static void add_value(struct buffer *out, struct text value) {
  for (size_t i = 0; i < value.length; i++) {
    unsigned char byte = (unsigned char)value.at[i];
    bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                 (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
    if (plain)
      buffer_add_byte(out, (char)byte);
    else
      buffer_format(out, "%%%02X", byte);
  }
}

struct buffer tally_list(struct act *act, int64_t from_us, int64_t to_us) {
  struct buffer out = BUFFER(act->arena);
  add_time(&out, "/api/visits?from=", from_us);
  add_time(&out, "&to=", to_us);
  return out;
}

void tally_list_add(struct buffer *list, const char *filter, struct text value) {
  if (!filter || !value.length) return;
  buffer_format(list, "&%s=", filter);
  add_value(list, value);
}

void tally_add(struct tally *sum, const struct tally *tally) {
  sum->visits += tally->visits;
  sum->came += tally->came;
  sum->red += tally->red;
  sum->missed += tally->missed;
  sum->joint += tally->joint;
  sum->exempt += tally->exempt;
  sum->unratified += tally->unratified;
  sum->walk_in += tally->walk_in;
}

static struct list tally(struct act *act, const struct statistics *statistics,
                         const struct statement *statement, const char *filter, int64_t most) {
  struct list found = LIST(act->store, *statement, tally_fields, struct tally, act->arena,
                           V(statistics->from_us), V(statistics->to_us), V(most));
  struct tally *tallies = found.at;
  for (size_t i = 0; i < found.count; i++) {
    struct buffer list = tally_list(act, statistics->from_us, statistics->to_us);
    tally_list_add(&list, filter, tallies[i].key);
    tallies[i].list = buffer_text(&list);
  }
  return found;
}

bool visit_statistics(struct act *act) {
  struct statistics *statistics = act->out;
  if (!find_span(act, statistics)) return false;
  struct list total = tally(act, statistics, &sql_tally_total, NULL, 1);
  if (total.count) statistics->total = *(const struct tally *)total.at;
  statistics->kinds = tally(act, statistics, &sql_tally_kinds, "kind", TALLIES_MOST);
  statistics->units = tally(act, statistics, &sql_tally_units, "unit", TALLIES_MOST);
  statistics->counties = tally(act, statistics, &sql_tally_counties, "county", TALLIES_MOST);
  statistics->enterprises =
      tally(act, statistics, &sql_tally_enterprises, "enterprise", ENTERPRISES_MOST);
  return true;
}
