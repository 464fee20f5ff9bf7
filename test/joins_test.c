/* What the coordinator sees of visits that could be one arrival. */
#include "visit/oversight.h"

#include "visit_fixture.h"

static const struct line booked[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "10:00"), "red not_approved"},
    {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
    {NULL, &fire_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00"),
     "red not_approved,many_heads"},
    {NULL, &market_officer, "visit_book", "v3", ON("05-20", "09:00", "10:00"), "red not_approved"},
    {NULL, &fire_officer, "visit_book", "v4", ON("05-27", "09:00", "10:00"), "red not_approved"},
};

static const struct joins *ask(struct play *play, const char *input, size_t count) {
  const struct page *page = play_act(play, &coordinator, "visit_joins", input);
  return CHECK(page != NULL) && CHECK_INTEGER(page->items.count, count) ? page->items.at : NULL;
}

static void groups_what_is_near(void) {
  struct play *play = play_make();
  play_lines(play, booked, sizeof booked / sizeof *booked);
  const struct joins *joins = ask(play, "{}", 1);
  if (joins && CHECK_INTEGER(joins->groups.count, 2)) {
    const struct joins_group *day = joins->groups.at, *month = day + 1;
    CHECK_INTEGER(day->within, WITHIN_DAY);
    CHECK_INTEGER(day->visits.count, 2);
    const struct joins_visit *visits = day->visits.at;
    CHECK_INTEGER(visits[0].crowding.count, 0);
    if (CHECK_INTEGER(visits[1].crowding.count, 1))
      CHECK_TEXT(visits[1].crowding.at[0], "many_heads");
    CHECK_INTEGER(day->green_apart, 1);
    CHECK_INTEGER(day->best_green, 2);
    CHECK_INTEGER(day->best_moved, 0);
    CHECK_INTEGER(day->best_start_us, visits[0].start_us);
    CHECK_INTEGER(month->within, WITHIN_MONTH);
    CHECK_INTEGER(month->best_moved, 1);
    const struct joins_candidate *candidate = joins->candidates.at;
    if (CHECK_INTEGER(joins->candidates.count, 1)) CHECK_TEXT(candidate->unit, "tax");
  }
  ask(play, "{\"to\":\"2026-05-19T00:00:00+08:00\",\"county\":\"蒸湘区\"}", 1);
  ask(play, "{\"county\":\"衡东县\"}", 0);
  ask(play, "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}", 0);
  ask(play, "{\"after\":\"" ENTERPRISE "\"}", 0);
  ask(play, "{\"from\":\"2026-05-08T00:00:00+08:00\",\"to\":\"2026-05-21T00:00:00+08:00\"}", 0);
  CHECK(!play_act(play, &coordinator, "visit_joins", "{\"to\":\"2026-01-01T00:00:00Z\"}"));
  play_free(play);
}

/* Once they have joined there is nothing left to propose. */
static const struct line joined[] = {
    {NULL, &coordinator, "visit_suggest", "v2", "\"with\":\"@v1\"", "red not_approved,many_heads"},
    {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "red not_approved"},
    {NULL, &fire_officer, "visit_cancel", "v4", "\"words\":\"不去了\"", "red cancelled"},
    {NULL, &market_officer, "visit_cancel", "v3", "\"words\":\"不去了\"", "red cancelled"},
};

static void leaves_out_what_has_joined(void) {
  struct play *play = play_make();
  play_lines(play, booked, sizeof booked / sizeof *booked);
  play_lines(play, joined, 1);
  const struct joins *joins = ask(play, "{}", 1);
  const struct joins_group *day = joins ? joins->groups.at : NULL;
  if (day) CHECK(((const struct joins_visit *)day->visits.at)[1].suggested_join.at != NULL);
  play_lines(play, joined + 1, 3);
  ask(play, "{}", 0);
  play_free(play);
}

/* v2 takes up what was suggested; what v4 was to join is cancelled. */
static const struct line suggested[] = {
    {NULL, &coordinator, "visit_suggest", "v2", "\"with\":\"@v1\"", "red not_approved,many_heads"},
    {NULL, &coordinator, "visit_suggest", "v4", "\"with\":\"@v3\"", "red not_approved"},
    {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "red not_approved"},
};
static const struct line cancelled = {NULL, &market_officer,        "visit_cancel",
                                      "v3", "\"words\":\"不去了\"", "red cancelled"};

static void check_fates(struct play *play, enum suggestion_fate newest,
                        enum suggestion_fate oldest) {
  const struct page *page = play_act(play, &coordinator, "visit_suggestions", "{}");
  if (!CHECK(page && page->items.count == 2 && !page->next.at)) return;
  const struct suggested *told = page->items.at;
  CHECK_INTEGER(told[0].fate, newest);
  CHECK_INTEGER(told[1].fate, oldest);
  CHECK(told[0].event.seq > told[1].event.seq);
  CHECK(text_equal(told[0].with, *play_id(play, TEXT("v3"))));
}

static void tells_what_became_of_suggestions(void) {
  struct play *play = play_make();
  play_lines(play, booked, sizeof booked / sizeof *booked);
  play_lines(play, suggested, 2);
  check_fates(play, FATE_WAITING, FATE_WAITING);
  play_lines(play, suggested + 2, 1);
  play_lines(play, &cancelled, 1);
  check_fates(play, FATE_OTHER_CANCELLED, FATE_JOINED);
  const struct page *page = play_act(play, &coordinator, "visit_suggestions", "{\"limit\":1}");
  CHECK(page && page->items.count == 1 && page->next.at);
  play_free(play);
}

TESTS(groups_what_is_near, leaves_out_what_has_joined, tells_what_became_of_suggestions)
