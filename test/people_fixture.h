/* A city with a writer, a reading connection, its own clock and some people, for tests that come in
 * by a token as a client does. */
#ifndef HENG_TEST_PEOPLE_FIXTURE_H
#define HENG_TEST_PEOPLE_FIXTURE_H

#include <unistd.h>

#include "act/city.h"
#include "act/domain.h"
#include "act/reply_held.h"
#include "act/writer.h"
#include "base/time.h"
#include "check.h"
#include "local_fixture.h"
#include "people/hotp.h"
#include "people/operations.h"
#include "people/secret.h"
#include "people/totp.h"

#define FIXTURE_ENTERPRISE "91430400MA4L000012"

struct people_fixture {
  char folder[64];
  struct city city;
  struct writer *writer;
  struct store *reader;
  struct arena *arena;
  int64_t now_us;
  struct act act; /* the last one, as it ended */
  /* How the next act comes; cleared by it. */
  bool as_self, in_cookie;
  struct text csrf;
  int64_t if_match;
};

__attribute__((unused)) static int64_t people_fixture_now_us(void *owner) {
  return ((struct people_fixture *)owner)->now_us;
}

__attribute__((unused)) static void people_fixture_open(struct people_fixture *fixture) {
  struct error error;
  if (!city_open(fixture->folder, true, &fixture->city, &error) ||
      !writer_start(city_store_place(&fixture->city), &fixture->city, NULL, NULL, &fixture->writer,
                    &error) ||
      !store_open(city_store_place(&fixture->city), true, &fixture->reader, &error)) {
    fprintf(stderr, "%s %s\n", error.place, error.detail);
    exit(1);
  }
  fixture->city.now_us = people_fixture_now_us;
  fixture->city.now_owner = fixture;
}

__attribute__((unused)) static void people_fixture_close(struct people_fixture *fixture) {
  writer_stop(fixture->writer);
  store_close(fixture->reader);
  city_close(&fixture->city);
}

__attribute__((unused)) static void people_fixture_free(struct people_fixture *fixture) {
  people_fixture_close(fixture);
  arena_free(fixture->arena);
  char keys[80];
  snprintf(keys, sizeof keys, "%s/keys", fixture->folder);
  local_fixture_remove_files(keys);
  local_fixture_remove_files(fixture->folder);
  free(fixture);
}

static void people_fixture_read(struct people_fixture *fixture, struct act *act, bool *ret_done) {
  act->store = fixture->reader;
  act->city = &fixture->city;
  store_begin(fixture->reader);
  *ret_done = act_perform(act);
  if (store_failed(fixture->reader, &act->error)) *ret_done = false;
  store_rollback(fixture->reader);
}

static void people_fixture_write(struct people_fixture *fixture, struct act *act, bool *ret_done) {
  struct job job = {.act = *act};
  bool prepared = true;
  if (act->route->prepare) {
    job.act.store = fixture->reader;
    job.act.city = &fixture->city;
    store_begin(fixture->reader);
    prepared = act->route->prepare(&job.act);
    store_rollback(fixture->reader);
  }
  if (prepared) writer_wait(fixture->writer, &job);
  *act = job.act;
  *ret_done = prepared && job.done_well;
}

/* Performs a route by its name with the token of a session; `input` is JSON in the shape of its
 * input table. The output, in the fixture's arena, or NULL when refused: fixture->act.error then
 * says why. */
__attribute__((unused)) static void *people_act(struct people_fixture *fixture, struct text token,
                                                const char *name, const char *input) {
  const struct route *route = route_find(name);
  struct arena *arena = fixture->arena;
  if (!CHECK(route != NULL)) exit(1);
  struct act act = {.arena = arena,
                    .route = route,
                    .now_us = fixture->now_us,
                    .request = TEXT("test"),
                    .token = token,
                    .token_in_cookie = fixture->in_cookie,
                    .csrf = fixture->csrf,
                    .if_match = fixture->if_match ? fixture->if_match : NO_INTEGER,
                    .in = arena_take(arena, route->in_size ? route->in_size : 1),
                    .out = arena_take(arena, route->out_size ? route->out_size : 1)};
  if (fixture->as_self) act.caller = (struct caller){.person = TEXT("self"), .roles = ROLE_SELF};
  fixture->as_self = fixture->in_cookie = false;
  fixture->csrf = NO_TEXT;
  fixture->if_match = 0;
  bool done = !route->in ||
              json_read(text_of(input), route->in, (void *)(uintptr_t)act.in, arena, &act.error);
  if (done && route->flags & ROUTE_WRITES)
    people_fixture_write(fixture, &act, &done);
  else if (done)
    people_fixture_read(fixture, &act, &done);
  fixture->act = act;
  struct reply reply;
  reply_make(&act, done, &reply);
  reply_hold(&act, done, &reply);
  return done ? act.out : NULL;
}

