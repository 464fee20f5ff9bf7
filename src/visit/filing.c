/* What the operations on filings share. */
#include "visit/filing.h"

#include "visit/sql_filing.h"

const char *const filing_state_names[] = {"filed", "asked", "granted", "refused", NULL};

const struct field filing_fields[] = {
    FIELD(TEXT, struct filing, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(TEXT, struct filing, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct filing, id, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(TEXT, struct filing, unit, .least = 1, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct filing, unit_name, .most = NAME_MOST),
    FIELD(INTEGER, struct filing, year, .least = 1970, .most = 9999),
    FIELD(INTEGER, struct filing, visits, .least = -FILING_VISITS_MOST, .most = FILING_VISITS_MOST,
          .help = "of an amendment: how many more, or fewer"),
    FIELD(ENUM, struct filing, state, .names = filing_state_names),
    FIELD(TEXT, struct filing, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELD(TEXT, struct filing, by, .most = 64),
    FIELD_NAMED("at", TIME, struct filing, at_us),
    FIELD(TEXT, struct filing, answer, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELD(TEXT, struct filing, decided_by, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD_NAMED("decided", TIME, struct filing, decided_us, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct filing, version, .least = 0, .most = INT64_MAX),
    FIELDS_END,
};

bool filing_is_open(int64_t opens_day, int64_t closes_day, struct date today, int64_t year) {
  int32_t new_year = day_of_date((struct date){today.year, 1, 1});
  int64_t day = day_of_date(today) - new_year + 1;
  bool begins_before = opens_day > closes_day;
  if (today.year == year) return (begins_before || day >= opens_day) && day <= closes_day;
  return today.year == year - 1 && (today.month == 12 || (begins_before && day >= opens_day));
}

bool filing_unit_scope(struct act *act) {
  const struct filing_input *in = act->in;
  act->subject.unit = in->unit.at ? in->unit : act->caller.unit;
  act->subject.enterprise = in->enterprise;
  return true;
}

static bool find_filing(struct act *act, struct text id, struct filing *ret_filing) {
  return FIND(act->store, sql_filing_by_id, filing_fields, ret_filing, act->arena, V(id)) ||
         act_refuse(act, ERROR_not_found, "filing", "%s", "");
}

bool filing_scope(struct act *act) {
  const struct filing_words *reference = act->in;
  struct filing *filing = ARENA_NEW(act->arena, struct filing);
  if (!find_filing(act, reference->filing, filing)) return false;
  act->subject = (struct subject){.unit = filing->unit,
                                  .enterprise = filing->enterprise,
                                  .version = filing->version,
                                  .thing = filing};
  return true;
}

bool filing_find_parties(struct act *act, struct text *ret_unit) {
  struct enterprise enterprise;
  struct unit unit;
  *ret_unit = act->subject.unit;
  if (!ret_unit->at) return act_refuse(act, ERROR_bad_field, "unit", "say whose filing");
  if (!enterprise_find(act->store, act->subject.enterprise, act->arena, &enterprise) ||
      !enterprise.head.active)
    return act_refuse(act, ERROR_not_found, "enterprise", "%s", "");
  return unit_find(act->store, *ret_unit, act->arena, &unit) ||
         act_refuse(act, ERROR_not_found, "unit", "%s", "");
}

int64_t filing_total(struct act *act, const struct filing *filing) {
  return FIND_INTEGER(act->store, sql_filing_total, 0, V(filing->enterprise), V(filing->unit),
                      V(filing->year));
}

static bool has_visits(struct act *act, struct text enterprise) {
  return FIND_INTEGER(act->store, sql_filing_any_visit, 0, V(enterprise)) == 1;
}

bool filing_covers_used(struct act *act, const struct filing *filing, int64_t visits) {
  struct weighed weighed;
  int64_t used = 0;
  if (has_visits(act, filing->enterprise)) {
    if (!visit_load(act, filing->enterprise, &weighed)) return false;
    visit_weigh(&weighed);
    used = weigh_used(weighed.weighing, names_number(weighed.units, filing->unit),
                      (int32_t)filing->year);
  }
  return visits >= used ||
         act_refuse(act, ERROR_below_used, "visits", "%lld are used already", (long long)used);
}

bool filing_record(struct act *act, const struct event_type *type, struct text enterprise,
                   struct text id, const void *data) {
  struct filing *filing = act->out;
  event_record(act, type, enterprise, id, data);
  if (has_visits(act, enterprise) && !visit_reweigh(act, enterprise)) return false;
  if (!find_filing(act, id, filing)) return false;
  act->etag = filing->version;
  return true;
}
