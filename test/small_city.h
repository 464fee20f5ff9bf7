/* A small city with all that a booking needs, made through the real operations, and one-time tokens
 * for an officer and the head of one unit, a contact, and the supervisor. */
#ifndef HENG_TEST_SMALL_CITY_H
#define HENG_TEST_SMALL_CITY_H

#include "base/file.h"
#include "directory/directory.h"
#include "local_fixture.h"
#include "people/operations.h"
#include "people/uscc.h"

enum { SMALL_CITY_ENTERPRISES_MOST = 1000, ONE_TIME_TOKEN_SIZE = 80 };

struct small_city {
  int enterprise_count;
  char enterprises[SMALL_CITY_ENTERPRISES_MOST][USCC_LENGTH + 1];
  char officer[ONE_TIME_TOKEN_SIZE], head[ONE_TIME_TOKEN_SIZE], contact[ONE_TIME_TOKEN_SIZE];
};

/* Performs a route that must not be refused. */
__attribute__((format(printf, 3, 4), unused)) static const void *
small_city_act(struct local_fixture *fixture, const char *route, const char *format, ...) {
  static char json[200000];
  __builtin_va_list values;
  __builtin_va_start(values, format);
  vsnprintf(json, sizeof json, format, values);
  __builtin_va_end(values);
  fixture->error.code = ERROR_NONE;
  const void *out = local_fixture_act(fixture, NULL, route, json);
  if (!CHECK(fixture->error.code == ERROR_NONE)) {
    fprintf(stderr, "%s: %s: %s\n", route, fixture->error.place, fixture->error.detail);
    exit(1);
  }
  return out;
}

/* `place` is the JSON of the members that say where they belong. */
__attribute__((unused)) static void small_city_person(struct local_fixture *fixture,
                                                      const char *login, const char *role,
                                                      const char *place,
                                                      char ret_token[ONE_TIME_TOKEN_SIZE]) {
  const struct person_view *person = small_city_act(
      fixture, "person_create", "{\"login\":\"%s\",\"name\":\"%s\",%s}", login, login, place);
  char id[ID_LENGTH + 1];
  snprintf(id, sizeof id, "%.*s", TEXT_ARGS(person->person));
  small_city_act(fixture, "person_grant", "{\"person\":\"%s\",\"roles\":[\"%s\"]}", id, role);
  const struct token_view *token =
      small_city_act(fixture, "person_token", "{\"person\":\"%s\"}", id);
  snprintf(ret_token, ONE_TIME_TOKEN_SIZE, "%.*s", TEXT_ARGS(token->token));
}

__attribute__((unused)) static void small_city_policy(struct local_fixture *fixture) {
  struct text body;
  struct error error;
  if (!CHECK(file_read("policy/hengyang-2021.json", 1 << 20, fixture->arena, &body, &error)))
    exit(1);
  small_city_act(fixture, "policy_adopt", "{\"policy\":%.*s}", TEXT_ARGS(body));
}

__attribute__((unused)) static struct small_city small_city_make(struct local_fixture *fixture,
                                                                 int enterprise_count) {
  struct small_city city = {.enterprise_count = enterprise_count};
  char place[80];
  small_city_policy(fixture);
  small_city_act(
      fixture, "unit_add",
      "{\"id\":\"fire\",\"name\":\"消防救援支队\",\"county\":\"衡阳市\",\"body\":\"消防\"}");
  small_city_act(fixture, "item_add", "{\"id\":\"A01\",\"name\":\"消防通道\"}");
  for (int i = 0; i < enterprise_count; i++) {
    char *code = city.enterprises[i];
    snprintf(code, USCC_LENGTH + 1, "91430400MA%06u00", (unsigned)i % 1000000);
    uscc_complete(code);
    small_city_act(fixture, "enterprise_add",
                   "{\"id\":\"%s\",\"name\":\"示例企业%d\",\"county\":\"雁峰区\","
                   "\"industry\":\"other\"}",
                   code, i);
    small_city_act(fixture, "site_add", "{\"enterprise\":\"%s\",\"name\":\"厂区\"}", code);
    arena_reset(fixture->arena);
  }
  small_city_person(fixture, "officer", "officer", "\"unit\":\"fire\"", city.officer);
  small_city_person(fixture, "head", "head", "\"unit\":\"fire\"", city.head);
  snprintf(place, sizeof place, "\"enterprise\":\"%s\"", city.enterprises[0]);
  small_city_person(fixture, "contact", "contact", place, city.contact);
  if (!CHECK(local_commit(fixture->local, &fixture->error))) exit(1);
  return city;
}

#endif
