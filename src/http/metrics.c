/* Counters by route: relaxed atomics, for nobody needs them to agree with one another. */
#include "http/metrics.h"

#include <assert.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { STATUS_LEAST = 100, STATUS_MOST = 599, STATUS_COUNT = STATUS_MOST - STATUS_LEAST + 1 };

static const int64_t bounds_us[] = {100,   250,   500,    1000,   2500,   5000,    10000,
                                    25000, 50000, 100000, 250000, 500000, 1000000, 5000000};
enum { BOUND_COUNT = sizeof bounds_us / sizeof *bounds_us };

struct counters {
  atomic_int_fast64_t by_status[STATUS_COUNT];
  atomic_int_fast64_t by_bound[BOUND_COUNT + 1]; /* the last: slower than every bound */
  atomic_int_fast64_t sum_us;
};

struct metrics {
  const struct router *router;
  struct counters counters[]; /* by endpoint->index; the last for requests without a route */
};

struct metrics *metrics_make(const struct router *router) {
  size_t count = router_count(router) + 1;
  struct metrics *metrics = calloc(1, sizeof *metrics + count * sizeof(struct counters));
  assert(metrics);
  metrics->router = router;
  return metrics;
}

void metrics_free(struct metrics *metrics) {
  free(metrics);
}

static void add(atomic_int_fast64_t *counter, int64_t amount) {
  atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}

static int64_t value_of(const atomic_int_fast64_t *counter) {
  return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *metrics, const struct endpoint *endpoint, int status,
                   int64_t duration_us) {
  assert(status >= STATUS_LEAST && status <= STATUS_MOST);
  size_t index = endpoint ? endpoint->index : router_count(metrics->router);
  struct counters *counters = &metrics->counters[index];
  size_t bound = 0;
  while (bound < BOUND_COUNT && duration_us > bounds_us[bound]) bound++;
  add(&counters->by_status[status - STATUS_LEAST], 1);
  add(&counters->by_bound[bound], 1);
  add(&counters->sum_us, duration_us);
}

static const char *name_at(const struct metrics *metrics, size_t index) {
  return index < router_count(metrics->router) ? router_at(metrics->router, index)->route->name
                                               : "none";
}

static void write_histogram(struct buffer *out, const char *name, const struct counters *counters) {
  int64_t total = 0;
  for (size_t i = 0; i <= BOUND_COUNT; i++) total += value_of(&counters->by_bound[i]);
  if (total == 0) return;
  int64_t below = 0;
  for (size_t i = 0; i < BOUND_COUNT; i++) {
    below += value_of(&counters->by_bound[i]);
    buffer_format(out, "heng_request_duration_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRId64 "\n",
                  name, (double)bounds_us[i] / 1e6, below);
  }
  buffer_format(out,
                "heng_request_duration_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRId64 "\n"
                "heng_request_duration_seconds_sum{route=\"%s\"} %.6f\n"
                "heng_request_duration_seconds_count{route=\"%s\"} %" PRId64 "\n",
                name, total, name, (double)value_of(&counters->sum_us) / 1e6, name, total);
}

void metrics_write(const struct metrics *metrics, struct buffer *out) {
  size_t count = router_count(metrics->router) + 1;
  buffer_add(out, TEXT("# HELP heng_requests_total Requests answered.\n"
                       "# TYPE heng_requests_total counter\n"));
  for (size_t i = 0; i < count; i++) {
    for (int status = STATUS_LEAST; status <= STATUS_MOST; status++) {
      int64_t answered = value_of(&metrics->counters[i].by_status[status - STATUS_LEAST]);
      if (answered == 0) continue;
      buffer_format(out, "heng_requests_total{route=\"%s\",status=\"%d\"} %" PRId64 "\n",
                    name_at(metrics, i), status, answered);
    }
  }
  buffer_add(out, TEXT("# HELP heng_request_duration_seconds From request line to last byte.\n"
                       "# TYPE heng_request_duration_seconds histogram\n"));
  for (size_t i = 0; i < count; i++)
    write_histogram(out, name_at(metrics, i), &metrics->counters[i]);
}

void metrics_write_one(struct buffer *out, const char *name, const char *type, const char *help,
                       int64_t value) {
  buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name, help, name, type, name,
                value);
}
