/* One JSON line a request, for the operator.
 *
 * A line names the route, never the path, and holds nothing that a client sent but the request id:
 * so no personal data can get in. Lines gather in a buffer, so that a request costs no system call;
 * a failure is written at once. */
#ifndef HENG_HTTP_ACCESS_LOG_H
#define HENG_HTTP_ACCESS_LOG_H

#include "base/error.h"

enum log_level { LOG_NOTHING, LOG_FAILURES, LOG_REQUESTS };
/* "nothing", "failures", "requests", NULL-ended. */
extern const char *const log_level_names[];

struct log_line {
  int64_t time_us;
  struct text request;
  const char *method, *route; /* "none" when no route was met */
  int status;
  int64_t duration_us;
  size_t bytes;
  const struct error *error; /* NULL when it went well */
};

struct access_log;

/* Writes to `descriptor`, which stays the caller's. Never NULL. */
struct access_log *access_log_make(int descriptor, enum log_level level);
/* Flushes. Takes NULL. */
void access_log_free(struct access_log *log);
void access_log_add(struct access_log *log, const struct log_line *line);
void access_log_flush(struct access_log *log);

#endif
