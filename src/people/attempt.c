/* Proving who one is: passwords and second factors, counted per account. */
#include "people/attempt.h"

#include "people/lockout.h"
#include "people/secret.h"
#include "people/sql.h"
#include "people/totp.h"

struct attempts {
  int64_t failures, failed_us, totp_step;
};

static const struct field attempts_columns[] = {
    FIELD(INTEGER, struct attempts, failures),
    FIELD(INTEGER, struct attempts, failed_us),
    FIELD(INTEGER, struct attempts, totp_step),
    FIELDS_END,
};

static struct attempts attempts_of(struct act *act, struct text person) {
  struct attempts attempts = {0};
  FIND(act->store, sql_attempts_by_person, attempts_columns, &attempts, act->arena, V(person));
  return attempts;
}

bool attempt_allowed(struct act *act, const struct person *person) {
  struct attempts attempts = attempts_of(act, person->id);
  return act->now_us >= lockout_ends_us(attempts.failures, attempts.failed_us);
}

bool attempt_password_holds(struct act *act, const struct person *person) {
  const struct attempt *attempt = act->prepared;
  return attempt->matches && text_equal(attempt->hash, person->password);
}

static bool use_recovery_code(struct act *act, const struct person *person, struct text code) {
  struct text hash = secret_word_hash(code, act->arena);
  struct texts left = {ARENA_ARRAY(act->arena, person->recovery.count, struct text), 0};
  for (size_t i = 0; i < person->recovery.count; i++)
    if (!secret_equal(hash, person->recovery.at[i])) left.at[left.count++] = person->recovery.at[i];
  if (left.count == person->recovery.count) return false;
  person_record(act, &person_recovery_code_used, person->id,
                &(struct recovery_code_used){.recovery = left});
  return true;
}

void attempt_use_step(struct act *act, struct text person, int64_t step) {
  RUN(act->store, sql_attempts_set_totp_step, V(person), V(step));
}

bool attempt_code_holds(struct act *act, const struct person *person, struct text code) {
  if (code.length != TOTP_DIGITS) return use_recovery_code(act, person, code);
  int64_t step =
      totp_check(person->totp, code, act->now_us, attempts_of(act, person->id).totp_step);
  if (step < 0) return false;
  attempt_use_step(act, person->id, step);
  return true;
}

bool attempt_refuse(struct act *act, const struct person *person, enum session_refusal why,
                    enum error_code code, const char *place) {
  struct attempt *attempt = act->prepared;
  attempt->person = person->id;
  attempt->why = (int)why;
  return act_refuse(act, code, place, "%s", "");
}

void attempt_succeeded(struct act *act, struct text person) {
  RUN(act->store, sql_attempts_clear, V(person));
}

void attempt_refused(struct act *act) {
  const struct attempt *attempt = act->prepared;
  if (!attempt) return;
  if (!attempt->person.at) {
    /* A login that is unknown or shut costs a commit as a wrong password does, so that nobody tells
     * them apart by the time. */
    RUN(act->store, sql_attempts_set_failures, V(TEXT("unknown")), V((int64_t)0), V(act->now_us));
    return;
  }
  struct attempts attempts = attempts_of(act, attempt->person);
  int64_t failures = lockout_count(attempts.failures, attempts.failed_us, act->now_us);
  RUN(act->store, sql_attempts_set_failures, V(attempt->person), V(failures), V(act->now_us));
  person_record(act, &session_refused, attempt->person,
                &(struct session_refused){.why = attempt->why});
  int64_t ends_us = lockout_ends_us(failures, act->now_us);
  if (ends_us > act->now_us)
    person_record(act, &account_shut, attempt->person, &(struct account_shut){.until_us = ends_us});
}
