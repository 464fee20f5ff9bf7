/* Today's list: returns as it was, refuses what is none, stays small. */
#include "seal/daylist.h"

#include "base/time.h"
#include "check.h"

static struct daylist_entry entries[] = {
    {"4k9m2x7q0abc", 1, false, 540, 660, 3},
    {"zzzzzzzzzzzz", 65535, true, -1440, 2880, 255},
    {"000000000000", 7, false, 0, 1440, 0},
};
static const struct daylist sample = {"vwxyz0123456",         20580,   1778083200 * SECOND_US,
                                      1778115600 * SECOND_US, entries, 3};

static void returns(void) {
  uint8_t bytes[256];
  struct daylist again;
  struct daylist_entry again_entries[4];
  size_t length = daylist_write(&sample, bytes, sizeof bytes);
  CHECK(length <= sizeof bytes);
  CHECK_INTEGER(daylist_write(&sample, NULL, 0), length);
  if (!CHECK(daylist_read((struct text){(char *)bytes, length}, &again, again_entries, 4))) return;
  CHECK_TEXT(text_of(again.site), sample.site);
  CHECK(again.day == sample.day && again.start_us == sample.start_us);
  CHECK_INTEGER(again.issued_us, sample.issued_us);
  CHECK_INTEGER(again.entry_count, 3);
  CHECK(memcmp(again_entries, entries, sizeof entries) == 0);
  CHECK(daylist_find(&again, TEXT("zzzzzzzzzzzz")) == &again_entries[1]);
  CHECK(daylist_find(&again, TEXT("zzzzzzzzzzzy")) == NULL);
}

static void an_entry_takes_twenty_bytes(void) {
  struct daylist_entry many[20];
  struct daylist list = sample;
  uint8_t bytes[DAYLIST_BYTES_MOST];
  for (size_t i = 0; i < 20; i++) many[i] = entries[0];
  list.entries = many;
  list.entry_count = 20;
  size_t length = daylist_write(&list, bytes, sizeof bytes);
  CHECK(length <= 40 + 20 * 20);
}

static void what_does_not_fit_is_refused(void) {
  static const struct {
    const char *what;
    struct daylist_entry entry;
  } cases[] = {
      {"not an id", {"4k9m2x7q0abu", 1, false, 540, 660, 3}},
      {"no serial", {"4k9m2x7q0abc", 0, false, 540, 660, 3}},
      {"large serial", {"4k9m2x7q0abc", 65536, false, 540, 660, 3}},
      {"far away", {"4k9m2x7q0abc", 1, false, -2000000, 660, 3}},
      {"without end", {"4k9m2x7q0abc", 1, false, 540, INT64_MAX, 3}},
      {"a crowd", {"4k9m2x7q0abc", 1, false, 540, 660, 256}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct daylist_entry entry = cases[i].entry;
    struct daylist list = sample;
    uint8_t bytes[256];
    list.entries = &entry;
    list.entry_count = 1;
    CHECK_ROW("%s", cases[i].what);
    CHECK(daylist_write(&list, bytes, sizeof bytes) == SIZE_MAX);
  }
}

static void damaged_lists_never_overrun(void) {
  uint8_t bytes[256], damaged[256];
  struct daylist list;
  struct daylist_entry read[3];
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

TESTS(returns, an_entry_takes_twenty_bytes, what_does_not_fit_is_refused,
      damaged_lists_never_overrun)
