/* What an enterprise prints at the end of a year: who came how often, for what and for how long,
 * and what each unit had filed. */
#include "base/time.h"
#include "visit/filing.h"
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { ROWS_MOST = 2000 };

#define NUMBERS                                                                                    \
  TALLY_COUNTS(struct statement_row, tally.),                                                      \
      FIELD(INTEGER, struct statement_row, declined, .most = INT32_MAX,                            \
            .help = "the enterprise did not agree"),                                               \
      FIELD(INTEGER, struct statement_row, minutes, .most = INT32_MAX,                             \
            .help = "on site, from arrival to departure")
static const struct field total_fields[] = {NUMBERS, FIELDS_END};
static const struct field row_fields[] = {
    FIELD(TEXT, struct statement_row, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct statement_row, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST,
          .help = "none of a walk-in whose unit is not known"),
    FIELD(TEXT, struct statement_row, kind, .most = POLICY_NAME_MOST),
    NUMBERS,
    FIELDS_END,
};
const struct field statement_out[] = {
    FIELD(TEXT, struct yearly_statement, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct yearly_statement, enterprise_name, .most = NAME_MOST),
    FIELD(INTEGER, struct yearly_statement, year, .most = 9999),
    FIELD_NAMED("from", TIME, struct yearly_statement, from_us),
    FIELD_NAMED("to", TIME, struct yearly_statement, to_us),
    FIELD_STRUCT(struct yearly_statement, total, .fields = total_fields),
    FIELD(LIST, struct yearly_statement, rows, .most = ROWS_MOST,
          .size = sizeof(struct statement_row), .fields = row_fields),
    FIELD_NAMED("published", TIME, struct yearly_statement, published_us, .flags = FIELD_NULLABLE,
                .help = "when the year's filings were"),
    FIELD(LIST, struct yearly_statement, filings, .most = FILING_UNITS_MOST,
          .size = sizeof(struct filing_balance), .fields = filing_balance_fields),
    FIELDS_END,
};

static struct text list_of(struct act *act, const struct yearly_statement *statement,
                           const struct statement_row *row) {
  struct buffer list = tally_list(act, statement->from_us, statement->to_us);
  tally_list_add(&list, "enterprise", statement->enterprise);
  tally_list_add(&list, "unit", row->unit);
  tally_list_add(&list, "kind", row->kind);
  return buffer_text(&list);
}

static void find_filings(struct yearly_statement *statement,
                         const struct filing_balances *balances) {
  statement->year = balances->year;
  statement->published_us = balances->published_us;
  statement->filings = balances->units;
}

static void find_year(struct act *act, struct yearly_statement *statement) {
  int offset = (int)act->city->settings.offset_minutes;
  int32_t year = (int32_t)statement->year;
  statement->from_us = day_start_us(day_of_date((struct date){year, 1, 1}), offset);
  statement->to_us = day_start_us(day_of_date((struct date){year + 1, 1, 1}), offset);
}

bool visit_statement(struct act *act) {
  const struct filing_balance_input *in = act->in;
  struct yearly_statement *statement = act->out;
  struct filing_balances balances = {0};
  struct enterprise enterprise;
  if (!filing_balances_find(act, &balances)) return false;
  find_filings(statement, &balances);
  find_year(act, statement);
  statement->enterprise = in->enterprise;
  if (enterprise_find(act->store, in->enterprise, act->arena, &enterprise))
    statement->enterprise_name = enterprise.name;
  statement->rows =
      LIST(act->store, sql_statement, row_fields, struct statement_row, act->arena,
           V(in->enterprise), V(statement->from_us), V(statement->to_us), V(ROWS_MOST));
  struct statement_row *rows = statement->rows.at;
  for (size_t i = 0; i < statement->rows.count; i++) {
    if (rows[i].minutes == NO_INTEGER) rows[i].minutes = 0;
    rows[i].tally.list = list_of(act, statement, &rows[i]);
    tally_add(&statement->total.tally, &rows[i].tally);
    statement->total.declined += rows[i].declined;
    statement->total.minutes += rows[i].minutes;
  }
  statement->total.tally.list = list_of(act, statement, &statement->total);
  return true;
}
