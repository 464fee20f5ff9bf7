/* Reading visits: what a booking would lead to, and lists as each caller may see them. */
#include "visit_fixture.h"

#define VISIT_TO(enterprise, kind) "\"enterprise\":\"" enterprise "\",\"kind\":\"" kind "\","
#define PEOPLE                     ",\"people\":2,\"certified\":2"

static bool is_id(struct play *play, struct text id, const char *name) {
  return text_equal(id, *play_id(play, text_of(name)));
}

/* What stands against it, whom it could join, and when it would be green. */
static void previews_what_would_come(void) {
  static const struct line booked[] = {
      {NULL, &fire_officer, "visit_book", "v1",
       ON("05-07", "14:00", "15:00") ",\"items\":[\"A01\"]", "red not_approved"},
      {NULL, &fire_head, "visit_approve", "v1", NULL, "green"},
  };
  struct play *play = play_make();
  play_lines(play, booked, 2);
  const struct preview *preview =
      play_act(play, &market_officer, "visit_preview",
               "{" VISIT_TO(ENTERPRISE, "inspection") ON("05-07", "09:00", "11:00") PEOPLE "}");
  if (!CHECK(preview != NULL)) exit(1);
  CHECK_INTEGER(preview->code, CODE_RED);
  CHECK_INTEGER(preview->waiting.count, 1);
  CHECK_TEXT(preview->waiting.at[0], "not_approved");
  CHECK_INTEGER(preview->reasons.count, 1);
  const struct preview_reason *reason = preview->reasons.at;
  CHECK_TEXT(reason->name, "many_heads");
  CHECK_INTEGER(reason->number, 40);
  CHECK(reason->against.count == 1 && is_id(play, reason->against.at[0], "v1"));
  CHECK_INTEGER(preview->joinable.count, 1);
  const struct joinable *joinable = preview->joinable.at;
  CHECK(is_id(play, joinable->visit, "v1"));
  CHECK_INTEGER(joinable->code, CODE_GREEN);
  CHECK_INTEGER(preview->times.count, 5);
  const struct green_time *time = preview->times.at;
  CHECK_INTEGER(time->start_us, play_time("05-08T09:00"));

  /* Joined it would be green; with the item in common it never is for 90 days. */
  char input[600];
  snprintf(input, sizeof input, "{%s%s,\"join\":\"%.*s\"}", VISIT_TO(ENTERPRISE, "inspection"),
           ON("05-07", "09:00", "11:00") PEOPLE, TEXT_ARGS(*play_id(play, TEXT("v1"))));
  preview = play_act(play, &market_officer, "visit_preview", input);
  CHECK(preview && preview->code == CODE_GREEN && preview->reasons.count == 0);
  preview = play_act(play, &market_officer, "visit_preview",
                     "{" VISIT_TO(ENTERPRISE, "inspection") ON("05-12", "09:00", "11:00") PEOPLE
                     ",\"items\":[\"A01\"]}");
  CHECK(preview && preview->code == CODE_RED && preview->times.count == 0);
  preview = play_act(play, &market_officer, "visit_preview",
                     "{" VISIT_TO(ENTERPRISE, "research") ON("05-07", "09:00", "11:00") PEOPLE "}");
  CHECK(preview && preview->code == CODE_GREEN && preview->waiting.count == 2);
  play_free(play);
}

static const struct line listed[] = {
    {NULL, &fire_officer, "visit_book", "v1", ON("05-07", "14:00", "15:00"), "red not_approved"},
    {NULL, &fire_head, "visit_approve", "v1", NULL, "green"},
    {NULL, &market_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00") ",\"join\":\"@v1\"",
     "red not_approved"},
    {NULL, &market_officer, "visit_book", "v3",
     "\"enterprise\":\"" OTHER_ENTERPRISE "\",\"kind\":\"research\"," ON("05-20", "14:00", "15:00"),
     "red not_approved,not_agreed,over_filed"},
    {NULL, &market_officer, "visit_book", "v4",
     ON("05-21", "14:00", "15:00") ",\"exemption\":\"emergency\",\"evidence\":\"热线\"", "green"},
    {NULL, &market_officer, "visit_cancel", "v4", "\"words\":\"误报\"", "red cancelled"},
    {NULL, &market_officer, "visit_book", "v5",
     ON("05-22", "14:00", "15:00") ",\"exemption\":\"emergency\",\"evidence\":\"热线\"", "green"},
};

