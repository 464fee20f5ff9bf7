/* Filings: within the window, never below what is used, amended by the coordinator, visible for
 * ever; and what weighing makes of them. */
#include "visit/filing.h"

#include "act/page.h"
#include "import/import.h"
#include "visit_fixture.h"

/* ---- the window ---- */

static const struct {
  int64_t opens, closes, year;
  struct date today;
  bool open;
} windows[] = {
    {1, 31, 2026, {2026, 1, 1}, true},      {1, 31, 2026, {2026, 1, 31}, true},
    {1, 31, 2026, {2026, 2, 1}, false},     {1, 31, 2026, {2025, 12, 31}, true},
    {1, 31, 2026, {2025, 12, 1}, true},     {1, 31, 2026, {2025, 11, 30}, false},
    {1, 31, 2025, {2026, 1, 15}, false},    {1, 31, 2027, {2025, 12, 15}, false},
    {15, 60, 2026, {2026, 1, 14}, false},   {15, 60, 2026, {2026, 3, 1}, true},
    {15, 60, 2028, {2028, 2, 29}, true},    {15, 60, 2028, {2028, 3, 1}, false},
    {320, 31, 2026, {2025, 11, 15}, false}, {320, 31, 2026, {2025, 11, 16}, true},
    {320, 31, 2026, {2026, 1, 31}, true},   {320, 31, 2026, {2026, 11, 20}, false},
};

static void opens_and_closes(void) {
  for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
    CHECK_ROW("row %zu", i);
    CHECK_INTEGER(
        filing_is_open(windows[i].opens, windows[i].closes, windows[i].today, windows[i].year),
        windows[i].open);
  }
}

/* ---- acts, in order, in one city; "%s" is the id of the filing made last ---- */

static const struct {
  const char *when;
  const struct caller *who;
  const char *route, *input, *expected;
} acts[] = {
#define PARTIES(year) "\"enterprise\":\"" ENTERPRISE "\",\"year\":" year
    {"01-31T23:59", &market_officer, "filing_file", "{" PARTIES("2026") ",\"visits\":2}",
     "!wrong_role "},
    {NULL, &market_clerk, "filing_file", "{" PARTIES("2026") ",\"visits\":2,\"unit\":\"fire\"}",
     "!not_yours "},
    {NULL, NULL, "filing_file", "{" PARTIES("2026") ",\"visits\":2,\"unit\":\"police\"}",
     "!not_found unit"},
    {NULL, NULL, "filing_file", "{" PARTIES("2026") ",\"visits\":2}", "!bad_field unit"},
    {NULL, &market_clerk, "filing_file",
     "{\"enterprise\":\"91430400MA4L00001X\",\"year\":2026,\"visits\":2}", "!not_found enterprise"},
    {NULL, &market_clerk, "filing_file", "{" PARTIES("2026") ",\"visits\":-1}",
     "!bad_field visits"},
    {NULL, &market_clerk, "filing_file", "{" PARTIES("2025") ",\"visits\":2}",
     "!filing_closed year"},
    {NULL, &market_head, "filing_file", "{" PARTIES("2026") ",\"visits\":2}", "filed 2"},
    {NULL, &market_clerk, "filing_file", "{" PARTIES("2026") ",\"visits\":3}",
     "!already_done year"},
    {NULL, &fire_head, "filing_show", "{\"filing\":\"%s\"}", "!not_yours "},
    {NULL, &market_officer, "filing_show", "{\"filing\":\"%s\"}", "filed 2"},
    {NULL, &market_clerk, "filing_change", "{\"filing\":\"%s\",\"visits\":3}", "!version_needed "},
    {NULL, NULL, "filing_change", "{\"filing\":\"%s\",\"visits\":3}", "filed 3"},
    {NULL, &coordinator, "filing_grant", "{\"filing\":\"%s\"}", "!wrong_state filing"},
    {NULL, &leader, "filing_publish", "{\"year\":2026}", "!wrong_role "},
    {NULL, &coordinator, "filing_publish", "{\"year\":2026}", NULL},
    {NULL, &coordinator, "filing_publish", "{\"year\":2026}", "!already_done year"},
    {NULL, NULL, "filing_change", "{\"filing\":\"%s\",\"visits\":4}", "!filing_closed year"},
    {"02-01T00:00", &fire_head, "filing_file", "{" PARTIES("2026") ",\"visits\":2}",
     "!filing_closed year"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2025") ",\"visits\":2,\"words\":\"新增\"}",
     "!bad_field year"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":0,\"words\":\"新增\"}",
     "!bad_field visits"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":-1,\"words\":\"核减\"}",
     "!below_used visits"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":1}", "!bad_field words"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":1,\"words\":\"新增\"}",
     "asked 1"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":1,\"words\":\"再增\"}",
     "!already_done year"},
    {NULL, NULL, "filing_change", "{\"filing\":\"%s\",\"visits\":4}", "!wrong_state filing"},
    {NULL, &fire_head, "filing_grant", "{\"filing\":\"%s\"}", "!wrong_role "},
    {NULL, &coordinator, "filing_refuse", "{\"filing\":\"%s\"}", "!bad_field words"},
    {NULL, &coordinator, "filing_refuse", "{\"filing\":\"%s\",\"words\":\"不必\"}", "refused 1"},
    {NULL, &coordinator, "filing_grant", "{\"filing\":\"%s\"}", "!wrong_state filing"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":2,\"words\":\"再报\"}",
     "asked 2"},
    {NULL, &coordinator, "filing_grant", "{\"filing\":\"%s\",\"words\":\"同意\"}", "granted 2"},
    {NULL, &fire_head, "filing_amend", "{" PARTIES("2026") ",\"visits\":-1,\"words\":\"核减\"}",
     "asked -1"},
    {NULL, &coordinator, "filing_grant", "{\"filing\":\"%s\"}", "granted -1"},
    {NULL, &coordinator, "filing_show", "{\"filing\":\"000000000000\"}", "!not_found filing"},
    {NULL, &coordinator, "filing_balance", "{\"enterprise\":\"91430400MA4L00001X\"}",
     "!not_found enterprise"},
    {NULL, NULL, "filing_public", "{\"enterprise\":\"91430400MA4L00001X\"}",
     "!not_found enterprise"},
    {NULL, &coordinator, "filing_balance", "{\"enterprise\":\"" ENTERPRISE "\"}", "!no_policy "},
    {NULL, NULL, "filing_public", "{\"enterprise\":\"" ENTERPRISE "\"}", "!no_policy "},
    {NULL, &market_officer, "filing_list", "{\"after\":\"x\"}", "!bad_field after"},
    {"12-01T00:00", &tax_head, "filing_file", "{" PARTIES("2027") ",\"visits\":5}", "filed 5"},
};

