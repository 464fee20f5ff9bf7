/* What people give to the whole. */
#include "people/people.h"

#include "people/operations.h"
#include "people/routes.h"
#include "people/session.h"
#include "people/sql.h"

static const struct event_type *const events[] = {
    &person_created,
    &person_edited,
    &person_roles_set,
    &person_locked,
    &person_unlocked,
    &person_token_issued,
    &person_password_set,
    &person_second_factor_set,
    &person_second_factor_reset,
    &person_recovery_code_used,
    &person_forgotten,
    &session_opened,
    &session_refused,
    &account_shut,
    &delegation_made,
    &delegation_revoked,
    NULL,
};

static const struct table_entry tables[] = {
    {.name = "person", .key = "id", .shown = "roles, unit, enterprise, state"},
    {.name = "delegation", .key = "unit, id", .shown = "head, delegate"},
    {0},
};

static bool tick(struct act *act) {
  session_tidy(act);
  return true;
}

const struct domain people_domain = {
    .name = "people",
    .zh = "人员、会话、角色、委托、门岗",
    .en = "People, sessions, roles, delegations, gates",
    .migrations = people_migrations,
    .routes = people_routes,
    .events = events,
    .sql = people_sql,
    .tables = tables,
    .imports = people_imports,
    .authenticate = session_authenticate,
    .tick = tick,
};
