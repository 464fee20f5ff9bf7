/* Counts of what was asked and how it went, as Prometheus reads them (text format 0.0.4). */
#ifndef HENG_HTTP_METRICS_H
#define HENG_HTTP_METRICS_H

#include "http/router.h"

struct metrics;

/* For the routes of `router`, which must outlive it, and for requests that met none. */
struct metrics *metrics_make(const struct router *router);
/* Takes NULL. */
void metrics_free(struct metrics *metrics);
/* One request answered; `endpoint` NULL when it met no route. Any thread. */
void metrics_count(struct metrics *metrics, const struct endpoint *endpoint, int status,
                   int64_t duration_us);
/* heng_requests_total and heng_request_duration_seconds, by route. */
void metrics_write(const struct metrics *metrics, struct buffer *out);
/* One gauge or counter without labels: its help, its type, its value. */
void metrics_write_one(struct buffer *out, const char *name, const char *type, const char *help,
                       int64_t value);

#endif
