/* Ratings and complaints: by the enterprise, hidden from the unit, in the log too. */
#include "visit/feedback.h"

#include "act/ledger.h"
#include "visit_fixture.h"

#define ARRIVAL "\"scan\":\"arrival-1\",\"people\":2"
#define STARS   "\"conduct\":5,\"integrity\":4,\"efficiency\":3"

static const struct line visited[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"), "red not_approved"},
    {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
    {NULL, &contact, "visit_rate", "v1", STARS, "!wrong_state visit"},
    {"05-05T09:00", &guard, "gate_arrive", "v1", ARRIVAL, "green"},
    {NULL, &other_contact, "visit_rate", "v1", STARS, "!not_yours "},
    {NULL, &market_head, "visit_rate", "v1", STARS, "!wrong_role "},
    {NULL, &contact, "visit_rate", "v1", "\"conduct\":6,\"integrity\":4,\"efficiency\":3",
     "!bad_field conduct"},
    {NULL, &contact, "visit_rate", "v1", STARS ",\"words\":\"态度很好\"", "green"},
    {NULL, &contact, "visit_rate", "v1", STARS, "!already_done visit"},
};

static void rates_once(void) {
  struct play *play = play_make();
  play_lines(play, visited, sizeof visited / sizeof *visited);
  const struct page *page = play_act(play, &supervisor, "rating_list", "{}");
  CHECK(page && page->items.count == 1);
  const struct rating *rating = page ? page->items.at : NULL;
  CHECK(rating && rating->conduct == 5 && rating->integrity == 4 && rating->efficiency == 3);
  CHECK(rating && text_equal(rating->words, TEXT("态度很好")));
  CHECK(rating && text_equal(rating->unit, TEXT("market")));
  page = play_act(play, &supervisor, "rating_list", "{\"unit\":\"fire\"}");
  CHECK(page && page->items.count == 0);
  page = play_act(play, &supervisor, "rating_list", "{\"enterprise\":\"" ENTERPRISE "\"}");
  CHECK(page && page->items.count == 1);
  page = play_act(play, &contact, "rating_list", "{}");
  CHECK(page && page->items.count == 1);
  page = play_act(play, &other_contact, "rating_list", "{\"enterprise\":\"" ENTERPRISE "\"}");
  CHECK(page && page->items.count == 0);
  static const struct caller *const others[] = {&market_officer, &market_head, &coordinator,
                                                &leader, &guard};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    CHECK(!play_act(play, others[i], "rating_list", "{}"));
  play_free(play);
}

/* What the public log says of it: somebody rated something. */
static void hides_it_in_the_log(void) {
  static const struct statement leaves = {
      "leaves", "SELECT leaf FROM event WHERE type IN ('rating_given', 'complaint_made') "
                "ORDER BY seq"};
  struct play *play = play_make();
  play_lines(play, visited, sizeof visited / sizeof *visited);
  const struct line complain = {
      NULL, &contact, "visit_complain", "v1", "\"words\":\"索要资料过多\"", "green"};
  play_line(play, &complain);
  int count = 0;
  for (struct cursor c = store_query(local_store(play->city.local), &leaves, NULL, 0);
       store_next(&c); count++) {
    struct text leaf = store_text(&c, 0, play->city.arena);
    CHECK(text_find(leaf, TEXT(ENTERPRISE)) == SIZE_MAX);
    CHECK(text_find(leaf, TEXT("market")) == SIZE_MAX);
    CHECK(text_find(leaf, *play_id(play, TEXT("v1"))) == SIZE_MAX);
    CHECK(text_find(leaf, TEXT("\"conduct\":5")) == SIZE_MAX);
    CHECK(text_find(leaf, TEXT("索要")) == SIZE_MAX);
  }
  CHECK_INTEGER(count, 2);
  play_free(play);
}

/* In sum only, and only when no single enterprise would show. */
static void sums_up_without_names(void) {
  struct play *play = play_make();
  static const char *const stars[] = {"\"conduct\":5,\"integrity\":5,\"efficiency\":1",
                                      "\"conduct\":4,\"integrity\":5,\"efficiency\":1",
                                      "\"conduct\":4,\"integrity\":5,\"efficiency\":2"};
  static const char *const names[] = {"v1", "v2", "v3"};
  for (size_t i = 0; i < 3; i++) {
    char scan[60];
    snprintf(scan, sizeof scan, "\"scan\":\"arrival-%zu\",\"people\":2", i);
    const struct line lines[] = {
        {NULL, &market_officer, "visit_book", names[i],
         ON("05-04", "09:00", "11:00") ",\"exemption\":\"emergency\",\"evidence\":\"热线\"",
         "green"},
        {NULL, &guard, "gate_arrive", names[i], scan, "green"},
        {NULL, &contact, "visit_rate", names[i], stars[i], "green"},
    };
    const struct rating_sums *before = play_act(play, &leader, "rating_summary", "{}");
    CHECK(before && before->units.count == 0);
    play_lines(play, lines, 3);
  }
  const struct rating_sums *sums = play_act(play, &leader, "rating_summary", "{}");
  if (CHECK(sums && sums->units.count == 1)) {
    const struct rating_sum *sum = sums->units.at;
    CHECK_INTEGER(sum->ratings, 3);
    CHECK_INTEGER(sum->conduct_hundredths, 433);
    CHECK_INTEGER(sum->integrity_hundredths, 500);
    CHECK_INTEGER(sum->efficiency_hundredths, 133);
  }
  sums = play_act(play, &leader, "rating_summary", "{\"from\":\"2026-06-01T00:00:00Z\"}");
  CHECK(sums && sums->units.count == 0);
  /* Page by page, newest first. */
  const struct page *page = play_act(play, &supervisor, "rating_list", "{\"limit\":2}");
  CHECK(page && page->items.count == 2 && page->next.at);
  char input[100];
  snprintf(input, sizeof input, "{\"after\":\"%.*s\"}", TEXT_ARGS(page->next));
  page = play_act(play, &supervisor, "rating_list", input);
  CHECK(page && page->items.count == 1 && !page->next.at);
  play_free(play);
}

static size_t count_complaints(struct play *play, const struct caller *who, const char *input) {
  const struct page *page = play_act(play, who, "complaint_list", input);
  return page ? page->items.count : SIZE_MAX;
}

static void answers_in_time_or_late(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &contact, "visit_complain", "v1", "\"words\":\"电话催办\"", "red not_approved"},
      {NULL, &contact, "visit_complain", "v1", "\"words\":\"又来电话\"", "!already_done visit"},
      {NULL, &other_contact, "visit_complain", "v1", "\"words\":\"代他人\"", "!not_yours "},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-28", "09:00", "11:00"), "red not_approved"},
      {"05-06T09:00", &contact, "visit_complain", "v2", "\"words\":\"时间不便\"",
       "red not_approved"},
  };
  struct play *play = play_make();
  play_lines(play, lines, sizeof lines / sizeof *lines);
  CHECK_INTEGER(count_complaints(play, &supervisor, "{}"), 2);
  CHECK_INTEGER(count_complaints(play, &supervisor, "{\"unit\":\"fire\"}"), 1);
  CHECK_INTEGER(count_complaints(play, &contact, "{}"), 2);
  CHECK_INTEGER(count_complaints(play, &other_contact, "{}"), 0);
  CHECK_INTEGER(count_complaints(play, &other_contact, "{\"enterprise\":\"" ENTERPRISE "\"}"), 0);
  CHECK_INTEGER(count_complaints(play, &market_head, "{}"), SIZE_MAX);
  const struct page *page = play_act(play, &supervisor, "complaint_list", "{\"limit\":1}");
  if (!CHECK(page && page->items.count == 1 && page->next.at)) exit(1);
  struct complaint first = *(const struct complaint *)page->items.at;
  CHECK_INTEGER(first.due_us, play_time("05-19T09:00"));

  /* Fifteen days later one is overdue, and is marked once. */
  play->now_us = play_time("05-19T09:00");
  play_tick(play, "feedback");
  CHECK_INTEGER(count_complaints(play, &supervisor, "{\"overdue\":true}"), 0);
  play->now_us = play_time("05-19T09:01");
  play_tick(play, "feedback");
  CHECK_INTEGER(count_complaints(play, &supervisor, "{\"overdue\":true}"), 1);
  int64_t size = ledger_size(local_store(play->city.local));
  play_tick(play, "feedback");
  CHECK_INTEGER(ledger_size(local_store(play->city.local)), size);

  char input[200];
  snprintf(input, sizeof input, "{\"complaint\":\"%.*s\",\"words\":\"已责令整改\"}",
           TEXT_ARGS(first.id));
  CHECK(!play_act(play, &contact, "complaint_answer", input));
  CHECK(play_act(play, &supervisor, "complaint_answer", input));
  CHECK(!play_act(play, &supervisor, "complaint_answer", input));
  CHECK_INTEGER(play->city.error.code, ERROR_wrong_state);
  snprintf(input, sizeof input, "{\"complaint\":\"%.*s\"}", TEXT_ARGS(first.id));
  const struct complaint *seen = play_act(play, &contact, "complaint_show", input);
  CHECK(seen && seen->overdue && text_equal(seen->answer, TEXT("已责令整改")));
  CHECK(!play_act(play, &other_contact, "complaint_show", input));
  CHECK(!play_act(play, &supervisor, "complaint_show", "{\"complaint\":\"000000000000\"}"));
  CHECK_INTEGER(play->city.error.code, ERROR_not_found);
  CHECK_INTEGER(count_complaints(play, &supervisor, "{\"state\":\"open\"}"), 1);
  /* Once it is answered another may follow. */
  const struct line again = {
      NULL, &contact, "visit_complain", "v1", "\"words\":\"仍在催\"", "red not_approved"};
  play_line(play, &again);
  play_free(play);
}

TESTS(rates_once, hides_it_in_the_log, sums_up_without_names, answers_in_time_or_late)
