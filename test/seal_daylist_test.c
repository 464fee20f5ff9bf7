/* Today's list: returns as it was, refuses what is none, stays small. */
#include "seal/daylist.h"

#include "base/time.h"
#include "check.h"

#define START  (1778083200 * SECOND_US)
#define ISSUED (1778115600 * SECOND_US)

static struct code entry(const char *visit, int64_t from_minute, int64_t until_minute) {
  struct code code = {.site = "vwxyz0123456",
                      .enterprise = "91430400MA4L00001X",
                      .from_us = START + from_minute * MINUTE_US,
                      .until_us = START + until_minute * MINUTE_US,
                      .issued_us = ISSUED,
                      .people = 3,
                      .serial = 1,
                      .unit = "衡阳市市场监督管理局"};
  memcpy(code.visit, visit, ID_LENGTH);
  return code;
}

/* Of the same entries, `count` of them. */
static struct daylist list_of(struct code *entries, size_t count) {
  return (struct daylist){.site = "vwxyz0123456",
                          .enterprise = "91430400MA4L00001X",
                          .day = 20580,
                          .start_us = START,
                          .issued_us = ISSUED,
                          .early_minutes = 30,
                          .late_minutes = 15,
                          .entries = entries,
                          .entry_count = count};
}

static void fill(struct code entries[3]) {
  entries[0] = entry("4k9m2x7q0abc", 540, 660);
  entries[1] = entry("zzzzzzzzzzzz", -1440, 2880);
  entries[1].serial = CODE_SERIAL_MOST;
  entries[1].people = CODE_PEOPLE_MOST;
  entries[1].reasons = REASON_BIT(not_booked) | REASON_BIT(revoked) | REASON_BIT(not_approved);
  entries[2] = entry("000000000000", 0, 1440);
  entries[2].unit[0] = 0;
}

static bool same(const struct code *a, const struct code *b) {
  return strcmp(a->visit, b->visit) == 0 && strcmp(a->site, b->site) == 0 &&
         strcmp(a->enterprise, b->enterprise) == 0 && a->from_us == b->from_us &&
         a->until_us == b->until_us && a->issued_us == b->issued_us && a->people == b->people &&
         a->serial == b->serial && strcmp(a->unit, b->unit) == 0 && a->reasons == b->reasons;
}

static void returns(void) {
  uint8_t bytes[256];
  struct daylist again;
  struct code entries[3], again_entries[4];
  fill(entries);
  struct daylist sample = list_of(entries, 3);
  size_t length = daylist_write(&sample, bytes, sizeof bytes);
  CHECK(length <= sizeof bytes);
  CHECK_INTEGER(daylist_write(&sample, NULL, 0), length);
  if (!CHECK(daylist_read((struct text){(char *)bytes, length}, &again, again_entries, 4))) return;
  CHECK_TEXT(text_of(again.site), sample.site);
  CHECK_TEXT(text_of(again.enterprise), sample.enterprise);
  CHECK(again.day == sample.day && again.start_us == sample.start_us);
  CHECK(again.early_minutes == 30 && again.late_minutes == 15);
  CHECK_INTEGER(again.issued_us, sample.issued_us);
  CHECK_INTEGER(again.entry_count, 3);
  for (size_t i = 0; i < 3; i++) CHECK(same(&again_entries[i], &entries[i]));
  CHECK(daylist_find(&again, TEXT("zzzzzzzzzzzz")) == &again_entries[1]);
  CHECK(daylist_find(&again, TEXT("4k9m2x7")) == &again_entries[0]);
  CHECK(daylist_find(&again, TEXT("zzzzzzzzzzzy")) == NULL);
}

/* As a code does: a gate's answer is the same by either. */
static void seconds_are_rounded_outwards(void) {
  uint8_t bytes[256];
  struct daylist again;
  struct code one = entry("4k9m2x7q0abc", 540, 660), read;
  struct daylist list = list_of(&one, 1);
  one.from_us += 999999;
  one.until_us += 1;
  size_t length = daylist_write(&list, bytes, sizeof bytes);
  if (!CHECK(daylist_read((struct text){(char *)bytes, length}, &again, &read, 1))) return;
  CHECK_INTEGER(read.from_us, START + 540 * MINUTE_US);
  CHECK_INTEGER(read.until_us, START + 660 * MINUTE_US + SECOND_US);
}

static void an_entry_takes_thirty_bytes(void) {
  struct code many[20];
  uint8_t bytes[DAYLIST_BYTES_MOST];
  for (size_t i = 0; i < 20; i++) many[i] = entry("zzzzzzzzzzzz", 540, 660);
  struct daylist list = list_of(many, 20);
  size_t length = daylist_write(&list, bytes, sizeof bytes);
  CHECK(length <= 50 + 20 * 30);
}

static void what_does_not_fit_is_refused(void) {
  static const struct {
    const char *what;
    struct code differs; /* its empty members are the sample's */
  } cases[] = {
      {"not an id", {.visit = "4k9m2x7q0abu"}},
      {"no serial", {.serial = -1}},
      {"large serial", {.serial = 65536}},
      {"far away", {.from_us = START - 800 * DAY_US}},
      {"without end", {.until_us = INT64_MAX}},
      {"without beginning", {.from_us = INT64_MIN}},
      {"a crowd", {.people = 256}},
      {"a long name", {.unit = "abcdefghijklmnopq"}},
      {"a name that cannot be packed", {.unit = "é"}},
      {"a reason of the gate's", {.reasons = REASON_BIT(expired)}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct code *differs = &cases[i].differs;
    struct code one = entry("4k9m2x7q0abc", 540, 660);
    struct daylist list = list_of(&one, 1);
    uint8_t bytes[256];
    CHECK_ROW("%s", cases[i].what);
    CHECK(daylist_write(&list, bytes, sizeof bytes) < sizeof bytes);
    if (*differs->visit) memcpy(one.visit, differs->visit, sizeof one.visit);
    if (*differs->unit) memcpy(one.unit, differs->unit, sizeof one.unit);
    if (differs->serial) one.serial = differs->serial;
    if (differs->people) one.people = differs->people;
    if (differs->from_us) one.from_us = differs->from_us;
    if (differs->until_us) one.until_us = differs->until_us;
    one.reasons = differs->reasons;
    CHECK(daylist_write(&list, bytes, sizeof bytes) == SIZE_MAX);
  }
}

static void damaged_lists_never_overrun(void) {
  uint8_t bytes[256], damaged[256];
  struct daylist list;
  struct code entries[3], read[3];
  fill(entries);
  struct daylist sample = list_of(entries, 3);
  size_t length = daylist_write(&sample, bytes, sizeof bytes);
  for (size_t cut = 0; cut < length; cut++)
    CHECK(!daylist_read((struct text){(char *)bytes, cut}, &list, read, 3));
  CHECK(!daylist_read((struct text){(char *)bytes, length}, &list, read, 2));
  int accepted = 0, unwritable = 0;
  for (size_t at = 0; at < length; at++)
    for (int value = 0; value < 256; value++) {
      memcpy(damaged, bytes, length);
      damaged[at] = (uint8_t)value;
      if (!daylist_read((struct text){(char *)damaged, length}, &list, read, 3)) continue;
      accepted++;
      unwritable += daylist_write(&list, damaged, sizeof damaged) == SIZE_MAX;
    }
  CHECK(accepted > 0);
  CHECK_INTEGER(unwritable, 0);
}

TESTS(returns, seconds_are_rounded_outwards, an_entry_takes_thirty_bytes,
      what_does_not_fit_is_refused, damaged_lists_never_overrun)
