/* Rules tried on history: mappings, counts, and that the facts say the same as the report. */
#include "visit/replay.h"

#include "base/encoding.h"
#include "base/file.h"
#include "base/time.h"
#include "check.h"
#include "visit/policy.h"
#include "weigh_policy.h"

#define MAPPING                                                                                    \
  "{\"columns\":{\"date\":\"day\",\"time\":\"at\",\"enterprise\":\"code\",\"name\":\"firm\","      \
  "\"unit\":\"body\",\"purpose\":\"why\",\"item\":\"item\"},\"no_enterprise\":[\"-\"],"            \
  "\"date_order\":\"dmy\",\"purposes\":["                                                          \
  "{\"purpose\":\"routine\",\"match\":\"exact\",\"kind\":\"sampling\"},"                           \
  "{\"purpose\":\"again\",\"match\":\"prefix\",\"kind\":\"sampling\",\"exemption\":\"recheck\"},"  \
  "{\"purpose\":\"nobody\",\"match\":\"contains\",\"kind\":null}],"                                \
  "\"otherwise\":{\"kind\":\"inspection\"},"                                                       \
  "\"assume\":{\"time\":\"09:00\",\"minutes\":60,\"booked_hours\":48,\"certified\":2,\"filed\":1," \
  "\"approval\":\"approved\",\"consent\":\"agreed\",\"life\":\"booked\",\"evidence\":\"table\"}}"

#define TABLE_OF_VISITS                                                                            \
  "day,at,code,firm,body,why,item\r\n"                                                             \
  "7/5/2026,14:00,E1,\"Pots, Pans\",tax,ROUTINE,\r\n"                                              \
  "7/5/2026,,E1,\"Pots, Pans\",fire,Routine,A\r\n"                                                 \
  "8/5/2026,,E1,Pots,fire,Again and again,A\r\n"                                                   \
  "9/5/2026,,E1,Pots,fire,There was nobody,A\r\n"                                                  \
  "2/6/2026,,E2,Hats,fire,Other,B\r\n"                                                             \
  "20/6/2026,,E2,Hats,fire,Other,C\r\n"                                                            \
  "21/8/2026,,E2,Hats,fire,Other,C\r\n"                                                            \
  "22/8/2026,,-,Shoes,gas,Other,C\r\n"                                                             \
  "22/8/2026,,,Socks,gas,Other,C\r\n"

struct trial {
  struct arena *arena;
  struct mapping mapping;
  struct policy policies[2];
  struct mapping_binding bindings[2];
  struct history history;
};

/* Two policies: the tests' own, and the same without limits on crowding. */
static bool start(struct trial *trial, struct text mapping, struct text policy, struct text table,
                  struct error *ret_error) {
  if (!mapping_read(mapping, trial->arena, &trial->mapping, ret_error)) return false;
  for (size_t p = 0; p < 2; p++)
    if (!policy_read(policy, trial->arena, &trial->policies[p], NULL, ret_error) ||
        !mapping_bind(&trial->mapping, &trial->policies[p], trial->arena, &trial->bindings[p],
                      ret_error))
      return false;
  trial->policies[1].crowding = (struct crowding){0};
  trial->policies[1].version++;
  return history_read(table, &trial->mapping, trial->arena, &trial->history, ret_error);
}

