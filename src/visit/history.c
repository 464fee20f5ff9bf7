/* What happened to a visit, event by event, as the public log has it. */
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { ROLES_MOST = 16 };

const struct field history_in[] = {
    FIELD(TEXT, struct history_input, visit, .least = ID_LENGTH, .most = ID_LENGTH),
    PAGE_IN_FIELDS(struct history_input),
    FIELDS_END,
};

static const struct field event_fields[] = {
    FIELD(INTEGER, struct history_event, seq, .most = INT64_MAX,
          .help = "its place in the log: heng log prove URL SEQ"),
    FIELD(TEXT, struct history_event, type, .most = 64),
    FIELD_NAMED("at", TIME, struct history_event, at_us),
    FIELD(TEXT, struct history_event, by, .most = 64),
    FIELD(TEXTS, struct history_event, by_roles, .most = ROLES_MOST, .size = 16,
          .help = "what they are now; none of a gate and of the program itself"),
    FIELD(TEXT, struct history_event, by_unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD(RAW, struct history_event, data, .help = "what the public log says of it"),
    FIELDS_END,
};
const struct field history_out[] = PAGE_FIELDS(struct history_event, event_fields);

bool visit_history(struct act *act) {
  const struct history_input *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit), after = -1;
  if (!page_read_number(act, in->after, &after)) return false;
  struct list found = LIST(act->store, sql_history, event_fields, struct history_event, act->arena,
                           V(in->visit), V(after), V(limit + 1));
  struct history_event *events = found.at;
  *page = page_of(found, limit, sizeof(struct history_event), offsetof(struct history_event, type));
  for (size_t i = 0; i < page->items.count; i++)
    if (!event_data(events[i].data, act->arena, &events[i].data, &act->error)) return false;
  if (page->next.at)
    page->next = arena_format(act->arena, "%lld", (long long)events[limit - 1].seq);
  return true;
}
