/* A city with everybody in it, for the suite that speaks to the server: one person of each role,
 * strangers of another unit and another enterprise, and a head who lacks a second factor. */
#ifndef HENG_TEST_API_CITY_H
#define HENG_TEST_API_CITY_H

#include "api_client.h"
#include "directory/directory.h"
#include "local_fixture.h"
#include "people/operations.h"
#include "people/screen.h"

#define ACME  "91430400MA4L000012"
#define OTHER "91430424MA4L123403"

enum { CITY_ROLE_COUNT = 12, CITY_TOKEN_SIZE = 80 };

struct city_person {
  const char *name, *role, *place; /* JSON members */
  char id[ID_LENGTH + 1];
  char token[CITY_TOKEN_SIZE]; /* one-time at first, then the session's */
};

struct api_city {
  struct local_fixture local;
  char site[ID_LENGTH + 1], other_site[ID_LENGTH + 1];
  struct city_person people[CITY_ROLE_COUNT + 6];
};

#define OF_FIRE   ",\"unit\":\"fire\""
#define OF_HEALTH ",\"unit\":\"health\""
#define OF_ACME   ",\"enterprise\":\"" ACME "\""
#define OF_OTHER  ",\"enterprise\":\"" OTHER "\""

/* The first are one of each role, in the order of the bits. */
static const struct city_person city_cast[] = {
    {"officer", "officer", OF_FIRE, "", ""},
    {"head", "head", OF_FIRE, "", ""},
    {"clerk", "clerk", OF_FIRE, "", ""},
    {"contact", "contact", OF_ACME, "", ""},
    {"guard", "guard", OF_ACME, "", ""},
    {"coordinator", "coordinator", "", "", ""},
    {"supervisor", "supervisor", "", "", ""},
    {"leader", "leader", "", "", ""},
    {"system", "system", "", "", ""},
    {"security", "security", "", "", ""},
    {"audit", "audit", "", "", ""},
    {"screen", "screen", "", "", ""},
    {"contact_b", "contact", OF_OTHER, "", ""},
    {"guard_b", "guard", OF_OTHER, "", ""},
    {"officer_b", "officer", OF_HEALTH, "", ""},
    {"clerk_b", "clerk", OF_HEALTH, "", ""},
    {"head_b", "head", OF_HEALTH, "", ""},
    {"bare", "head", OF_FIRE, "", ""},
};
enum { CITY_PEOPLE = sizeof city_cast / sizeof *city_cast };

__attribute__((format(printf, 3, 4))) static const void *
api_city_act(struct api_city *city, const char *route, const char *format, ...) {
  char json[400];
  __builtin_va_list values;
  __builtin_va_start(values, format);
  vsnprintf(json, sizeof json, format, values);
  __builtin_va_end(values);
  const void *out = local_fixture_act(&city->local, NULL, route, json);
  if (!CHECK(out != NULL)) {
    fprintf(stderr, "%s %s: %s\n", route, json, city->local.error.detail);
    exit(1);
  }
  return out;
}

static void api_city_enterprise(struct api_city *city, const char *code, const char *name,
                                char ret_site[ID_LENGTH + 1]) {
  api_city_act(city, "enterprise_add",
               "{\"id\":\"%s\",\"name\":\"%s\",\"county\":\"雁峰区\",\"industry\":\"logistics\"}",
               code, name);
  const struct site *site =
      api_city_act(city, "site_add", "{\"enterprise\":\"%s\",\"name\":\"厂区\"}", code);
  snprintf(ret_site, ID_LENGTH + 1, "%.*s", TEXT_ARGS(site->head.id));
}

