/* heng user as it is called, and the first people of a new city. */
#include "command_fixture.h"
#include "local_fixture.h"
#include "people/founding.h"
#include "people/operations.h"
#include "people/people_commands.h"

static const struct command commands[] = {
    {"user add", "", 2, "", "", NULL, NULL, user_add_options, user_add_command},
    {"user list", NULL, 0, "", "", NULL, NULL, user_list_options, user_list_command},
    {"user grant", "", -1, "", "", NULL, NULL, user_options, user_grant_command},
    {"user token", "", 1, "", "", NULL, NULL, user_options, user_token_command},
    {"user lock", "", 1, "", "", NULL, NULL, user_options, user_lock_command},
    {"user unlock", "", 1, "", "", NULL, NULL, user_options, user_unlock_command},
    {"user forget", "", 1, "", "", NULL, NULL, user_options, user_forget_command},
    {0},
};

/* Runs a command line, words separated by one space. */
static int run(struct local_fixture *city, const char *line, struct text *ret_output) {
  const char *words[16] = {NULL};
  int count = 0;
  for (struct text rest = text_of(line); rest.at;)
    words[count++] = arena_string(city->arena, text_cut(&rest, ' '));
  words[count++] = "--data";
  words[count++] = city->folder;
  return command_fixture_run(commands, words, city->arena, ret_output);
}

static void as_it_is_called(void) {
  struct local_fixture city = local_fixture_make();
  local_close(city.local);
  city.local = NULL;
  static const struct {
    const char *line;
    int status;
    size_t least_output, most_output;
  } rows[] = {
      {"user list", EXIT_FINE, 0, 0},
      {"user add zhang Zhang --role leader --role supervisor", EXIT_FINE, 25, 25},
      {"user add zhang Zhang", EXIT_BAD, 0, 0},
      {"user add zhang", EXIT_BAD, 0, 0},
      {"user add Zhang Zhang", EXIT_BAD, 0, 0},
      {"user add li Li --role officer", EXIT_BAD, 0, 0},
      {"user add li Li --role system --role audit", EXIT_BAD, 0, 0},
      {"user add li Li --role officer --unit nowhere", EXIT_BAD, 0, 0},
      {"user add li Li --phone 123", EXIT_FINE, 25, 25}, /* what was refused left no li behind */
      {"user list", EXIT_FINE, 60, 200},
      {"user list --json", EXIT_FINE, 400, 700},
      {"user token zhang", EXIT_FINE, 25, 25},
      {"user token nobody", EXIT_BAD, 0, 0},
      {"user token", EXIT_BAD, 0, 0},
      {"user lock zhang", EXIT_FINE, 0, 0},
      {"user lock zhang", EXIT_BAD, 0, 0},
      {"user token zhang", EXIT_BAD, 0, 0},
      {"user unlock zhang", EXIT_FINE, 0, 0},
      {"user grant zhang king", EXIT_BAD, 0, 0},
      {"user grant zhang coordinator", EXIT_FINE, 0, 0},
      {"user forget zhang", EXIT_BAD, 0, 0},
      {"user lock zhang", EXIT_FINE, 0, 0},
      {"user grant zhang", EXIT_FINE, 0, 0},
      {"user forget zhang", EXIT_FINE, 0, 0},
      {"user token zhang", EXIT_BAD, 0, 0},
      {"user token li", EXIT_FINE, 25, 25},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct text output;
    CHECK_ROW("%s", rows[i].line);
    CHECK_INTEGER(run(&city, rows[i].line, &output), rows[i].status);
    CHECK(output.length >= rows[i].least_output && output.length <= rows[i].most_output);
  }
  /* Not while another process has the city. */
  struct text output;
  local_fixture_reopen(&city);
  CHECK_INTEGER(run(&city, "user list", &output), EXIT_BAD);
  local_fixture_free(&city);
}

static void founding(void) {
  struct local_fixture city = local_fixture_make();
  struct founder founders[FOUNDERS];
  bool made = false;
  CHECK(founding_make(city.local, city.arena, &made, founders, &city.error));
  CHECK(made);
  static const char *const names[FOUNDERS] = {"system", "security", "audit"};
  for (size_t i = 0; i < FOUNDERS; i++) {
    struct session_view view;
    const struct session_redeem_in redeem = {.token = founders[i].token};
    CHECK_ROW("%s", names[i]);
    CHECK(local_act(city.local, city.arena, NULL, route_find("session_redeem"), &redeem, &view,
                    &city.error));
    CHECK_TEXT(view.login, names[i]);
    CHECK_INTEGER(view.roles.count, 1);
    CHECK_TEXT(view.roles.at[0], names[i]);
    CHECK(!local_act(city.local, city.arena, NULL, route_find("session_redeem"), &redeem, &view,
                     &city.error));
  }
  CHECK(founding_make(city.local, city.arena, &made, founders, &city.error));
  CHECK(!made);
  local_fixture_free(&city);
}

/* Fail the first, second, third … statement until nothing fails: each time nothing is left. */
static void fault_sweep(void) {
  struct local_fixture city = local_fixture_make();
  struct founder founders[FOUNDERS];
  int64_t failures = 0;
  for (bool made = false; !made; failures++) {
    CHECK_ROW("statement %lld fails", (long long)failures + 1);
    store_fail_at(local_store(city.local), failures + 1);
    if (!founding_make(city.local, city.arena, &made, founders, &city.error)) {
      CHECK_INTEGER(city.error.code, ERROR_store);
      store_fail_at(local_store(city.local), 0);
      local_fixture_reopen(&city);
    }
    made = made && !store_failed(local_store(city.local), NULL);
    if (failures > 1000) break;
  }
  CHECK(failures > 20 && failures < 1000);
  store_fail_at(local_store(city.local), 0);
  CHECK(local_commit(city.local, &city.error));
  const struct page *page = local_fixture_act(&city, NULL, "person_list", "{}");
  CHECK_INTEGER(page->items.count, FOUNDERS);
  local_fixture_free(&city);
}

TESTS(as_it_is_called, founding, fault_sweep)
