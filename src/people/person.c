/* Accounts: finding, adding, placing, granting. */
#include "people/person.h"

#include "base/time.h"
#include "directory/directory.h"
#include "people/role.h"
#include "people/secret.h"
#include "people/sql.h"

enum { ONE_TIME_TOKEN_GROUPS = 5 };
#define ONE_TIME_TOKEN_US DAY_US

const char *const person_state_names[] = {"active", "locked", "forgotten", NULL};

static const struct field person_columns[] = {
    FIELD(TEXT, struct person, id),
    FIELD(TEXT, struct person, login),
    FIELD(TEXT, struct person, name),
    FIELD(TEXT, struct person, phone),
    FIELD(TEXTS, struct person, roles, .most = 16, .size = 16),
    FIELD(TEXT, struct person, unit),
    FIELD(TEXT, struct person, enterprise),
    FIELD(TEXT, struct person, site),
    FIELD(ENUM, struct person, state, .names = person_state_names),
    FIELD(TEXT, struct person, password),
    FIELD(TEXT, struct person, totp),
    FIELD(TEXTS, struct person, recovery, .most = 16, .size = 64),
    FIELD(INTEGER, struct person, created_us),
    FIELD(INTEGER, struct person, version),
    FIELDS_END,
};

bool person_find(struct store *store, struct text id, struct arena *arena,
                 struct person *ret_person) {
  return FIND(store, sql_person_by_id, person_columns, ret_person, arena, V(id));
}

bool person_find_by_login(struct store *store, struct text login, struct arena *arena,
                          struct person *ret_person) {
  return FIND(store, sql_person_by_login, person_columns, ret_person, arena, V(login));
}

unsigned person_roles(const struct person *person) {
  unsigned roles;
  return roles_of_words(person->roles, &roles) ? roles : 0;
}

void person_record(struct act *act, const struct event_type *type, struct text person,
                   const void *data) {
  static const struct no_data nothing;
  event_record(act, type, NO_TEXT, person, data ? data : &nothing);
}

static bool login_is_fit(struct text login) {
  if (login.length < LOGIN_LEAST || login.length > LOGIN_MOST) return false;
  for (size_t i = 0; i < login.length; i++) {
    char c = login.at[i];
    bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && c != '.' && c != '_' && c != '-' && c != '@') return false;
  }
  return true;
}

bool person_check_place(struct act *act, struct text unit, struct text enterprise,
                        struct text site) {
  struct unit found_unit;
  struct enterprise found_enterprise;
  struct site found_site;
  if (unit.at && enterprise.at)
    return act_refuse(act, ERROR_bad_field, "enterprise", "nobody is of a unit and an enterprise");
  if (site.at && !enterprise.at)
    return act_refuse(act, ERROR_bad_field, "site", "a site needs its enterprise");
  if (unit.at && (!unit_find(act->store, unit, act->arena, &found_unit) || !found_unit.head.active))
    return act_refuse(act, ERROR_bad_field, "unit", "there is no such unit");
  if (enterprise.at && (!enterprise_find(act->store, enterprise, act->arena, &found_enterprise) ||
                        !found_enterprise.head.active))
    return act_refuse(act, ERROR_bad_field, "enterprise", "there is no such enterprise");
  if (site.at && (!site_find(act->store, enterprise, site, act->arena, &found_site) ||
                  !found_site.head.active))
    return act_refuse(act, ERROR_bad_field, "site", "the enterprise has no such site");
  return true;
}

bool person_add(struct act *act, const struct person_created *created, struct text *ret_person) {
  struct person taken;
  if (!login_is_fit(created->login))
    return act_refuse(act, ERROR_bad_field, "login",
                      "2 to 64 lower-case letters, digits and . _ - @ are wanted");
  if (!person_check_place(act, created->unit, created->enterprise, created->site)) return false;
  if (person_find_by_login(act->store, created->login, act->arena, &taken))
    return act_refuse(act, ERROR_taken, "login", "somebody has this login");
  *ret_person = act_new_id(act->arena);
  person_record(act, &person_created, *ret_person, created);
  return true;
}

bool person_set_roles(struct act *act, const struct person *person, struct texts roles) {
  unsigned wanted;
  if (!roles_of_words(roles, &wanted))
    return act_refuse(act, ERROR_bad_field, "roles", "there is no such role");
  if (!roles_allowed(wanted)) return act_refuse(act, ERROR_roles_conflict, "roles", "%s", "");
  if (!roles_placed(wanted, person->unit.at, person->enterprise.at))
    return act_refuse(act, ERROR_role_needs_place, "roles", "%s", "");
  const struct person_roles_set set = {roles_to_words(wanted, act->arena)};
  person_record(act, &person_roles_set, person->id, &set);
  RUN(act->store, sql_session_end_all, V(person->id));
  return true;
}

void person_issue_token(struct act *act, struct text person, struct text *ret_token,
                        int64_t *ret_ends_us) {
  const struct person_token_issued issued = {act->now_us + ONE_TIME_TOKEN_US};
  *ret_token = secret_word(act->arena, ONE_TIME_TOKEN_GROUPS);
  *ret_ends_us = issued.ends_us;
  person_record(act, &person_token_issued, person, &issued);
  RUN(act->store, sql_session_end_all, V(person));
  RUN(act->store, sql_one_time_token_drop_all, V(person));
  RUN(act->store, sql_one_time_token_add, V(secret_word_hash(*ret_token, act->arena)), V(person),
      V(issued.ends_us));
}

bool person_scope(struct act *act) {
  if (!person_read_scope(act)) return false;
  const struct person *person = act->subject.thing;
  return person->state != PERSON_FORGOTTEN || act_refuse(act, ERROR_not_found, "person", "%s", "");
}

bool person_read_scope(struct act *act) {
  const struct text *id = act->in;
  struct person *person = ARENA_NEW(act->arena, struct person);
  if (!person_find(act->store, *id, act->arena, person))
    return act_refuse(act, ERROR_not_found, "person", "%s", "");
  act->subject = (struct subject){.unit = person->unit,
                                  .enterprise = person->enterprise,
                                  .site = person->site,
                                  .version = person->version,
                                  .thing = person};
  return true;
}
