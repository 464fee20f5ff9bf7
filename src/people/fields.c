/* What the operations of people take and answer. */
#include "directory/directory.h"
#include "people/operations.h"

enum {
  TOKEN_MOST = 64,
  PASSWORD_INPUT_MOST =
      256, /* longer than any that is acceptable, so that its refusal can say why */
  CODE_MOST = 32,
  ROLES_MOST = 16,
  ROLE_NAME_MOST = 16
};

#define OPTIONAL .flags = FIELD_OPTIONAL
#define NULLABLE .flags = FIELD_NULLABLE
#define PRIVATE  .flags = FIELD_PRIVATE

#define PERSON_ID(owner, member, ...)                                                              \
  FIELD(TEXT, owner, member, .least = 1, .most = ID_LENGTH, ##__VA_ARGS__)
#define ROLES(owner)                                                                               \
  FIELD(TEXTS, owner, roles, .most = ROLES_MOST, .size = ROLE_NAME_MOST,                           \
        .help = "officer, head, clerk; contact, guard; coordinator, supervisor, leader; system, "  \
                "security, audit")

const struct field person_new_fields[] = {
    FIELD(TEXT, struct person_created, login, PRIVATE, .least = LOGIN_LEAST, .most = LOGIN_MOST,
          .help = "lower-case letters, digits and . _ - @; never changes"),
    FIELD(TEXT, struct person_created, name, PRIVATE, .least = 1, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct person_created, phone, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .least = 1,
          .most = PHONE_MOST),
    FIELD(TEXT, struct person_created, unit, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct person_created, enterprise, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct person_created, site, OPTIONAL, .least = 1, .most = PLACE_MOST,
          .help = "a guard's site; without one, all of the enterprise's"),
    FIELDS_END,
};

const struct field person_in_fields[] = {
    PERSON_ID(struct person_in, person),
    FIELDS_END,
};

const struct field person_change_fields[] = {
    PERSON_ID(struct person_change_in, person),
    FIELD(TEXT, struct person_change_in, name, PRIVATE, .least = 1, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct person_change_in, phone, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .least = 1,
          .most = PHONE_MOST, .help = "none when not given; so with those below"),
    FIELD(TEXT, struct person_change_in, unit, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct person_change_in, enterprise, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct person_change_in, site, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELDS_END,
};

const struct field person_list_fields[] = {
    PAGE_IN_FIELDS(struct person_list_in),
    FIELD(TEXT, struct person_list_in, q, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .least = 1,
          .most = PERSON_NAME_MOST, .help = "part of a login or a name"),
    FIELD(TEXT, struct person_list_in, unit, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(TEXT, struct person_list_in, enterprise, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELD(ENUM, struct person_list_in, role, OPTIONAL, .names = role_names),
    FIELD(ENUM, struct person_list_in, state, OPTIONAL, .names = person_state_names),
    FIELDS_END,
};

const struct field person_roles_fields[] = {
    PERSON_ID(struct person_roles_in, person),
    ROLES(struct person_roles_in),
    FIELDS_END,
};

const struct field person_view_fields[] = {
    PERSON_ID(struct person_view, person),
    FIELD(TEXT, struct person_view, login, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = LOGIN_MOST, .help = "null once forgotten"),
    FIELD(TEXT, struct person_view, name, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct person_view, phone, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = PHONE_MOST),
    ROLES(struct person_view),
    FIELD(TEXT, struct person_view, unit, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct person_view, unit_name, NULLABLE, .most = NAME_MOST),
    FIELD(TEXT, struct person_view, enterprise, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct person_view, enterprise_name, NULLABLE, .most = NAME_MOST),
    FIELD(TEXT, struct person_view, site, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct person_view, site_name, NULLABLE, .most = NAME_MOST),
    FIELD(ENUM, struct person_view, state, .names = person_state_names),
    FIELD(BOOLEAN, struct person_view, password_set),
    FIELD(BOOLEAN, struct person_view, second_factor),
    FIELD_NAMED("created", TIME, struct person_view, created_us),
    FIELD_NAMED("forgotten", TIME, struct person_view, forgotten_us, NULLABLE),
    FIELD(INTEGER, struct person_view, version, .least = 1, .most = INT64_MAX),
    FIELDS_END,
};
const struct field person_page_fields[] = PAGE_FIELDS(struct person_view, person_view_fields);

const struct field token_view_fields[] = {
    PERSON_ID(struct token_view, person),
    FIELD(TEXT, struct token_view, token, PRIVATE, .most = TOKEN_MOST,
          .help = "signs in once, by POST /api/session/token; shown only here"),
    FIELD_NAMED("ends", TIME, struct token_view, ends_us),
    FIELDS_END,
};

/* ---- colleagues ---- */

const struct field colleague_new_fields[] = {
    FIELD(TEXT, struct colleague_new, login, PRIVATE, .least = LOGIN_LEAST, .most = LOGIN_MOST),
    FIELD(TEXT, struct colleague_new, name, PRIVATE, .least = 1, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct colleague_new, phone, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .least = 1,
          .most = PHONE_MOST),
    FIELD(TEXTS, struct colleague_new, roles, .least = 1, .most = ROLES_MOST,
          .size = ROLE_NAME_MOST, .help = "a head: officer, clerk; a contact: contact, guard"),
    FIELD(TEXT, struct colleague_new, site, OPTIONAL, .least = 1, .most = PLACE_MOST),
    FIELDS_END,
};
const struct field colleague_list_fields[] = {
    PAGE_IN_FIELDS(struct colleague_list_in),
    FIELDS_END,
};
const struct field colleague_view_fields[] = {
    PERSON_ID(struct colleague_view, person),
    FIELD(TEXT, struct colleague_view, name, PRIVATE, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct colleague_view, phone, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = PHONE_MOST),
    ROLES(struct colleague_view),
    FIELD(TEXT, struct colleague_view, site, NULLABLE, .most = PLACE_MOST),
    FIELDS_END,
};
const struct field colleague_page_fields[] =
    PAGE_FIELDS(struct colleague_view, colleague_view_fields);

/* ---- signing in and one's own account ---- */

#define COOKIE(owner)                                                                              \
  FIELD(BOOLEAN, owner, cookie, OPTIONAL,                                                          \
        .help = "for a browser: the token goes into an HttpOnly cookie, not into the reply")
#define CODE(owner, ...)                                                                           \
  FIELD(TEXT, owner, code, .least = 6, .most = CODE_MOST,                                          \
        .help = "six digits of the authenticator app, or a recovery code", ##__VA_ARGS__)

const struct field session_open_fields[] = {
    FIELD(TEXT, struct session_open_in, login, PRIVATE, .least = 1, .most = LOGIN_MOST),
    FIELD(TEXT, struct session_open_in, password, PRIVATE, .least = 1, .most = PASSWORD_INPUT_MOST),
    CODE(struct session_open_in, .flags = FIELD_OPTIONAL | FIELD_PRIVATE),
    COOKIE(struct session_open_in),
    FIELDS_END,
};
const struct field session_redeem_fields[] = {
    FIELD(TEXT, struct session_redeem_in, token, PRIVATE, .least = 1, .most = TOKEN_MOST),
    COOKIE(struct session_redeem_in),
    FIELDS_END,
};
const struct field session_close_fields[] = {
    FIELD(BOOLEAN, struct session_close_in, all, OPTIONAL, .help = "on every device"),
    FIELDS_END,
};
const struct field session_view_fields[] = {
    PERSON_ID(struct session_view, person),
    FIELD(TEXT, struct session_view, login, PRIVATE, .most = LOGIN_MOST),
    FIELD(TEXT, struct session_view, name, PRIVATE, .most = PERSON_NAME_MOST),
    ROLES(struct session_view),
    FIELD(TEXT, struct session_view, unit, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct session_view, unit_name, NULLABLE, .most = 200),
    FIELD(TEXT, struct session_view, enterprise, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct session_view, enterprise_name, NULLABLE, .most = 200),
    FIELD(TEXT, struct session_view, site, NULLABLE, .most = PLACE_MOST),
    FIELD(TEXT, struct session_view, head_of, NULLABLE, .most = PLACE_MOST,
          .help = "the unit that they may approve for now"),
    FIELD_NAMED("delegated_until", TIME, struct session_view, delegated_until_us, NULLABLE,
                .help = "when a head's delegation to them ends"),
    FIELD(BOOLEAN, struct session_view, second_factor),
    FIELD(TEXTS, struct session_view, next, .most = 2, .size = 32,
          .help = "what to do first: set_password, set_second_factor"),
    FIELD_NAMED("ends", TIME, struct session_view, ends_us),
    FIELD(TEXT, struct session_view, csrf, PRIVATE, .most = 64,
          .help = "to be sent as X-CSRF-Token when the token is in a cookie"),
    FIELD(TEXT, struct session_view, token, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = TOKEN_MOST, .help = "to be sent as Authorization: Bearer; shown only here"),
    FIELDS_END,
};
const struct field me_view_fields[] = {
    FIELD_POINTER_TO(struct me_view, session, struct session_view, NULLABLE,
                     .fields = session_view_fields, .help = "null: nobody is signed in"),
    FIELD(INTEGER, struct me_view, utc_offset_minutes, .least = -14 * 60, .most = 14 * 60,
          .help = "of the city's time"),
    FIELDS_END,
};
const struct field password_change_fields[] = {
    FIELD(TEXT, struct password_change_in, current, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .least = 1, .most = PASSWORD_INPUT_MOST,
          .help = "not needed in a session opened by a one-time token"),
    FIELD(TEXT, struct password_change_in, password, PRIVATE, .least = 1,
          .most = PASSWORD_INPUT_MOST, .help = "10 to 128 characters, not the login"),
    FIELDS_END,
};
const struct field second_factor_begin_fields[] = {
    CODE(struct second_factor_in, .flags = FIELD_OPTIONAL | FIELD_PRIVATE),
    FIELDS_END,
};
const struct field second_factor_confirm_fields[] = {
    FIELD(TEXT, struct second_factor_in, code, PRIVATE, .least = 6, .most = 6,
          .help = "six digits that the app shows for the new secret"),
    FIELDS_END,
};
const struct field second_factor_view_fields[] = {
    FIELD(TEXT, struct second_factor_view, secret, PRIVATE, .most = 64, .help = "base32"),
    FIELD(TEXT, struct second_factor_view, uri, PRIVATE, .most = 300,
          .help = "otpauth:, to be shown as a QR code"),
    FIELDS_END,
};
const struct field recovery_view_fields[] = {
    FIELD(TEXTS, struct recovery_view, recovery, PRIVATE, .most = 16, .size = TOKEN_MOST,
          .help = "each works once instead of the app; shown only here"),
    FIELDS_END,
};

/* ---- delegation ---- */

const struct field delegation_new_fields[] = {
    PERSON_ID(struct delegation_new, delegate),
    FIELD_NAMED("from", TIME, struct delegation_new, from_us, OPTIONAL,
                .help = "now when not given or past"),
    FIELD_NAMED("until", TIME, struct delegation_new, until_us, .help = "90 days later at most"),
    FIELDS_END,
};
const struct field delegation_in_fields[] = {
    FIELD(TEXT, struct delegation_in, delegation, .least = 1, .most = ID_LENGTH),
    FIELDS_END,
};
const struct field delegation_view_fields[] = {
    FIELD(TEXT, struct delegation_view, delegation, .most = ID_LENGTH),
    FIELD(TEXT, struct delegation_view, unit, .most = PLACE_MOST),
    FIELD(TEXT, struct delegation_view, unit_name, .most = NAME_MOST),
    PERSON_ID(struct delegation_view, head),
    FIELD(TEXT, struct delegation_view, head_name, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = PERSON_NAME_MOST),
    PERSON_ID(struct delegation_view, delegate),
    FIELD(TEXT, struct delegation_view, delegate_name, .flags = FIELD_NULLABLE | FIELD_PRIVATE,
          .most = PERSON_NAME_MOST),
    FIELD_NAMED("from", TIME, struct delegation_view, from_us),
    FIELD_NAMED("until", TIME, struct delegation_view, until_us),
    FIELD_NAMED("revoked", TIME, struct delegation_view, revoked_us, NULLABLE),
    FIELDS_END,
};
const struct field delegation_page_fields[] =
    PAGE_FIELDS(struct delegation_view, delegation_view_fields);

/* ---- events ---- */

const struct field event_search_fields[] = {
    FIELD(TEXT, struct event_search_in, type, OPTIONAL, .least = 1, .most = 64),
    FIELD(TEXT, struct event_search_in, by, OPTIONAL, .least = 1, .most = 64,
          .help = "id of a person or gate, or self"),
    FIELD(TEXT, struct event_search_in, subject, OPTIONAL, .least = 1, .most = 64,
          .help = "id of what it is about"),
    FIELD_NAMED("from", TIME, struct event_search_in, from_us, OPTIONAL),
    FIELD_NAMED("until", TIME, struct event_search_in, until_us, OPTIONAL,
                .help = "the first moment no longer meant"),
    FIELD(INTEGER, struct event_search_in, before, OPTIONAL, .least = 0, .most = INT64_MAX,
          .help = "the `next` of the page before"),
    FIELD(INTEGER, struct event_search_in, limit, OPTIONAL, .least = 1, .most = PAGE_LIMIT_MOST),
    FIELDS_END,
};
/* Only of people, and till they are forgotten. */
#define PERSON_MEANT(member, longest)                                                              \
  FIELD(TEXT, struct event_view, member, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = longest)
static const struct field event_view_fields[] = {
    FIELD(INTEGER, struct event_view, seq, .most = INT64_MAX),
    FIELD(TEXT, struct event_view, type, NULLABLE, .most = 64, .help = "null: run heng audit"),
    FIELD_NAMED("at", TIME, struct event_view, at_us, NULLABLE),
    FIELD(TEXT, struct event_view, by, NULLABLE, .most = 64,
          .help = "id of a person or gate; self: the program; anyone: nobody signed in"),
    PERSON_MEANT(by_name, PERSON_NAME_MOST),
    PERSON_MEANT(by_login, LOGIN_MOST),
    FIELD(TEXT, struct event_view, request, OPTIONAL, .most = 64),
    FIELD(TEXT, struct event_view, subject, OPTIONAL, .most = 64),
    PERSON_MEANT(subject_name, PERSON_NAME_MOST),
    PERSON_MEANT(subject_login, LOGIN_MOST),
    FIELD(RAW, struct event_view, data, OPTIONAL, .help = "of events about people, and refusals"),
    FIELDS_END,
};
const struct field event_page_fields[] = {
    FIELD(LIST, struct event_page, items, .most = PAGE_LIMIT_MOST,
          .size = sizeof(struct event_view), .fields = event_view_fields),
    FIELD(INTEGER, struct event_page, next, NULLABLE, .most = INT64_MAX),
    FIELDS_END,
};
