/* A made-up domain with every kind of route, and a real server over it on a random port. */
#ifndef HENG_TEST_HTTP_FIXTURE_H
#define HENG_TEST_HTTP_FIXTURE_H

#include <stdatomic.h>

#include "act/migrate.h"
#include "http/http_domain.h"
#include "http/server.h"
#include "http_client.h"
#include "local_fixture.h"

/* Echo: everything a query and a body can hold. */

struct echo {
  struct text text;
  int64_t count, at_us, day;
  bool on;
  int colour;
  struct texts tags;
};
static const char *const colours[] = {"red", "green", NULL};
static const struct field echo_fields[] = {
    FIELD(TEXT, struct echo, text, .least = 1, .most = 20, .help = "a short text"),
    FIELD(INTEGER, struct echo, count, .flags = FIELD_OPTIONAL, .least = -5, .most = 5),
    FIELD_NAMED("at", TIME, struct echo, at_us, .flags = FIELD_OPTIONAL),
    FIELD(DATE, struct echo, day, .flags = FIELD_OPTIONAL),
    FIELD(BOOLEAN, struct echo, on, .flags = FIELD_OPTIONAL),
    FIELD(ENUM, struct echo, colour, .flags = FIELD_OPTIONAL, .names = colours),
    FIELD(TEXTS, struct echo, tags, .flags = FIELD_OPTIONAL, .most = 3, .size = 8),
    FIELDS_END,
};
static bool echo(struct act *act) {
  *(struct echo *)act->out = *(const struct echo *)act->in;
  return true;
}

struct rest {
  struct text rest;
};
static const struct field rest_fields[] = {FIELD(TEXT, struct rest, rest, .least = 1, .most = 80),
                                           FIELDS_END};
static bool rest_echo(struct act *act) {
  *(struct rest *)act->out = *(const struct rest *)act->in;
  return true;
}

/* Things, kept through the writer. */

struct thing {
  struct text id, name, unit, secret;
  int64_t version;
};
static const struct field thing_fields[] = {
    FIELD(TEXT, struct thing, id, .most = 12),
    FIELD(TEXT, struct thing, name, .least = 1, .most = 40),
    FIELD(TEXT, struct thing, unit, .flags = FIELD_NULLABLE, .most = 12),
    FIELD(INTEGER, struct thing, version, .most = INT64_MAX),
    FIELDS_END,
};
static const struct field thing_event_fields[] = {
    FIELD(TEXT, struct thing, name, .most = 40),
    FIELD(TEXT, struct thing, unit, .flags = FIELD_OPTIONAL, .most = 12),
    FIELD(TEXT, struct thing, secret, .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = 40),
    FIELDS_END,
};
struct thing_input {
  struct text thing, name, secret;
};
static const struct field thing_make_fields[] = {
    FIELD(TEXT, struct thing_input, name, .least = 1, .most = 40),
    FIELD(TEXT, struct thing_input, secret, .flags = FIELD_OPTIONAL, .most = 40),
    FIELDS_END,
};
static const struct field thing_name_fields[] = {
    FIELD(TEXT, struct thing_input, thing, .least = 1, .most = 12),
    FIELD(TEXT, struct thing_input, name, .least = 1, .most = 40),
    FIELDS_END,
};
static const struct field thing_choice_fields[] = {
    FIELD(TEXT, struct thing_input, thing, .least = 1, .most = 12),
    FIELDS_END,
};

#define FAKE_SQL(S)                                                                                \
  S(sql_thing_put, "INSERT INTO thing (id, name, unit, version) VALUES ($1,$2,$3,1) "              \
                   "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "                         \
                   "version = thing.version + 1")                                                  \
  S(sql_thing_get, "SELECT id, name, unit, version FROM thing WHERE id = $1")                      \
  S(sql_thing_count, "SELECT count(*) FROM thing WHERE name = $1")
DECLARE_SQL(fake_sql, FAKE_SQL);
DEFINE_SQL(fake_sql, FAKE_SQL);

