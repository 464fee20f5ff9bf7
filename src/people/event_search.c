/* The audit administrator's search: who did what when.
 *
 * Administrators see no business data. What events of people and refusals say is theirs to see; of
 * all others only type, time, who, and about what. Private values are shown to nobody here. */
#include "act/domain.h"
#include "act/migrate.h"
#include "people/operations.h"
#include "people/people.h"
#include "people/sql.h"

/* A leaf of the log, as far as it is shown; the seals are passed over. */
static const struct field leaf_fields[] = {
    FIELD(INTEGER, struct event_view, seq, .most = INT64_MAX),
    FIELD(TEXT, struct event_view, type, .most = 64),
    FIELD_NAMED("at", TIME, struct event_view, at_us),
    FIELD(TEXT, struct event_view, by, .most = 64),
    FIELD(TEXT, struct event_view, request, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD(TEXT, struct event_view, subject, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD(RAW, struct event_view, data),
    FIELDS_OPEN_END,
};

static bool is_of(const struct domain *domain, struct text type) {
  for (const struct event_type *const *event = domain->events; event && *event; event++)
    if (text_equal(type, text_of((*event)->name))) return true;
  return false;
}

static const struct statement *statement_for(const struct event_search_in *in) {
  if (in->subject.at) return &sql_event_search_subject;
  if (in->by.at) return &sql_event_search_person;
  if (in->type.at) return &sql_event_search_type;
  return &sql_event_search;
}

bool event_search(struct act *act) {
  const struct event_search_in *in = act->in;
  struct event_page *page = act->out;
  int64_t limit = page_limit(in->limit);
  const struct value values[] = {V(in->before == NO_INTEGER ? INT64_MAX : in->before),
                                 V(page_from(in->from_us)),
                                 V(page_to(in->until_us)),
                                 V(in->type),
                                 V(in->by),
                                 V(in->subject),
                                 V(limit + 1)};
  struct event_view *views = ARENA_ARRAY(act->arena, (size_t)limit + 1, struct event_view);
  struct cursor cursor = store_query(act->store, statement_for(in), values, 7);
  size_t count = 0;
  while (store_next(&cursor)) {
    struct event_view *view = &views[count++];
    struct error altered; /* a leaf that is no leaf is for `heng audit` to name */
    if (!json_read(store_text(&cursor, 1, act->arena), leaf_fields, view, act->arena, &altered))
      *view = (struct event_view){.seq = store_integer(&cursor, 0), .at_us = NO_INTEGER};
    view->by_name = store_text(&cursor, 2, act->arena);
    view->by_login = store_text(&cursor, 3, act->arena);
    view->subject_name = store_text(&cursor, 4, act->arena);
    view->subject_login = store_text(&cursor, 5, act->arena);
    if (!is_of(&people_domain, view->type) && !is_of(&act_domain, view->type)) view->data = NO_TEXT;
  }
  bool more = count > (size_t)limit;
  page->items = (struct list){views, more ? (size_t)limit : count};
  page->next = more ? views[limit - 1].seq : NO_INTEGER;
  return true;
}
