/* Proving who one is, again: passwords and second factors, counted per account.
 *
 * A wrong one is refused, and what the refused act wrote is rolled back; so the counting happens
 * afterwards, in the route's `refused`. */
#ifndef HENG_PEOPLE_ATTEMPT_H
#define HENG_PEOPLE_ATTEMPT_H

#include "people/operations.h"

/* What a route's prepare leaves for its run, and its run for its refused. */
struct attempt {
  struct text hash;     /* that the password was held against; NO_TEXT: none there */
  bool matches;         /* whether it is the one of `hash` */
  struct text new_hash; /* of the password to be set; NO_TEXT when it is not fit to be one */
  struct text person;   /* NO_TEXT unless the refusal counts against an account */
  int why;              /* enum session_refusal */
};

/* Whether the account is open to attempts at all. */
bool attempt_allowed(struct act *act, const struct person *person);
/* Whether the password that prepare looked at is the person's. */
bool attempt_password_holds(struct act *act, const struct person *person);
/* Whether `code` is the authenticator's (and was not used before) or a recovery code, which is then
 * used up. */
bool attempt_code_holds(struct act *act, const struct person *person, struct text code);
/* Refuses so that it counts against the person. */
bool attempt_refuse(struct act *act, const struct person *person, enum session_refusal why,
                    enum error_code code, const char *place);
/* Forgets the failures before. */
void attempt_succeeded(struct act *act, struct text person);
/* Remembers that a step's code was used. */
void attempt_use_step(struct act *act, struct text person, int64_t step);

#endif
