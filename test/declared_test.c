/* After all others: what they made the routes answer, held against what the routes declare. Every
 * route must have gone well once, and every error that it declares must have happened. */
#include "act/domain.h"
#include "base/file.h"
#include "check.h"

enum { BYTES_MOST = 16 << 20 };

static bool has_line(struct text lines, const char *route, const char *outcome) {
  while (lines.at) {
    struct text words = text_cut(&lines, '\n');
    struct text name = text_cut(&words, ' ');
    if (text_equal(name, text_of(route)) && text_equal(text_cut(&words, ' '), text_of(outcome)))
      return true;
  }
  return false;
}

static void check_route(struct text lines, const struct route *route) {
  if (!CHECK(has_line(lines, route->name, "ok")))
    fprintf(stderr, "  %s never went well\n", route->name);
  for (const enum error_code *code = route->errors; code && *code; code++) {
    const char *name = error_find(*code)->name;
    if (!CHECK(has_line(lines, route->name, name)))
      fprintf(stderr, "  %s never refused with %s, which it declares\n", route->name, name);
  }
}

static void what_is_declared_happens(void) {
  const char *path = getenv("HENG_HELD_REPLIES");
  struct arena *arena = arena_make();
  struct text lines;
  struct error error;
  if (!path || !file_read(path, BYTES_MOST, arena, &lines, &error))
    check_skip("declared replies: HENG_HELD_REPLIES names no file; make test does");
  else
    for (const struct domain *const *domain = domains; *domain; domain++)
      for (const struct route *route = (*domain)->routes; route && route->path; route++)
        check_route(lines, route);
  arena_free(arena);
}

TESTS(what_is_declared_happens)
