/* A unit files its visits for a year, and mends the number until the window closes or the year's
 * filings are published. */
#include "import/import.h"
#include "visit/filing.h"
#include "visit/sql_filing.h"

const struct field filing_file_in[] = {
    FIELD(TEXT, struct filing_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST, .help = "the caller's own when not given"),
    FIELD(TEXT, struct filing_input, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(INTEGER, struct filing_input, year, .least = 1970, .most = 9999),
    FIELD(INTEGER, struct filing_input, visits, .least = 0, .most = FILING_VISITS_MOST,
          .help = "how many visits of kinds that need filing"),
    FIELDS_END,
};
const struct field filing_change_in[] = {
    FIELD(TEXT, struct filing_change, filing, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(INTEGER, struct filing_change, visits, .least = 0, .most = FILING_VISITS_MOST),
    FIELDS_END,
};

static const struct field filed_fields[] = {
    FIELD(TEXT, struct filing, unit, .most = UNIT_ID_MOST),
    FIELD(INTEGER, struct filing, year, .most = 9999),
    FIELD(INTEGER, struct filing, visits, .most = FILING_VISITS_MOST),
    FIELDS_END,
};

static void apply_filed(struct store *store, const struct event *event, const void *data) {
  const struct filing *filing = data;
  RUN(store, sql_filing_insert, V(event->enterprise), V(event->subject), V(filing->unit),
      V(filing->year), V(filing->visits), V(TEXT("filed")), V(NO_TEXT), V(event->by),
      V(event->at_us));
}

const struct event_type filing_filed = {.name = "filing_filed",
                                        .fields = filed_fields,
                                        .size = sizeof(struct filing),
                                        .apply = apply_filed,
                                        .readers = ROLES_UNIT | ROLES_CITY};

static const struct field changed_fields[] = {
    FIELD(TEXT, struct filing, unit, .most = UNIT_ID_MOST),
    FIELD(INTEGER, struct filing, visits, .most = FILING_VISITS_MOST),
    FIELDS_END,
};

static void apply_changed(struct store *store, const struct event *event, const void *data) {
  const struct filing *filing = data;
  RUN(store, sql_filing_change, V(event->enterprise), V(event->subject), V(filing->visits));
}

const struct event_type filing_changed = {.name = "filing_changed",
                                          .fields = changed_fields,
                                          .size = sizeof(struct filing),
                                          .apply = apply_changed,
                                          .readers = ROLES_UNIT | ROLES_CITY};

static bool is_open(struct act *act, int64_t year) {
  const struct settings *settings = &act->city->settings;
  int32_t today = day_of_time(act->now_us, (int)settings->offset_minutes);
  /* A city that starts in the middle of a year brings its filings with it. */
  if (act->caller.roles & ROLE_SELF) return true;
  return filing_is_open(settings->filing_opens_day, settings->filing_closes_day, date_of_day(today),
                        year) ||
         act_refuse(act, ERROR_filing_closed, "year", "%s", "");
}

/* What is published changes by amendments alone. */
static bool is_unpublished(struct act *act, int64_t year) {
  return FIND_INTEGER(act->store, sql_filing_year_published, NO_INTEGER, V(year)) == NO_INTEGER ||
         act_refuse(act, ERROR_filing_closed, "year", "the filings of this year are published");
}

bool filing_file(struct act *act) {
  const struct filing_input *in = act->in;
  struct filing filing = {.enterprise = in->enterprise, .year = in->year, .visits = in->visits},
                before;
  if (!filing_find_parties(act, &filing.unit) || !is_open(act, in->year)) return false;
  if (FIND(act->store, sql_filing_in_state, filing_fields, &before, act->arena,
           V(filing.enterprise), V(filing.unit), V(filing.year), V(TEXT("filed"))))
    return act_refuse(act, ERROR_already_done, "year", "change filing %.*s instead",
                      TEXT_ARGS(before.id));
  return filing_covers_used(act, &filing, filing_total(act, &filing) + in->visits) &&
         filing_record(act, &filing_filed, filing.enterprise, act_new_id(act->arena), &filing);
}

bool filing_change(struct act *act) {
  const struct filing_change *in = act->in;
  struct filing after = *filing_of(act);
  if (after.state != FILING_FILED)
    return act_refuse(act, ERROR_wrong_state, "filing", "it is an amendment");
  if (!is_open(act, after.year) || !is_unpublished(act, after.year)) return false;
  after.visits = in->visits;
  return filing_covers_used(act, &after,
                            filing_total(act, &after) - filing_of(act)->visits + after.visits) &&
         filing_record(act, &filing_changed, after.enterprise, after.id, &after);
}

/* ---- import ---- */

static const struct import_column columns[] = {
    {.zh = "访企单位", .en = "unit", .field = "unit", .key = true},
    {.zh = "统一社会信用代码", .en = "enterprise", .field = "enterprise", .key = true},
    {.zh = "年度", .en = "year", .field = "year", .key = true},
    {.zh = "备案次数", .en = "visits", .field = "visits"},
    {0},
};

static bool filing_import(struct act *act) {
  const struct import_row *row = act->in;
  const struct filing_input *in = row->value;
  struct filing filing = {.enterprise = in->enterprise, .year = in->year}, before = {0}, answer;
  int *ret_outcome = act->out;
  act->subject = (struct subject){.unit = in->unit, .enterprise = in->enterprise};
  act->out = &answer;
  if (!filing_find_parties(act, &filing.unit)) return false;
  bool known = FIND(act->store, sql_filing_in_state, filing_fields, &before, act->arena,
                    V(in->enterprise), V(in->unit), V(in->year), V(TEXT("filed")));
  *ret_outcome = !known                        ? IMPORT_ADDED
                 : before.visits == in->visits ? IMPORT_UNCHANGED
                                               : IMPORT_CHANGED;
  filing.visits = in->visits;
  return *ret_outcome == IMPORT_UNCHANGED ||
         (is_unpublished(act, in->year) &&
          filing_covers_used(act, &filing,
                             filing_total(act, &filing) - before.visits + in->visits) &&
          filing_record(act, known ? &filing_changed : &filing_filed, in->enterprise,
                        known ? before.id : act_new_id(act->arena), &filing));
}

const struct import_kind import_filings = {.name = "filings",
                                           .zh = "年初备案",
                                           .columns = columns,
                                           .fields = filing_file_in,
                                           .size = sizeof(struct filing_input),
                                           .put = IMPORT_PUT(filing_import, ROLE_COORDINATOR)};