static void thing_apply(struct store *store, const struct event *event, const void *data) {
  const struct thing *thing = data;
  RUN(store, sql_thing_put, V(event->subject), V(thing->name), V(thing->unit));
}
static const struct event_type thing_made = {
    .name = "thing_made",
    .fields = thing_event_fields,
    .size = sizeof(struct thing),
    .apply = thing_apply,
    .readers = ROLE_OFFICER | ROLE_SUPERVISOR,
    .published = true,
};

static bool thing_load(struct act *act, struct text id) {
  struct thing *thing = ARENA_NEW(act->arena, struct thing);
  if (!FIND(act->store, sql_thing_get, thing_fields, thing, act->arena, V(id)))
    return act_refuse(act, ERROR_not_found, "thing", "%s", "");
  act->subject = (struct subject){.unit = thing->unit, .version = thing->version, .thing = thing};
  return true;
}
static bool thing_scope(struct act *act) {
  return thing_load(act, ((const struct thing_input *)act->in)->thing);
}
static bool thing_make(struct act *act) {
  const struct thing_input *in = act->in;
  const struct thing thing = {.id = act_new_id(act->arena),
                              .name = in->name,
                              .unit = act->caller.unit,
                              .secret = in->secret,
                              .version = 1};
  if (text_equal(in->name, TEXT("taken"))) return act_refuse(act, ERROR_taken, "name", "%s", "");
  event_record(act, &thing_made, NO_TEXT, thing.id, &thing);
  *(struct thing *)act->out = thing;
  return true;
}
static bool thing_show(struct act *act) {
  const struct thing *thing = act->subject.thing;
  *(struct thing *)act->out = *thing;
  act->etag = thing->version;
  return true;
}
static bool thing_rename(struct act *act) {
  const struct thing_input *in = act->in;
  struct thing thing = *(const struct thing *)act->subject.thing;
  thing.name = in->name;
  event_record(act, &thing_made, NO_TEXT, thing.id, &thing);
  act->etag = thing.version + 1;
  return true;
}
static bool sign_in(struct act *act) {
  act->set_cookie = text_equal(((const struct thing_input *)act->in)->name, TEXT("out"))
                        ? TEXT("")
                        : TEXT("officer");
  return act->prepared != NULL;
}
static bool slow_prepare(struct act *act) {
  usleep(20 * 1000);
  act->prepared = act;
  return true;
}

static const struct route fake_routes[] = {
    ROUTE(GET, "/fake/echo", echo, ROLE_ANYONE, ROUTE_IN(struct echo, echo_fields),
          ROUTE_OUT(struct echo, echo_fields), .zh = "回显", .en = "Echo the query."),
    {.method = METHOD_POST,
     .path = "/fake/echo",
     .name = "echo_body",
     .roles = ROLE_ANYONE,
     .run = echo,
     ROUTE_IN(struct echo, echo_fields),
     ROUTE_OUT(struct echo, echo_fields),
     .zh = "回显",
     .en = "Echo the body."},
    ROUTE(GET, "/fake/rest/{rest...}", rest_echo, ROLE_ANYONE, ROUTE_IN(struct rest, rest_fields),
          ROUTE_OUT(struct rest, rest_fields), .zh = "其余路径", .en = "The rest of the path."),
    ROUTE(POST, "/fake/things", thing_make, ROLE_OFFICER, .flags = ROUTE_WRITES | ROUTE_CREATES,
          ROUTE_IN(struct thing_input, thing_make_fields), ROUTE_OUT(struct thing, thing_fields),
          ROUTE_ERRORS(ERROR_taken), .zh = "新建", .en = "Make a thing."),
    ROUTE(GET, "/fake/things/{thing}", thing_show, ROLE_OFFICER | ROLE_SUPERVISOR,
          ROUTE_IN(struct thing_input, thing_choice_fields), ROUTE_OUT(struct thing, thing_fields),
          .scope = thing_scope, .zh = "查看", .en = "Show a thing."),
    ROUTE(PUT, "/fake/things/{thing}", thing_rename, ROLE_OFFICER,
          .flags = ROUTE_WRITES | ROUTE_EDITS, ROUTE_IN(struct thing_input, thing_name_fields),
          .scope = thing_scope, .zh = "改名", .en = "Rename a thing."),
    ROUTE(POST, "/fake/sign-in", sign_in, ROLE_ANYONE, .flags = ROUTE_WRITES, .body_most = 100,
          ROUTE_IN(struct thing_input, thing_make_fields), .prepare = slow_prepare, .zh = "登录",
          .en = "Sign in."),
    {0},
};

