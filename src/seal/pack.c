/* Names in the fewest bytes. Pure. */
#include "seal/pack.h"

#include <string.h>

static const char id_alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

enum { ID_BITS = 60, USCC_SYMBOLS = 31, USCC_LETTERS = USCC_SYMBOLS * USCC_SYMBOLS };

/* Where `symbol` stands in `alphabet`, or -1. */
static int place_of(char symbol, const char *alphabet, size_t length) {
  const char *found = memchr(alphabet, symbol, length);
  return found ? (int)(found - alphabet) : -1;
}

int id_digit(char character) {
  return place_of(character, id_alphabet, sizeof id_alphabet - 1);
}

char id_character(unsigned digit) {
  return id_alphabet[digit & 31];
}

bool pack_id(struct text id, uint64_t *ret_number) {
  if (id.length != ID_LENGTH) return false;
  uint64_t number = 0;
  for (size_t i = 0; i < ID_LENGTH; i++) {
    int digit = id_digit(id.at[i]);
    if (digit < 0) return false;
    number = number << 5 | (uint64_t)digit;
  }
  *ret_number = number;
  return true;
}

void unpack_id(uint64_t number, char ret_id[ID_LENGTH]) {
  for (size_t i = ID_LENGTH; i-- > 0; number >>= 5) ret_id[i] = id_character((unsigned)number);
}

/* 120 bits as the high 64 and the low 56. */
bool pack_ids(struct text first, struct text second, uint8_t ret_bytes[ID_PAIR_BYTES]) {
  uint64_t a, b;
  if (!pack_id(first, &a) || !pack_id(second, &b)) return false;
  big_endian_put(a << 4 | b >> 56, ret_bytes, 8);
  big_endian_put(b, ret_bytes + 8, 7);
  return true;
}

void unpack_ids(const uint8_t bytes[ID_PAIR_BYTES], char ret_first[ID_LENGTH],
                char ret_second[ID_LENGTH]) {
  uint64_t high = big_endian_take(bytes, 8), low = big_endian_take(bytes + 8, 7);
  unpack_id(high >> 4, ret_first);
  unpack_id((high & 15) << 56 | low, ret_second);
}

static bool take_symbols(const char *at, size_t count, uint64_t *ret_number) {
  for (size_t i = 0; i < count; i++) {
    int digit = place_of(at[i], uscc_alphabet, USCC_SYMBOLS);
    if (digit < 0) return false;
    *ret_number = *ret_number * USCC_SYMBOLS + (uint64_t)digit;
  }
  return true;
}

static void put_symbols(uint64_t number, char *ret_at, size_t count) {
  for (size_t i = count; i-- > 0; number /= USCC_SYMBOLS)
    ret_at[i] = uscc_alphabet[number % USCC_SYMBOLS];
}

/* 10 bits of letters, 20 of digits, 50 of symbols: 30 bits to 64 are the high part's. */
bool pack_uscc(struct text uscc, uint8_t ret_bytes[USCC_BYTES]) {
  uint64_t letters = 0, digits = 0, symbols = 0;
  if (uscc.length != USCC_LENGTH) return false;
  if (!take_symbols(uscc.at, 2, &letters) || !take_symbols(uscc.at + 8, 10, &symbols)) return false;
  for (size_t i = 2; i < 8; i++) {
    if (uscc.at[i] < '0' || uscc.at[i] > '9') return false;
    digits = digits * 10 + (uint64_t)(uscc.at[i] - '0');
  }
  big_endian_put(letters << 54 | digits << 34 | symbols >> 16, ret_bytes, 8);
  big_endian_put(symbols, ret_bytes + 8, 2);
  return true;
}

