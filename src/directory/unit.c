/* Units: the bodies that visit. */
#include "directory/operations.h"
#include "directory/sql.h"

bool unit_find(struct store *store, struct text id, struct arena *arena, struct unit *ret_unit) {
  return FIND(store, sql_unit_by_id, unit_fields, ret_unit, arena, V(id));
}

static bool find(struct store *store, const void *like, struct arena *arena, void *ret_unit) {
  return unit_find(store, ((const struct unit *)like)->head.id, arena, ret_unit);
}

static bool check(struct act *act, void *record) {
  struct text id = ((const struct unit *)record)->head.id;
  for (size_t i = 0; i < id.length; i++) {
    char c = id.at[i];
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-')
      return act_refuse(act, ERROR_bad_field, "id", "lower-case letters, digits and hyphens only");
  }
  return true;
}

static void apply_added(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_unit_add, unit_event_fields, data);
}

static void apply_changed(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_unit_change, unit_event_fields, data);
}

const struct event_type unit_added = {.name = "unit_added",
                                      .fields = unit_event_fields,
                                      .size = sizeof(struct unit),
                                      .apply = apply_added,
                                      .readers = ROLES_CITY};
const struct event_type unit_changed = {.name = "unit_changed",
                                        .fields = unit_event_fields,
                                        .size = sizeof(struct unit),
                                        .apply = apply_changed,
                                        .readers = ROLES_CITY};

static bool is_called(const void *record, const struct folded *words) {
  const struct unit *unit = record;
  return gram_text_has(unit->head.id, words) || gram_text_has(unit->name, words) ||
         gram_text_has(unit->short_name, words);
}

static const struct record_kind kind = {.size = sizeof(struct unit),
                                        .find = find,
                                        .check = check,
                                        .added = &unit_added,
                                        .changed = &unit_changed,
                                        .after = &sql_unit_after,
                                        .fields = unit_fields,
                                        .is_called = is_called};

DEFINE_RECORD_OPERATIONS(unit, kind)
DEFINE_RECORD_IMPORT(unit, kind)

bool unit_list(struct act *act) {
  return record_list(act, &kind);
}
