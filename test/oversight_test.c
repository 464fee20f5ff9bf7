/* What the supervisor and the leader look at: each number is the length of the list that it names;
 * a visit's history is what was done to it; codes that turned are found again. */
#include "visit/oversight.h"

#include "act/page.h"
#include "visit_fixture.h"

#define EMERGENCY ",\"exemption\":\"emergency\",\"evidence\":\"热线\""

static const struct line played[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"), "red not_approved"},
    {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
    {NULL, &fire_officer, "visit_book", "v2", ON("05-05", "09:00", "11:00") ",\"join\":\"@v1\"",
     "red not_approved"},
    {NULL, &fire_head, "visit_approve", "v2", NULL, "green"},
    {NULL, &tax_officer, "visit_book", "v3", ON("05-06", "09:00", "11:00") EMERGENCY, "green"},
    {NULL, &tax_officer, "visit_book", "v4",
     "\"enterprise\":\"" OTHER_ENTERPRISE "\",\"kind\":\"research\"," ON("05-07", "09:00", "11:00"),
     "red not_approved,not_agreed,over_filed"},
    {NULL, &tax_officer, "visit_book", "v5", ON("06-05", "09:00", "11:00"), "red not_approved"},
    {"05-05T09:00", &guard, "gate_arrive", "v1", "\"scan\":\"arrival-1\",\"people\":2", "green"},
    {"05-05T14:00", NULL, "tick", "v2", NULL, "red missed"},
    {NULL, &supervisor, "visit_freeze", "v3", "\"words\":\"核查\"", "red frozen"},
};

/* "/api/visits?from=…&kind=research" as the input of visit_list. */
static const char *input_of(struct play *play, struct text list, const char *filter) {
  struct buffer out = BUFFER(play->city.arena), query = BUFFER(play->city.arena);
  text_cut(&list, '?');
  buffer_add(&query, list);
  if (filter) buffer_format(&query, "&%s", filter);
  struct text rest = buffer_text(&query);
  buffer_add_byte(&out, '{');
  while (rest.at) {
    struct text value = text_cut(&rest, '&'), name = text_cut(&value, '=');
    if (out.length > 1) buffer_add_byte(&out, ',');
    bool truth = text_equal(value, TEXT("true"));
    buffer_format(&out, "\"%.*s\":%s", TEXT_ARGS(name), truth ? "" : "\"");
    for (size_t i = 0; i < value.length; i++) {
      uint8_t byte;
      bool escaped = value.at[i] == '%' && hex_decode((struct text){value.at + i + 1, 2}, &byte, 1);
      buffer_add_byte(&out, escaped ? (char)byte : value.at[i]);
      i += escaped ? 2 : 0;
    }
    if (!truth) buffer_add_byte(&out, '"');
  }
  buffer_add(&out, TEXT("}\0"));
  return buffer_text(&out).at;
}

static int64_t length_of(struct play *play, struct text list, const char *filter) {
  const struct visit_page *page =
      play_act(play, &leader, "visit_list", input_of(play, list, filter));
  return page ? (int64_t)page->items.count : -1;
}

static void check_tally(struct play *play, const struct tally *tally) {
  CHECK_ROW("%.*s", TEXT_ARGS(tally->list));
  CHECK_INTEGER(length_of(play, tally->list, NULL), tally->visits);
  CHECK_INTEGER(length_of(play, tally->list, "came=true"), tally->came);
  CHECK_INTEGER(length_of(play, tally->list, "code=red"), tally->red);
  CHECK_INTEGER(length_of(play, tally->list, "life=missed"), tally->missed);
  CHECK_INTEGER(length_of(play, tally->list, "joint=true"), tally->joint);
  CHECK_INTEGER(length_of(play, tally->list, "exempt=true"), tally->exempt);
  CHECK_INTEGER(length_of(play, tally->list, "unratified=true"), tally->unratified);
  CHECK_INTEGER(length_of(play, tally->list, "walk_in=true"), tally->walk_in);
}

static void check_tallies(struct play *play, const struct list *list, size_t count) {
  const struct tally *tallies = list->at;
  CHECK_INTEGER(list->count, count);
  for (size_t i = 0; i < list->count; i++) check_tally(play, &tallies[i]);
  check_row[0] = 0;
}

static void counts_what_it_lists(void) {
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  CHECK(play_act(play, &guard, "gate_walk_in",
                 "{\"scan\":\"walk-in-1\",\"kind\":\"inspection\",\"people\":3,"
                 "\"unit_words\":\"自称某局\"}") != NULL);
  const struct statistics *month = play_act(play, &leader, "visit_statistics", "{}");
  if (!CHECK(month != NULL)) exit(1);
  CHECK_INTEGER(month->from_us, play_time("05-01T00:00"));
  CHECK_INTEGER(month->to_us, play_time("06-01T00:00"));
  check_tally(play, &month->total);
  CHECK_INTEGER(month->total.visits, 5);
  CHECK_INTEGER(month->total.came, 2);
  CHECK_INTEGER(month->total.missed, 1);
  CHECK_INTEGER(month->total.joint, 2);
  CHECK_INTEGER(month->total.exempt, 1);
  CHECK_INTEGER(month->total.walk_in, 1);
  check_tallies(play, &month->kinds, 2);
  check_tallies(play, &month->units, 3);
  check_tallies(play, &month->counties, 2);
  check_tallies(play, &month->enterprises, 2);
  const struct tally *most = month->enterprises.at;
  CHECK_TEXT(most->key, ENTERPRISE);
  play_free(play);
}

static const struct {
  const char *input, *from, *to;
  int64_t visits;
} spans[] = {
    {"{\"span\":\"day\"}", "05-05T00:00", "05-06T00:00", 2},
    {"{\"span\":\"week\"}", "05-04T00:00", "05-11T00:00", 4},
    {"{\"span\":\"month\"}", "05-01T00:00", "06-01T00:00", 4},
    {"{\"from\":\"2026-05-06T00:00:00+08:00\",\"to\":\"2026-06-06T00:00:00+08:00\"}", "05-06T00:00",
     "06-06T00:00", 3},
};

static void spans_days_weeks_and_months(void) {
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
    CHECK_ROW("%s", spans[i].input);
    const struct statistics *statistics =
        play_act(play, &supervisor, "visit_statistics", spans[i].input);
    if (!CHECK(statistics != NULL)) continue;
    CHECK_INTEGER(statistics->from_us, play_time(spans[i].from));
    CHECK_INTEGER(statistics->to_us, play_time(spans[i].to));
    CHECK_INTEGER(statistics->total.visits, spans[i].visits);
  }
  const struct statistics *year =
      play_act(play, &supervisor, "visit_statistics", "{\"span\":\"year\"}");
  CHECK(year && year->total.visits == 5 && year->to_us - year->from_us == 365 * DAY_US);
  static const char *const bad[] = {
      "{\"from\":\"2026-05-06T00:00:00Z\"}",
      "{\"from\":\"2026-05-06T00:00:00Z\",\"to\":\"2026-05-06T00:00:00Z\"}"};
  for (size_t i = 0; i < 2; i++) {
    CHECK(!play_act(play, &supervisor, "visit_statistics", bad[i]));
    CHECK_INTEGER(play->city.error.code, ERROR_bad_field);
  }
  check_row[0] = 0;
  play_free(play);
}