/* The same by the program itself. */
__attribute__((unused)) static void *people_self(struct people_fixture *fixture, const char *name,
                                                 const char *input) {
  fixture->as_self = true;
  return people_act(fixture, NO_TEXT, name, input);
}

#define people_format(fixture, ...) arena_format((fixture)->arena, __VA_ARGS__).at

__attribute__((unused)) static _Noreturn void people_stop(const struct people_fixture *fixture) {
  fprintf(stderr, "refused %d: %s %s\n", (int)fixture->act.error.code, fixture->act.error.place,
          fixture->act.error.detail);
  exit(1);
}

/* An account with these roles (JSON, "[\"head\"]") at a place (JSON members, ",\"unit\":\"u1\"" or
 * ""); returns its id. */
__attribute__((unused)) static const char *people_make(struct people_fixture *fixture,
                                                       const char *login, const char *roles,
                                                       const char *place) {
  const struct person_view *made = people_self(
      fixture, "person_create",
      people_format(fixture, "{\"login\":\"%s\",\"name\":\"%s\"%s}", login, login, place));
  if (!made) people_stop(fixture);
  const char *id = arena_string(fixture->arena, made->person);
  CHECK(people_self(fixture, "person_grant",
                    people_format(fixture, "{\"person\":\"%s\",\"roles\":%s}", id, roles)) != NULL);
  return id;
}

/* A session of theirs, opened by a one-time token. */
__attribute__((unused)) static struct text people_sign_in(struct people_fixture *fixture,
                                                          const char *person) {
  const struct token_view *token =
      people_self(fixture, "person_token", people_format(fixture, "{\"person\":\"%s\"}", person));
  if (!token) people_stop(fixture);
  const struct session_view *session =
      people_act(fixture, NO_TEXT, "session_redeem",
                 people_format(fixture, "{\"token\":\"%.*s\"}", TEXT_ARGS(token->token)));
  if (!session) people_stop(fixture);
  return session->token;
}

/* The same by a password, which is set to "correct horse battery" first. */
__attribute__((unused)) static struct text
people_sign_in_by_password(struct people_fixture *fixture, const char *person, const char *login) {
  struct text token = people_sign_in(fixture, person);
  CHECK(people_act(fixture, token, "password_change", "{\"password\":\"correct horse battery\"}") !=
        NULL);
  const struct session_view *session = people_act(
      fixture, NO_TEXT, "session_open",
      people_format(fixture, "{\"login\":\"%s\",\"password\":\"correct horse battery\"}", login));
  if (!session) people_stop(fixture);
  return session->token;
}

/* The digits that an authenticator shows now. */
__attribute__((unused)) static uint32_t people_totp(struct people_fixture *fixture,
                                                    struct text secret) {
  uint8_t bytes[TOTP_SECRET_SIZE];
  size_t size;
  CHECK(base32_decode(secret, bytes, sizeof bytes, &size));
  return hotp_value(bytes, size, fixture->now_us / (TOTP_STEP_SECONDS * SECOND_US), TOTP_DIGITS);
}

/* Whether the last act was refused so. */
#define CHECK_REFUSED(fixture, got, wanted)                                                        \
  people_check_refused((fixture), (got), ERROR_##wanted, __FILE__, __LINE__)

__attribute__((unused)) static void people_check_refused(const struct people_fixture *fixture,
                                                         const void *got, enum error_code wanted,
                                                         const char *file, int line) {
  enum error_code code = got ? ERROR_NONE : fixture->act.error.code;
  check_report(code == wanted, file, line, "got %d %s, wanted refusal %d", (int)code,
               got ? "" : fixture->act.error.detail, (int)wanted);
}

/* Two units, an enterprise with a site, 7 May 2026. */
__attribute__((unused)) static struct people_fixture *people_fixture_make(void) {
  struct people_fixture *fixture = calloc(1, sizeof *fixture);
  struct settings settings = settings_default();
  struct error error;
  setenv("HENG_HELD_REPLIES", "/dev/null", 0);
  memcpy(fixture->folder, "/tmp/heng-test-XXXXXX", 22);
  fixture->arena = arena_make();
  fixture->now_us = INT64_C(1778112000) * SECOND_US;
  settings.password_kib = 8;
  CHECK(mkdtemp(fixture->folder) != NULL);
  CHECK(city_make(fixture->folder, &settings, &error));
  people_fixture_open(fixture);
  static const char *const units[] = {"u1", "u2"};
  for (int i = 0; i < 2; i++)
    CHECK(people_self(fixture, "unit_add",
                      people_format(fixture,
                                    "{\"id\":\"%s\",\"name\":\"市场监管局\",\"county\":\"衡东县\","
                                    "\"body\":\"市场监管\"}",
                                    units[i])) != NULL);
  CHECK(people_self(fixture, "enterprise_add",
                    "{\"id\":\"" FIXTURE_ENTERPRISE "\",\"name\":\"示例甲核技术有限公司\","
                    "\"county\":\"蒸湘区\",\"industry\":\"nuclear\"}") != NULL);
  return fixture;
}

#endif