bool unpack_uscc(const uint8_t bytes[USCC_BYTES], char ret_uscc[USCC_LENGTH]) {
  static const uint64_t symbols_end = UINT64_C(819628286980801); /* 31^10 */
  uint64_t high = big_endian_take(bytes, 8);
  uint64_t letters = high >> 54, digits = high >> 34 & 0xfffff;
  uint64_t symbols = (high & UINT64_C(0x3ffffffff)) << 16 | big_endian_take(bytes + 8, 2);
  if (letters >= USCC_LETTERS || digits >= 1000000 || symbols >= symbols_end) return false;
  put_symbols(letters, ret_uscc, 2);
  for (size_t i = 8; i-- > 2; digits /= 10) ret_uscc[i] = (char)('0' + digits % 10);
  put_symbols(symbols, ret_uscc + 8, 10);
  return true;
}

static const struct text words[] = {
#define WORD(word) {word, sizeof word - 1},
#include "seal/words.def"
#undef WORD
};

/* The bytes below are words; those from here on open a pair. */
enum { WORD_COUNT = sizeof words / sizeof *words, PAIR_BASE = 160 };
enum { CHINESE_FIRST = 0x4e00, CHINESE_END = 0xa000, ASCII_FIRST = 0x20, ASCII_END = 0x7f };
enum { CHINESE_COUNT = CHINESE_END - CHINESE_FIRST, ASCII_COUNT = ASCII_END - ASCII_FIRST };
_Static_assert(WORD_COUNT <= PAIR_BASE, "words.def is full");
_Static_assert(CHINESE_COUNT + ASCII_COUNT <= (256 - PAIR_BASE) * 256, "pairs are full");

/* The longest word that `name` starts with, or -1. */
static int longest_word(struct text name) {
  int best = -1;
  for (int i = 0; i < WORD_COUNT; i++)
    if (text_starts(name, words[i]) && (best < 0 || words[i].length > words[best].length)) best = i;
  return best;
}

static int pair_of(int32_t code_point) {
  if (code_point >= CHINESE_FIRST && code_point < CHINESE_END) return code_point - CHINESE_FIRST;
  if (code_point >= ASCII_FIRST && code_point < ASCII_END)
    return CHINESE_COUNT + code_point - ASCII_FIRST;
  return -1;
}

static int32_t code_point_of(int pair) {
  if (pair < CHINESE_COUNT) return CHINESE_FIRST + pair;
  return pair < CHINESE_COUNT + ASCII_COUNT ? ASCII_FIRST + pair - CHINESE_COUNT : -1;
}

static void put_byte(uint8_t *bytes, size_t size, size_t *length, int byte) {
  if (*length < size) bytes[*length] = (uint8_t)byte;
  ++*length;
}

size_t pack_words(struct text name, uint8_t *ret_bytes, size_t size) {
  size_t length = 0;
  for (size_t at = 0; at < name.length;) {
    struct text rest = {name.at + at, name.length - at};
    int word = longest_word(rest);
    if (word >= 0) {
      put_byte(ret_bytes, size, &length, word);
      at += words[word].length;
      continue;
    }
    int pair = pair_of(text_next_code_point(name, &at));
    if (pair < 0) return SIZE_MAX;
    put_byte(ret_bytes, size, &length, PAIR_BASE + pair / 256);
    put_byte(ret_bytes, size, &length, pair % 256);
  }
  return length;
}

size_t unpack_words(const uint8_t *bytes, size_t length, char *ret_name, size_t size) {
  size_t written = 0;
  for (size_t i = 0; i < length; i++) {
    char character[4];
    struct text piece;
    if (bytes[i] < PAIR_BASE) {
      if (bytes[i] >= WORD_COUNT) return SIZE_MAX;
      piece = words[bytes[i]];
    } else {
      if (i + 1 == length) return SIZE_MAX;
      int32_t code_point = code_point_of((bytes[i] - PAIR_BASE) * 256 + bytes[i + 1]);
      if (code_point < 0) return SIZE_MAX;
      i++;
      piece = (struct text){character, text_put_code_point(code_point, character)};
    }
    if (piece.length <= size && written <= size - piece.length)
      memcpy(ret_name + written, piece.at, piece.length);
    written += piece.length;
  }
  return written;
}
