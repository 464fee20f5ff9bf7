/* The events about persons, and what each does to the tables. */
#include "people/person.h"
#include "people/sql.h"

enum { ROLES_MOST = 16, ROLE_NAME_MOST = 16, RECOVERY_MOST = 16, HASH_MOST = 64 };

#define PRIVATE  .flags = FIELD_OPTIONAL | FIELD_PRIVATE
#define OPTIONAL .flags = FIELD_OPTIONAL

static const struct field created_fields[] = {
    FIELD(TEXT, struct person_created, login, PRIVATE, .most = LOGIN_MOST),
    FIELD(TEXT, struct person_created, name, PRIVATE, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct person_created, phone, PRIVATE, .most = PHONE_MOST),
    FIELD(TEXT, struct person_created, unit, OPTIONAL, .most = PLACE_MOST),
    FIELD(TEXT, struct person_created, enterprise, OPTIONAL, .most = PLACE_MOST),
    FIELD(TEXT, struct person_created, site, OPTIONAL, .most = PLACE_MOST),
    FIELDS_END,
};
static const struct field edited_fields[] = {
    FIELD(TEXT, struct person_edited, name, PRIVATE, .most = PERSON_NAME_MOST),
    FIELD(TEXT, struct person_edited, phone, PRIVATE, .most = PHONE_MOST),
    FIELD(TEXT, struct person_edited, unit, OPTIONAL, .most = PLACE_MOST),
    FIELD(TEXT, struct person_edited, enterprise, OPTIONAL, .most = PLACE_MOST),
    FIELD(TEXT, struct person_edited, site, OPTIONAL, .most = PLACE_MOST),
    FIELD(TEXTS, struct person_edited, roles, .most = ROLES_MOST, .size = ROLE_NAME_MOST),
    FIELDS_END,
};
static const struct field roles_fields[] = {
    FIELD(TEXTS, struct person_roles_set, roles, .most = ROLES_MOST, .size = ROLE_NAME_MOST),
    FIELDS_END,
};
static const struct field token_fields[] = {
    FIELD_NAMED("ends", TIME, struct person_token_issued, ends_us),
    FIELDS_END,
};
static const struct field password_fields[] = {
    FIELD(TEXT, struct person_password_set, password, PRIVATE, .most = 128),
    FIELDS_END,
};
static const struct field second_factor_fields[] = {
    FIELD(TEXT, struct second_factor_set, totp, PRIVATE, .most = 64),
    FIELD(TEXTS, struct second_factor_set, recovery, PRIVATE, .most = RECOVERY_MOST,
          .size = HASH_MOST),
    FIELDS_END,
};
static const struct field recovery_fields[] = {
    FIELD(TEXTS, struct recovery_code_used, recovery, PRIVATE, .most = RECOVERY_MOST,
          .size = HASH_MOST),
    FIELDS_END,
};
static const struct field no_fields[] = {FIELDS_END};

static const char *const way_names[] = {"password", "token", NULL};
static const char *const refusal_names[] = {"password", "second_factor", NULL};

static const struct field opened_fields[] = {
    FIELD(ENUM, struct session_opened, way, .names = way_names),
    FIELD(BOOLEAN, struct session_opened, second_factor),
    FIELDS_END,
};
static const struct field refused_fields[] = {
    FIELD(ENUM, struct session_refused, why, .names = refusal_names),
    FIELDS_END,
};
static const struct field shut_fields[] = {
    FIELD_NAMED("until", TIME, struct account_shut, until_us),
    FIELDS_END,
};

/* ---- what they do: columns in the order of each statement's values ---- */

static const struct field edit_columns[] = {
    FIELD(TEXT, struct person, id),         FIELD(TEXT, struct person, name),
    FIELD(TEXT, struct person, phone),      FIELD(TEXT, struct person, unit),
    FIELD(TEXT, struct person, enterprise), FIELD(TEXT, struct person, site),
    FIELD(TEXTS, struct person, roles),     FIELDS_END,
};
static const struct field roles_columns[] = {
    FIELD(TEXT, struct person, id),
    FIELD(TEXTS, struct person, roles),
    FIELDS_END,
};
static const struct field second_factor_columns[] = {
    FIELD(TEXT, struct person, id),
    FIELD(TEXT, struct person, totp),
    FIELD(TEXTS, struct person, recovery),
    FIELDS_END,
};
static const struct field recovery_columns[] = {
    FIELD(TEXT, struct person, id),
    FIELD(TEXTS, struct person, recovery),
    FIELDS_END,
};