/* More than are read at once, all of the same start. The audit at the end shall not see them. */
static void counts_thousands(void) {
  static const char fill[] =
      "INSERT INTO visit (enterprise, id, unit, kind, items, start_us, end_us, booked_us, "
      "booked_by, people, certified, officers, approval, consent, life, frozen, code, reasons, "
      "walk_in, open, serial, version) "
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500) "
      "SELECT '" ENTERPRISE "', printf('%012d', i), 'fire', 'inspection', '[]', 1778115600000000, "
      "1778119200000000, 0, 'self', 1, 0, '[]', 'approved', 'none', 'done', 0, 'green', '[]', "
      "0, 0, 1, 1 FROM n";
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  store_script(local_store(play->city.local), fill);
  const struct statistics *month = play_act(play, &leader, "visit_statistics", "{}");
  if (!CHECK(month && month->kinds.count == 2)) exit(1);
  CHECK_INTEGER(month->total.visits, 20504);
  CHECK_INTEGER(month->total.came, 20501);
  CHECK_INTEGER(((const struct tally *)month->kinds.at)->visits, 20503);
  store_script(local_store(play->city.local), "DELETE FROM visit WHERE booked_us = 0");
  play_free(play);
}

#define EACH(step, more) "{\"step\":\"" step "\"" more "}"
#define BETWEEN(from, to)                                                                          \
  ",\"from\":\"2026-" from "T00:00:00+08:00\",\"to\":\"2026-" to "T00:00:00+08:00\""