static const char report_in_words[] =
    "History: rows 9, codes of enterprises 4, left out 1; 8 visits from 2026-05-07 to 2026-08-22 "
    "to 4 enterprises by 3 units\n"
    "Taken as given: what would have been red did not happen and left its place to others\n"
    "\n"
    "Verdicts\n"
    "     policy          green         red\n"
    "  A  test version 1      5  62.5%    3  37.5%\n"
    "  B  test version 2      6  75.0%    2  25.0%\n"
    "\n"
    "Reasons (a visit may have several)\n"
    "      reason                                                        A  alone  B  alone  "
    "only A  only B\n"
    "  30  over_filed  more visits than the unit filed for the year      1      1  1      1      "
    " 0       0\n"
    "  40  many_heads  another body visits the same enterprise that day  1      1  0      0      "
    " 1       0\n"
    "  50  quiet_day   a quiet day for enterprises                       1      1  1      1      "
    " 0       0\n"
    "\n"
    "What differs between A and B\n"
    "              green by B  red by B\n"
    "  green by A           5         0\n"
    "  red by A             1         2\n"
    "\n"
    "By unit\n"
    "  unit  visits  red by A          red by B\n"
    "  fire       5         2   40.0%         2  40.0%\n"
    "  gas        2         0    0.0%         0   0.0%\n"
    "  tax        1         1  100.0%         0   0.0%\n"
    "\n"
    "By month\n"
    "  month    visits  red by A         red by B\n"
    "  2026-05       3         1  33.3%         0   0.0%\n"
    "  2026-06       2         1  50.0%         1  50.0%\n"
    "  2026-08       3         1  33.3%         1  33.3%\n"
    "\n"
    "The most visited enterprises\n"
    "     code   name                   units  visits  red by A         red by B\n"
    "  1  E1     Pots (other names: 1)      2       3         1  33.3%         0   0.0%\n"
    "  2  E2     Hats                       1       3         2  66.7%         2  66.7%\n"
    "  3  Shoes  Shoes                      1       1         0   0.0%         0   0.0%\n";

static const char report_in_json[] =
    "{\"rows\":9,\"codes\":4,\"left_out\":1,\"visits\":8,\"enterprise_count\":4,\"policies\":"
    "[{\"policy\":\"test\",\"version\":1,\"green\":5,\"red\":3},{\"policy\":\"test\","
    "\"version\":2,\"green\":6,\"red\":2}],\"reasons\":["
    "{\"reason\":\"over_filed\",\"number\":30,\"visits\":1,\"alone\":1,\"visits_b\":1,"
    "\"alone_b\":1,\"only_a\":0,\"only_b\":0},"
    "{\"reason\":\"many_heads\",\"number\":40,\"visits\":1,\"alone\":1,\"visits_b\":0,"
    "\"alone_b\":0,\"only_a\":1,\"only_b\":0},"
    "{\"reason\":\"quiet_day\",\"number\":50,\"visits\":1,\"alone\":1,\"visits_b\":1,"
    "\"alone_b\":1,\"only_a\":0,\"only_b\":0}],"
    "\"difference\":{\"green_both\":5,\"red_both\":2,\"red_only_a\":1,\"red_only_b\":0},"
    "\"units\":[{\"unit\":\"fire\",\"visits\":5,\"red\":2,\"red_b\":2},{\"unit\":\"gas\","
    "\"visits\":2,\"red\":0,\"red_b\":0},{\"unit\":\"tax\",\"visits\":1,\"red\":1,\"red_b\":0}],"
    "\"months\":[{\"month\":\"2026-05\",\"visits\":3,\"red\":1,\"red_b\":0},{\"month\":"
    "\"2026-06\",\"visits\":2,\"red\":1,\"red_b\":1},{\"month\":\"2026-07\",\"visits\":0,"
    "\"red\":0,\"red_b\":0},{\"month\":\"2026-08\",\"visits\":3,\"red\":1,\"red_b\":1}],"
    "\"enterprises\":[{\"enterprise\":\"E1\",\"name\":\"Pots\",\"names\":2,\"units\":2,"
    "\"visits\":3,\"red\":1,\"red_b\":0}]}\n";

static void history_is_counted(void) {
  struct trial trial = {.arena = arena_make()};
  struct error error;
  struct replay replay;
  CHECK(start(&trial, TEXT(MAPPING), text_of(weigh_policy), TEXT(TABLE_OF_VISITS), &error));
  replay_history(&trial.history, trial.policies, trial.bindings, 2, trial.arena, &replay);
  struct buffer said = BUFFER(trial.arena), json = BUFFER(trial.arena);
  replay_say(&replay, 3, false, &said);
  CHECK_TEXT(buffer_text(&said), report_in_words);
  replay_json(&replay, 1, &json);
  CHECK_TEXT(buffer_text(&json), report_in_json);
  arena_free(trial.arena);
}

