/* The demo city: its tables go in whole, its year has every kind of verdict, the auditor finds
 * nothing in it, and the same seed and the same day make the same year. */
#include "demo/demo.h"

#include "act/domain.h"
#include "audit/audit_commands.h"
#include "base/time.h"
#include "local_fixture.h"
#include "people/uscc.h"
#include "visit/input.h"

struct tally {
  int64_t green, red, lives[5], reasons[REASON_COUNT];
};

static struct tally tally_visits(struct demo *demo) {
  struct tally tally = {0};
  struct arena *arena = arena_make();
  const struct route *route = route_find("visit_list");
  struct visit_list_input in;
  struct visit_page page = {0};
  struct error error;
  CHECK(json_read(TEXT("{\"limit\":200}"), route->in, &in, arena, &error));
  const struct caller coordinator = {.person = TEXT("p"), .roles = ROLE_COORDINATOR};
  do {
    in.after = page.next;
    if (!CHECK(local_act(demo->local, arena, &coordinator, route, &in, &page, &error))) break;
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

static struct tally play(const char *until, uint64_t seed, bool audited) {
  struct local_fixture fixture = {.folder = "/tmp/heng-test-XXXXXX", .arena = arena_make()};
  struct demo demo;
  struct error error = {0};
  int64_t until_us;
  CHECK(mkdtemp(fixture.folder) != NULL);
  CHECK(time_parse(text_of(until), &until_us));
  bool made = demo_open(fixture.folder, until_us, fixture.arena, &demo, &error) &&
              demo_make(&demo, "demo", "policy/hengyang-2021.json", seed, &error);
  if (!CHECK(made)) {
    fprintf(stderr, "%s: %s\n", error.place, error.detail);
    exit(1);
  }
  struct tally tally = tally_visits(&demo);
  struct demo again;
  demo_close(&demo);
  CHECK(!demo_open(fixture.folder, until_us, fixture.arena, &again, &error));
  CHECK_INTEGER(error.code, ERROR_already_done);
  if (audited) {
    static const struct command commands[] = {
        {"audit", NULL, 0, "", "", NULL, NULL, audit_options, audit_command}, {0}};
    char *words[] = {(char *)"audit", (char *)"--data", fixture.folder};
    CHECK_INTEGER(command_run(commands, 3, words), EXIT_FINE);
  }
  local_fixture_free(&fixture);
  return tally;
}

/* A year's middle, its end, its first days, a quiet time, a leap day. */
static const char *const presents[] = {"2026-06-24T10:00:00+08:00", "2026-12-30T23:00:00+08:00",
                                       "2027-01-02T08:00:00+08:00", "2026-11-05T00:10:00+08:00",
                                       "2028-02-29T15:00:00+08:00"};

static void has_every_kind_of_verdict(void) {
  for (size_t i = 0; i < sizeof presents / sizeof *presents; i++) {
    struct tally tally = play(presents[i], 2021, false);
    CHECK_ROW("%s: %lld green, %lld red", presents[i], (long long)tally.green,
              (long long)tally.red);
    CHECK(tally.green + tally.red > 800);
    CHECK(tally.green > 2 * tally.red);
    for (int reason = 0; reason <= REASON_frozen; reason++) {
      CHECK_ROW("%s %s", presents[i], reason_entries[reason].name);
      CHECK(tally.reasons[reason] > 0);
    }
    for (int life = 0; life < 5; life++) {
      CHECK_ROW("%s %s", presents[i], life_names[life]);
      CHECK(tally.lives[life] > 0);
    }
  }
}

static void is_the_same_every_time(void) {
  struct tally tally = play(presents[0], 2021, true), same = play(presents[0], 2021, false);
  CHECK(memcmp(&tally, &same, sizeof tally) == 0);
}

TESTS(has_every_kind_of_verdict, is_the_same_every_time)
