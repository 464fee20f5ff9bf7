/* Load over the loopback: one thread, some connections that stay open, one request at a time on
 * each. Only for the benchmarks: it trusts the server to speak sound HTTP with Content-Length. */
#ifndef HENG_BENCH_LOAD_H
#define HENG_BENCH_LOAD_H

#include <stdint.h>

#include "base/arena.h"

struct load {
  int port;
  int connections;
  size_t count;
  /* The whole request as bytes; called once for each index, in order. */
  struct text (*request)(void *context, size_t index);
  /* Its answer; `body` is valid during the call. NULL: nobody asks. */
  void (*answer)(void *context, size_t index, int status, struct text body);
  void *context;
};

/* Sends all requests and waits for all answers; returns the seconds it took. A connection that
 * breaks or an answer that is not understood stops the process. */
double load_run(const struct load *load);

/* A request as bytes; `token` and `json` may be NULL. */
struct text load_request(struct arena *arena, const char *method, const char *path,
                         const char *token, const char *json);

#endif