/* Writes each enterprise's facts, reads them again, weighs them, and counts. */
static void count_from_facts(const struct trial *trial, int64_t *ret_red,
                             int64_t ret_reasons[REASON_COUNT]) {
  struct arena *each = arena_make();
  for (size_t from = 0, end; from < trial->history.count; from = end) {
    struct facts facts;
    struct facts_names names;
    struct error error;
    arena_reset(each);
    end = history_end(&trial->history, from);
    history_facts(&trial->history, from, end, &trial->policies[0], &trial->bindings[0], each,
                  &facts, &names);
    struct buffer line = BUFFER(each);
    facts_write(&line, &trial->policies[0], &facts, &names);
    if (!CHECK(facts_read(buffer_text(&line), &trial->policies[0], each, &facts, &names, &error)))
      continue;
    struct verdict *verdicts = ARENA_ARRAY(each, facts.visit_count, struct verdict);
    weigh(&trial->policies[0], &facts, arena_take(each, weighing_size(facts.visit_count)),
          verdicts);
    for (size_t i = 0; i < facts.visit_count; i++) {
      *ret_red += verdicts[i].reasons != 0;
      for (int r = 0; r < REASON_COUNT; r++) ret_reasons[r] += verdicts[i].reasons >> r & 1;
    }
  }
  arena_free(each);
}

static void compare_with_facts(struct trial *trial) {
  struct replay replay;
  int64_t red = 0, reasons[REASON_COUNT] = {0};
  replay_history(&trial->history, trial->policies, trial->bindings, 1, trial->arena, &replay);
  count_from_facts(trial, &red, reasons);
  CHECK_INTEGER(red, replay.all.red[0]);
  for (int r = 0; r < REASON_COUNT; r++) CHECK_INTEGER(reasons[r], replay.reasons[r][0]);
}

static void facts_say_the_same_as_the_report(void) {
  struct trial trial = {.arena = arena_make()};
  struct error error;
  CHECK(start(&trial, TEXT(MAPPING), text_of(weigh_policy), TEXT(TABLE_OF_VISITS), &error));
  compare_with_facts(&trial);
  arena_free(trial.arena);
}

static struct text read_beside(struct arena *arena, const char *name) {
  const char *slash = strrchr(__FILE__, '/');
  struct text bytes = TEXT("");
  struct error error;
  CHECK(file_read(arena_string(arena, arena_format(arena, "%.*s/../%s", (int)(slash - __FILE__),
                                                   __FILE__, name)),
                  CSV_FILE_BYTES_MOST, arena, &bytes, &error));
  return bytes;
}

/* The mapping that ships knows every purpose of the table it was made for. */
static void chicago_is_replayed(void) {
  struct trial trial = {.arena = arena_make()};
  struct text table;
  struct error error;
  if (!file_read(check_shared_path("data/chicago_inspections.csv"), CSV_FILE_BYTES_MOST,
                 trial.arena, &table, &error)) {
    check_skip("the public table of inspections is not here");
    arena_free(trial.arena);
    return;
  }
  CHECK(start(&trial, read_beside(trial.arena, "demo/chicago.mapping.json"),
              read_beside(trial.arena, "policy/hengyang-2021.json"), table, &error));
  CHECK_INTEGER(trial.history.row_count, 67497);
  CHECK_INTEGER(trial.history.code_count, 23050);
  size_t by_default = 0;
  for (size_t i = 0; i < trial.history.count; i++)
    by_default += trial.history.visits[i].rule == trial.mapping.rules.count;
  CHECK_INTEGER(by_default, 0);
  compare_with_facts(&trial);
  arena_free(trial.arena);
}

