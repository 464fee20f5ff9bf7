/* Adopting policies: what is refused, what is in force when, and what anybody may read. */
#include "visit_fixture.h"

#define ADOPT(version, effective, certified, quiet)                                                \
  "{\"policy\":" POLICY_BODY(version, effective, certified, quiet) "}"

/* Today is 4 May 2026. */
static const struct {
  const struct caller *who;
  const char *input, *expected;
} acts[] = {
    {&supervisor, ADOPT("1", "2026-01-01", "2", "[]"), "!wrong_role "},
    {&coordinator, "{\"policy\":{}}", "!bad_field policy"},
    {&coordinator, "{\"policy\":7}", "!bad_field "},
    {&coordinator, ADOPT("1", "2026-01-01", "2", "[[3,1]]"), "!bad_policy quiet[0]"},
    {&coordinator, ADOPT("1", "2026-01-01", "2", "[[1,3],[3,4]]"), "!bad_policy quiet[1]"},
    /* The first may be in force already. */
    {&coordinator, ADOPT("1", "2026-01-01", "2", "[[1,3]]"), NULL},
    {&coordinator, ADOPT("1", "2026-07-01", "2", "[]"), "!taken version"},
    {&coordinator, ADOPT("2", "2026-05-03", "2", "[]"), "!bad_policy effective"},
    {&coordinator, ADOPT("3", "2026-07-01", "2", "[]"), "!bad_policy test/3"},
    {&coordinator, ADOPT("2", "2026-07-01", "3", "[]"), NULL},
    {&coordinator, ADOPT("3", "2026-07-01", "2", "[]"), "!bad_policy test/3"},
    {&coordinator, ADOPT("3", "2026-06-30", "2", "[]"), "!bad_policy test/3"},
    {&coordinator,
     "{\"policy\":{\"policy\":\"other\",\"version\":1,\"effective\":\"2026-08-01\","
     "\"utc_offset\":\"+08:00\",\"kinds\":{\"inspection\":{\"consent\":false,\"filing\":true,"
     "\"crowding\":true,\"quiet\":true,\"lead_hours\":0,\"min_certified\":1}},\"crowding\":"
     "{\"day\":1,\"week\":2,\"month\":3,\"repeat_item_days\":0},\"quiet\":[],\"exemptions\":{}}}",
     "!bad_policy other/1.kinds.research"},
};

static void adopts_what_fits(void) {
  struct play *play = play_make_bare("05-04T09:00");
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    CHECK_ROW("act %zu", i);
    char got[200] = "";
    if (!play_act(play, acts[i].who, "policy_adopt", acts[i].input))
      snprintf(got, sizeof got, "!%s %s", error_find(play->city.error.code)->name,
               play->city.error.place);
    CHECK_TEXT(text_of(got), acts[i].expected ? acts[i].expected : "");
  }
  check_row[0] = 0;
  play_free(play);
}

static void is_in_force_from_its_day(void) {
  struct play *play = play_make_bare("05-04T09:00");
  CHECK(!play_act(play, NULL, "policy_current", "{}"));
  CHECK_INTEGER(play->city.error.code, ERROR_no_policy);
  play_must(play, NULL, "policy_adopt", ADOPT("1", "2026-05-06", "2", "[]"));
  CHECK(!play_act(play, NULL, "policy_current", "{}"));
  play_must(play, NULL, "policy_adopt", ADOPT("2", "2026-05-08", "2", "[]"));
  static const struct {
    const char *when;
    int64_t version;
  } days[] = {{"05-06T00:00", 1}, {"05-07T23:59", 1}, {"05-08T00:00", 2}, {"05-20T00:00", 2}};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    CHECK_ROW("%s", days[i].when);
    play->now_us = play_time(days[i].when);
    const struct policy_record *record = play_act(play, NULL, "policy_current", "{}");
    CHECK(record && record->version == days[i].version);
  }
  check_row[0] = 0;
  const struct policy_list *list = play_act(play, &market_officer, "policy_list", "{}");
  CHECK(list && list->items.count == 2);
  const struct policy_record *first =
      play_act(play, &contact, "policy_show", "{\"policy\":\"test\",\"version\":1}");
  CHECK(first && text_starts(first->body, TEXT("{\"policy\":\"test\",\"version\":1,")));
  CHECK(!play_act(play, &contact, "policy_show", "{\"policy\":\"test\",\"version\":9}"));
  CHECK_INTEGER(play->city.error.code, ERROR_not_found);
  play_free(play);
}

static void tries_without_adopting(void) {
  struct play *play = play_make_bare("05-04T09:00");
  const struct policy_check *check =
      play_act(play, &leader, "policy_check", ADOPT("1", "2026-01-01", "2", "[[1,31]]"));
  CHECK(check && !check->acceptable && check->findings.count == 1);
  check = play_act(play, &leader, "policy_check", ADOPT("1", "2026-01-01", "2", "[]"));
  CHECK(check && check->acceptable);
  const struct policy_list *list = play_act(play, NULL, "policy_list", "{}");
  CHECK(list && list->items.count == 0);
  play_free(play);
}

/* What would not fit into one leaf of the log. */
static void refuses_what_is_too_large(void) {
  struct play *play = play_make_bare("05-04T09:00");
  struct buffer input = BUFFER(play->city.arena);
  buffer_add(&input, TEXT("{\"policy\":{"));
  for (int i = 0; i < POLICY_ADOPTED_BYTES_MOST; i++) buffer_add_byte(&input, ' ');
  buffer_add(&input, TEXT("}}\0"));
  CHECK(!play_act(play, &coordinator, "policy_adopt", input.at));
  CHECK_INTEGER(play->city.error.code, ERROR_too_large);
  play_free(play);
}

TESTS(adopts_what_fits, is_in_force_from_its_day, tries_without_adopting, refuses_what_is_too_large)
