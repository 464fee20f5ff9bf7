/* Who may come in and as what: roles, locks, one-time tokens, second factors; the security
 * administrator's part. Nobody does any of it to their own account. */
#include "people/operations.h"
#include "people/sql.h"

static bool is_another(struct act *act) {
  const struct person *person = act->subject.thing;
  return !text_equal(person->id, act->caller.person) ||
         act_refuse(act, ERROR_own_account, NULL, "%s", "");
}

bool person_grant(struct act *act) {
  const struct person_roles_in *in = act->in;
  const struct person *person = act->subject.thing;
  return is_another(act) && person_set_roles(act, person, in->roles) &&
         person_answer(act, person->id);
}

bool person_lock(struct act *act) {
  const struct person *person = act->subject.thing;
  if (!is_another(act)) return false;
  if (person->state == PERSON_LOCKED)
    return act_refuse(act, ERROR_already_done, NULL, "it is locked");
  person_record(act, &person_locked, person->id, NULL);
  RUN(act->store, sql_session_end_all, V(person->id));
  RUN(act->store, sql_one_time_token_drop_all, V(person->id));
  return person_answer(act, person->id);
}

/* Also opens what too many wrong passwords have shut. */
bool person_unlock(struct act *act) {
  const struct person *person = act->subject.thing;
  if (!is_another(act)) return false;
  RUN(act->store, sql_attempts_clear, V(person->id));
  if (person->state == PERSON_LOCKED) person_record(act, &person_unlocked, person->id, NULL);
  return person_answer(act, person->id);
}

bool person_token(struct act *act) {
  const struct person *person = act->subject.thing;
  struct token_view *view = act->out;
  if (!is_another(act)) return false;
  if (person->state != PERSON_ACTIVE) return act_refuse(act, ERROR_account_locked, NULL, "%s", "");
  view->person = person->id;
  person_issue_token(act, person->id, &view->token, &view->ends_us);
  return true;
}

bool person_reset_second_factor(struct act *act) {
  const struct person *person = act->subject.thing;
  if (!is_another(act)) return false;
  if (!person->totp.at)
    return act_refuse(act, ERROR_already_done, NULL, "there is no second factor");
  person_record(act, &person_second_factor_reset, person->id, NULL);
  RUN(act->store, sql_session_end_all, V(person->id));
  return person_answer(act, person->id);
}
