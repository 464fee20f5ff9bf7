/* Enrolled gates: finding, listing, revoking; and who a gate's token stands for. */
#include "gate/gate.h"

#include "act/city.h"
#include "act/seen.h"
#include "gate/input.h"
#include "gate/sql.h"
#include "people/secret.h"

const struct field gate_fields[] = {
    FIELD(TEXT, struct gate, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct gate, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct gate, id, .most = ID_LENGTH),
    FIELD(TEXT, struct gate, site, .most = ID_LENGTH),
    FIELD(TEXT, struct gate, site_name, .most = NAME_MOST),
    FIELD(TEXT, struct gate, name, .most = GATE_NAME_MOST),
    FIELD_NAMED("enrolled", TIME, struct gate, enrolled_us),
    FIELD_NAMED("revoked", TIME, struct gate, revoked_us, .flags = FIELD_OPTIONAL),
    FIELD_NAMED("heard", TIME, struct gate, heard_us, .flags = FIELD_OPTIONAL,
                .help = "when its token was last used"),
    FIELDS_END,
};

const struct field gate_list_in_fields[] = {
    FIELD(TEXT, struct gate_list_in, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(BOOLEAN, struct gate_list_in, active, .flags = FIELD_OPTIONAL,
          .help = "only those that were not revoked"),
    PAGE_IN_FIELDS(struct gate_list_in),
    FIELDS_END,
};
const struct field gate_page_fields[] = PAGE_FIELDS(struct gate, gate_fields);
const struct field gate_reference_fields[] = {
    FIELD(TEXT, struct gate_reference, gate, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELDS_END,
};

bool gate_authenticate(struct act *act) {
  bool found = false;
  if (act->token_in_cookie) return act_refuse(act, ERROR_no_session, NULL, "not by a cookie");
  struct cursor cursor =
      QUERY(act->store, sql_gate_by_token, V(secret_hash(act->token, act->arena)));
  if (store_next(&cursor)) {
    found = true;
    act->caller = (struct caller){.person = store_text(&cursor, 0, act->arena),
                                  .roles = ROLE_GUARD,
                                  .enterprise = store_text(&cursor, 1, act->arena),
                                  .site = store_text(&cursor, 2, act->arena)};
  }
  store_done(&cursor);
  if (found) seen_note(act->city->heard, act->caller.person, act->now_us);
  return found || act_refuse(act, ERROR_no_session, NULL, "%s", "");
}

bool gate_scope(struct act *act) {
  const struct gate_reference *in = act->in;
  struct gate *gate = ARENA_NEW(act->arena, struct gate);
  if (!FIND(act->store, sql_gate_by_id, gate_fields, gate, act->arena, V(in->gate)))
    return act_refuse(act, ERROR_not_found, "gate", "%s", "");
  act->subject.enterprise = gate->enterprise;
  act->subject.site = gate->site;
  act->subject.thing = gate;
  return true;
}

void gate_store_heard(struct act *act) {
  char gate[SEEN_ID_MOST];
  size_t length;
  int64_t heard_us;
  for (size_t at = 0; seen_next(act->city->heard, &at, gate, &length, &heard_us);)
    RUN(act->store, sql_gate_heard, V(((struct text){gate, length})), V(heard_us));
}

bool gate_list(struct act *act) {
  const struct gate_list_in *in = act->in;
  struct page *page = act->out;
  bool everywhere = act->caller.roles & (ROLE_SECURITY | ROLE_SELF);
  struct text enterprise = everywhere ? in->enterprise : act->caller.enterprise;
  int64_t limit = page_limit(in->limit), before_us = INT64_MAX;
  struct text before_id = TEXT("");
  if (!page_read_place(act, in->after, &before_us, &before_id)) return false;
  struct list found = LIST(act->store, *(enterprise.at ? &sql_gates_by_enterprise : &sql_gates_all),
                           gate_fields, struct gate, act->arena, V(page_after(enterprise)),
                           V(in->active), V(before_us), V(before_id), V(limit + 1));
  struct gate *gates = (struct gate *)found.at;
  for (size_t i = 0; i < found.count; i++) {
    int64_t heard_us = gates[i].heard_us;
    gates[i].heard_us = seen_latest_us(act->city->heard, gates[i].id, heard_us);
  }
  *page = page_of(found, limit, sizeof(struct gate), offsetof(struct gate, id));
  if (!page->next.at) return true;
  const struct gate *last = &gates[limit - 1];
  page->next = page_place(act->arena, last->enrolled_us, last->id);
  return true;
}

/* ---- revoking ---- */

static void apply(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_gate_revoke, V(event->enterprise), V(event->subject), V(event->at_us));
}

const struct event_type gate_revoked = {.name = "gate_revoked",
                                        .fields = nothing_fields,
                                        .size = sizeof(struct nothing),
                                        .apply = apply,
                                        .readers = GATE_KEEPERS};

bool gate_revoke(struct act *act) {
  struct gate *gate = act->subject.thing;
  if (gate->revoked_us != NO_INTEGER) return act_refuse(act, ERROR_already_done, "gate", "%s", "");
  event_record(act, &gate_revoked, gate->enterprise, gate->id, &(struct nothing){false});
  gate->revoked_us = act->now_us;
  *(struct gate *)act->out = *gate;
  return true;
}