/* What is wrong with a mapping or a table: `from` turned into `to`, and the place refused. */
static const struct {
  const char *from, *to, *place;
  bool in_table;
} refusals[] = {
    {"\"day\"", "\"date\"", "row 1", false},
    {"\"body\"", "null", "columns.unit", false},
    {"\"day\"", "null", "columns.date", false},
    {"\"dmy\"", "\"dym\"", "date_order", false},
    {"\"09:00\"", "\"24:00\"", "assume.time", false},
    {"\"sampling\"", "\"sample\"", "purposes[0].kind", false},
    {"\"recheck\"", "\"check\"", "purposes[1].exemption", false},
    {"\"inspection\"", "\"raid\"", "otherwise.kind", false},
    {"\"exact\"", "\"like\"", "purposes[0].match", false},
    {"\"minutes\":60", "\"minutes\":0", "assume.minutes", false},
    {"\"life\":\"booked\"", "\"life\":\"lost\"", "assume.life", false},
    {"7/5/2026", "31/2/2026", "row 2, column day", true},
    {"7/5/2026", "2026-05-07", "row 2, column day", true},
    {"14:00", "25:00", "row 2, column at", true},
    {",tax,", ",,", "row 2, column body", true},
    {"22/8/2026,,,Socks", "22/8/2026,,,", "row 10, column code", true},
    {"day,at", "date,at", "row 1", true},
    {"E2,Hats,fire,Other,B", "E2,Hats,fire,Other", "row 6", true},
};

static struct text replace(struct arena *arena, struct text whole, const char *from,
                           const char *to) {
  size_t at = text_find(whole, text_of(from));
  if (!CHECK(at != SIZE_MAX)) return whole;
  return arena_format(arena, "%.*s%s%s", (int)at, whole.at, to, whole.at + at + strlen(from));
}

static void what_is_wrong_is_named(void) {
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    struct trial trial = {.arena = arena_make()};
    struct error error = {0};
    struct text mapping = TEXT(MAPPING), table = TEXT(TABLE_OF_VISITS);
    struct text *wrong = refusals[i].in_table ? &table : &mapping;
    CHECK_ROW("%s -> %s", refusals[i].from, refusals[i].to);
    *wrong = replace(trial.arena, *wrong, refusals[i].from, refusals[i].to);
    CHECK(!start(&trial, mapping, text_of(weigh_policy), table, &error));
    CHECK_TEXT(text_of(error.place), refusals[i].place);
    arena_free(trial.arena);
  }
}

static const struct {
  const char *text;
  enum mapping_date_order order;
  const char *date; /* NULL: refused */
  int64_t minute;
} dates[] = {
    {"2026-05-07", DATE_YMD, "2026-05-07", -1},
    {"2026/5/7", DATE_YMD, "2026-05-07", -1},
    {"2026.5.7 9:05", DATE_YMD, "2026-05-07", 545},
    {"2026-05-07T23:59:59", DATE_YMD, "2026-05-07", 1439},
    {"2026年5月7日", DATE_YMD, "2026-05-07", -1},
    {"2026年5月7日 09时30分", DATE_YMD, "2026-05-07", 570},
    {"5/7/2026", DATE_MDY, "2026-05-07", -1},
    {"07.05.2026", DATE_DMY, "2026-05-07", -1},
    {"2026-02-29", DATE_YMD, NULL, -1},
    {"2026-05", DATE_YMD, NULL, -1},
    {"7/5/26", DATE_DMY, NULL, -1},
    {"20260507", DATE_YMD, NULL, -1},
    {"2026-05-07 24:00", DATE_YMD, NULL, -1},
    {"2026-05-07 soon", DATE_YMD, NULL, -1},
    {"", DATE_YMD, NULL, -1},
};

static void dates_are_read_as_tables_write_them(void) {
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
    int32_t day;
    int64_t minute = -1;
    char text[DATE_TEXT_SIZE];
    CHECK_ROW("%s", dates[i].text);
    bool read = mapping_date(text_of(dates[i].text), dates[i].order, &day, &minute);
    CHECK_INTEGER(read, dates[i].date != NULL);
    if (!read) continue;
    CHECK_TEXT(((struct text){text, date_format(date_of_day(day), text)}), dates[i].date);
    CHECK_INTEGER(minute, dates[i].minute);
  }
}

TESTS(history_is_counted, facts_say_the_same_as_the_report, chicago_is_replayed,
      what_is_wrong_is_named, dates_are_read_as_tables_write_them)
