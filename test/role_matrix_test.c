/* Every role at every route, as the tables say it and as the server answers it, both held against
 * role_matrix.txt.
 *
 * The expectation is a file of its own, so that a change of who may do what shows in review. After
 * looking at it: cp build/role_matrix.txt test/role_matrix.txt */
#include "act/domain.h"
#include "api_play.h"

static struct stage stage;
static struct play_line samples[PLAY_ROUTES_MOST]; /* by endpoint->index */

/* Whether a role (CITY_ROLE_COUNT: nobody) may ask for a route. */
typedef bool source(const struct endpoint *endpoint, size_t role);

static bool may_by_table(const struct endpoint *endpoint, size_t role) {
  unsigned roles = endpoint->route->roles;
  return roles & ROLE_ANYONE || (role < CITY_ROLE_COUNT && roles >> role & 1);
}

/* ---- asking the server ---- */

/* The first line of the transcripts that gets past the gates there says how it is asked. */
static void take_samples(const char *domain) {
  struct text rest = NO_TEXT;
  struct error error;
  struct play_line line;
  struct play *play = &stage.play;
  const char *path = arena_format(play->arena, "test/api/%s.txt", domain).at;
  if (!CHECK(file_read(path, 1 << 20, play->arena, &rest, &error))) return;
  while (play_read(&rest, play->arena, &line)) {
    const char *method = arena_string(play->arena, line.method);
    const struct endpoint *endpoint = play_endpoint(play, method, play_target(play, line.target));
    if (endpoint && !samples[endpoint->index].outcome.at &&
        !text_starts(line.outcome, TEXT("bad_")))
      samples[endpoint->index] = line;
  }
}

/* Nothing but these two is a gate's no; what an operation says means that it was reached. */
static bool may_by_server(const struct endpoint *endpoint, size_t role) {
  const struct endpoint *asked;
  const struct play_line *line = &samples[endpoint->index];
  if (!check_report(line->outcome.at != NULL, __FILE__, __LINE__, "no transcript asks for %s",
                    endpoint->route->name))
    return false;
  struct request request = play_request(&stage.play, line, &asked);
  request.token = role < CITY_ROLE_COUNT ? stage.city.people[role].token : NULL;
  request.headers = NULL;
  api_ask(&stage.api, &request);
  const struct problem *problem = &stage.api.problem;
  bool unknown = text_equal(problem->code, TEXT("no_session"));
  /* An operation that gives roles may refuse by this name too, and says which member it is about.
   */
  bool refused = text_equal(problem->code, TEXT("wrong_role")) && !problem->place.at;
  CHECK_INTEGER(unknown, role == CITY_ROLE_COUNT && !may_by_table(endpoint, role));
  return !unknown && !refused;
}

/* ---- the file ---- */

static void write_header(struct buffer *out) {
  buffer_format(out, "%-58s %-7s", "", "anyone");
  for (int role = 0; role < CITY_ROLE_COUNT; role++) buffer_format(out, " %s", role_names[role]);
  buffer_add_byte(out, '\n');
}

static void write_row(struct buffer *out, const struct endpoint *endpoint, source *may) {
  const struct route *route = endpoint->route;
  char name[80];
  snprintf(name, sizeof name, "%-6s %s", method_names[route->method], route->path);
  CHECK_ROW("%s", name);
  buffer_format(out, "%-58s %-7s", name, may(endpoint, CITY_ROLE_COUNT) ? "yes" : "-");
  for (size_t role = 0; role < CITY_ROLE_COUNT; role++)
    buffer_format(out, " %-*s", (int)strlen(role_names[role]), may(endpoint, role) ? "yes" : "-");
  while (out->at[out->length - 1] == ' ') out->length--;
  buffer_add_byte(out, '\n');
}

/* The rows of both, one beside the other; what differs is reported by its row. */
static void compare(struct text got, struct text wanted) {
  check_row[0] = 0;
  while (got.length || wanted.length) {
    struct text got_row = text_cut(&got, '\n'), wanted_row = text_cut(&wanted, '\n');
    CHECK_TEXT(got_row, arena_string(stage.play.arena, wanted_row.at ? wanted_row : TEXT("")));
  }
}

static struct text reviewed(void) {
  struct text text = TEXT("");
  struct error error;
  CHECK(file_read("test/role_matrix.txt", 1 << 20, stage.play.arena, &text, &error));
  return text;
}

static void tables_are_as_reviewed(void) {
  struct error error;
  stage_open(&stage, "0", "/dev/null");
  struct buffer out = BUFFER(stage.play.arena);
  write_header(&out);
  for (size_t i = 0; i < router_count(stage.play.router); i++)
    write_row(&out, router_at(stage.play.router, i), may_by_table);
  CHECK(file_replace("build/role_matrix.txt", buffer_text(&out), 0644, &error));
  compare(buffer_text(&out), reviewed());
}

/* Signing out comes last, for nobody is signed in afterwards. */
static bool ends_session(const struct endpoint *endpoint) {
  return strcmp(endpoint->route->name, "session_close") == 0;
}

/* Ids are of things that are not there, so that nothing changes what somebody may. */
static void forget_names(void) {
  stage.play.kept_count = 0;
  stage.play.unknown = "zzzzzzzzzzzz";
  play_keep(&stage.play, TEXT("acme"), TEXT(ACME));
}

static void answers_are_as_reviewed(void) {
  size_t count = router_count(stage.play.router);
  struct text *rows = ARENA_ARRAY(stage.play.arena, count, struct text);
  struct buffer out = BUFFER(stage.play.arena);
  forget_names();
  for (const struct domain *const *domain = domains; *domain; domain++)
    if ((*domain)->routes) take_samples((*domain)->name);
  for (int last = 0; last < 2; last++)
    for (size_t i = 0; i < count; i++) {
      const struct endpoint *endpoint = router_at(stage.play.router, i);
      if (ends_session(endpoint) != last) continue;
      struct buffer row = BUFFER(stage.play.arena);
      write_row(&row, endpoint, may_by_server);
      rows[i] = buffer_text(&row);
    }
  write_header(&out);
  for (size_t i = 0; i < count; i++) buffer_add(&out, rows[i]);
  compare(buffer_text(&out), reviewed());
  stage_close(&stage);
}

static bool is_one_of(const char *name, const char *const *names) {
  while (*names && strcmp(*names, name) != 0) names++;
  return *names;
}

/* Whatever is added later: no administrator reaches business. Who there is in the city is public,
 * and a gate is a credential. */
static void administrators_see_no_business(void) {
  static const char *const own[] = {"people", "key", "http", "act", NULL};
  static const char *const shared[] = {"unit_list", "enterprise_list", "enterprise_read",
                                       "site_list", "gate_list",       "gate_revoke",
                                       NULL};
  for (const struct domain *const *domain = domains; *domain; domain++) {
    for (const struct route *route = (*domain)->routes; route && route->path; route++) {
      bool theirs = is_one_of((*domain)->name, own) || is_one_of(route->name, shared);
      CHECK_ROW("%s", route->name);
      CHECK(theirs || route->roles & ROLE_ANYONE || !(route->roles & ROLES_ADMINISTRATOR));
    }
  }
}

TESTS(tables_are_as_reviewed, answers_are_as_reviewed, administrators_see_no_business)
