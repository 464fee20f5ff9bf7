/* One's own account: password and second factor. */
#include <sodium.h>

#include "act/city.h"
#include "people/attempt.h"
#include "people/password.h"
#include "people/secret.h"
#include "people/session.h"
#include "people/sql.h"
#include "people/totp.h"

enum { RECOVERY_CODES = 8, RECOVERY_GROUPS = 4 };

/* Only to spare the writer's thread the hashing: run decides, on what is true by then. */
bool password_change_prepare(struct act *act) {
  const struct password_change_in *in = act->in;
  const int64_t kib = act->city->settings.password_kib;
  struct attempt *attempt = act->prepared = ARENA_NEW(act->arena, struct attempt);
  struct person person;
  struct error ignored;
  if (!act_authenticate(act)) return false;
  if (!person_find(act->store, act->caller.person, act->arena, &person)) return true;
  attempt->hash = person.password;
  if (in->current.at) attempt->matches = password_matches(attempt->hash, in->current, kib);
  if (!password_acceptable(in->password, person.login, &ignored)) return true;
  return password_hash(in->password, kib, act->arena, &attempt->new_hash, &act->error);
}

bool password_change(struct act *act) {
  const struct password_change_in *in = act->in;
  const struct attempt *attempt = act->prepared;
  struct person person;
  struct session session;
  if (!person_find(act->store, act->caller.person, act->arena, &person) ||
      !session_find(act, &session))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  if (!session.one_time) {
    if (!attempt_allowed(act, &person))
      return act_refuse(act, ERROR_bad_login, "current", "%s", "");
    if (!attempt_password_holds(act, &person))
      return attempt_refuse(act, &person, REFUSED_PASSWORD, ERROR_bad_login, "current");
  }
  if (!password_acceptable(in->password, person.login, &act->error)) return false;
  attempt_succeeded(act, person.id);
  person_record(act, &person_password_set, person.id,
                &(struct person_password_set){.password = attempt->new_hash});
  RUN(act->store, sql_session_password_set, V(act->caller.session));
  RUN(act->store, sql_session_end_others, V(person.id), V(act->caller.session));
  return true;
}

/* Whoever has one already must show it before setting up another. */
static bool old_factor_holds(struct act *act, const struct person *person, struct text code) {
  if (!person->totp.at) return true;
  if (!code.at) return act_refuse(act, ERROR_second_factor_wanted, "code", "%s", "");
  if (!attempt_allowed(act, person))
    return act_refuse(act, ERROR_bad_second_factor, "code", "%s", "");
  act->prepared = ARENA_NEW(act->arena, struct attempt);
  return attempt_code_holds(act, person, code) ||
         attempt_refuse(act, person, REFUSED_SECOND_FACTOR, ERROR_bad_second_factor, "code");
}

bool second_factor_begin(struct act *act) {
  const struct second_factor_in *in = act->in;
  struct second_factor_view *view = act->out;
  struct person person;
  uint8_t secret[TOTP_SECRET_SIZE];
  if (!act->caller.session.at || !person_find(act->store, act->caller.person, act->arena, &person))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  if (!old_factor_holds(act, &person, in->code)) return false;
  randombytes_buf(secret, sizeof secret);
  view->secret = base32_encode(secret, sizeof secret, act->arena);
  sodium_memzero(secret, sizeof secret);
  view->uri = totp_uri(view->secret, person.login, act->arena);
  RUN(act->store, sql_session_set_pending, V(act->caller.session), V(view->secret));
  return true;
}

/* Gives the codes in clear to whoever they are for, and their hashes to keep. */
static struct texts make_recovery_codes(struct act *act, struct texts *ret_hashes) {
  struct texts codes = {ARENA_ARRAY(act->arena, RECOVERY_CODES, struct text), RECOVERY_CODES};
  *ret_hashes =
      (struct texts){ARENA_ARRAY(act->arena, RECOVERY_CODES, struct text), RECOVERY_CODES};
  for (size_t i = 0; i < RECOVERY_CODES; i++) {
    codes.at[i] = secret_word(act->arena, RECOVERY_GROUPS);
    ret_hashes->at[i] = secret_word_hash(codes.at[i], act->arena);
  }
  return codes;
}

bool second_factor_confirm(struct act *act) {
  const struct second_factor_in *in = act->in;
  struct recovery_view *view = act->out;
  struct session session;
  if (!session_find(act, &session)) return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  if (!session.pending_totp.at)
    return act_refuse(act, ERROR_wrong_state, NULL, "no second factor is being set up");
  int64_t step = totp_check(session.pending_totp, in->code, act->now_us, 0);
  if (step < 0) return act_refuse(act, ERROR_bad_second_factor, "code", "%s", "");
  struct second_factor_set set = {.totp = session.pending_totp};
  view->recovery = make_recovery_codes(act, &set.recovery);
  person_record(act, &person_second_factor_set, act->caller.person, &set);
  attempt_use_step(act, act->caller.person, step);
  RUN(act->store, sql_session_enrolled, V(act->caller.session));
  return true;
}
