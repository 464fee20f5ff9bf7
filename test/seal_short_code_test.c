/* Short codes: what is written, what is read, what is caught. */
#include "seal/short_code.h"

#include "check.h"
#include "seal/pack.h"

static void are_written(void) {
  static const struct {
    const char *visit, *short_code;
  } rows[] = {
      {"000000000000", "0000-0000"},
      {"4k9m2x7q0abc", "4K9M-2X7Z"},
      {"4k9m2x7zzzzz", "4K9M-2X7Z"}, /* the rest of an id does not matter */
      {"zzzzzzzzzzzz", "ZZZZ-ZZZC"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char written[SHORT_CODE_LENGTH];
    CHECK_ROW("%s", rows[i].visit);
    CHECK(short_code_write(text_of(rows[i].visit), written));
    CHECK_TEXT(((struct text){written, sizeof written}), rows[i].short_code);
  }
  char written[SHORT_CODE_LENGTH];
  CHECK(!short_code_write(TEXT("4k9m2x7q0ab"), written));
  CHECK(!short_code_write(TEXT("4k9m2u7q0abc"), written));
}

static void are_read_as_they_are_typed(void) {
  static const struct {
    const char *typed, *start; /* NULL: not read */
  } rows[] = {
      {"4K9M-2X7Z", "4k9m2x7"},  {"4k9m2x7z", "4k9m2x7"},      {" 4k9m 2x7z ", "4k9m2x7"},
      {"4-k9m2x-7Z", "4k9m2x7"}, {"OoOo-0000", "0000000"},     {"", NULL},
      {"4K9M-2X7", NULL},        {"4K9M-2X7ZK", NULL},         {"4K9M-2X7J", NULL},
      {"4K9M_2X7Z", NULL},       {"4U9M-2X7Z", NULL},          {"４K9M-2X7Z", NULL},
      {"K49M-2X7Z", NULL},       {"4K9M-2X7Z4K9M-2X7Z", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char start[SHORT_CODE_ID_LENGTH];
    bool read = short_code_read(text_of(rows[i].typed), start);
    CHECK_ROW("%s", rows[i].typed);
    CHECK_INTEGER(read, rows[i].start != NULL);
    if (read) CHECK_TEXT(((struct text){start, sizeof start}), rows[i].start);
  }
}

static void letters_like_digits_are_digits(void) {
  char written[SHORT_CODE_LENGTH], start[SHORT_CODE_ID_LENGTH];
  CHECK(short_code_write(TEXT("1010101aaaaa"), written));
  for (size_t i = 0; i < sizeof written; i++) {
    if (written[i] == '1') written[i] = i % 2 ? 'i' : 'L';
    if (written[i] == '0') written[i] = 'O';
  }
  CHECK(short_code_read((struct text){written, sizeof written}, start));
  CHECK_TEXT(((struct text){start, sizeof start}), "1010101");
}

/* Any one character mistyped, and any two exchanged. */
static void mistakes_are_caught(void) {
  static const char *const visits[] = {"4k9m2x7q0abc", "zyxwvtsrqpnm", "0123456789ab"};
  int caught = 0, missed = 0;
  for (size_t visit = 0; visit < 3; visit++) {
    char written[SHORT_CODE_LENGTH], typed[SHORT_CODE_LENGTH], start[SHORT_CODE_ID_LENGTH];
    CHECK(short_code_write(text_of(visits[visit]), written));
    for (size_t at = 0; at < sizeof written; at++)
      for (unsigned digit = 0; digit < 32; digit++) {
        memcpy(typed, written, sizeof typed);
        typed[at] = id_character(digit);
        if (written[at] == '-' || (written[at] | 32) == (typed[at] | 32)) continue;
        if (short_code_read((struct text){typed, sizeof typed}, start)) missed++;
        caught++;
      }
    for (size_t at = 0; at < sizeof written; at++)
      for (size_t other = 0; other < at; other++) {
        memcpy(typed, written, sizeof typed);
        typed[at] = written[other];
        typed[other] = written[at];
        if (written[at] == '-' || written[other] == '-' || written[at] == written[other]) continue;
        if (short_code_read((struct text){typed, sizeof typed}, start)) missed++;
        caught++;
      }
  }
  CHECK(caught > 700);
  CHECK_INTEGER(missed, 0);
}

TESTS(are_written, are_read_as_they_are_typed, letters_like_digits_are_digits, mistakes_are_caught)
