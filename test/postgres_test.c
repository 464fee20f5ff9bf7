/* The same program on PostgreSQL: every statement prepares, and acts, refusals and the log work as
 * on SQLite. Runs itself under pg_virtualenv, which makes a throw-away server. */
#include <unistd.h>

#include "act/domain.h"
#include "act/ledger.h"
#include "act/local.h"
#include "act/migrate.h"
#include "base/time.h"
#include "check.h"
#include "demo_fixture.h"
#include "directory/record.h"
#include "visit/oversight.h"

static const char *place(void) {
  static char url[400];
  snprintf(url, sizeof url, "postgresql://%s:%s@%s:%s/%s", getenv("PGUSER"), getenv("PGPASSWORD"),
           getenv("PGHOST"), getenv("PGPORT"), getenv("PGDATABASE"));
  return url;
}

static void every_statement_fits_the_engine(void) {
  struct store *store;
  struct error error = {0};
  if (!CHECK(store_open(place(), false, &store, &error))) {
    fprintf(stderr, "  %s\n", error.detail);
    return;
  }
  if (!CHECK(migrate(store, &error))) fprintf(stderr, "  %s: %s\n", error.place, error.detail);
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct statement *const *sql = (*domain)->sql; sql && *sql; sql++) {
      CHECK_ROW("%s", (*sql)->name);
      if (!CHECK(store_prepares(store, *sql, &error))) fprintf(stderr, "  %s\n", error.detail);
    }
  store_close(store);
}

static struct local *open_city(void) {
  static char folder[] = "/tmp/heng-postgres-test-XXXXXX";
  struct settings settings = settings_default();
  struct error error = {0};
  struct local *local = NULL;
  settings.store = text_of(place());
  CHECK(mkdtemp(folder) != NULL);
  CHECK(city_make(folder, &settings, &error));
  if (!CHECK(local_open(folder, &local, &error))) fprintf(stderr, "  %s\n", error.detail);
  return local;
}

static void acts_are_kept_and_refusals_leave_no_trace(void) {
  struct arena *arena = arena_make();
  struct local *local = open_city();
  struct error error = {0};
  if (!local) return;
  const struct route *add = route_find("unit_add");
  struct unit unit = {.head = {.id = TEXT("fire"), .active = true, .version = 1},
                      .name = TEXT("消防救援支队"),
                      .county = TEXT("衡阳市"),
                      .body = TEXT("消防")};
  void *out = arena_take(arena, add->out_size + 1);
  if (!CHECK(local_act(local, arena, NULL, add, &unit, out, &error)))
    fprintf(stderr, "  %s: %s\n", error.place, error.detail);
  CHECK(!local_act(local, arena, NULL, add, &unit, out, &error));
  CHECK_INTEGER(error.code, ERROR_taken);
  CHECK(local_commit(local, &error));
  struct unit found;
  CHECK(unit_find(local_store(local), TEXT("fire"), arena, &found));
  CHECK_TEXT(found.name, "消防救援支队");
  CHECK(ledger_size(local_store(local)) >= 1);
  local_close(local);
  arena_free(arena);
}

/* Names found, in their order. */
static struct text found(struct demo_fixture *fixture, const char *words) {
  const struct route *route = route_find("enterprise_list");
  struct arena *arena = fixture->city.arena;
  struct record_page_in in = {.q = text_of(words), .limit = 20};
  struct page page;
  struct buffer names = BUFFER(arena);
  CHECK(local_act(fixture->demo.local, arena, NULL, route, &in, &page, &fixture->city.error));
  for (size_t i = 0; i < page.items.count; i++) {
    buffer_add(&names, ((const struct enterprise *)page.items.at)[i].name);
    buffer_add_byte(&names, ' ');
  }
  return buffer_text(&names);
}

/* All numbers as the API tells them. */
static struct text numbers(struct demo_fixture *fixture) {
  const struct route *route = route_find("visit_statistics");
  struct arena *arena = fixture->city.arena;
  struct statistics_input in = {.from_us = 0, .to_us = 100 * 365 * DAY_US};
  struct statistics statistics;
  struct buffer out = BUFFER(arena);
  CHECK(local_act(fixture->demo.local, arena, NULL, route, &in, &statistics, &fixture->city.error));
  CHECK(statistics.total.visits > 0);
  json_write(&out, route->out, &statistics);
  return buffer_text(&out);
}

/* A year of visits through every operation, weighed the same by both; in a schema of its own. */
static void a_demo_city_comes_out_as_on_sqlite(void) {
  static const char *const words[] = {"钢管", "衡阳示例", "示例星河", "91430405", "管", "MA7"};
  const char *until = "2026-06-24T10:00:00+08:00";
  struct demo_fixture here, there;
  struct store *store;
  struct error error;
  char schema[500];
  if (!CHECK(store_open(place(), false, &store, &error))) return;
  store_script(store, "CREATE SCHEMA demo");
  store_close(store);
  snprintf(schema, sizeof schema, "%s?options=-csearch_path%%3Ddemo", place());
  demo_fixture_make(&here, until, NULL);
  demo_fixture_make(&there, until, schema);
  struct demo_tally a = demo_fixture_tally(&here), b = demo_fixture_tally(&there);
  CHECK(memcmp(&a, &b, sizeof a) == 0);
  CHECK(text_equal(numbers(&here), numbers(&there)));
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    CHECK_ROW("%s", words[i]);
    struct text names = found(&here, words[i]);
    CHECK(names.length > 0 && text_equal(names, found(&there, words[i])));
  }
  demo_fixture_free(&here);
  demo_fixture_free(&there);
}

static void (*const cases[])(void) = {every_statement_fits_the_engine,
                                      acts_are_kept_and_refusals_leave_no_trace,
                                      a_demo_city_comes_out_as_on_sqlite};

int main(int count, char **words) {
  (void)count;
  if (!getenv("PGPORT")) {
    execlp("pg_virtualenv", "pg_virtualenv", "-t", words[0], (char *)NULL);
    check_skip("pg_virtualenv is not here (package postgresql)");
  } else {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) cases[i]();
  }
  printf("postgres_test.c: %d passed, %d failed, %d skipped\n", check_passed, check_failed,
         check_skipped);
  return check_failed != 0;
}
