/* The demo city in a temporary folder, on either engine, and a count of what became of its visits.
 */
#ifndef HENG_TEST_DEMO_FIXTURE_H
#define HENG_TEST_DEMO_FIXTURE_H

#include "base/time.h"
#include "demo/demo.h"
#include "local_fixture.h"
#include "visit/input.h"

struct demo_fixture {
  struct local_fixture city;
  struct demo demo;
};

/* Plays the demo up to a moment. `store` NULL is SQLite, else a PostgreSQL place. */
__attribute__((unused)) static void demo_fixture_make(struct demo_fixture *ret_fixture,
                                                      const char *until, const char *store) {
  struct local_fixture *city = &ret_fixture->city;
  struct settings settings = settings_default();
  int64_t until_us;
  *city = (struct local_fixture){.folder = "/tmp/heng-test-XXXXXX", .arena = arena_make()};
  CHECK(mkdtemp(city->folder) != NULL);
  CHECK(time_parse(text_of(until), &until_us));
  if (store) settings.store = text_of(store);
  CHECK(!store || city_make(city->folder, &settings, &city->error));
  struct demo *demo = &ret_fixture->demo;
  if (CHECK(demo_open(city->folder, until_us, city->arena, demo, &city->error) &&
            demo_make(demo, "demo", "policy/hengyang-2021.json", 2021, &city->error)))
    return;
  fprintf(stderr, "%s: %s\n", city->error.place, city->error.detail);
  exit(1);
}

__attribute__((unused)) static void demo_fixture_free(struct demo_fixture *fixture) {
  demo_close(&fixture->demo);
  local_fixture_free(&fixture->city);
}

struct demo_tally {
  int64_t green, red, lives[5], reasons[REASON_COUNT];
};

__attribute__((unused)) static struct demo_tally demo_fixture_tally(struct demo_fixture *fixture) {
  struct demo_tally tally = {0};
  struct arena *arena = arena_make();
  const struct route *route = route_find("visit_list");
  struct visit_list_input in;
  struct visit_page page = {0};
  struct error error;
  CHECK(json_read(TEXT("{\"limit\":200}"), route->in, &in, arena, &error));
  const struct caller coordinator = {.person = TEXT("p"), .roles = ROLE_COORDINATOR};
  do {
    in.after = page.next;
    if (!CHECK(local_act(fixture->demo.local, arena, &coordinator, route, &in, &page, &error)))
      break;
    for (size_t i = 0; i < page.items.count; i++) {
      const struct visit *visit = (const struct visit *)page.items.at + i;
      *(visit->code == CODE_GREEN ? &tally.green : &tally.red) += 1;
      tally.lives[visit->life]++;
      for (int reason = 0; reason < REASON_COUNT; reason++)
        tally.reasons[reason] += reason_set_of(&visit->reasons) >> reason & 1;
    }
  } while (page.next.at);
  arena_free(arena);
  return tally;
}

#endif