/* What each step counts is what it lists, and all steps together leave out nothing. */
static const struct {
  const char *input, *from, *to;
  size_t steps;
  int64_t visits;
} trends[] = {
    {"{}", "04-06T00:00", "05-06T00:00", 30, 2},
    {EACH("day", BETWEEN("05-05", "05-08")), "05-05T00:00", "05-08T00:00", 3, 4},
    {EACH("week", BETWEEN("05-05", "06-06")), "05-04T00:00", "06-08T00:00", 5, 5},
    {EACH("week", ""), "11-10T00:00", "05-11T00:00", 26, 4},
    {EACH("month", BETWEEN("01-31", "06-02")), "01-01T00:00", "07-01T00:00", 6, 5},
    {EACH("month", ""), "06-01T00:00", "06-01T00:00", 12, 4},
    {EACH("day", BETWEEN("05-05", "05-08") ",\"unit\":\"tax\""), "05-05T00:00", "05-08T00:00", 3,
     2},
    {EACH("day", BETWEEN("05-05", "05-08") ",\"unit\":\"tax\",\"kind\":\"research\""),
     "05-05T00:00", "05-08T00:00", 3, 1},
    {EACH("day", BETWEEN("05-05", "05-08") ",\"enterprise\":\"" ENTERPRISE "\""), "05-05T00:00",
     "05-08T00:00", 3, 3},
    {EACH("day", BETWEEN("05-05", "05-08") ",\"county\":\"别处\""), "05-05T00:00", "05-08T00:00", 3,
     0},
};

/* The year before for what ends earlier in it than it begins. */
static int64_t trend_start(const char *from, const char *to) {
  int64_t from_us = play_time(from);
  return from_us < play_time(to) ? from_us : from_us - 365 * DAY_US;
}

static void goes_step_by_step(void) {
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  for (size_t i = 0; i < sizeof trends / sizeof *trends; i++) {
    CHECK_ROW("%s", trends[i].input);
    const struct trend *trend = play_act(play, &leader, "visit_trend", trends[i].input);
    if (!CHECK(trend != NULL)) continue;
    int64_t next_us = trend_start(trends[i].from, trends[i].to), visits = 0;
    CHECK_INTEGER(trend->from_us, next_us);
    CHECK_INTEGER(trend->to_us, play_time(trends[i].to));
    CHECK_INTEGER(trend->steps.count, trends[i].steps);
    const struct trend_step *steps = trend->steps.at;
    for (size_t j = 0; j < trend->steps.count; j++) {
      CHECK_INTEGER(steps[j].from_us, next_us);
      check_tally(play, &steps[j].tally);
      next_us = steps[j].to_us;
      visits += steps[j].tally.visits;
    }
    CHECK_INTEGER(next_us, trend->to_us);
    CHECK_INTEGER(visits, trends[i].visits);
  }
  static const char *const bad[] = {EACH("day", BETWEEN("05-05", "05-05")),
                                    "{\"from\":\"2020-01-01T00:00:00Z\"}"};
  for (size_t i = 0; i < 2; i++) {
    CHECK_ROW("%s", bad[i]);
    CHECK(!play_act(play, &supervisor, "visit_trend", bad[i]));
    CHECK_INTEGER(play->city.error.code, ERROR_bad_field);
  }
  check_row[0] = 0;
  play_free(play);
}

/* Its rows are what the enterprise lists of each unit and kind, and add up. */
static void states_an_enterprises_year(void) {
  struct play *play = play_make();
  static const struct line left[] = {
      {"05-05T15:30", &guard, "gate_depart", "v1", "\"scan\":\"departure-1\"", "green"}};
  play_lines(play, played, sizeof played / sizeof *played);
  play_lines(play, left, 1);
  const char *asked = "{\"enterprise\":\"" ENTERPRISE "\",\"year\":2026}";
  CHECK(!play_act(play, &other_contact, "visit_statement", asked));
  CHECK_INTEGER(play->city.error.code, ERROR_not_yours);
  const struct yearly_statement *year = play_act(play, &contact, "visit_statement", asked);
  if (!CHECK(year != NULL)) exit(1);
  CHECK_INTEGER(year->rows.count, 3);
  CHECK_INTEGER(year->total.minutes, 390);
  CHECK_INTEGER(year->total.tally.visits, 4);
  check_tally(play, &year->total.tally);
  int64_t visits = 0;
  const struct statement_row *rows = year->rows.at;
  for (size_t i = 0; i < year->rows.count; i++) {
    check_tally(play, &rows[i].tally);
    visits += rows[i].tally.visits;
  }
  check_row[0] = 0;
  CHECK_INTEGER(visits, year->total.tally.visits);
  CHECK_TEXT(rows[1].unit, "market");
  CHECK_INTEGER(rows[1].minutes, 390);
  CHECK(year->filings.count > 0);
  play_free(play);
}

static const char *input_about(struct play *play, const char *visit, const char *more) {
  return arena_format(play->city.arena, "{\"visit\":\"%.*s\"%s}",
                      TEXT_ARGS(*play_id(play, text_of(visit))), more)
      .at;
}

