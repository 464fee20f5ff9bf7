/* Inviting a gate: a short code, good once and for half an hour, that a device at the site trades
 * for a token. Kept as its hash only. */
#include "gate/input.h"
#include "gate/sql.h"
#include "people/secret.h"

#define INVITATION_US (30 * MINUTE_US)
enum { CODE_GROUPS = 2 };

const struct field gate_invite_in_fields[] = {
    FIELD(TEXT, struct gate_invite_in, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(TEXT, struct gate_invite_in, site, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELDS_END,
};
const struct field gate_invitation_fields[] = {
    FIELD(TEXT, struct gate_invitation, code, .most = 16, .help = "to be typed in at the gate"),
    FIELD_NAMED("ends", TIME, struct gate_invitation, ends_us),
    FIELDS_END,
};

bool gate_site_scope(struct act *act) {
  const struct gate_invite_in *in = act->in;
  struct site site;
  if (!site_find(act->store, in->enterprise, in->site, act->arena, &site) || !site.head.active)
    return act_refuse(act, ERROR_not_found, "site", "%s", "");
  act->subject.enterprise = in->enterprise;
  act->subject.site = in->site;
  return true;
}

struct invited {
  int64_t ends_us;
};

static const struct field invited_fields[] = {
    FIELD_NAMED("ends", TIME, struct invited, ends_us),
    FIELDS_END,
};

/* The code itself is no business of the log; that somebody asked for one is. */
static void apply(struct store *store, const struct event *event, const void *data) {
  (void)store, (void)event, (void)data;
}

const struct event_type gate_invited = {.name = "gate_invited",
                                        .fields = invited_fields,
                                        .size = sizeof(struct invited),
                                        .apply = apply,
                                        .readers = ROLE_CONTACT};

bool gate_invite(struct act *act) {
  const struct gate_invite_in *in = act->in;
  struct gate_invitation *out = act->out;
  const struct invited invited = {act->now_us + INVITATION_US};
  *out = (struct gate_invitation){secret_word(act->arena, CODE_GROUPS), invited.ends_us};
  RUN(act->store, sql_invitation_add, V(secret_word_hash(out->code, act->arena)), V(in->enterprise),
      V(in->site), V(out->ends_us));
  event_record(act, &gate_invited, in->enterprise, in->site, &invited);
  return true;
}
