/* Names in the fewest bytes, and back. */
#include "seal/pack.h"

#include "check.h"

static void ids(void) {
  static const struct {
    const char *id;
    uint64_t number; /* UINT64_MAX: refused */
  } cases[] = {
      {"000000000000", 0},          {"000000000001", 1},
      {"00000000000z", 31},         {"zzzzzzzzzzzz", (UINT64_C(1) << 60) - 1},
      {"00000000000", UINT64_MAX},  {"0000000000000", UINT64_MAX},
      {"00000000000i", UINT64_MAX}, {"00000000000l", UINT64_MAX},
      {"00000000000o", UINT64_MAX}, {"00000000000u", UINT64_MAX},
      {"00000000000A", UINT64_MAX}, {"", UINT64_MAX},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint64_t number = UINT64_MAX;
    char id[ID_LENGTH];
    CHECK_ROW("%s", cases[i].id);
    CHECK_INTEGER(pack_id(text_of(cases[i].id), &number), cases[i].number != UINT64_MAX);
    CHECK_INTEGER(number, cases[i].number);
    if (number == UINT64_MAX) continue;
    unpack_id(number, id);
    CHECK_TEXT(((struct text){id, ID_LENGTH}), cases[i].id);
  }
}

static void pairs_of_ids(void) {
  static const char *const ids[] = {"000000000000", "zzzzzzzzzzzz", "4k9m2x7q0abc", "vwxyz0123456"};
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < 4; j++) {
      uint8_t bytes[ID_PAIR_BYTES];
      char first[ID_LENGTH], second[ID_LENGTH];
      CHECK(pack_ids(text_of(ids[i]), text_of(ids[j]), bytes));
      unpack_ids(bytes, first, second);
      CHECK_TEXT(((struct text){first, ID_LENGTH}), ids[i]);
      CHECK_TEXT(((struct text){second, ID_LENGTH}), ids[j]);
    }
}

static void social_credit_codes(void) {
  static const struct {
    const char *uscc;
    bool packs;
  } cases[] = {
      {"91430400MA4L00001X", true},  {"000000000000000000", true},   {"YY999999YYYYYYYYYY", true},
      {"91430400ma4l00001x", false}, {"91430400MA4L0000I1", false},  {"9143040AMA4L000011", false},
      {"91430400MA4L00001", false},  {"91430400MA4L00001XX", false}, {"", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t bytes[USCC_BYTES];
    char uscc[USCC_LENGTH];
    CHECK_ROW("%s", cases[i].uscc);
    CHECK_INTEGER(pack_uscc(text_of(cases[i].uscc), bytes), cases[i].packs);
    if (!cases[i].packs) continue;
    CHECK(unpack_uscc(bytes, uscc));
    CHECK_TEXT(((struct text){uscc, USCC_LENGTH}), cases[i].uscc);
  }
  uint8_t beyond[USCC_BYTES];
  char uscc[USCC_LENGTH];
  memset(beyond, 0xff, sizeof beyond);
  CHECK(!unpack_uscc(beyond, uscc));
}

/* Codes out in the world hold these bytes: the rows may never change. */
static void words(void) {
  static const struct {
    const char *name, *hex; /* NULL: refused */
  } cases[] = {
      {"", ""},
      {"衡阳市市场监督管理局", "0351"},
      {"祁东县白地市镇人民政府", "23c87da9300631"},
      {"A1", "f221f211"},
      {"…镇", "000a"},
      {"一", "a000"},
      {"鿿", "f1ff"},
      {"株洲", "ba2abf32"},
      {"é", NULL},
      {"㐀", NULL},
      {"局\n", NULL},
      {"😀", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t bytes[32];
    char hex[64], name[64];
    struct text whole = text_of(cases[i].name);
    CHECK_ROW("%s", cases[i].name);
    size_t length = pack_words(whole, bytes, sizeof bytes);
    CHECK_INTEGER(length == SIZE_MAX, cases[i].hex == NULL);
    if (length == SIZE_MAX) continue;
    hex_encode(bytes, length, hex);
    CHECK_TEXT(((struct text){hex, 2 * length}), cases[i].hex);
    CHECK_INTEGER(unpack_words(bytes, length, name, sizeof name), whole.length);
    CHECK_TEXT(((struct text){name, whole.length}), cases[i].name);
    CHECK_INTEGER(pack_words(whole, NULL, 0), length);
    CHECK_INTEGER(unpack_words(bytes, length, NULL, 0), whole.length);
  }
}

static void meaningless_bytes_are_refused(void) {
  static const uint8_t cases[][2] = {{0x9f, 0}, {0x00, 0xa0}, {0xff, 0xff}, {0xf2, 0x5f}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char name[64];
    CHECK_ROW("%02x%02x", cases[i][0], cases[i][1]);
    CHECK(unpack_words(cases[i], 2, name, sizeof name) == SIZE_MAX);
  }
}

TESTS(ids, pairs_of_ids, social_credit_codes, words, meaningless_bytes_are_refused)
