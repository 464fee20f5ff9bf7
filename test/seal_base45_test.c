/* Base45 against the examples of RFC 9285, and what it refuses. */
#include "seal/base45.h"

#include "check.h"

static const struct {
  const char *bytes, *encoded;
} examples[] = {
    {"AB", "BB8"},
    {"Hello!!", "%69 VD92EX0"},
    {"base-45", "UJCLQE7W581"},
    {"ietf!", "QED8WEX0"},
    {"", ""},
    {"\xff\xff", "FGW"},
    {"\xff", "U5"},
};

static void encodes_and_decodes(void) {
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    char encoded[64];
    uint8_t decoded[64];
    size_t length;
    struct text bytes = text_of(examples[i].bytes);
    CHECK_ROW("%s", examples[i].encoded);
    size_t written = base45_encode(bytes, encoded);
    CHECK_INTEGER(written, BASE45_SIZE(bytes.length));
    CHECK_TEXT(((struct text){encoded, written}), examples[i].encoded);
    CHECK(base45_decode(text_of(examples[i].encoded), decoded, &length));
    CHECK(text_equal((struct text){(char *)decoded, length}, bytes));
  }
}

static void refuses(void) {
  static const struct {
    const char *encoded, *why;
  } cases[] = {
      {"GGW", "65536 in two bytes"}, {":::", "the largest group"},
      {"V5", "256 in one byte"},     {"::", "the largest pair"},
      {"B", "one character alone"},  {"BB8B", "one character left over"},
      {"bb8", "lower case"},         {"BB_", "outside the alphabet"},
      {"BB\xc3", "not ASCII"},       {"\tB8", "a tab is not the space"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t decoded[16];
    size_t length;
    CHECK_ROW("%s", cases[i].why);
    CHECK(!base45_decode(text_of(cases[i].encoded), decoded, &length));
  }
}

static void every_pair_of_bytes_returns(void) {
  int differing = 0;
  for (unsigned value = 0; value <= 0xffff; value++) {
    char bytes[2] = {(char)(value >> 8), (char)value}, encoded[3];
    uint8_t decoded[3];
    size_t length;
    base45_encode((struct text){bytes, 2}, encoded);
    if (!base45_decode((struct text){encoded, 3}, decoded, &length) || length != 2 ||
        memcmp(bytes, decoded, 2) != 0)
      differing++;
  }
  CHECK_INTEGER(differing, 0);
}

TESTS(encodes_and_decodes, refuses, every_pair_of_bytes_returns)
