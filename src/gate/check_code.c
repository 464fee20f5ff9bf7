/* What a code says, for anyone who holds it. A stranger learns what the text itself says once its
 * signature is known to be good, and whether a newer code has revoked it: nothing else about the
 * visit. */
#include "seal/code_cache.h"
#include "seal/key_ring.h"

#include "gate/entry.h"
#include "gate/sql.h"

const struct field code_check_in_fields[] = {
    FIELD(TEXT, struct code_check_in, text, .least = 1, .most = CODE_TEXT_TAKEN_MOST,
          .help = "what the QR code holds"),
    FIELDS_END,
};

const char *const signature_names[] = {"valid", "invalid", "unknown_key", NULL};

const struct field code_check_fields[] = {
    FIELD(ENUM, struct code_check, signature, .names = signature_names),
    FIELD(TEXT, struct code_check, issuer, .flags = FIELD_OPTIONAL, .most = CODE_ISSUER_MOST),
    FIELD(BOOLEAN, struct code_check, newest, .help = "signed, and no newer code has revoked it"),
    FIELD_POINTER_TO(struct code_check, says, struct code_view, .flags = FIELD_NULLABLE,
                     .fields = code_view_fields,
                     .help = "null unless the signature is valid, for nothing in it is believed"),
    FIELDS_END,
};

bool code_open(struct act *act, struct text text, int64_t now_us, enum signature_state *ret_state,
               struct code *ret_code) {
  return code_cache_open(act->city->codes, key_ring_keys(act->city->keys), now_us, text, act->arena,
                         ret_state, ret_code, &act->error);
}

bool code_check(struct act *act) {
  const struct code_check_in *in = act->in;
  struct code_check *out = act->out;
  enum signature_state signature;
  struct code code;
  if (!code_open(act, in->text, act->now_us, &signature, &code)) return false;
  out->signature = (int)signature;
  if (signature != SIGNATURE_VALID) return true;
  out->issuer = arena_copy(act->arena, text_of(code.issuer));
  out->says = ARENA_NEW(act->arena, struct code_view);
  code_show(&code, act->arena, out->says);
  out->newest = code.serial == FIND_INTEGER(act->store, sql_visit_serial, 0,
                                            V(out->says->enterprise), V(out->says->visit));
  return true;
}
