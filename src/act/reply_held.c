/* The declared shape, enforced. */
#include "act/reply_held.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTCOMES_MOST = 4096 };

struct outcome {
  const struct route *route;
  enum error_code code; /* ERROR_NONE: it went well */
  int64_t count;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *path; /* NULL: nothing is held */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct outcome outcomes[OUTCOMES_MOST];
static size_t outcome_count;

/* One write, so that processes that end together do not mix their lines. */
static void write_outcomes(void) {
  struct arena *arena = arena_make();
  struct buffer lines = BUFFER(arena);
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  for (size_t i = 0; i < outcome_count; i++) {
    const struct error_entry *entry = error_find(outcomes[i].code);
    buffer_format(&lines, "%s %s %lld\n", outcomes[i].route->name, entry ? entry->name : "ok",
                  (long long)outcomes[i].count);
  }
  if (file < 0 || write(file, lines.at, lines.length) != (ssize_t)lines.length) perror(path);
  if (file >= 0) close(file);
  arena_free(arena);
}

static void look(void) {
  path = getenv("HENG_HELD_REPLIES");
  if (path) atexit(write_outcomes);
}

bool reply_is_held(void) {
  int status = pthread_once(&once, look);
  assert(status == 0);
  return path != NULL;
}

static void count_outcome(const struct route *route, enum error_code code) {
  pthread_mutex_lock(&lock);
  size_t i = 0;
  while (i < outcome_count && (outcomes[i].route != route || outcomes[i].code != code)) i++;
  if (i == outcome_count && outcome_count < OUTCOMES_MOST)
    outcomes[outcome_count++] = (struct outcome){.route = route, .code = code};
  if (i < outcome_count) outcomes[i].count++;
  pthread_mutex_unlock(&lock);
}

static void stop(const struct act *act, const char *what, struct text body) {
  fprintf(stderr, "heng: the reply of %s %s: %.*s\n", act->route->name, what, TEXT_ARGS(body));
  abort();
}

/* What was written must be read by the same table, and be written again to the same bytes. */
static void hold_output(const struct act *act, const struct reply *reply) {
  const struct route *route = act->route;
  struct arena *arena = arena_make();
  void *again = arena_take(arena, route->out_size);
  struct error error;
  if (!json_read(reply->body, route->out, again, arena, &error)) {
    fprintf(stderr, "heng: %s: %s\n", error.place, error.detail);
    stop(act, "is not as declared", reply->body);
  }
  struct buffer written = BUFFER(arena);
  json_write(&written, route->out, again);
  if (!text_equal(buffer_text(&written), reply->body))
    stop(act, "reads as something else", reply->body);
  arena_free(arena);
}

void reply_hold(const struct act *act, bool done_well, const struct reply *reply) {
  const struct route *route = act->route;
  if (!reply_is_held()) return;
  if (done_well) {
    if (route->flags & ROUTE_BYTES && !act->content_type.at)
      stop(act, "has no content type", NO_TEXT);
    if (route->out && !(route->flags & ROUTE_BYTES)) hold_output(act, reply);
  } else if (route->path && !reply_may_be(route, act->error.code)) {
    stop(act, "is an error that the route does not declare", reply->body);
  }
  count_outcome(route, done_well ? ERROR_NONE : act->error.code);
}
