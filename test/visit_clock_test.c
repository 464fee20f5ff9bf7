/* What time brings about by itself: missed visits, lapsed exemptions, a new policy in force; each
 * once, however often the clock strikes, and a bounded part at a time. */
#include "act/ledger.h"
#include "visit_fixture.h"

#define TICK(when, visit, expected)                                                                \
  { when, NULL, "tick", visit, NULL, expected }

static void misses_whom_nobody_came_to(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-05", "14:00", "15:00"),
       "red not_approved,many_heads"},
      {NULL, &fire_head, "visit_approve", "v2", NULL, "red many_heads"},
      TICK("05-05T13:00", "v1", "green"),
      TICK("05-05T13:01", "v1", "red missed"),
      {NULL, NULL, NULL, "v2", NULL, "green"},
      {NULL, &market_officer, "visit_cancel", "v1", "\"words\":\"迟了\"", "!wrong_state visit"},
      TICK("05-05T17:01", "v2", "red missed"),
  };
  PLAY(lines);
}

/* It needs the head within 24 hours of its start; later it has its place again. */
static void lapses_unless_ratified(void) {
#define EMERGENCY  ",\"exemption\":\"emergency\",\"evidence\":\"热线\""
#define THREE_DAYS "\"start\":\"2026-05-05T10:00:00+08:00\",\"end\":\"2026-05-08T10:00:00+08:00\""
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", THREE_DAYS EMERGENCY, "green"},
      TICK("05-06T10:00", "v1", "green"),
      TICK("05-06T10:01", "v1", "red not_approved"),
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &fire_officer, "visit_book", "v2", THREE_DAYS EMERGENCY, "red not_approved"},
  };
  struct play *play = play_make();
  play_lines(play, lines, sizeof lines / sizeof *lines);
  CHECK(play_visit(play, "v1").ratify_by_us == NO_INTEGER);
  CHECK(play_visit(play, "v2").ratify_by_us == NO_INTEGER);
  play_free(play);
}

static void weighs_again_under_a_new_policy(void) {
  static const struct line before[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-15", "09:00", "11:00") ",\"certified\":1",
       "red not_approved,too_few_officers"},
      {NULL, &fire_officer, "visit_book", "v3", ON("05-05", "09:00", "11:00"), "red not_approved"},
      {NULL, &fire_officer, "visit_cancel", "v3", "\"words\":\"不去\"", "red cancelled"},
      {NULL, &fire_officer, "visit_book", "v4", ON("05-25", "09:00", "11:00") ",\"people\":4",
       "red not_approved"},
  };
  static const struct line after[] = {
      TICK("05-05T23:59", "v1", "green"),
      TICK("05-06T00:00", "v1", "red too_few_officers"),
      {NULL, NULL, NULL, "v2", NULL, "red not_approved,too_few_officers"},
      {NULL, NULL, NULL, "v3", NULL, "red cancelled"},
      {NULL, NULL, NULL, "v4", NULL, "red not_approved,too_few_officers"},
  };
  struct play *play = play_make();
  play_lines(play, before, sizeof before / sizeof *before);
  play_must(play, &coordinator, "policy_adopt",
            "{\"policy\":" POLICY_BODY("2", "2026-05-06", "3", "[]") "}");
  play_lines(play, after, sizeof after / sizeof *after);
  static const char *const versions[] = {"v1", "v2", "v3", "v4"};
  for (size_t i = 0; i < 4; i++) {
    CHECK_ROW("%s", versions[i]);
    /* The cancelled one was final under the first. */
    CHECK_INTEGER(play_visit(play, versions[i]).policy_version, i == 2 ? 1 : 2);
  }
  play_free(play);
}

/* A second strike finds nothing to do. */
static void strikes_without_trace(void) {
  struct play *play = play_make();
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_officer, "visit_book", "v2", THREE_DAYS EMERGENCY, "green"},
      TICK("05-07T12:00", "v1", "red missed"),
  };
  play_lines(play, lines, 3);
  int64_t size = ledger_size(local_store(play->city.local));
  play_tick(play, NULL);
  CHECK_INTEGER(ledger_size(local_store(play->city.local)), size);
  play_free(play);
}

static int64_t count_open(struct play *play) {
  static const struct statement count = {
      "count", "SELECT count(*) AS n FROM visit WHERE enterprise = $1 AND life = 'booked'"};
  return FIND_INTEGER(local_store(play->city.local), count, -1, V(TEXT(OTHER_ENTERPRISE)));
}

/* More than one strike does: the next one goes on. */
static void goes_on_where_it_stopped(void) {
  enum { BOOKED = 520 };
  struct play *play = play_make();
  for (int i = 0; i < BOOKED; i++)
    play_must(play, &tax_officer, "visit_book",
              "{\"enterprise\":\"" OTHER_ENTERPRISE "\",\"kind\":\"research\",\"people\":1,"
              "\"certified\":0," ON("05-04", "10:00", "11:00") "}");
  play->now_us = play_time("05-05T09:00");
  CHECK_INTEGER(count_open(play), BOOKED);
  play_tick(play, NULL);
  int64_t left = count_open(play);
  CHECK(left > 0 && left < BOOKED);
  play_tick(play, NULL);
  CHECK_INTEGER(count_open(play), 0);
  play_free(play);
}

TESTS(misses_whom_nobody_came_to, lapses_unless_ratified, weighs_again_under_a_new_policy,
      strikes_without_trace, goes_on_where_it_stopped)
