/* A policy tried on what a city has: counted as stored under the policy in force, and as it would
 * have been under the one tried. */
#include "visit/replay_rows.h"

#include "visit_fixture.h"

static const struct line month[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "10:00"), "red not_approved"},
    {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
    {NULL, &fire_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00"),
     "red not_approved,many_heads"},
    {NULL, &fire_head, "visit_approve", "v2", NULL, "red many_heads"},
    {NULL, &tax_officer, "visit_book", "v3", ON("06-10", "09:00", "10:00"), "red not_approved"},
    {NULL, &tax_head, "visit_approve", "v3", NULL, "green"},
    {NULL, &market_officer, "visit_book", "v4", ON("06-11", "09:00", "10:00"), "red not_approved"},
    {NULL, &market_officer, "visit_cancel", "v4", "\"words\":\"不去了\"", "red cancelled"},
};

#define TRY(policy, more) "{\"policy\":" policy more "}"
#define SAME              POLICY_BODY("2", "2026-01-01", "2", "[[1,3]]")
#define STRICTER          POLICY_BODY("2", "2026-01-01", "2", "[[1,15]]")

/* green and red under the policy in force, then under the one tried; how many differ. */
static const struct {
  const char *input;
  int64_t green, red, green_tried, red_tried, differ, examples;
} trials[] = {
    {TRY(SAME, ",\"to\":\"2026-07-01T00:00:00+08:00\""), 2, 1, 2, 1, 0, 0},
    {TRY(STRICTER, ",\"to\":\"2026-07-01T00:00:00+08:00\""), 2, 1, 0, 3, 3, 2},
    {TRY(STRICTER, ",\"from\":\"2026-06-01T00:00:00+08:00\",\"to\":\"2026-07-01T00:00:00+08:00\""),
     1, 0, 0, 1, 1, 1},
    {TRY(STRICTER, ""), 0, 0, 0, 0, 0, 0},
};

static void counts_both(void) {
  struct play *play = play_make();
  play_lines(play, month, sizeof month / sizeof *month);
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
    CHECK_ROW("trial %zu", i);
    const struct policy_trial *trial = play_act(play, &leader, "policy_try", trials[i].input);
    if (!CHECK(trial != NULL)) continue;
    const struct policy_row *rows = trial->policies.at;
    CHECK_INTEGER(rows[0].green, trials[i].green);
    CHECK_INTEGER(rows[0].red, trials[i].red);
    CHECK_INTEGER(rows[1].green, trials[i].green_tried);
    CHECK_INTEGER(rows[1].red, trials[i].red_tried);
    CHECK_INTEGER(trial->differ, trials[i].differ);
    CHECK_INTEGER(trial->examples.count, trials[i].examples);
    CHECK_INTEGER(trial->visits, trial->green_both + trial->red_both + trial->red_only_now +
                                     trial->red_only_tried);
    CHECK(!trial->cut);
  }
  play_free(play);
}

static const struct {
  const char *input, *place;
} refused[] = {
    {"{\"policy\":{\"policy\":\"x\"}}", "version"},
    {TRY(SAME, ",\"from\":\"2026-05-08T00:00:00Z\""), "to"},
    {TRY(SAME, ",\"from\":\"2020-01-01T00:00:00Z\""), "to"},
    {"{\"policy\":{\"policy\":\"test\",\"version\":2,\"effective\":\"2026-01-01\","
     "\"utc_offset\":\"+08:00\",\"kinds\":{},\"crowding\":{\"day\":1,\"week\":0,\"month\":0,"
     "\"repeat_item_days\":0},\"quiet\":[],\"exemptions\":{}}}",
     "kinds"},
};

static void refuses_what_cannot_be_tried(void) {
  struct play *play = play_make();
  play_lines(play, month, sizeof month / sizeof *month);
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    CHECK_ROW("refused %zu", i);
    CHECK(!play_act(play, &leader, "policy_try", refused[i].input));
    CHECK_TEXT(text_of(play->city.error.place), refused[i].place);
  }
  play_free(play);
}

TESTS(counts_both, refuses_what_cannot_be_tried)