static void create(struct store *store, const struct event *event, const void *data) {
  const struct person_created *created = data;
  RUN(store, sql_person_add, V(event->subject), V(created->login), V(created->name),
      V(created->phone), V(created->unit), V(created->enterprise), V(created->site),
      V(event->at_us));
}

static void edit(struct store *store, const struct event *event, const void *data) {
  const struct person_edited *edited = data;
  const struct person row = {.id = event->subject,
                             .name = edited->name,
                             .phone = edited->phone,
                             .unit = edited->unit,
                             .enterprise = edited->enterprise,
                             .site = edited->site,
                             .roles = edited->roles};
  store_run_fields(store, &sql_person_edit, edit_columns, &row);
}

static void set_roles(struct store *store, const struct event *event, const void *data) {
  const struct person_roles_set *set = data;
  const struct person row = {.id = event->subject, .roles = set->roles};
  store_run_fields(store, &sql_person_set_roles, roles_columns, &row);
}

static void lock(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_person_set_state, V(event->subject), V(TEXT("locked")));
}

static void unlock(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_person_set_state, V(event->subject), V(TEXT("active")));
}

static void drop_password(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_person_set_password, V(event->subject), V(NO_TEXT));
}

static void set_password(struct store *store, const struct event *event, const void *data) {
  const struct person_password_set *set = data;
  RUN(store, sql_person_set_password, V(event->subject), V(set->password));
}

static void set_second_factor(struct store *store, const struct event *event, const void *data) {
  const struct second_factor_set *set = data;
  const struct person row = {.id = event->subject, .totp = set->totp, .recovery = set->recovery};
  store_run_fields(store, &sql_person_set_second_factor, second_factor_columns, &row);
}

static void reset_second_factor(struct store *store, const struct event *event, const void *data) {
  (void)data;
  const struct person row = {.id = event->subject};
  store_run_fields(store, &sql_person_set_second_factor, second_factor_columns, &row);
}

static void use_recovery_code(struct store *store, const struct event *event, const void *data) {
  const struct recovery_code_used *used = data;
  const struct person row = {.id = event->subject, .recovery = used->recovery};
  store_run_fields(store, &sql_person_set_recovery, recovery_columns, &row);
}

static void blank(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_person_blank, V(event->subject), V(event->at_us));
}

/* The event itself is the record. */
static void note(struct store *store, const struct event *event, const void *data) {
  (void)store, (void)event, (void)data;
}

#define EVENT(stem, table, type, function)                                                         \
  const struct event_type stem = {                                                                 \
      .name = #stem, .fields = (table), .size = sizeof(type), .apply = (function)}

EVENT(person_created, created_fields, struct person_created, create);
EVENT(person_edited, edited_fields, struct person_edited, edit);
EVENT(person_roles_set, roles_fields, struct person_roles_set, set_roles);
EVENT(person_locked, no_fields, struct no_data, lock);
EVENT(person_unlocked, no_fields, struct no_data, unlock);
EVENT(person_token_issued, token_fields, struct person_token_issued, drop_password);
EVENT(person_password_set, password_fields, struct person_password_set, set_password);
EVENT(person_second_factor_set, second_factor_fields, struct second_factor_set, set_second_factor);
EVENT(person_second_factor_reset, no_fields, struct no_data, reset_second_factor);
EVENT(person_recovery_code_used, recovery_fields, struct recovery_code_used, use_recovery_code);
const struct event_type person_forgotten = {.name = "person_forgotten",
                                            .fields = no_fields,
                                            .size = sizeof(struct no_data),
                                            .apply = blank,
                                            .forgets = true};
EVENT(session_opened, opened_fields, struct session_opened, note);
EVENT(session_refused, refused_fields, struct session_refused, note);
EVENT(account_shut, shut_fields, struct account_shut, note);
