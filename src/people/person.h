/* Accounts: the row of a person, finding one, and the events that change one.
 *
 * Table person changes only by these events. What says who somebody is (login, name, phone) and
 * what lets them in (password hash, second factor) is private in every event: the log holds
 * commitments only, so a person can be forgotten. Texts that were found lie in the arena. */
#ifndef HENG_PEOPLE_PERSON_H
#define HENG_PEOPLE_PERSON_H

#include "act/act.h"

enum { LOGIN_LEAST = 2, LOGIN_MOST = 64, PERSON_NAME_MOST = 64, PHONE_MOST = 32, PLACE_MOST = 64 };

enum person_state { PERSON_ACTIVE, PERSON_LOCKED, PERSON_FORGOTTEN };
extern const char *const person_state_names[];

/* A row of table person. */
struct person {
  struct text id;
  struct text login, name, phone; /* NO_TEXT once forgotten; a phone is never needed */
  struct texts roles;
  struct text unit, enterprise, site; /* a unit or an enterprise or neither; a site of the latter */
  int state;                          /* enum person_state */
  struct text password;               /* Argon2id hash; NO_TEXT: none set */
  struct text totp;                   /* base32; NO_TEXT: no second factor */
  struct texts recovery;              /* SHA-256 of each recovery code left */
  int64_t created_us, version;
};

bool person_find(struct store *store, struct text id, struct arena *arena,
                 struct person *ret_person);
bool person_find_by_login(struct store *store, struct text login, struct arena *arena,
                          struct person *ret_person);
unsigned person_roles(const struct person *person);

/* ---- events; the subject is the person's id ---- */

struct person_created {
  struct text login, name, phone;
  struct text unit, enterprise, site;
};
/* All of it as it is now; `roles` too, for moving may cost some. */
struct person_edited {
  struct text name, phone;
  struct text unit, enterprise, site;
  struct texts roles;
};
struct person_roles_set {
  struct texts roles;
};
struct person_token_issued {
  int64_t ends_us;
};
struct person_password_set {
  struct text password;
};
struct second_factor_set {
  struct text totp;
  struct texts recovery;
};
struct recovery_code_used {
  struct texts recovery; /* those left */
};
struct no_data {
  char none;
};
struct session_opened {
  int way; /* enum session_way */
  bool second_factor;
};
struct session_refused {
  int why; /* enum session_refusal */
};
struct account_shut {
  int64_t until_us;
};

enum session_way { SESSION_BY_PASSWORD, SESSION_BY_TOKEN };
enum session_refusal { REFUSED_PASSWORD, REFUSED_SECOND_FACTOR };

extern const struct event_type person_created, person_edited, person_roles_set, person_locked,
    person_unlocked, person_token_issued, person_password_set, person_second_factor_set,
    person_second_factor_reset, person_recovery_code_used, person_forgotten, session_opened,
    session_refused, account_shut;

/* Records an event about a person. */
void person_record(struct act *act, const struct event_type *type, struct text person,
                   const void *data);

/* ---- what several operations do ---- */

/* Checks and adds an account without a role; returns its id. Refusals taken, bad_field (a login
 * other than lower-case letters, digits and . _ - @; a unit, enterprise or site that is not there).
 * Import uses it too. */
bool person_add(struct act *act, const struct person_created *created, struct text *ret_person);
/* Whether unit, enterprise and site exist and go together; refusal bad_field. */
bool person_check_place(struct act *act, struct text unit, struct text enterprise,
                        struct text site);
/* Checks and sets all of a person's roles and ends their sessions. Refusals roles_conflict,
 * role_needs_place, bad_field. */
bool person_set_roles(struct act *act, const struct person *person, struct texts roles);
/* Issues a one-time token in place of older ones and of the password; ends their sessions. */
void person_issue_token(struct act *act, struct text person, struct text *ret_token,
                        int64_t *ret_ends_us);

/* A scope for inputs that begin with `struct text person`: the subject's thing is a struct person.
 * Refusal not_found, also for the forgotten. */
bool person_scope(struct act *act);
/* The same, with the forgotten: what is left of them may be read. */
bool person_read_scope(struct act *act);

#endif
