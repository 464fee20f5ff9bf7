/* Looking over a year's filings before they are published. Sums are the database's; each list is
 * cut where nobody would read on. */
#include "visit/filing.h"
#include "visit/sql_filing.h"

enum { UNITS_MOST = 2000, ENTERPRISES_MOST = 100 };

const struct field filing_check_in[] = {
    FIELD(INTEGER, struct filing_year, year, .least = 1970, .most = 9999),
    FIELDS_END,
};

#define UNIT_FIELD       FIELD(TEXT, struct filing_sum, unit, .most = UNIT_ID_MOST)
#define ENTERPRISE_FIELD FIELD(TEXT, struct filing_sum, enterprise, .most = USCC_LENGTH)
#define NAME_FIELD       FIELD(TEXT, struct filing_sum, name, .most = NAME_MOST)
#define COUNT(member)                                                                              \
  FIELD(INTEGER, struct filing_sum, member, .least = INT32_MIN, .most = INT32_MAX)
static const struct field unit_sum_fields[] = {UNIT_FIELD, NAME_FIELD, COUNT(enterprises),
                                               COUNT(visits), FIELDS_END};
static const struct field silent_fields[] = {UNIT_FIELD, NAME_FIELD, FIELDS_END};
static const struct field enterprise_sum_fields[] = {ENTERPRISE_FIELD, NAME_FIELD, COUNT(units),
                                                     COUNT(visits), FIELDS_END};

#define SUMS(member, limit, table, words)                                                          \
  FIELD(LIST, struct filing_check, member, .most = (limit), .size = sizeof(struct filing_sum),     \
        .fields = table, .help = words)
const struct field filing_check_out[] = {
    FIELD(INTEGER, struct filing_check, year, .least = 1970, .most = 9999),
    FIELD_NAMED("published", TIME, struct filing_check, published_us, .flags = FIELD_NULLABLE),
    FIELD(INTEGER, struct filing_check, visits, .least = INT32_MIN, .most = INT32_MAX,
          .help = "filed and granted, by the units listed"),
    FIELD(INTEGER, struct filing_check, asked, .most = INT32_MAX,
          .help = "amendments that still wait"),
    FIELD(INTEGER, struct filing_check, crowding_visits, .flags = FIELD_NULLABLE, .most = INT64_MAX,
          .help = "how many an enterprise can have in a year by the crowding of the policy in "
                  "force; null: any number"),
    SUMS(units, UNITS_MOST, unit_sum_fields, "by unit"),
    SUMS(silent, UNITS_MOST, silent_fields, "active units that filed nothing"),
    SUMS(most_filed, ENTERPRISES_MOST, enterprise_sum_fields, "the most visits first"),
    SUMS(over_crowding, ENTERPRISES_MOST, enterprise_sum_fields, "more than crowding_visits"),
    SUMS(duplicates, ENTERPRISES_MOST, unit_sum_fields,
         "one unit's filings for several enterprises of one name"),
    FIELDS_END,
};

int64_t filing_crowding_visits(const struct crowding *crowding) {
  enum { DAYS = 366, WEEKS = 53, MONTHS = 12 };
  const int64_t limits[] = {crowding->day * DAYS, crowding->week * WEEKS, crowding->month * MONTHS};
  int64_t least = NO_INTEGER;
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    if (limits[i] > 0 && (least == NO_INTEGER || limits[i] < least)) least = limits[i];
  return least;
}

#define LIST_SUMS(statement, table, ...)                                                           \
  LIST(act->store, statement, table, struct filing_sum, act->arena, V(check->year), __VA_ARGS__)

bool filing_check(struct act *act) {
  const struct filing_year *in = act->in;
  struct filing_check *check = act->out;
  struct policy policy;
  if (!policy_in_force(act, &policy)) return false;
  check->year = in->year;
  check->published_us =
      FIND_INTEGER(act->store, sql_filing_year_published, NO_INTEGER, V(in->year));
  check->asked = FIND_INTEGER(act->store, sql_filing_check_asked, 0, V(in->year));
  check->crowding_visits = filing_crowding_visits(&policy.crowding);
  check->units = LIST_SUMS(sql_filing_check_units, unit_sum_fields, V(UNITS_MOST));
  check->silent = LIST_SUMS(sql_filing_check_silent, silent_fields, V(UNITS_MOST));
  check->most_filed = LIST_SUMS(sql_filing_check_most, enterprise_sum_fields, V(ENTERPRISES_MOST));
  if (check->crowding_visits != NO_INTEGER)
    check->over_crowding = LIST_SUMS(sql_filing_check_over, enterprise_sum_fields,
                                     V(check->crowding_visits), V(ENTERPRISES_MOST));
  check->duplicates = LIST_SUMS(sql_filing_check_duplicates, unit_sum_fields, V(ENTERPRISES_MOST));
  const struct filing_sum *units = check->units.at;
  for (size_t i = 0; i < check->units.count; i++) check->visits += units[i].visits;
  return true;
}
