/* Reading ratings: one by one for the supervisor, and for the enterprise that gave them; in sum by
 * unit, without names, for the leader. */
#include <assert.h>

#include "visit/feedback.h"
#include "visit/sql_feedback.h"

#define SPAN_FIELDS                                                                                \
  FIELD_NAMED("from", TIME, struct rating_list_input, from_us, .flags = FIELD_OPTIONAL),           \
      FIELD_NAMED("to", TIME, struct rating_list_input, to_us, .flags = FIELD_OPTIONAL)

const struct field rating_list_in[] = {
    FIELD(TEXT, struct rating_list_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FIELD(TEXT, struct rating_list_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    SPAN_FIELDS,
    PAGE_IN_FIELDS(struct rating_list_input),
    FIELDS_END,
};
const struct field rating_list_out[] = PAGE_FIELDS(struct rating, rating_fields);

const struct field rating_sums_in[] = {SPAN_FIELDS, FIELDS_END};

#define AVERAGE(aspect)                                                                            \
  FIELD(INTEGER, struct rating_sum, aspect##_hundredths, .least = 100, .most = 100 * STARS_MOST)
#define SUM(aspect) FIELD_NAMED(#aspect, INTEGER, struct rating_sum, aspect##_hundredths)
#define OF_UNIT                                                                                    \
  FIELD(TEXT, struct rating_sum, unit, .most = UNIT_ID_MOST),                                      \
      FIELD(TEXT, struct rating_sum, name, .most = NAME_MOST),                                     \
      FIELD(INTEGER, struct rating_sum, ratings, .least = RATINGS_SUMMED_LEAST, .most = INT32_MAX)
static const struct field sum_fields[] = {OF_UNIT, AVERAGE(conduct), AVERAGE(integrity),
                                          AVERAGE(efficiency), FIELDS_END};
/* Columns of sql_rating_sums: all stars together. */
static const struct field row_fields[] = {OF_UNIT, SUM(conduct), SUM(integrity), SUM(efficiency),
                                          FIELDS_END};
const struct field rating_sums_out[] = {
    FIELD(LIST, struct rating_sums, units, .most = UNITS_SUMMED_MOST,
          .size = sizeof(struct rating_sum), .fields = sum_fields),
    FIELDS_END,
};

bool rating_list(struct act *act) {
  const struct rating_list_input *in = act->in;
  struct page *page = act->out;
  bool everything = act->caller.roles & (ROLE_SUPERVISOR | ROLE_SELF);
  struct text enterprise = everything ? in->enterprise : act->caller.enterprise;
  int64_t limit = page_limit(in->limit), before_us = INT64_MAX;
  struct text before_id = TEXT("~");
  const struct statement *statement = enterprise.at ? &sql_ratings_by_enterprise
                                      : in->unit.at ? &sql_ratings_by_unit
                                                    : &sql_ratings_all;
  assert(everything || enterprise.at);
  if (!page_read_place(act, in->after, &before_us, &before_id)) return false;
  struct list found =
      LIST(act->store, *statement, rating_fields, struct rating, act->arena,
           V(page_after(in->unit)), V(page_after(enterprise)), V(page_from(in->from_us)),
           V(page_to(in->to_us)), V(before_us), V(before_id), V(limit + 1));
  *page = page_of(found, limit, sizeof(struct rating), offsetof(struct rating, id));
  if (!page->next.at) return true;
  const struct rating *last = (const struct rating *)page->items.at + limit - 1;
  page->next = page_place(act->arena, last->at_us, last->id);
  return true;
}

bool rating_summary(struct act *act) {
  const struct rating_list_input *in = act->in;
  struct rating_sums *sums = act->out;
  sums->units = LIST(act->store, sql_rating_sums, row_fields, struct rating_sum, act->arena,
                     V(page_from(in->from_us)), V(page_to(in->to_us)), V(RATINGS_SUMMED_LEAST),
                     V(UNITS_SUMMED_MOST));
  struct rating_sum *units = sums->units.at;
  for (size_t i = 0; i < sums->units.count; i++) {
    units[i].conduct_hundredths = 100 * units[i].conduct_hundredths / units[i].ratings;
    units[i].integrity_hundredths = 100 * units[i].integrity_hundredths / units[i].ratings;
    units[i].efficiency_hundredths = 100 * units[i].efficiency_hundredths / units[i].ratings;
  }
  return true;
}