static atomic_bool session_ended; /* of "leaving", while its stream is open */

static bool fake_authenticate(struct act *act) {
  static const struct {
    const char *token;
    unsigned roles;
    const char *unit;
  } known[] = {{"officer", ROLE_OFFICER, "U1"},
               {"officer2", ROLE_OFFICER, "U2"},
               {"supervisor", ROLE_SUPERVISOR, NULL},
               {"system", ROLE_SYSTEM, NULL},
               {"leaving", ROLE_SUPERVISOR, NULL}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (!text_equal(act->token, text_of(known[i].token))) continue;
    if (text_equal(act->token, TEXT("leaving")) && session_ended) break;
    act->caller = (struct caller){.person = text_of(known[i].token),
                                  .roles = known[i].roles,
                                  .unit = known[i].unit ? text_of(known[i].unit) : NO_TEXT};
    bool writes = act->route->flags & ROUTE_WRITES;
    if (writes && act->token_in_cookie && (!act->csrf.at || !text_equal(act->csrf, TEXT("proof"))))
      return act_refuse(act, ERROR_csrf, NULL, "%s", "");
    return true;
  }
  return act_refuse(act, ERROR_no_session, NULL, "%s", "");
}

static const char *const fake_migrations[] = {
    "CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT,"
    " version INTEGER NOT NULL) STRICT;",
    NULL};
static const struct event_type *const fake_events[] = {&thing_made, NULL};
static const struct domain fake_domain = {.name = "fake",
                                          .migrations = fake_migrations,
                                          .routes = fake_routes,
                                          .events = fake_events,
                                          .sql = fake_sql,
                                          .authenticate = fake_authenticate};
const struct domain *const domains[] = {&act_domain, &fake_domain, &http_domain, NULL};

/* The server */

struct fixture {
  char folder[64];
  struct city city;
  struct server *server;
  uint16_t port;
};

__attribute__((unused)) static struct server_options fixture_options(void) {
  struct server_options options = server_options_default();
  options.port = 0;
  options.requests_per_minute = options.slow_per_minute = 0;
  options.connections_each_most = options.connections_most;
  options.log_level = LOG_NOTHING;
  setenv("HENG_HELD_REPLIES", "/dev/null", 0);
  return options;
}

/* Serves the city of a fixture; for restarts too. */
__attribute__((unused)) static void fixture_open(struct fixture *fixture,
                                                 const struct server_options *options) {
  struct error error = {0};
  if (!city_open(fixture->folder, true, &fixture->city, &error) ||
      !server_start(&fixture->city, options, &fixture->server, &error)) {
    fprintf(stderr, "cannot start: %s %s\n", error.place, error.detail);
    abort();
  }
  fixture->port = server_port(fixture->server);
}

__attribute__((unused)) static void fixture_close(struct fixture *fixture) {
  server_stop(fixture->server);
  city_close(&fixture->city);
}

__attribute__((unused)) static void fixture_start(struct fixture *fixture,
                                                  const struct server_options *options) {
  struct error error = {0};
  const struct settings settings = settings_default();
  snprintf(fixture->folder, sizeof fixture->folder, "/tmp/heng-http-test-XXXXXX");
  if (!mkdtemp(fixture->folder) || !city_make(fixture->folder, &settings, &error)) {
    fprintf(stderr, "cannot make a city: %s %s\n", error.place, error.detail);
    abort();
  }
  fixture_open(fixture, options);
}

__attribute__((unused)) static void fixture_stop(struct fixture *fixture) {
  char keys[80];
  fixture_close(fixture);
  snprintf(keys, sizeof keys, "%s/keys", fixture->folder);
  local_fixture_remove_files(keys);
  local_fixture_remove_files(fixture->folder);
}

#endif
