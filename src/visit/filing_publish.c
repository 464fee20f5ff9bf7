/* The coordinator publishes a year's filings: from then on anybody may read them, and they change
 * only by amendments. */
#include "visit/filing.h"
#include "visit/sql_filing.h"

const struct field filing_publish_in[] = {
    FIELD(INTEGER, struct filing_year, year, .least = 1970, .most = 9999),
    FIELDS_END,
};
const struct field filing_publish_out[] = {
    FIELD(INTEGER, struct filing_year, year, .least = 1970, .most = 9999),
    FIELD_NAMED("published", TIME, struct filing_year, published_us),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct filing_year *year = data;
  RUN(store, sql_filing_year_insert, V(year->year), V(event->at_us), V(event->by));
}

const struct event_type filings_published = {.name = "filings_published",
                                             .fields = filing_publish_in,
                                             .size = sizeof(struct filing_year),
                                             .apply = apply,
                                             .readers = ROLES_BUSINESS,
                                             .concerns_all = true,
                                             .published = true};

bool filing_publish(struct act *act) {
  struct filing_year *year = act->out;
  *year = *(const struct filing_year *)act->in;
  if (FIND_INTEGER(act->store, sql_filing_year_published, NO_INTEGER, V(year->year)) != NO_INTEGER)
    return act_refuse(act, ERROR_already_done, "year", "%s", "");
  year->published_us = act->now_us;
  event_record(act, &filings_published, NO_TEXT, NO_TEXT, year);
  return true;
}
