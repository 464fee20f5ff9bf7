/* Every role at every route, through the real gates with a real session, against role_matrix.txt.
 *
 * The expectation is a file of its own, so that a change of who may do what shows in review. After
 * looking at it: cp build/role_matrix.txt test/role_matrix.txt */
#include "base/file.h"
#include "people_fixture.h"

enum { ROLE_COUNT = 11 };

/* Columns, in the order of the file. */
static const char *const places[ROLE_COUNT] = {
    ",\"unit\":\"u1\"",
    ",\"unit\":\"u1\"",
    ",\"unit\":\"u1\"",
    ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"",
    ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"",
    "",
    "",
    "",
    "",
    "",
    "",
};

static const char *const method_names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static void write_header(struct buffer *out) {
  buffer_format(out, "%-58s %-7s", "", "anyone");
  for (int role = 0; role < ROLE_COUNT; role++) buffer_format(out, " %s", role_names[role]);
  buffer_add_byte(out, '\n');
}

static void write_route(struct buffer *out, const struct route *route) {
  char name[80];
  snprintf(name, sizeof name, "%-6s %s", method_names[route->method], route->path);
  buffer_format(out, "%-58s %-7s", name, route->roles & ROLE_ANYONE ? "yes" : "-");
  for (int role = 0; role < ROLE_COUNT; role++) {
    bool may = route->roles & (ROLE_ANYONE | 1U << role);
    buffer_format(out, " %-*s", (int)strlen(role_names[role]), may ? "yes" : "-");
  }
  while (out->at[out->length - 1] == ' ') out->length--;
  buffer_add_byte(out, '\n');
}

/* The rows of both, one beside the other; what differs is reported by its row. */
static void is_as_reviewed(void) {
  struct arena *arena = arena_make();
  struct buffer out = BUFFER(arena);
  struct error error;
  struct text wanted;
  write_header(&out);
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct route *route = (*domain)->routes; route && route->path; route++)
      write_route(&out, route);
  CHECK(file_replace("build/role_matrix.txt", buffer_text(&out), 0644, &error));
  CHECK(file_read("test/role_matrix.txt", 1 << 20, arena, &wanted, &error));
  struct text got = buffer_text(&out);
  while (got.length || wanted.length) {
    struct text got_row = text_cut(&got, '\n'), wanted_row = text_cut(&wanted, '\n');
    CHECK_TEXT(got_row, arena_string(arena, wanted_row.at ? wanted_row : TEXT("")));
  }
  arena_free(arena);
}

static bool reached(struct act *act) {
  (void)act;
  return true;
}

/* Only the gates: no scope, no operation. */
static enum error_code at_the_gates(struct people_fixture *fixture, const struct route *route,
                                    struct text token) {
  struct route bare = *route;
  bare.scope = NULL;
  bare.run = reached;
  struct act act = {.arena = fixture->arena,
                    .store = fixture->reader,
                    .city = &fixture->city,
                    .route = &bare,
                    .now_us = fixture->now_us,
                    .token = token,
                    .if_match = NO_INTEGER};
  store_begin(fixture->reader);
  bool done = act_perform(&act);
  store_rollback(fixture->reader);
  return done ? ERROR_NONE : act.error.code;
}

/* One row of the file at the gates: 401 without a session, 403 for the wrong role, else through. */
static void try_row(struct people_fixture *fixture, struct text row,
                    const struct text tokens[ROLE_COUNT]) {
  struct text cells[ROLE_COUNT + 3];
  size_t count = 0;
  while (row.at && count < ROLE_COUNT + 3) {
    struct text cell = text_cut(&row, ' ');
    if (cell.length) cells[count++] = cell;
  }
  if (!CHECK_INTEGER(count, ROLE_COUNT + 3)) return;
  const struct route *found = NULL;
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct route *route = (*domain)->routes; route && route->path; route++)
      if (text_equal(cells[0], text_of(method_names[route->method])) &&
          text_equal(cells[1], text_of(route->path)))
        found = route;
  if (!CHECK(found != NULL)) return;
  bool anyone = text_equal(cells[2], TEXT("yes"));
  CHECK_INTEGER(at_the_gates(fixture, found, NO_TEXT), anyone ? ERROR_NONE : ERROR_no_session);
  CHECK_INTEGER(at_the_gates(fixture, found, TEXT("no such token")),
                anyone ? ERROR_NONE : ERROR_no_session);
  for (int role = 0; role < ROLE_COUNT; role++) {
    CHECK_ROW("%.*s %.*s as %s", TEXT_ARGS(cells[0]), TEXT_ARGS(cells[1]), role_names[role]);
    bool may = text_equal(cells[role + 3], TEXT("yes"));
    CHECK_INTEGER(at_the_gates(fixture, found, tokens[role]), may ? ERROR_NONE : ERROR_wrong_role);
  }
}

static void holds_at_the_gates(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct text tokens[ROLE_COUNT], matrix = NO_TEXT;
  struct error error;
  for (int role = 0; role < ROLE_COUNT; role++) {
    const char *roles = people_format(fixture, "[\"%s\"]", role_names[role]);
    tokens[role] =
        people_sign_in(fixture, people_make(fixture, role_names[role], roles, places[role]));
  }
  CHECK(file_read("test/role_matrix.txt", 1 << 20, fixture->arena, &matrix, &error));
  text_cut(&matrix, '\n');
  while (matrix.length) {
    struct text row = text_cut(&matrix, '\n');
    CHECK_ROW("%.*s", row.length > 60 ? 60 : (int)row.length, row.at);
    try_row(fixture, row, tokens);
  }
  people_fixture_free(fixture);
}

/* Whatever is added later: no administrator reaches business, no business role the administrators'
 * routes. */
static void administrators_see_no_business(void) {
  static const char *const own[] = {"people", "http", "act"};
  for (const struct domain *const *domain = domains; *domain; domain++) {
    bool theirs = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
      theirs |= strcmp((*domain)->name, own[i]) == 0;
    for (const struct route *route = (*domain)->routes; route && route->path; route++) {
      CHECK_ROW("%s", route->name);
      CHECK(theirs || route->roles & ROLE_ANYONE || !(route->roles & ROLES_ADMINISTRATOR));
    }
  }
}

TESTS(is_as_reviewed, holds_at_the_gates, administrators_see_no_business)
