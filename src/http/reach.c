/* The scope of events. */
#include "http/reach.h"

#include <string.h>

#include "act/domain.h"

struct public_part {
  struct text data;
};

static const struct field public_fields[] = {
    FIELD(RAW, struct public_part, data),
    FIELDS_OPEN_END,
};

static const void *member(const struct event_type *type, const void *data, const char *name,
                          enum field_type wanted) {
  for (const struct field *field = type->fields; field->name; field++)
    if (field->type == wanted && strcmp(field->name, name) == 0)
      return (const char *)data + field->offset;
  return NULL;
}

void event_subject(struct store *store, const struct stored_event *event, struct arena *arena,
                   const struct event_type **ret_type, struct subject *ret_subject) {
  *ret_subject = (struct subject){.enterprise = event->enterprise, .version = NO_INTEGER};
  *ret_type = event_type_find(event->type);
  if (*ret_type && !(*ret_type)->readers) *ret_type = NULL;
  if (!*ret_type) return;
  struct public_part part;
  struct error ignored;
  void *data = arena_take(arena, (*ret_type)->size);
  if (!json_read(event->leaf, public_fields, &part, arena, &ignored) ||
      !json_read(part.data, (*ret_type)->fields, data, arena, &ignored))
    return; /* a leaf that the auditor will name; it reaches its enterprise and the city */
  const struct text *unit = member(*ret_type, data, "unit", FIELD_TEXT);
  const struct text *site = member(*ret_type, data, "site", FIELD_TEXT);
  const struct texts *units = member(*ret_type, data, "units", FIELD_TEXTS);
  if (unit) ret_subject->unit = *unit;
  if (site) ret_subject->site = *site;
  if (units) ret_subject->units = *units;
  bool says_whose = ret_subject->unit.at && ret_subject->enterprise.at;
  if ((*ret_type)->find_subject && !says_whose)
    (*ret_type)->find_subject(store, event, arena, ret_subject);
}

bool event_reaches(const struct caller *caller, const struct event_type *type,
                   const struct subject *subject) {
  unsigned roles = type->readers & caller->roles;
  return roles && (type->concerns_all || caller_reaches(caller, roles, subject));
}
