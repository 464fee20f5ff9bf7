/* Enrolled gates: finding, listing, revoking; and who a gate's token stands for. */
#include "gate/gate.h"

#include "gate/input.h"
#include "gate/sql.h"
#include "people/secret.h"

const struct field gate_fields[] = {
    FIELD(TEXT, struct gate, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct gate, id, .most = ID_LENGTH),
    FIELD(TEXT, struct gate, site, .most = ID_LENGTH),
    FIELD(TEXT, struct gate, name, .most = GATE_NAME_MOST),
    FIELD_NAMED("enrolled", TIME, struct gate, enrolled_us),
    FIELD_NAMED("revoked", TIME, struct gate, revoked_us, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};

const struct field gate_list_in_fields[] = {
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

bool gate_list(struct act *act) {
  const struct gate_list_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  struct list found = LIST(act->store, sql_gates_after, gate_fields, struct gate, act->arena,
                           V(act->caller.enterprise), V(page_after(in->after)), V(limit + 1));
  *(struct page *)act->out = page_of(found, limit, sizeof(struct gate), offsetof(struct gate, id));
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
                                        .readers = ROLE_CONTACT};

bool gate_revoke(struct act *act) {
  struct gate *gate = act->subject.thing;
  if (gate->revoked_us != NO_INTEGER) return act_refuse(act, ERROR_already_done, "gate", "%s", "");
  event_record(act, &gate_revoked, gate->enterprise, gate->id, &(struct nothing){false});
  gate->revoked_us = act->now_us;
  *(struct gate *)act->out = *gate;
  return true;
}
