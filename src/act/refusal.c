#include "act/refusal.h"

struct refusal {
  struct text route, error;
};

static const struct field refusal_fields[] = {
    FIELD(TEXT, struct refusal, route, .most = 64),
    FIELD(TEXT, struct refusal, error, .most = 64),
    FIELDS_END,
};

/* It changes no table: the event itself is the record. */
static void apply(struct store *store, const struct event *event, const void *data) {
  (void)store, (void)event, (void)data;
}

const struct event_type act_refused = {
    .name = "act_refused",
    .fields = refusal_fields,
    .size = sizeof(struct refusal),
    .apply = apply,
};

void refusal_record(struct act *act) {
  const struct error_entry *entry = error_find(act->error.code);
  if (!entry || entry->kind != ERROR_REFUSAL) return;
  if (act->route->refused) act->route->refused(act);
  if (act->route->flags & ROUTE_UNTRACED || !act->caller.person.at) return;
  const struct refusal refusal = {text_of(act->route->name), text_of(entry->name)};
  event_record(act, &act_refused, act->subject.enterprise, NO_TEXT, &refusal);
}