static void tells_a_visits_history(void) {
  static const char *const types[] = {"visit_booked", "visit_approved", "visit_turned",
                                      "visit_joined", "visit_arrived"};
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  const struct page *page = play_act(play, &contact, "visit_history", input_about(play, "v1", ""));
  if (!CHECK(page && page->items.count >= 5)) exit(1);
  const struct history_event *events = page->items.at;
  for (size_t i = 0; i < 5; i++) CHECK_TEXT(events[i].type, types[i]);
  CHECK_TEXT(events[1].by, "market_head");
  CHECK(text_find(events[1].data, TEXT("\"settles\":true")) != SIZE_MAX);
  for (size_t i = 1; i < page->items.count; i++) CHECK(events[i].seq > events[i - 1].seq);
  size_t count = page->items.count;
  page = play_act(play, &market_officer, "visit_history", input_about(play, "v1", ",\"limit\":2"));
  if (!CHECK(page && page->items.count == 2 && page->next.at)) exit(1);
  const char *more =
      arena_format(play->city.arena, ",\"after\":\"%.*s\"", TEXT_ARGS(page->next)).at;
  page = play_act(play, &market_officer, "visit_history", input_about(play, "v1", more));
  CHECK(page && page->items.count == count - 2 && !page->next.at);
  CHECK(!play_act(play, &fire_officer, "visit_history", input_about(play, "v1", "")));
  CHECK_INTEGER(play->city.error.code, ERROR_not_yours);
  CHECK(!play_act(play, &leader, "visit_history", input_about(play, "v1", ",\"after\":\"x\"")));
  CHECK_INTEGER(play->city.error.code, ERROR_bad_field);
  play_free(play);
}

static int64_t count_turns(struct play *play, const char *input) {
  const struct page *page = play_act(play, &supervisor, "visit_turns", input);
  return page ? (int64_t)page->items.count : -1;
}

static void finds_codes_that_turned(void) {
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  /* v1 green; v2 green, then missed; v3 frozen */
  int64_t all = count_turns(play, "{}");
  CHECK_INTEGER(count_turns(play, "{\"unit\":\"fire\"}"), 2);
  CHECK_INTEGER(count_turns(play, "{\"unit\":\"fire\",\"code\":\"red\"}"), 1);
  CHECK_INTEGER(count_turns(play, "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}"), 0);
  CHECK_INTEGER(count_turns(play, "{\"from\":\"2026-05-05T14:00:00+08:00\"}"), 2);
  CHECK_INTEGER(count_turns(play, "{\"to\":\"2026-05-05T14:00:00+08:00\"}"), all - 2);
  const struct page *page = play_act(play, &leader, "visit_turns", "{\"limit\":1}");
  if (!CHECK(page && page->items.count == 1 && page->next.at)) exit(1);
  const struct turned *newest = page->items.at;
  CHECK_TEXT(newest->turn.unit, "tax");
  CHECK(newest->turn.reasons.count == 1 && text_equal(newest->turn.reasons.at[0], TEXT("frozen")));
  const char *input =
      arena_format(play->city.arena, "{\"after\":\"%.*s\"}", TEXT_ARGS(page->next)).at;
  CHECK_INTEGER(count_turns(play, input), all - 1);
  CHECK_INTEGER(count_turns(play, "{\"after\":\"x\"}"), -1);
  CHECK_INTEGER(play->city.error.code, ERROR_bad_field);
  play_free(play);
}

/* More turns than are looked at in one go lie before the ones wanted; the page has them all. */
static void fills_a_page_of_something_rare(void) {
  enum { TIMES = 505 };
  struct play *play = play_make();
  play_lines(play, played, sizeof played / sizeof *played);
  int64_t before = count_turns(play, "{\"unit\":\"fire\"}");
  const char *words = input_about(play, "v3", ",\"words\":\"再核\"");
  for (int i = 0; i < TIMES; i++) {
    CHECK(play_act(play, &supervisor, "visit_release", words) != NULL);
    CHECK(play_act(play, &supervisor, "visit_freeze", words) != NULL);
  }
  CHECK_INTEGER(count_turns(play, "{\"unit\":\"tax\",\"limit\":200}"), 200);
  CHECK_INTEGER(count_turns(play, "{\"unit\":\"fire\"}"), before);
  play_free(play);
}

TESTS(counts_what_it_lists, counts_thousands, spans_days_weeks_and_months, goes_step_by_step,
      states_an_enterprises_year, tells_a_visits_history, finds_codes_that_turned,
      fills_a_page_of_something_rare)