/* `visits` are those to be listed, in order. */
static const struct {
  const struct caller *who;
  const char *route, *input, *visits;
} lists[] = {
    {&market_officer, "visit_list", "{}", "v2 v3 v4 v5 "},
    {&market_officer, "visit_list", "{\"unit\":\"fire\"}", "v2 v3 v4 v5 "},
    {&market_officer, "visit_list", "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}", "v3 "},
    {&fire_head, "visit_list", "{}", "v1 "},
    {&contact, "visit_list", "{}", "v1 v2 v4 v5 "},
    {&contact, "visit_list", "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}", "v1 v2 v4 v5 "},
    {&contact, "visit_list", "{\"unit\":\"fire\"}", "v1 "},
    {&other_contact, "visit_list", "{}", "v3 "},
    {&leader, "visit_list", "{}", "v1 v2 v3 v4 v5 "},
    {&leader, "visit_list", "{\"unit\":\"market\",\"enterprise\":\"" ENTERPRISE "\"}", "v2 v4 v5 "},
    {&leader, "visit_list", "{\"county\":\"衡东县\"}", "v3 "},
    {&leader, "visit_list", "{\"kind\":\"research\"}", "v3 "},
    {&leader, "visit_list", "{\"life\":\"cancelled\"}", "v4 "},
    {&leader, "visit_list", "{\"approval\":\"approved\"}", "v1 "},
    {&leader, "visit_list", "{\"consent\":\"agreed\"}", ""},
    {&leader, "visit_list", "{\"code\":\"green\"}", "v1 v5 "},
    {&leader, "visit_list", "{\"exempt\":true}", "v4 v5 "},
    {&leader, "visit_list", "{\"unratified\":true}", "v5 "},
    {&leader, "visit_list", "{\"joint\":true}", "v1 v2 "},
    {&leader, "visit_list",
     "{\"from\":\"2026-05-20T00:00:00+08:00\",\"to\":\"2026-05-21T14:00:00+08:00\"}", "v3 "},
    {&fire_officer, "visit_strip", "{\"enterprise\":\"" ENTERPRISE "\"}", "v1 v2 v4 v5 "},
    {&leader, "visit_strip", "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}", "v3 "},
};

static const char *names_on(struct play *play, const struct visit_page *page) {
  struct buffer out = BUFFER(play->city.arena);
  const struct visit *visits = page->items.at;
  for (size_t i = 0; i < page->items.count; i++)
    for (int64_t name = 1; name <= names_count(play->names); name++)
      if (text_equal(visits[i].id, play->ids[name - 1]))
        buffer_format(&out, "%.*s ", TEXT_ARGS(names_text(play->names, name)));
  /* v1 and v2 begin together: their ids decide */
  buffer_add_byte(&out, 0);
  return out.at;
}

static bool same_names(const char *got, const char *wanted) {
  char swapped[100];
  snprintf(swapped, sizeof swapped, "%s", got);
  if (strncmp(swapped, "v2 v1", 5) == 0) memcpy(swapped, "v1 v2", 5);
  return strcmp(swapped, wanted) == 0;
}

static void lists_within_reach(void) {
  struct play *play = play_make();
  play_lines(play, listed, sizeof listed / sizeof *listed);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    CHECK_ROW("row %zu, %s %s", i, lists[i].route, lists[i].input);
    const struct visit_page *page = play_act(play, lists[i].who, lists[i].route, lists[i].input);
    if (!CHECK(page != NULL)) continue;
    if (!CHECK(same_names(names_on(play, page), lists[i].visits)))
      fprintf(stderr, "  got %s\n", names_on(play, page));
  }
  CHECK(!play_act(play, &leader, "visit_list", "{\"after\":\"yesterday\"}"));
  CHECK_INTEGER(play->city.error.code, ERROR_bad_field);
  play_free(play);
}

static void turns_the_page(void) {
  struct play *play = play_make();
  play_lines(play, listed, sizeof listed / sizeof *listed);
  struct text after = TEXT("");
  size_t count = 0;
  for (int page_number = 0; page_number < 3; page_number++) {
    char input[100];
    snprintf(input, sizeof input, "{\"limit\":2%s%.*s%s}", after.length ? ",\"after\":\"" : "",
             TEXT_ARGS(after), after.length ? "\"" : "");
    const struct visit_page *page = play_act(play, &leader, "visit_list", input);
    if (!CHECK(page != NULL)) break;
    count += page->items.count;
    after = page->next;
    CHECK_INTEGER(after.at != NULL, page_number < 2);
  }
  CHECK_INTEGER(count, 5);
  play_free(play);
}

TESTS(previews_what_would_come, lists_within_reach, turns_the_page)
