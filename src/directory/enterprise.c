/* Enterprises: those that are visited. */
#include "directory/operations.h"
#include "directory/search.h"
#include "directory/sql.h"
#include "people/uscc.h"

bool enterprise_find(struct store *store, struct text id, struct arena *arena,
                     struct enterprise *ret_enterprise) {
  return FIND(store, sql_enterprise_by_id, enterprise_fields, ret_enterprise, arena, V(id));
}

static bool find(struct store *store, const void *like, struct arena *arena, void *ret_enterprise) {
  return enterprise_find(store, ((const struct enterprise *)like)->head.id, arena, ret_enterprise);
}

static bool check(struct act *act, void *record) {
  struct uscc_result result;
  if (uscc_check(((const struct enterprise *)record)->head.id, &result)) return true;
  return act_refuse(act, ERROR_bad_field, "id", "%s", uscc_faults[result.fault].en);
}

static struct text itself(const void *record) {
  return ((const struct enterprise *)record)->head.id;
}

static struct text name_at(const char *const *names, int index) {
  return index == NO_ENUM ? NO_TEXT : text_of(names[index]);
}

/* Its number is the event's: unique, and growing. */
static void apply_added(struct store *store, const struct event *event, const void *data) {
  const struct enterprise *added = data;
  RUN(store, sql_enterprise_add, V(added->head.id), V(added->name), V(added->short_name),
      V(added->county), V(name_at(industry_names, added->industry)), V(added->address),
      V(name_at(scale_names, added->scale)), V((int64_t)added->head.active), V(event->seq));
  search_index(store, added, event->seq);
}

static bool same_names(const struct enterprise *a, const struct enterprise *b) {
  return text_equal(a->name, b->name) && text_equal(a->short_name, b->short_name);
}

static void apply_changed(struct store *store, const struct event *event, const void *data) {
  (void)event;
  const struct enterprise *after = data;
  struct arena *arena = arena_make();
  struct enterprise before;
  if (enterprise_find(store, after->head.id, arena, &before) && !same_names(&before, after)) {
    int64_t number = FIND_INTEGER(store, sql_enterprise_number, 0, V(after->head.id));
    search_forget(store, &before, number);
    search_index(store, after, number);
  }
  arena_free(arena);
  store_run_fields(store, &sql_enterprise_change, enterprise_event_fields, data);
}

const struct event_type enterprise_added = {.name = "enterprise_added",
                                            .fields = enterprise_event_fields,
                                            .size = sizeof(struct enterprise),
                                            .apply = apply_added,
                                            .readers = ROLES_ENTERPRISE | ROLES_CITY};
const struct event_type enterprise_changed = {.name = "enterprise_changed",
                                              .fields = enterprise_event_fields,
                                              .size = sizeof(struct enterprise),
                                              .apply = apply_changed,
                                              .readers = ROLES_ENTERPRISE | ROLES_CITY};

static const struct record_kind kind = {.size = sizeof(struct enterprise),
                                        .find = find,
                                        .check = check,
                                        .enterprise = itself,
                                        .added = &enterprise_added,
                                        .changed = &enterprise_changed};

DEFINE_RECORD_OPERATIONS(enterprise, kind)
DEFINE_RECORD_IMPORT(enterprise, kind)

bool enterprise_list(struct act *act) {
  const struct record_page_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  if (in->q.at) return search_enterprises(act, in->q, in->inactive, in->after, limit, act->out);
  struct list found =
      LIST(act->store, sql_enterprise_after, enterprise_fields, struct enterprise, act->arena,
           V(page_after(in->after)), V((int64_t)in->inactive), V(limit + 1));
  *(struct page *)act->out =
      page_of(found, limit, sizeof(struct enterprise), offsetof(struct enterprise, head.id));
  return true;
}
