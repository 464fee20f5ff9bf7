/* Items: what can be inspected. */
#include "directory/operations.h"
#include "directory/sql.h"

bool item_find(struct store *store, struct text id, struct arena *arena, struct item *ret_item) {
  return FIND(store, sql_item_by_id, item_fields, ret_item, arena, V(id));
}

static bool find(struct store *store, const void *like, struct arena *arena, void *ret_item) {
  return item_find(store, ((const struct item *)like)->head.id, arena, ret_item);
}

static bool check(struct act *act, void *record) {
  struct text id = ((const struct item *)record)->head.id;
  for (size_t i = 0; i < id.length; i++) {
    char c = id.at[i];
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '-')
      return act_refuse(act, ERROR_bad_field, "id", "capitals, digits, dots and hyphens only");
  }
  return true;
}

static void apply_added(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_item_add, item_event_fields, data);
}

static void apply_changed(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_item_change, item_event_fields, data);
}

const struct event_type item_added = {.name = "item_added",
                                      .fields = item_event_fields,
                                      .size = sizeof(struct item),
                                      .apply = apply_added,
                                      .readers = ROLES_CITY};
const struct event_type item_changed = {.name = "item_changed",
                                        .fields = item_event_fields,
                                        .size = sizeof(struct item),
                                        .apply = apply_changed,
                                        .readers = ROLES_CITY};

static bool is_called(const void *record, const struct folded *words) {
  const struct item *item = record;
  return gram_text_has(item->head.id, words) || gram_text_has(item->name, words);
}

static const struct record_kind kind = {.size = sizeof(struct item),
                                        .find = find,
                                        .check = check,
                                        .added = &item_added,
                                        .changed = &item_changed,
                                        .after = &sql_item_after,
                                        .fields = item_fields,
                                        .is_called = is_called};

DEFINE_RECORD_OPERATIONS(item, kind)
DEFINE_RECORD_IMPORT(item, kind)

bool item_list(struct act *act) {
  return record_list(act, &kind);
}
