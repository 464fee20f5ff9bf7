/* What one approval costs when the city already has a thousand, a hundred thousand, ten million
 * visits. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/time.h"
#include "bench.h"
#include "small_city.h"
#include "visit/input.h"

enum { SIZES = 3, ENTERPRISES = 200, VISITS_EACH = 50, APPROVALS = 40 };

static const int64_t sizes[SIZES] = {1000, 100000, 10000000};

struct growth {
  struct local_fixture fixture;
  struct small_city city;
  int next;
};

/* Past visits of enterprises that do not matter here: rows alone, for ten million acts would take
 * an hour and the cost of an approval does not depend on how they came. */
static void fill(struct growth *growth, int64_t visits) {
  char path[400], sql[1600];
  struct store *store;
  struct error error;
  snprintf(path, sizeof path, "%.63s/heng.db", growth->fixture.folder);
  snprintf(sql, sizeof sql,
           "INSERT INTO visit (enterprise, id, unit, kind, items, start_us, end_us, booked_us, "
           "booked_by, people, certified, officers, approval, consent, life, seq, frozen, code, "
           "reasons, open, serial, version, walk_in) "
           "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %" PRId64
           ") SELECT printf('91430400MB%%08d', i / %d), printf('%%012d', i), 'fire', 'inspection', "
           "'[]', 1700000000000000 + i %% %d * 604800000000, 1700003600000000 + i %% %d * "
           "604800000000, 1699000000000000, 'self', 2, 2, '[]', 'approved', 'none', 'done', i, 0, "
           "'green', '[]', 0, 1, 1, 0 FROM n",
           visits, VISITS_EACH, VISITS_EACH, VISITS_EACH);
  if (!store_open(path, false, &store, &error)) exit(3);
  store_begin(store);
  store_script(store, sql);
  if (!store_commit(store, &error)) {
    fprintf(stderr, "bench: %s\n", error.detail);
    exit(3);
  }
  store_close(store);
}

static const struct caller officer = {
    .person = TEXT("officer"), .roles = ROLE_OFFICER, .unit = TEXT("fire")};
static const struct caller head = {
    .person = TEXT("head"), .roles = ROLE_HEAD, .unit = TEXT("fire"), .head_of = TEXT("fire")};

static const struct visit *act(struct growth *growth, const struct caller *caller,
                               const char *route, const char *json) {
  const struct visit *visit = local_fixture_act(&growth->fixture, caller, route, json);
  if (visit && local_commit(growth->fixture.local, &growth->fixture.error)) return visit;
  fprintf(stderr, "bench: %s: %s %s\n", route, growth->fixture.error.place,
          growth->fixture.error.detail);
  exit(3);
}

/* Seconds that one approval takes, its commit included. */
static double approve_one(struct growth *growth) {
  char start[TIME_TEXT_SIZE + 1] = "", end[TIME_TEXT_SIZE + 1] = "", json[512];
  int number = growth->next++;
  int64_t from_us = clock_now_us() + (20 + number / ENTERPRISES * 35) * DAY_US;
  start[time_format(from_us, 0, start)] = 0;
  end[time_format(from_us + HOUR_US, 0, end)] = 0;
  snprintf(json, sizeof json,
           "{\"enterprise\":\"%s\",\"kind\":\"enforcement\",\"start\":\"%s\",\"end\":\"%s\","
           "\"people\":2,\"certified\":2}",
           growth->city.enterprises[number % ENTERPRISES], start, end);
  const struct visit *visit = act(growth, &officer, "visit_book", json);
  snprintf(json, sizeof json, "{\"visit\":\"%.*s\"}", TEXT_ARGS(visit->id));
  double start_s = bench_now();
  act(growth, &head, "visit_approve", json);
  double seconds = bench_now() - start_s;
  arena_reset(growth->fixture.arena);
  return seconds;
}

static double approve_some(struct growth *growth) {
  double seconds[APPROVALS];
  for (int i = 0; i < APPROVALS; i++) seconds[i] = approve_one(growth);
  return bench_median(seconds, APPROVALS);
}

void bench_growth(void) {
  static struct growth growths[SIZES];
  double cost[SIZES][ROUNDS], ratio[SIZES][ROUNDS];
  for (int i = 0; i < SIZES; i++) {
    growths[i].fixture = local_fixture_make();
    growths[i].city = small_city_make(&growths[i].fixture, ENTERPRISES);
    local_close(growths[i].fixture.local);
    growths[i].fixture.local = NULL;
    fill(&growths[i], sizes[i]);
    local_fixture_reopen(&growths[i].fixture);
  }
  for (int round = 0; round < ROUNDS; round++)
    for (int i = 0; i < SIZES; i++) {
      cost[i][round] = approve_some(&growths[i]);
      ratio[i][round] = cost[i][round] / cost[0][round];
    }
  for (int i = 0; i < SIZES; i++) {
    printf("| one approval among %" PRId64 " visits | %.0f | %.0f | µs | %.2f | %s |\n", sizes[i],
           bench_median(cost[i], ROUNDS) * 1e6, bench_median(cost[0], ROUNDS) * 1e6,
           bench_median(ratio[i], ROUNDS), i ? "at most 1.3" : "");
    local_fixture_free(&growths[i].fixture);
  }
}
