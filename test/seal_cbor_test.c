/* CBOR against the examples of RFC 8949 (appendices A and F). */
#include "seal/cbor.h"

#include "check.h"

enum { ROOM = 64 };

static struct text bytes_of(const char *hex, uint8_t room[ROOM]) {
  size_t length = strlen(hex) / 2;
  CHECK(hex_decode(text_of(hex), room, length));
  return (struct text){(char *)room, length};
}

static struct cbor_item first_item(const char *hex, uint8_t room[ROOM]) {
  struct cbor_item item = {.kind = CBOR_BREAK};
  struct cbor_reader reader = CBOR_READER(bytes_of(hex, room));
  CHECK(cbor_next(&reader, &item));
  return item;
}

/* Integers are written in their shortest form and read back. */
static void integers(void) {
  static const struct {
    int64_t value;
    const char *hex;
  } cases[] = {
      {0, "00"},
      {23, "17"},
      {24, "1818"},
      {100, "1864"},
      {255, "18ff"},
      {256, "190100"},
      {65535, "19ffff"},
      {1000000, "1a000f4240"},
      {4294967296, "1b0000000100000000"},
      {INT64_MAX, "1b7fffffffffffffff"},
      {-1, "20"},
      {-24, "37"},
      {-25, "3818"},
      {-1000, "3903e7"},
      {INT64_MIN, "3b7fffffffffffffff"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t room[ROOM], written[ROOM];
    struct cbor_writer writer = CBOR_WRITER(written, sizeof written);
    int64_t value = 7;
    CHECK_ROW("%s", cases[i].hex);
    cbor_put_integer(&writer, cases[i].value);
    CHECK(text_equal(cbor_written(&writer), bytes_of(cases[i].hex, room)));
    struct cbor_item item = first_item(cases[i].hex, room);
    CHECK(cbor_integer(&item, &value) && value == cases[i].value);
  }
}

static void integers_beyond_64_bits_have_no_value(void) {
  uint8_t room[ROOM];
  int64_t value;
  struct cbor_item item = first_item("1bffffffffffffffff", room);
  CHECK(item.kind == CBOR_UNSIGNED && item.number == UINT64_MAX && !cbor_integer(&item, &value));
  item = first_item("3bffffffffffffffff", room);
  CHECK(item.kind == CBOR_NEGATIVE && !cbor_integer(&item, &value));
}

static void floats(void) {
  static const struct {
    const char *hex;
    double value;
  } cases[] = {
      {"f90000", 0.0},
      {"f93c00", 1.0},
      {"f93e00", 1.5},
      {"f97bff", 65504.0},
      {"f90001", 5.960464477539063e-8},
      {"f90400", 0.00006103515625},
      {"f9c400", -4.0},
      {"fa47c35000", 100000.0},
      {"fa7f7fffff", 3.4028234663852886e+38},
      {"fb3ff199999999999a", 1.1},
      {"fb7e37e43c8800759c", 1.0e+300},
      {"fbc010666666666666", -4.1},
      {"f97c00", __builtin_inf()},
      {"f9fc00", -__builtin_inf()},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t room[ROOM];
    CHECK_ROW("%s", cases[i].hex);
    struct cbor_item item = first_item(cases[i].hex, room);
    CHECK(item.kind == CBOR_FLOAT && item.real >= cases[i].value && item.real <= cases[i].value);
  }
  uint8_t room[ROOM];
  CHECK(__builtin_isnan(first_item("f97e00", room).real));
}

/* One whole item each; `kind` is that of its first head. */
static void well_formed(void) {
  static const struct {
    const char *hex;
    enum cbor_kind kind;
  } cases[] = {
      {"f4", CBOR_SIMPLE},
      {"f7", CBOR_SIMPLE},
      {"f0", CBOR_SIMPLE},
      {"f8ff", CBOR_SIMPLE},
      {"c074323031332d30332d32315432303a30343a30305a", CBOR_TAG},
      {"d818456449455446", CBOR_TAG},
      {"c249010000000000000000", CBOR_TAG},
      {"40", CBOR_BYTES},
      {"4401020304", CBOR_BYTES},
      {"60", CBOR_TEXT},
      {"62c3bc", CBOR_TEXT},
      {"64f0908591", CBOR_TEXT},
      {"80", CBOR_ARRAY},
      {"8301820203820405", CBOR_ARRAY},
      {"a26161016162820203", CBOR_MAP},
      {"5f42010243030405ff", CBOR_BYTES},
      {"7f657374726561646d696e67ff", CBOR_TEXT},
      {"9fff", CBOR_ARRAY},
      {"9f018202039f0405ffff", CBOR_ARRAY},
      {"83018202039f0405ff", CBOR_ARRAY},
      {"bf61610161629f0203ffff", CBOR_MAP},
      {"bf6346756ef563416d7421ff", CBOR_MAP},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t room[ROOM];
    struct text bytes = bytes_of(cases[i].hex, room), whole = NO_TEXT;
    struct cbor_reader reader = CBOR_READER(bytes);
    CHECK_ROW("%s", cases[i].hex);
    CHECK(cbor_skip(&reader, &whole));
    CHECK(cbor_at_end(&reader) && whole.length == bytes.length);
    CHECK_INTEGER(first_item(cases[i].hex, room).kind, cases[i].kind);
    /* and every beginning of it alone is not an item */
    for (size_t length = 0; length < bytes.length; length++) {
      reader = CBOR_READER(((struct text){bytes.at, length}));
      CHECK(!cbor_skip(&reader, NULL) && reader.offset == 0);
    }
  }
}

static void malformed(void) {
  static const struct {
    const char *what, *items;
  } rows[] = {
      {"cut heads", "18 19ff 1a000000 1bffffff f8 fb000000"},
      {"cut strings", "41 61 5affffffff 7bffffffffffffffff 5bffffffffffffffff00"},
      {"cut containers", "81 818181 a1 a20102 c0 8200 9bffffffffffffffff bb7fffffffffffffff"},
      {"no break", "5f4100 9f bf 9f0102 bf01020102 5f61"},
      {"reserved heads", "1c 1d 1e 3c 5d 7e 9c bd dc fc fd fe 1f 3f df"},
      {"reserved simple values", "f800 f818 f81f"},
      {"wrong chunks", "5f00ff 5f6100ff 7f4100ff 5f5f4100ffff 5f80ff"},
      {"lone breaks", "ff 81ff 8200ff a1ff a100ff c0ff bf00ff bf000000ff 9f81ff"},
      {"not UTF-8", "61ff 62c328 63eda080 64f4908080"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (struct text rest = text_of(rows[i].items); rest.at;) {
      struct text hex = text_cut(&rest, ' ');
      uint8_t room[ROOM];
      CHECK_ROW("%s: %.*s", rows[i].what, TEXT_ARGS(hex));
      CHECK(hex_decode(hex, room, hex.length / 2));
      struct cbor_reader reader = CBOR_READER(((struct text){(char *)room, hex.length / 2}));
      CHECK(!cbor_skip(&reader, NULL));
      CHECK_INTEGER(reader.offset, 0);
    }
}

static void depth_is_bounded(void) {
  static const uint8_t openings[] = {0x81, 0x9f, 0xc0};
  for (size_t i = 0; i < sizeof openings; i++) {
    uint8_t bytes[2 * CBOR_DEPTH_MOST + 4];
    for (size_t depth = CBOR_DEPTH_MOST; depth <= CBOR_DEPTH_MOST + 1; depth++) {
      size_t length = depth;
      memset(bytes, openings[i], depth);
      bytes[length++] = 0;
      if (openings[i] == 0x9f) memset(bytes + length, 0xff, depth), length += depth;
      struct cbor_reader reader = CBOR_READER(((struct text){(char *)bytes, length}));
      CHECK_ROW("%02x, %zu deep", openings[i], depth);
      CHECK_INTEGER(cbor_skip(&reader, NULL), depth <= CBOR_DEPTH_MOST);
    }
  }
}

static void walks_containers(void) {
  static const char *const cases[] = {"83010203", "9f010203ff"};
  for (size_t i = 0; i < 2; i++) {
    uint8_t room[ROOM];
    struct cbor_reader reader = CBOR_READER(bytes_of(cases[i], room));
    struct cbor_item array;
    uint64_t taken = 0;
    int64_t value, sum = 0;
    CHECK(cbor_next(&reader, &array));
    while (cbor_more(&reader, &array, &taken)) {
      CHECK(cbor_next_integer(&reader, 1, 3, &value));
      sum += value;
    }
    CHECK_INTEGER(sum, 6);
    CHECK(cbor_at_end(&reader));
  }
}

static void a_writer_says_what_it_needs(void) {
  uint8_t room[8];
  struct cbor_writer writer = CBOR_WRITER(room, sizeof room);
  cbor_put_array(&writer, 2);
  cbor_put_text(&writer, TEXT("seven"));
  CHECK_INTEGER(cbor_written(&writer).length, 7);
  cbor_put_bytes(&writer, TEXT("ab"));
  CHECK_INTEGER(writer.length, 10);
  CHECK(cbor_written(&writer).at == NULL);
}

TESTS(integers, integers_beyond_64_bits_have_no_value, floats, well_formed, malformed,
      depth_is_bounded, walks_containers, a_writer_says_what_it_needs)
