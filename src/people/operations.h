/* The operations of people: what goes in, what comes out, which functions do them. routes.c says
 * who may, fields.c what is acceptable. */
#ifndef HENG_PEOPLE_OPERATIONS_H
#define HENG_PEOPLE_OPERATIONS_H

#include "act/page.h"
#include "people/person.h"

struct import_kind;

/* ---- accounts, for the administrators (account.c, access.c) ---- */

struct person_in {
  struct text person;
};
struct person_change_in {
  struct text person;
  struct text name, phone, unit, enterprise, site;
};
struct person_list_in {
  struct text after;
  int64_t limit;
  struct text q; /* part of a login or a name */
  struct text unit, enterprise;
  int role;  /* index into role_names; NO_ENUM */
  int state; /* enum person_state; NO_ENUM */
};
struct person_roles_in {
  struct text person;
  struct texts roles;
};
struct person_view {
  struct text person, login, name, phone;
  struct texts roles;
  struct text unit, unit_name, enterprise, enterprise_name, site, site_name;
  int state;
  bool password_set, second_factor;
  int64_t created_us, forgotten_us, version;
};
struct token_view {
  struct text person, token;
  int64_t ends_us;
};

bool person_create(struct act *act);
bool person_list(struct act *act);
bool person_read(struct act *act);
bool person_change(struct act *act);
bool person_forget(struct act *act);
bool person_grant(struct act *act);
bool person_lock(struct act *act);
bool person_unlock(struct act *act);
bool person_token(struct act *act);
bool person_reset_second_factor(struct act *act);
/* Answers with the person as the tables have them now. */
bool person_answer(struct act *act, struct text person);
/* Gives a person another name, phone or place, without answering. Refusal bad_field. */
bool person_move(struct act *act, const struct person *person, const struct person_change_in *in);

/* heng import people (import.c); NULL-ended. */
extern const struct import_kind *const people_imports[];

/* ---- colleagues, for heads and contacts (colleague.c) ---- */

struct colleague_new {
  struct text login, name, phone;
  struct texts roles;
  struct text site;
};
struct colleague_list_in {
  struct text after;
  int64_t limit;
};
struct colleague_view {
  struct text person, name, phone;
  struct texts roles;
  struct text site;
};

bool colleague_add(struct act *act);
bool colleague_list(struct act *act);
bool colleague_grant(struct act *act);

/* ---- signing in and one's own account (sign_in.c, session.c, own.c) ---- */

struct session_open_in {
  struct text login, password, code;
  bool cookie;
};
struct session_redeem_in {
  struct text token;
  bool cookie;
};
struct session_close_in {
  bool all;
};
struct session_view {
  struct text person, login, name;
  struct texts roles;
  struct text unit, unit_name, enterprise, enterprise_name, site;
  struct text head_of;        /* the unit they may approve for now */
  int64_t delegated_until_us; /* NO_INTEGER unless by delegation */
  bool second_factor;         /* one is set up */
  struct texts next;          /* what they should do first: set_password, set_second_factor */
  int64_t ends_us;
  struct text csrf, token; /* token: once, at opening, unless it went into a cookie */
};
struct me_view {
  struct session_view *session; /* NULL: nobody is signed in */
  int64_t utc_offset_minutes;   /* the city's */
};
struct password_change_in {
  struct text current, password;
};
struct second_factor_in {
  struct text code;
};
struct second_factor_view {
  struct text secret, uri;
};
struct recovery_view {
  struct texts recovery;
};

bool session_open(struct act *act);
bool session_redeem(struct act *act);
bool session_read(struct act *act);
bool session_close(struct act *act);
bool me_read(struct act *act);
bool password_change(struct act *act);
bool second_factor_begin(struct act *act);
bool second_factor_confirm(struct act *act);

/* Their routes' prepare and refused. */
bool session_open_prepare(struct act *act);
bool password_change_prepare(struct act *act);
void attempt_refused(struct act *act);

/* ---- delegation (delegation.c) ---- */

struct delegation_new {
  struct text delegate;
  int64_t from_us, until_us;
};
struct delegation_in {
  struct text delegation;
};
struct delegation_view {
  struct text delegation, unit, unit_name, head, head_name, delegate, delegate_name;
  int64_t from_us, until_us, revoked_us;
};

bool delegation_make(struct act *act);
bool delegation_list(struct act *act);
bool delegation_revoke(struct act *act);
/* Scopes: the delegate's unit; the delegation's unit. */
bool delegate_scope(struct act *act);
bool delegation_scope(struct act *act);

extern const struct event_type delegation_made, delegation_revoked;

/* ---- the audit administrator's search (event_search.c) ---- */

struct event_search_in {
  struct text type, by, subject;
  int64_t from_us, until_us;
  int64_t before; /* an event's seq */
  int64_t limit;
};
struct event_view {
  int64_t seq;
  struct text type;
  int64_t at_us;
  struct text by, by_name, by_login, request, subject, subject_name, subject_login;
  struct text data; /* JSON; NO_TEXT for events that are no administrator's business */
};
struct event_page {
  struct list items;
  int64_t next; /* NO_INTEGER on the last page */
};

bool event_search(struct act *act);

/* ---- fields.c ---- */

extern const struct field person_new_fields[], person_in_fields[], person_change_fields[],
    person_list_fields[], person_roles_fields[], person_view_fields[], person_page_fields[],
    token_view_fields[], colleague_new_fields[], colleague_list_fields[], colleague_view_fields[],
    colleague_page_fields[], session_open_fields[], session_redeem_fields[], session_close_fields[],
    session_view_fields[], me_view_fields[], password_change_fields[], second_factor_begin_fields[],
    second_factor_confirm_fields[], second_factor_view_fields[], recovery_view_fields[],
    delegation_new_fields[], delegation_in_fields[], delegation_view_fields[],
    delegation_page_fields[], event_search_fields[], event_page_fields[];

#endif
