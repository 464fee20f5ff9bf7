/* The first people of a new city. */
#include "people/founding.h"

#include "act/domain.h"
#include "people/operations.h"
#include "people/sql.h"

static const struct {
  const char *login;
  struct text name;
} founders[FOUNDERS] = {
    {"system", TEXT("系统管理员")},
    {"security", TEXT("安全管理员")},
    {"audit", TEXT("审计管理员")},
};

static bool make_one(struct local *local, struct arena *arena, struct founder *founder,
                     struct error *ret_error) {
  struct person_created created = {.login = text_of(founder->login), .name = founder->name};
  struct person_view view;
  struct token_view token;
  if (!local_act(local, arena, NULL, route_find("person_create"), &created, &view, ret_error))
    return false;
  struct text role = created.login;
  const struct person_roles_in grant = {.person = view.person, .roles = {&role, 1}};
  const struct person_in subject = {.person = view.person};
  if (!local_act(local, arena, NULL, route_find("person_grant"), &grant, &view, ret_error) ||
      !local_act(local, arena, NULL, route_find("person_token"), &subject, &token, ret_error))
    return false;
  founder->token = token.token;
  founder->ends_us = token.ends_us;
  return true;
}

bool founding_make(struct local *local, struct arena *arena, bool *ret_made,
                   struct founder ret_founders[FOUNDERS], struct error *ret_error) {
  *ret_made = false;
  if (store_find_integer(local_store(local), &sql_person_count, NULL, 0, 0) > 0) return true;
  for (size_t i = 0; i < FOUNDERS; i++) {
    ret_founders[i] = (struct founder){.login = founders[i].login, .name = founders[i].name};
    if (!make_one(local, arena, &ret_founders[i], ret_error)) return false;
  }
  *ret_made = true;
  return true;
}
