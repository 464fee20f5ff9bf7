/* Signing in: by login and password, or by a one-time token.
 *
 * A stranger learns nothing about accounts: an unknown login, a wrong password and an account that
 * is shut for a while answer alike and take as long. */
#include "act/city.h"
#include "people/attempt.h"
#include "people/password.h"
#include "people/secret.h"
#include "people/session.h"
#include "people/sql.h"

/* As people type it on a phone: blanks around it and capitals do not matter. */
static struct text plain_login(struct act *act, struct text typed) {
  struct text login = arena_copy(act->arena, text_trim(typed));
  char *at = (char *)(uintptr_t)login.at;
  for (size_t i = 0; i < login.length; i++)
    if (at[i] >= 'A' && at[i] <= 'Z') at[i] = (char)(at[i] + 32);
  return login;
}

bool session_open_prepare(struct act *act) {
  const struct session_open_in *in = act->in;
  struct attempt *attempt = act->prepared = ARENA_NEW(act->arena, struct attempt);
  struct person person;
  if (person_find_by_login(act->store, plain_login(act, in->login), act->arena, &person))
    attempt->hash = person.password;
  attempt->matches =
      password_matches(attempt->hash, in->password, act->city->settings.password_kib);
  return true;
}

bool session_open(struct act *act) {
  const struct session_open_in *in = act->in;
  struct person person;
  if (!person_find_by_login(act->store, plain_login(act, in->login), act->arena, &person) ||
      !attempt_allowed(act, &person))
    return act_refuse(act, ERROR_bad_login, NULL, "%s", "");
  if (!attempt_password_holds(act, &person))
    return attempt_refuse(act, &person, REFUSED_PASSWORD, ERROR_bad_login, NULL);
  if (person.state != PERSON_ACTIVE) return act_refuse(act, ERROR_account_locked, NULL, "%s", "");
  if (!person_roles(&person)) return act_refuse(act, ERROR_no_role, NULL, "%s", "");
  if (person.totp.at && !in->code.at)
    return act_refuse(act, ERROR_second_factor_wanted, "code", "%s", "");
  if (person.totp.at && !attempt_code_holds(act, &person, in->code))
    return attempt_refuse(act, &person, REFUSED_SECOND_FACTOR, ERROR_bad_second_factor, "code");
  attempt_succeeded(act, person.id);
  session_start(act, &person, SESSION_BY_PASSWORD, person.totp.at != NULL, in->cookie);
  return true;
}

bool session_redeem(struct act *act) {
  const struct session_redeem_in *in = act->in;
  struct text person_id = NO_TEXT;
  int64_t ends_us = 0;
  struct cursor cursor =
      QUERY(act->store, sql_one_time_token_by_hash, V(secret_word_hash(in->token, act->arena)));
  if (store_next(&cursor)) {
    person_id = store_text(&cursor, 0, act->arena);
    ends_us = store_integer(&cursor, 1);
  }
  store_done(&cursor);
  struct person person;
  if (!person_id.at || act->now_us >= ends_us ||
      !person_find(act->store, person_id, act->arena, &person) || person.state != PERSON_ACTIVE)
    return act_refuse(act, ERROR_bad_token, "token", "%s", "");
  if (!person_roles(&person)) return act_refuse(act, ERROR_no_role, NULL, "%s", "");
  RUN(act->store, sql_one_time_token_drop_all, V(person.id));
  attempt_succeeded(act, person.id);
  session_start(act, &person, SESSION_BY_TOKEN, true, in->cookie);
  return true;
}