static void files_amends_and_decides(void) {
  struct play *play = play_make_bare("01-31T23:00");
  char id[ID_LENGTH + 1] = "", input[400], got[200];
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    CHECK_ROW("act %zu, %s %s", i, acts[i].route, acts[i].input);
    if (acts[i].when) play->now_us = play_time(acts[i].when);
    const char *place = strstr(acts[i].input, "%s");
    size_t before = place ? (size_t)(place - acts[i].input) : strlen(acts[i].input);
    snprintf(input, sizeof input, "%.*s%s%s", (int)before, acts[i].input, place ? id : "",
             place ? place + 2 : "");
    const struct filing *filing = play_act(play, acts[i].who, acts[i].route, input);
    if (filing && acts[i].expected)
      snprintf(got, sizeof got, "%s %lld", filing_state_names[filing->state],
               (long long)filing->visits);
    else if (!filing)
      snprintf(got, sizeof got, "!%s %s", error_find(play->city.error.code)->name,
               play->city.error.place);
    if (filing && acts[i].expected) snprintf(id, sizeof id, "%.*s", TEXT_ARGS(filing->id));
    if (!acts[i].expected)
      CHECK(filing != NULL);
    else
      CHECK_TEXT(text_of(got), acts[i].expected);
  }
  check_row[0] = 0;
  play_free(play);
}

/* ---- what weighing makes of them ---- */

static const struct filing *filing_now(struct play *play, const struct caller *who,
                                       const char *route, const char *input) {
  return play_act(play, who, route, input);
}

