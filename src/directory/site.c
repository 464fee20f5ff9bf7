/* Sites: the places of an enterprise that have a gate. */
#include "directory/operations.h"
#include "directory/sql.h"

bool site_find(struct store *store, struct text enterprise, struct text id, struct arena *arena,
               struct site *ret_site) {
  return FIND(store, sql_site_by_id, site_fields, ret_site, arena, V(enterprise), V(id));
}

bool site_find_by_name(struct store *store, struct text enterprise, struct text name,
                       struct arena *arena, struct site *ret_site) {
  return FIND(store, sql_site_by_name, site_fields, ret_site, arena, V(enterprise), V(name));
}

static bool find(struct store *store, const void *like, struct arena *arena, void *ret_site) {
  const struct site *site = like;
  return site_find(store, site->enterprise, site->head.id, arena, ret_site);
}

static bool check(struct act *act, void *record) {
  struct site *site = record, other;
  if (!site->head.id.at) site->head.id = act_new_id(act->arena);
  return !site_find_by_name(act->store, site->enterprise, site->name, act->arena, &other) ||
         text_equal(other.head.id, site->head.id) ||
         act_refuse(act, ERROR_taken, "name", "the enterprise has a site of that name");
}

static struct text enterprise_of(const void *record) {
  return ((const struct site *)record)->enterprise;
}

static void apply_added(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_site_add, site_event_fields, data);
}

static void apply_changed(struct store *store, const struct event *event, const void *data) {
  (void)event;
  store_run_fields(store, &sql_site_change, site_event_fields, data);
}

const struct event_type site_added = {.name = "site_added",
                                      .fields = site_event_fields,
                                      .size = sizeof(struct site),
                                      .apply = apply_added,
                                      .readers = ROLES_ENTERPRISE | ROLES_CITY};
const struct event_type site_changed = {.name = "site_changed",
                                        .fields = site_event_fields,
                                        .size = sizeof(struct site),
                                        .apply = apply_changed,
                                        .readers = ROLES_ENTERPRISE | ROLES_CITY};

static const struct record_kind kind = {.size = sizeof(struct site),
                                        .find = find,
                                        .check = check,
                                        .enterprise = enterprise_of,
                                        .added = &site_added,
                                        .changed = &site_changed};

DEFINE_RECORD_OPERATIONS(site, kind)

static bool scope_enterprise(struct act *act, struct text id) {
  struct enterprise enterprise;
  if (!enterprise_find(act->store, id, act->arena, &enterprise))
    return act_refuse(act, ERROR_not_found, "enterprise", "%s", "");
  act->subject.enterprise = enterprise.head.id;
  act->subject.every_unit = true;
  return true;
}

bool site_add_scope(struct act *act) {
  return scope_enterprise(act, ((const struct site *)act->in)->enterprise);
}

bool site_list_scope(struct act *act) {
  return scope_enterprise(act, ((const struct record_page_in *)act->in)->enterprise);
}

/* A row of an import knows its site by name. */
bool site_import(struct act *act) {
  struct site *site = ((const struct import_row *)act->in)->value, known;
  if (!scope_enterprise(act, site->enterprise)) return false;
  if (site_find_by_name(act->store, site->enterprise, site->name, act->arena, &known))
    site->head.id = known.head.id;
  return record_import(act, &kind);
}

bool site_list(struct act *act) {
  const struct record_page_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  struct list found =
      LIST(act->store, sql_site_after, site_fields, struct site, act->arena, V(in->enterprise),
           V(page_after(in->after)), V((int64_t)in->inactive), V(limit + 1));
  *(struct page *)act->out =
      page_of(found, limit, sizeof(struct site), offsetof(struct site, head.id));
  return true;
}
