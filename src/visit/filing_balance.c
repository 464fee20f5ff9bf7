/* What stands for one enterprise: the caps of the policy in force, and how many visits each unit
 * filed for the year, was granted later, and has used. Anybody may read the published part. */
#include "visit/filing.h"
#include "visit/sql_filing.h"

const struct field filing_balance_in[] = {
    FIELD(TEXT, struct filing_balance_input, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(INTEGER, struct filing_balance_input, year, .flags = FIELD_OPTIONAL, .least = 1970,
          .most = 9999, .help = "this year when not given"),
    FIELDS_END,
};

#define PUBLIC_BALANCE_FIELDS                                                                      \
  FIELD(TEXT, struct filing_balance, unit, .most = UNIT_ID_MOST),                                  \
      FIELD(TEXT, struct filing_balance, name, .most = NAME_MOST),                                 \
      FIELD(INTEGER, struct filing_balance, filed, .most = INT32_MAX),                             \
      FIELD(INTEGER, struct filing_balance, amended, .least = INT32_MIN, .most = INT32_MAX,        \
            .help = "granted since, in sum")
static const struct field public_balance_fields[] = {PUBLIC_BALANCE_FIELDS, FIELDS_END};
const struct field filing_balance_fields[] = {
    PUBLIC_BALANCE_FIELDS,
    FIELD(INTEGER, struct filing_balance, asked, .least = INT32_MIN, .most = INT32_MAX,
          .help = "of an amendment not decided yet"),
    FIELD(INTEGER, struct filing_balance, used, .flags = FIELD_OPTIONAL, .most = INT32_MAX,
          .help = "not said of a year that is over"),
    FIELDS_END,
};

static const struct field crowding_fields[] = {
    FIELD(INTEGER, struct crowding, day, .most = POLICY_COUNT_MOST),
    FIELD(INTEGER, struct crowding, week, .most = POLICY_COUNT_MOST),
    FIELD(INTEGER, struct crowding, month, .most = POLICY_COUNT_MOST),
    FIELD(INTEGER, struct crowding, repeat_item_days, .most = POLICY_COUNT_MOST),
    FIELDS_END,
};

#define BALANCES_FIELDS(of_units)                                                                  \
  {                                                                                                \
    FIELD(TEXT, struct filing_balances, enterprise, .most = USCC_LENGTH),                          \
        FIELD(INTEGER, struct filing_balances, year, .most = 9999),                                \
        FIELD_NAMED("published", TIME, struct filing_balances, published_us,                       \
                    .flags = FIELD_NULLABLE),                                                      \
        FIELD(TEXT, struct filing_balances, policy, .most = POLICY_NAME_MOST),                     \
        FIELD(INTEGER, struct filing_balances, policy_version, .most = INT32_MAX),                 \
        FIELD_STRUCT(struct filing_balances, crowding, .fields = crowding_fields,                  \
                     .help = "most arrivals in a day, week and month; 0: no limit"),               \
        FIELD(LIST, struct filing_balances, units, .most = FILING_UNITS_MOST,                      \
              .size = sizeof(struct filing_balance), .fields = (of_units)),                        \
        FIELDS_END                                                                                 \
  }
const struct field filing_balance_out[] = BALANCES_FIELDS(filing_balance_fields);
const struct field filing_public_out[] = BALANCES_FIELDS(public_balance_fields);

/* Columns of sql_filing_balances. */
static const struct field row_fields[] = {
    FIELD(TEXT, struct filing_balance, unit),     FIELD(TEXT, struct filing_balance, name),
    FIELD(INTEGER, struct filing_balance, filed), FIELD(INTEGER, struct filing_balance, amended),
    FIELD(INTEGER, struct filing_balance, asked), FIELDS_END,
};

bool filing_enterprise_scope(struct act *act) {
  const struct filing_balance_input *in = act->in;
  struct enterprise enterprise;
  if (!enterprise_find(act->store, in->enterprise, act->arena, &enterprise))
    return act_refuse(act, ERROR_not_found, "enterprise", "%s", "");
  act->subject.enterprise = in->enterprise;
  act->subject.every_unit = true;
  return true;
}

static bool find_published(struct act *act, struct filing_balances *balances) {
  const struct filing_balance_input *in = act->in;
  struct policy policy;
  int32_t today = day_of_time(act->now_us, (int)act->city->settings.offset_minutes);
  if (!policy_in_force(act, &policy)) return false;
  balances->enterprise = in->enterprise;
  balances->year = in->year == NO_INTEGER ? date_of_day(today).year : in->year;
  balances->published_us =
      FIND_INTEGER(act->store, sql_filing_year_published, NO_INTEGER, V(balances->year));
  balances->policy = policy.name;
  balances->policy_version = policy.version;
  balances->crowding = policy.crowding;
  balances->units = LIST(act->store, sql_filing_balances, row_fields, struct filing_balance,
                         act->arena, V(in->enterprise), V(balances->year), V(FILING_UNITS_MOST));
  return true;
}

bool filing_balances_find(struct act *act, struct filing_balances *balances) {
  struct weighed weighed;
  if (!find_published(act, balances) || !visit_load(act, balances->enterprise, &weighed))
    return false;
  visit_weigh(&weighed);
  struct filing_balance *units = balances->units.at;
  bool over = balances->year < date_of_day(weighed.from_day).year;
  for (size_t i = 0; i < balances->units.count; i++)
    units[i].used = over ? NO_INTEGER
                         : weigh_used(weighed.weighing, names_number(weighed.units, units[i].unit),
                                      (int32_t)balances->year);
  return true;
}

bool filing_balance(struct act *act) {
  return filing_balances_find(act, act->out);
}

bool filing_public(struct act *act) {
  struct filing_balances *balances = act->out;
  if (!find_published(act, balances)) return false;
  if (balances->published_us == NO_INTEGER) balances->units.count = 0;
  return true;
}
