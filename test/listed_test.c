/* What today's list knows of a code. One line a case. */
#include "visit/listed.h"

#include "check.h"

/* The list of 7 May 2026, made at 08:00; visits from 09:00 to 11:00. */
#define START  (1778083200 * SECOND_US)
#define LISTED (START + 8 * HOUR_US)
#define FROM   (START + 9 * HOUR_US)
#define UNTIL  (START + 11 * HOUR_US)

static struct code visit(const char *id, int64_t serial, reason_set reasons) {
  struct code code = {.site = "vwxyz0123456",
                      .enterprise = "91430400MA4L00001X",
                      .from_us = FROM,
                      .until_us = UNTIL,
                      .issued_us = START,
                      .people = 3,
                      .serial = serial,
                      .reasons = reasons};
  memcpy(code.visit, id, ID_LENGTH);
  return code;
}

static struct code entries[2];

static struct daylist today(void) {
  entries[0] = visit("aaaaaaaaaaaa", 2, 0);
  entries[1] = visit("bbbbbbbbbbbb", 2, REASON_BIT(frozen) | REASON_BIT(revoked));
  return (struct daylist){.site = "vwxyz0123456",
                          .enterprise = "91430400MA4L00001X",
                          .day = 20580,
                          .start_us = START,
                          .issued_us = LISTED,
                          .early_minutes = 30,
                          .late_minutes = 15,
                          .entries = entries,
                          .entry_count = 2};
}

#define SOME  (UNTIL - FROM)
#define FIRST (START - 15 * MINUTE_US)
#define LAST  (START + DAY_US + 30 * MINUTE_US)

static const struct {
  const char *what, *visit;
  int64_t serial, issued_us, from_us, until_us;
  const char *site;
  const char *knows; /* "": nothing */
} rows[] = {
    {"as it was listed", "aaaaaaaaaaaa", 2, START, FROM, UNTIL, NULL, "booked"},
    {"as it was listed, shown later", "aaaaaaaaaaaa", 2, LISTED + 1, FROM, UNTIL, NULL, "booked"},
    {"an older code", "aaaaaaaaaaaa", 1, START, FROM, UNTIL, NULL, "booked"},
    {"a code newer than the list", "aaaaaaaaaaaa", 3, LISTED + 1, FROM, UNTIL, NULL, ""},
    {"frozen and used", "bbbbbbbbbbbb", 2, START, FROM, UNTIL, NULL, "booked frozen revoked"},
    {"an older one of it", "bbbbbbbbbbbb", 1, START, FROM, UNTIL, NULL, "booked frozen revoked"},
    {"a newer one of it", "bbbbbbbbbbbb", 3, START, FROM, UNTIL, NULL, ""},
    {"never listed", "cccccccccccc", 1, START, FROM, UNTIL, NULL, "absent"},
    {"booked since", "cccccccccccc", 1, LISTED, FROM, UNTIL, NULL, ""},
    {"booked the moment before", "cccccccccccc", 1, LISTED - 1, FROM, UNTIL, NULL, "absent"},
    {"another site", "cccccccccccc", 1, START, FROM, UNTIL, "vwxyz0123457", ""},
    {"over before that day", "cccccccccccc", 1, START - DAY_US, FIRST - SOME, FIRST, NULL, ""},
    {"just not over", "cccccccccccc", 1, START - DAY_US, FIRST - SOME, FIRST + 1, NULL, "absent"},
    {"behind that day", "cccccccccccc", 1, START, LAST, LAST + SOME, NULL, ""},
    {"just that day", "cccccccccccc", 1, START, LAST - 1, LAST + SOME, NULL, "absent"},
};

static void every_row(void) {
  struct daylist list = today();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct code code = visit(rows[i].visit, rows[i].serial, 0);
    char knows[256] = "";
    code.issued_us = rows[i].issued_us;
    code.from_us = rows[i].from_us;
    code.until_us = rows[i].until_us;
    if (rows[i].site) memcpy(code.site, rows[i].site, ID_LENGTH);
    CHECK_ROW("%s", rows[i].what);
    struct gate_knowledge knowledge = listed_knowledge(&list, &code);
    if (knowledge.known)
      snprintf(knows, sizeof knows, "%s", knowledge.booked ? "booked" : "absent");
    for (int reason = 0; reason < REASON_COUNT; reason++)
      if (knowledge.reasons >> reason & 1)
        snprintf(knows + strlen(knows), sizeof knows - strlen(knows), " %s",
                 reason_entries[reason].name);
    CHECK_TEXT(text_of(knows), rows[i].knows);
    if (knowledge.booked) CHECK_INTEGER(knowledge.newest_serial, 2);
  }
}

static void short_codes_are_found(void) {
  struct daylist list = today();
  CHECK(listed_by_short_code(&list, "aaaaaaa") == &entries[0]);
  CHECK(listed_by_short_code(&list, "bbbbbbb") == &entries[1]);
  CHECK(listed_by_short_code(&list, "bbbbbba") == NULL);
}

static void is_of_its_day(void) {
  struct daylist list = today();
  CHECK(!listed_is_of_day(&list, START - 1));
  CHECK(listed_is_of_day(&list, START));
  CHECK(listed_is_of_day(&list, START + DAY_US - 1));
  CHECK(!listed_is_of_day(&list, START + DAY_US));
}

TESTS(every_row, short_codes_are_found, is_of_its_day)
