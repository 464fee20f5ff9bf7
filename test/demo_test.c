/* The demo city: its tables go in whole, its year has every kind of verdict, the auditor finds
 * nothing in it, and the same day makes the same year. */
#include "audit/audit_commands.h"
#include "demo_fixture.h"

/* A year's middle, its end, its first days, a quiet time, a leap day. */
static const char *const presents[] = {"2026-06-24T10:00:00+08:00", "2026-12-30T23:00:00+08:00",
                                       "2027-01-02T08:00:00+08:00", "2026-11-05T00:10:00+08:00",
                                       "2028-02-29T15:00:00+08:00"};

static void has_every_kind_of_verdict(void) {
  for (size_t i = 0; i < sizeof presents / sizeof *presents; i++) {
    struct demo_fixture fixture;
    demo_fixture_make(&fixture, presents[i], NULL);
    struct demo_tally tally = demo_fixture_tally(&fixture);
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
    demo_fixture_free(&fixture);
  }
}

static void is_the_same_every_time_and_true_to_its_log(void) {
  static const struct command commands[] = {
      {"audit", NULL, 0, "", "", NULL, NULL, audit_options, audit_command}, {0}};
  struct demo_fixture first, second;
  struct demo again;
  struct error error;
  demo_fixture_make(&first, presents[0], NULL);
  demo_fixture_make(&second, presents[0], NULL);
  struct demo_tally a = demo_fixture_tally(&first), b = demo_fixture_tally(&second);
  CHECK(memcmp(&a, &b, sizeof a) == 0);
  int64_t until_us = first.demo.until_us;
  demo_close(&first.demo);
  char *words[] = {(char *)"audit", (char *)"--data", first.city.folder};
  CHECK_INTEGER(command_run(commands, 3, words), EXIT_FINE);
  CHECK(!demo_open(first.city.folder, until_us, first.city.arena, &again, &error));
  CHECK_INTEGER(error.code, ERROR_already_done);
  demo_fixture_free(&first);
  demo_fixture_free(&second);
}

TESTS(has_every_kind_of_verdict, is_the_same_every_time_and_true_to_its_log)