static void gives_and_takes_places(void) {
#define RESEARCH "\"kind\":\"research\","
  static const struct line over[] = {
      {NULL, &tax_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "red not_approved"},
      {NULL, &tax_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &tax_officer, "visit_book", "v2", RESEARCH ON("05-08", "09:00", "11:00"),
       "red not_approved,not_agreed,over_filed"},
      {NULL, &contact, "visit_agree", "v2", NULL, "red not_approved,over_filed"},
      {NULL, &tax_head, "visit_approve", "v2", NULL, "red over_filed"},
  };
  static const struct line green[] = {{NULL, NULL, NULL, "v2", NULL, "green"}};
  static const struct line cancel[] = {
      {NULL, &tax_officer, "visit_cancel", "v1", "\"words\":\"不去\"", "red cancelled"}};
  struct play *play = play_make();
  play_lines(play, over, sizeof over / sizeof *over);
  const struct filing *asked = filing_now(play, &tax_head, "filing_amend",
                                          "{" PARTIES("2026") ",\"visits\":1,\"words\":\"新增\"}");
  if (!CHECK(asked != NULL)) return;
  char input[200];
  snprintf(input, sizeof input, "{\"filing\":\"%.*s\"}", TEXT_ARGS(asked->id));
  CHECK(filing_now(play, &coordinator, "filing_grant", input) != NULL);
  play_lines(play, green, 1);
  /* Two are used: neither the filing nor an amendment may go below. */
  CHECK(!filing_now(play, &tax_head, "filing_amend",
                    "{" PARTIES("2026") ",\"visits\":-1,\"words\":\"核减\"}"));
  CHECK_INTEGER(play->city.error.code, ERROR_below_used);
  const struct filing_balances *balances =
      play_act(play, &tax_officer, "filing_balance", "{\"enterprise\":\"" ENTERPRISE "\"}");
  if (!CHECK(balances != NULL)) return;
  CHECK_INTEGER(balances->units.count, 3);
  const struct filing_balance *tax = (const struct filing_balance *)balances->units.at + 2;
  CHECK_TEXT(tax->unit, "tax");
  CHECK_INTEGER(tax->filed, 1);
  CHECK_INTEGER(tax->amended, 1);
  CHECK_INTEGER(tax->used, 2);
  /* Asked while it was free, used by the time it is decided. */
  play_lines(play, cancel, 1);
  asked = filing_now(play, &tax_head, "filing_amend",
                     "{" PARTIES("2026") ",\"visits\":-1,\"words\":\"核减\"}");
  if (!CHECK(asked != NULL)) return;
  static const struct line third[] = {
      {NULL, &tax_officer, "visit_book", "v3", RESEARCH ON("05-09", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v3", NULL, "red not_approved"},
      {NULL, &tax_head, "visit_approve", "v3", NULL, "green"},
  };
  play_lines(play, third, 3);
  snprintf(input, sizeof input, "{\"filing\":\"%.*s\"}", TEXT_ARGS(asked->id));
  CHECK(!filing_now(play, &coordinator, "filing_grant", input));
  CHECK_INTEGER(play->city.error.code, ERROR_below_used);
  play_free(play);
}

/* Nobody sees a year's filings before they are published. */
static void publishes_a_year(void) {
  struct play *play = play_make();
  const char *input = "{\"enterprise\":\"" ENTERPRISE "\",\"year\":2026}";
  const struct filing_balances *before = play_act(play, NULL, "filing_public", input);
  CHECK(before && before->units.count == 0 && before->published_us == NO_INTEGER);
  CHECK(before && before->crowding.week == 2);
  play_must(play, &coordinator, "filing_publish", "{\"year\":2026}");
  const struct filing_balances *after = play_act(play, NULL, "filing_public", input);
  CHECK(after && after->units.count == 3 && after->published_us == play->now_us);
  const struct filing_balances *over = play_act(
      play, &leader, "filing_balance", "{\"enterprise\":\"" ENTERPRISE "\",\"year\":2025}");
  CHECK(over && over->units.count == 0);
  play_free(play);
}

static void lists_in_pages(void) {
  struct play *play = play_make();
  play_must(play, &fire_head, "filing_amend",
            "{" PARTIES("2026") ",\"visits\":1,\"words\":\"新增\"}");
  play_must(play, NULL, "filing_file",
            "{\"unit\":\"market\",\"enterprise\":\"" OTHER_ENTERPRISE
            "\",\"year\":2026,\"visits\":1}");
  static const struct {
    const struct caller *who;
    const char *input;
    size_t count;
    bool more;
  } lists[] = {
      {&leader, "{}", 5, false},
      {&leader, "{\"limit\":4}", 4, true},
      {&market_officer, "{}", 2, false},
      {&market_officer, "{\"unit\":\"fire\"}", 2, false},
      {&coordinator, "{\"unit\":\"fire\"}", 2, false},
      {&coordinator, "{\"state\":\"asked\"}", 1, false},
      {&coordinator, "{\"state\":\"filed\"}", 4, false},
      {&coordinator, "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}", 1, false},
      {&coordinator, "{\"year\":2025}", 0, false},
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    CHECK_ROW("%s", lists[i].input);
    const struct page *page = play_act(play, lists[i].who, "filing_list", lists[i].input);
    if (!CHECK(page != NULL)) continue;
    CHECK_INTEGER(page->items.count, lists[i].count);
    CHECK_INTEGER(page->next.at != NULL, lists[i].more);
    if (!page->next.at) continue;
    char input[100];
    snprintf(input, sizeof input, "{\"after\":\"%.*s\"}", TEXT_ARGS(page->next));
    page = play_act(play, lists[i].who, "filing_list", input);
    CHECK(page && page->items.count == 1);
  }
  check_row[0] = 0;
  play_free(play);
}

/* A table of filings becomes filings; the same again changes what differs. */
static void imports_a_table(void) {
  static const char table[] = "访企单位,统一社会信用代码,年度,备案次数\n"
                              "market," ENTERPRISE ",2026,5\n"
                              "fire," ENTERPRISE ",2026,4\n"
                              "tax," OTHER_ENTERPRISE ",2026,3\n"
                              "police," ENTERPRISE ",2026,3\n";
  struct play *play = play_make();
  struct import_report report;
  struct error error = {0};
  const struct import_order order = {
      .kind = &import_filings, .table = text_of(table), .good_rows = true};
  CHECK(import_local(play->city.local, &order, play->city.arena, &report, &error));
  CHECK_INTEGER(report.changed, 1);
  CHECK_INTEGER(report.unchanged, 1);
  CHECK_INTEGER(report.added, 1);
  CHECK_INTEGER(report.wrong, 1);
  const struct import_problem *problem = report.problems.at;
  CHECK(report.problems.count == 1 && problem->row == 5);
  CHECK_TEXT(problem->column, "访企单位");
  play_free(play);
}

static const struct {
  struct crowding crowding;
  int64_t visits;
} limits[] = {
    {{0, 0, 0, 90}, NO_INTEGER}, {{1, 2, 3, 90}, 36}, {{1, 0, 0, 0}, 366},
    {{0, 2, 0, 0}, 106},         {{0, 1, 10, 0}, 53},
};

static void crowding_leaves_room_for_so_many(void) {
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
    CHECK_ROW("%zu", i);
    CHECK_INTEGER(filing_crowding_visits(&limits[i].crowding), limits[i].visits);
  }
}

/* Before a year is published: who filed too much, twice, or nothing. */
static void looks_over_a_year(void) {
  static const char table[] = "unit,enterprise,year,visits\n"
                              "market," ENTERPRISE ",2027,30\n"
                              "market," OTHER_ENTERPRISE ",2027,2\n"
                              "fire," ENTERPRISE ",2027,7\n";
  struct play *play = play_make();
  struct import_report report;
  struct error error = {0};
  const struct import_order order = {.kind = &import_filings, .table = text_of(table)};
  CHECK(import_local(play->city.local, &order, play->city.arena, &report, &error));
  play_must(play, NULL, "enterprise_change",
            "{\"enterprise\":\"" OTHER_ENTERPRISE "\",\"name\":\"示例0公司\",\"county\":\"衡东县\","
            "\"industry\":\"nuclear\",\"active\":true}");
  const struct filing_check *check =
      play_act(play, &coordinator, "filing_check", "{\"year\":2027}");
  if (CHECK(check != NULL)) {
    const struct filing_sum *over = check->over_crowding.at, *twice = check->duplicates.at,
                            *silent = check->silent.at;
    CHECK_INTEGER(check->visits, 39);
    CHECK_INTEGER(check->units.count, 2);
    CHECK_INTEGER(check->most_filed.count, 2);
    if (CHECK_INTEGER(check->over_crowding.count, 1)) CHECK_INTEGER(over->visits, 37);
    if (CHECK_INTEGER(check->duplicates.count, 1)) CHECK_TEXT(twice->unit, "market");
    if (CHECK_INTEGER(check->silent.count, 1)) CHECK_TEXT(silent->unit, "tax");
  }
  play_free(play);
}

TESTS(crowding_leaves_room_for_so_many, looks_over_a_year, opens_and_closes,
      files_amends_and_decides, gives_and_takes_places, publishes_a_year, lists_in_pages,
      imports_a_table)
