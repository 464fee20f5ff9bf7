/* Enrolling a gate: an invitation's code for a token that is bound to the site. */
#include "gate/input.h"
#include "gate/sql.h"
#include "people/secret.h"

enum { TYPED_MOST = 32, TOKEN_MOST = 64 };

const struct field gate_enrol_in_fields[] = {
    FIELD(TEXT, struct gate_enrol_in, code, .least = 1, .most = TYPED_MOST, .flags = FIELD_PRIVATE,
          .help = "from the invitation; case and hyphens do not matter"),
    FIELD(TEXT, struct gate_enrol_in, name, .least = 1, .most = GATE_NAME_MOST,
          .help = "what people call this gate"),
    FIELDS_END,
};
const struct field gate_enrolment_fields[] = {
    FIELD(TEXT, struct gate_enrolment, token, .most = TOKEN_MOST,
          .help = "to be sent as Authorization: Bearer; shown this once"),
    FIELD_NAMED("id", TEXT, struct gate_enrolment, gate.id, .most = ID_LENGTH),
    FIELD_NAMED("enterprise", TEXT, struct gate_enrolment, gate.enterprise, .most = USCC_LENGTH),
    FIELD_NAMED("site", TEXT, struct gate_enrolment, gate.site, .most = ID_LENGTH),
    FIELD_NAMED("name", TEXT, struct gate_enrolment, gate.name, .most = GATE_NAME_MOST),
    FIELDS_END,
};

static const struct field enrolled_fields[] = {
    FIELD(TEXT, struct gate, site, .most = ID_LENGTH),
    FIELD(TEXT, struct gate, name, .most = GATE_NAME_MOST),
    FIELD(TEXT, struct gate, token_hash, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = 64),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct gate *gate = data;
  RUN(store, sql_gate_add, V(event->enterprise), V(event->subject), V(gate->site), V(gate->name),
      V(gate->token_hash), V(event->at_us));
}

const struct event_type gate_enrolled = {.name = "gate_enrolled",
                                         .fields = enrolled_fields,
                                         .size = sizeof(struct gate),
                                         .apply = apply,
                                         .readers = GATE_KEEPERS};

static bool take_invitation(struct act *act, struct text typed, struct gate *gate) {
  struct text hash = secret_word_hash(typed, act->arena);
  struct cursor cursor = QUERY(act->store, sql_invitation_by_hash, V(hash), V(act->now_us));
  if (!store_next(&cursor)) return act_refuse(act, ERROR_bad_enrolment, "code", "%s", "");
  gate->enterprise = store_text(&cursor, 0, act->arena);
  gate->site = store_text(&cursor, 1, act->arena);
  store_done(&cursor);
  RUN(act->store, sql_invitation_drop, V(hash));
  return true;
}

bool gate_enrol(struct act *act) {
  const struct gate_enrol_in *in = act->in;
  struct gate_enrolment *out = act->out;
  struct gate gate = {.id = act_new_id(act->arena),
                      .name = in->name,
                      .enrolled_us = act->now_us,
                      .revoked_us = NO_INTEGER};
  if (!take_invitation(act, in->code, &gate)) return false;
  struct buffer token = BUFFER(act->arena);
  buffer_add(&token, TEXT(GATE_TOKEN_START));
  buffer_add(&token, secret_token(act->arena));
  gate.token_hash = secret_hash(buffer_text(&token), act->arena);
  event_record(act, &gate_enrolled, gate.enterprise, gate.id, &gate);
  *out = (struct gate_enrolment){buffer_text(&token), gate};
  return true;
}
