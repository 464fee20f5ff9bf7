/* Numbers of a span of time, each with the list that it counts. */
#include <stdlib.h>

#include "base/names.h"
#include "base/time.h"
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { VISITS_AT_ONCE = 10000, TALLIES_MOST = 2000, ENTERPRISES_MOST = 100 };

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

/* ---- counting ---- */

/* A visit, and what it counts for: each number 0 or 1. */
struct counted {
  int64_t start_us;
  struct text id, kind, unit, unit_name, enterprise, enterprise_name, county;
  struct tally tally;
};
static const struct field counted_fields[] = {
    FIELD_NAMED("start", TIME, struct counted, start_us),
    FIELD(TEXT, struct counted, id),
    FIELD(TEXT, struct counted, kind),
    FIELD(TEXT, struct counted, unit),
    FIELD(TEXT, struct counted, unit_name),
    FIELD(TEXT, struct counted, enterprise),
    FIELD(TEXT, struct counted, enterprise_name),
    FIELD(TEXT, struct counted, county),
    TALLY_COUNTS(struct counted, tally.),
    FIELDS_END,
};

/* One tally for each key. */
struct groups {
  struct arena *arena;
  struct names *keys;
  struct list tallies; /* struct tally, as the keys are numbered */
};
struct counting {
  struct tally total;
  struct groups kinds, units, counties, enterprises;
};

static struct groups groups_make(struct arena *arena) {
  return (struct groups){.arena = arena, .keys = names_make(arena)};
}

static void add(struct groups *groups, struct text key, struct text name,
                const struct tally *tally) {
  int64_t number = names_find(groups->keys, key);
  if (!number) {
    number = names_number(groups->keys, arena_copy(groups->arena, key));
    struct list *list = &groups->tallies;
    list->at = arena_room(groups->arena, list->at, list->count, sizeof(struct tally));
    ((struct tally *)list->at)[list->count++] = (struct tally){
        .key = names_text(groups->keys, number), .name = arena_copy(groups->arena, name)};
  }
  tally_add((struct tally *)groups->tallies.at + number - 1, tally);
}

static void count(struct counting *counting, const struct counted *visit) {
  const struct tally *tally = &visit->tally;
  tally_add(&counting->total, tally);
  add(&counting->kinds, visit->kind, visit->kind, tally);
  /* a walk-in's unit is not always known */
  if (visit->unit_name.at) add(&counting->units, visit->unit, visit->unit_name, tally);
  add(&counting->counties, visit->county, visit->county, tally);
  add(&counting->enterprises, visit->enterprise, visit->enterprise_name, tally);
}

/* So many at once: a database may hand over all that it finds before the first is read. */
static void count_all(struct act *act, int64_t from_us, int64_t to_us, struct counting *counting) {
  struct counted visit = {.start_us = from_us, .id = TEXT("")};
  struct arena *arena = arena_make();
  for (int64_t found = VISITS_AT_ONCE; found == VISITS_AT_ONCE;) {
    struct text id = arena_copy(act->arena, visit.id);
    arena_reset(arena);
    found = 0;
    for (struct cursor cursor =
             QUERY(act->store, sql_tally, V(visit.start_us), V(id), V(to_us), V(VISITS_AT_ONCE));
         store_next(&cursor); found++) {
      store_row(&cursor, counted_fields, &visit, arena);
      count(counting, &visit);
    }
  }
  arena_free(arena);
}

static int by_key(const void *a, const void *b) {
  return text_compare(((const struct tally *)a)->key, ((const struct tally *)b)->key);
}

static int most_first(const void *a, const void *b) {
  const struct tally *left = a, *right = b;
  if (left->came != right->came) return left->came > right->came ? -1 : 1;
  if (left->visits != right->visits) return left->visits > right->visits ? -1 : 1;
  return by_key(a, b);
}

/* The first `most` in their order, each with its list. */
static struct list tell(struct act *act, const struct statistics *statistics, struct list tallies,
                        int (*order)(const void *, const void *), const char *filter, size_t most) {
  struct tally *tally = tallies.at;
  if (tallies.count) qsort(tally, tallies.count, sizeof *tally, order);
  if (tallies.count > most) tallies.count = most;
  for (size_t i = 0; i < tallies.count; i++) {
    struct buffer list = tally_list(act, statistics->from_us, statistics->to_us);
    tally_list_add(&list, filter, tally[i].key);
    tally[i].list = buffer_text(&list);
  }
  return tallies;
}

bool visit_statistics(struct act *act) {
  struct statistics *told = act->out;
  if (!find_span(act, told)) return false;
  struct counting counting = {.total = {.key = TEXT(""), .name = TEXT("")},
                              .kinds = groups_make(act->arena),
                              .units = groups_make(act->arena),
                              .counties = groups_make(act->arena),
                              .enterprises = groups_make(act->arena)};
  count_all(act, told->from_us, told->to_us, &counting);
  told->total = counting.total;
  tell(act, told, (struct list){&told->total, 1}, by_key, NULL, 1);
  told->kinds = tell(act, told, counting.kinds.tallies, by_key, "kind", TALLIES_MOST);
  told->units = tell(act, told, counting.units.tallies, by_key, "unit", TALLIES_MOST);
  told->counties = tell(act, told, counting.counties.tallies, by_key, "county", TALLIES_MOST);
  told->enterprises =
      tell(act, told, counting.enterprises.tallies, most_first, "enterprise", ENTERPRISES_MOST);
  return true;
}
