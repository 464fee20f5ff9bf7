/* A city of its own in a temporary folder, for tests that perform routes without a server. */
#ifndef HENG_TEST_LOCAL_FIXTURE_H
#define HENG_TEST_LOCAL_FIXTURE_H

#include <dirent.h>
#include <unistd.h>

#include "act/domain.h"
#include "act/local.h"
#include "check.h"

struct local_fixture {
  char folder[64];
  struct local *local;
  struct arena *arena;
  struct error error; /* of the last act refused */
};

__attribute__((unused)) static void local_fixture_reopen(struct local_fixture *fixture) {
  local_close(fixture->local);
  fixture->local = NULL;
  if (!CHECK(local_open(fixture->folder, &fixture->local, &fixture->error))) {
    fprintf(stderr, "%s: %s\n", fixture->error.place, fixture->error.detail);
    exit(1);
  }
}

__attribute__((unused)) static struct local_fixture
local_fixture_make_with(const struct settings *settings) {
  struct local_fixture fixture = {.folder = "/tmp/heng-test-XXXXXX", .arena = arena_make()};
  CHECK(mkdtemp(fixture.folder) != NULL);
  CHECK(city_make(fixture.folder, settings, &fixture.error));
  local_fixture_reopen(&fixture);
  return fixture;
}

__attribute__((unused)) static struct local_fixture local_fixture_make(void) {
  const struct settings settings = settings_default();
  return local_fixture_make_with(&settings);
}

__attribute__((unused)) static void local_fixture_remove_files(const char *folder) {
  DIR *files = opendir(folder);
  for (struct dirent *file; files && (file = readdir(files));) {
    char path[400];
    snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
    if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0) unlink(path);
  }
  if (files) closedir(files);
  rmdir(folder);
}

__attribute__((unused)) static void local_fixture_free(struct local_fixture *fixture) {
  local_close(fixture->local);
  arena_free(fixture->arena);
  char keys[80];
  snprintf(keys, sizeof keys, "%.63s/keys", fixture->folder);
  local_fixture_remove_files(keys);
  local_fixture_remove_files(fixture->folder);
}

/* Performs a route by its name; `input` is JSON in the shape of its input table. The output, in the
 * fixture's arena, or NULL when refused: fixture->error then says why. */
__attribute__((unused)) static const void *local_fixture_act(struct local_fixture *fixture,
                                                             const struct caller *caller,
                                                             const char *name, const char *input) {
  const struct route *route = route_find(name);
  if (!CHECK(route != NULL)) exit(1);
  fixture->error = (struct error){0};
  void *in = arena_take(fixture->arena, route->in_size ? route->in_size : 1);
  void *out = arena_take(fixture->arena, route->out_size ? route->out_size : 1);
  if (route->in && !json_read(text_of(input), route->in, in, fixture->arena, &fixture->error))
    return NULL;
  bool done = local_act(fixture->local, fixture->arena, caller, route, in, route->out ? out : NULL,
                        &fixture->error);
  return done ? out : NULL;
}

#endif