static void api_city_person(struct api_city *city, struct city_person *person) {
  const struct person_view *made =
      api_city_act(city, "person_create", "{\"login\":\"%s\",\"name\":\"%s\"%s}", person->name,
                   person->name, person->place);
  snprintf(person->id, sizeof person->id, "%.*s", TEXT_ARGS(made->person));
  api_city_act(city, "person_grant", "{\"person\":\"%s\",\"roles\":[\"%s\"]}", person->id,
               person->role);
  const struct token_view *token =
      api_city_act(city, "person_token", "{\"person\":\"%s\"}", person->id);
  snprintf(person->token, sizeof person->token, "%.*s", TEXT_ARGS(token->token));
}

/* The link is its session. */
static void api_city_screen(struct api_city *city, struct city_person *person) {
  const struct screen_made *made = api_city_act(city, "screen_make", "{\"name\":\"大厅\"}");
  snprintf(person->id, sizeof person->id, "%.*s", TEXT_ARGS(made->screen.id));
  snprintf(person->token, sizeof person->token, "%.*s", TEXT_ARGS(made->token));
}

/* Made on disk, closed, and ready to be served. */
__attribute__((unused)) static struct api_city api_city_make(void) {
  struct settings settings = settings_default();
  settings.password_kib = 8;
  settings.filing_closes_day = 366; /* so that a filing can be made whatever day it is */
  struct api_city city = {.local = local_fixture_make_with(&settings)};
  memcpy(city.people, city_cast, sizeof city_cast);
  api_city_act(
      &city, "unit_add",
      "{\"id\":\"fire\",\"name\":\"消防救援支队\",\"county\":\"衡阳市\",\"body\":\"消防\"}");
  api_city_act(
      &city, "unit_add",
      "{\"id\":\"health\",\"name\":\"卫生健康委\",\"county\":\"衡阳市\",\"body\":\"卫健\"}");
  api_city_act(&city, "item_add", "{\"id\":\"A01\",\"name\":\"消防通道\"}");
  api_city_enterprise(&city, ACME, "示例甲物流有限公司", city.site);
  api_city_enterprise(&city, OTHER, "示例乙物流有限公司", city.other_site);
  for (size_t i = 0; i < CITY_PEOPLE; i++)
    if (strcmp(city.people[i].role, "screen") == 0)
      api_city_screen(&city, &city.people[i]);
    else
      api_city_person(&city, &city.people[i]);
  CHECK(local_commit(city.local.local, &city.local.error));
  local_close(city.local.local);
  city.local.local = NULL;
  return city;
}

/* NULL when nobody has this name. */
__attribute__((unused)) static struct city_person *api_city_find(struct api_city *city,
                                                                 struct text name) {
  for (size_t i = 0; i < CITY_PEOPLE; i++)
    if (text_equal(name, text_of(city->people[i].name))) return &city->people[i];
  return NULL;
}

/* Takes the session of the last answer. */
static void api_city_take_session(struct api *api, struct city_person *person) {
  const char *token = api_member(api, "token", api->arena);
  if (!CHECK(token != NULL)) exit(1);
  snprintf(person->token, sizeof person->token, "%s", token);
}

/* Signs in by the one-time token; whoever is bare by a password instead, which is no second factor.
 */
__attribute__((unused)) static void api_city_sign_in(struct api *api, struct city_person *person) {
  char json[200];
  if (strcmp(person->role, "screen") == 0) return;
  snprintf(json, sizeof json, "{\"token\":\"%s\"}", person->token);
  CHECK_INTEGER(
      api_ask(api,
              &(struct request){.method = "POST", .target = "/api/session/token", .body = json}),
      201);
  api_city_take_session(api, person);
  if (strcmp(person->name, "bare") != 0) return;
  CHECK_INTEGER(api_ask(api, &(struct request){.method = "PUT",
                                               .target = "/api/me/password",
                                               .token = person->token,
                                               .body = "{\"password\":\"correct horse battery\"}"}),
                204);
  CHECK_INTEGER(api_ask(api,
                        &(struct request){
                            .method = "POST",
                            .target = "/api/session",
                            .body = "{\"login\":\"bare\",\"password\":\"correct horse battery\"}"}),
                201);
  api_city_take_session(api, person);
}

#endif
