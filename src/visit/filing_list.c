/* Reading filings: one, a unit's own or the city's, and what stands for one enterprise. */
#include <assert.h>

#include "act/page.h"
#include "visit/filing.h"
#include "visit/sql_filing.h"

const struct field filing_show_in[] = {
    FIELD(TEXT, struct filing_words, filing, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELDS_END,
};
const struct field filing_list_in[] = {
    FIELD(TEXT, struct filing_list_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FIELD(TEXT, struct filing_list_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(INTEGER, struct filing_list_input, year, .flags = FIELD_OPTIONAL, .least = 1970,
          .most = 9999, .help = "this year when not given, but for a state of `asked`"),
    FIELD(ENUM, struct filing_list_input, state, .flags = FIELD_OPTIONAL,
          .names = filing_state_names),
    PAGE_IN_FIELDS(struct filing_list_input),
    FIELDS_END,
};
const struct field filing_list_out[] = PAGE_FIELDS(struct filing, filing_fields);

bool filing_show(struct act *act) {
  *(struct filing *)act->out = *filing_of(act);
  act->etag = filing_of(act)->version;
  return true;
}

static int64_t this_year(const struct act *act) {
  return date_of_day(day_of_time(act->now_us, (int)act->city->settings.offset_minutes)).year;
}

/* "91430400MA4L000012.v7k3m9qxtb2c": where the page before ended. */
static bool read_cursor(struct act *act, struct text cursor, struct text *ret_enterprise,
                        struct text *ret_id) {
  *ret_enterprise = *ret_id = TEXT("");
  if (!cursor.at) return true;
  *ret_id = cursor;
  *ret_enterprise = text_cut(ret_id, '.');
  return (ret_enterprise->length == USCC_LENGTH && ret_id->length == ID_LENGTH) ||
         act_refuse(act, ERROR_bad_field, "after", "not a cursor of this list");
}

static const struct statement *statement_for(const struct filing_list_input *in, struct text unit) {
  if (in->state == FILING_ASKED) return &sql_filings_asked;
  if (unit.at) return &sql_filings_by_unit;
  return in->enterprise.at ? &sql_filings_by_enterprise : &sql_filings_by_year;
}

bool filing_list(struct act *act) {
  const struct filing_list_input *in = act->in;
  struct page *page = act->out;
  bool everything = act->caller.roles & (ROLES_CITY | ROLE_SELF);
  struct text unit = everything ? in->unit : act->caller.unit, enterprise, id;
  int64_t limit = page_limit(in->limit);
  int64_t year = in->year != NO_INTEGER ? in->year : in->state == FILING_ASKED ? 0 : this_year(act);
  assert(everything || unit.at);
  if (!read_cursor(act, in->after, &enterprise, &id)) return false;
  const struct value values[] = {
      V(page_after(unit)),
      V(page_after(in->enterprise)),
      V(year),
      V(in->state == NO_ENUM ? TEXT("") : text_of(filing_state_names[in->state])),
      V(enterprise),
      V(id),
      V(limit + 1),
  };
  struct list found =
      store_list(act->store, statement_for(in, unit), values, sizeof values / sizeof *values,
                 filing_fields, sizeof(struct filing), act->arena);
  *page = page_of(found, limit, sizeof(struct filing), offsetof(struct filing, id));
  if (!page->next.at) return true;
  const struct filing *last = (const struct filing *)page->items.at + limit - 1;
  page->next =
      arena_format(act->arena, "%.*s.%.*s", TEXT_ARGS(last->enterprise), TEXT_ARGS(last->id));
  return true;
}
