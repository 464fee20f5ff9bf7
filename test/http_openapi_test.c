/* openapi.json is made from the route tables: it names every one of them, and an independent linter
 * finds nothing wrong with it. */
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/domain.h"
#include "check.h"
#include "http/openapi.h"

extern char **environ;

/* The exit status; -1 when it could not be run at all. */
static int run(const char *const *words, const char *output) {
  pid_t child;
  int status;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (output) {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, output, O_WRONLY, 0);
  }
  int failed =
      posix_spawnp(&child, words[0], &actions, NULL, (char *const *)(uintptr_t)words, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

static void names_every_route(void) {
  struct arena *arena = arena_make();
  struct text json = openapi_make(domains, arena);
  struct error error;
  CHECK(json_check(json, &error));
  for (size_t d = 0; domains[d]; d++)
    for (const struct route *route = domains[d]->routes; route && route->path; route++) {
      CHECK_ROW("%s", route->name);
      struct text named = arena_format(arena, "\"operationId\":\"%s\",", route->name);
      bool served = route->roles != ROLE_SELF;
      CHECK_INTEGER(text_find(json, named) != SIZE_MAX, served);
    }
  arena_free(arena);
}

/* The linters come from npm, as test/openapi/package-lock.json has them. */
static bool install_linters(void) {
  static const char *const words[] = {"npm", "ci", "--prefix", "test/openapi", NULL};
  struct stat found;
  if (stat("test/openapi/node_modules/@redocly/openapi-core", &found) == 0) return true;
  return run(words, "/dev/null") == 0;
}

static void linters_find_nothing(void) {
  char path[] = "/tmp/heng-openapi-XXXXXX";
  const char *const words[] = {"node", "test/openapi/lint.mjs", path, NULL};
  if (!install_linters()) {
    check_skip("the OpenAPI linters: npm is missing or cannot fetch them");
    return;
  }
  struct arena *arena = arena_make();
  struct text json = openapi_make(domains, arena);
  int file = mkstemp(path);
  CHECK(write(file, json.at, json.length) == (ssize_t)json.length);
  int status = run(words, NULL);
  if (status < 0)
    check_skip("the OpenAPI linters: node is missing");
  else
    CHECK_INTEGER(status, 0);
  close(file);
  unlink(path);
  arena_free(arena);
}

TESTS(names_every_route, linters_find_nothing)
