/* Runs of bytes, and a buffer that text is built in.
 *
 * Pure: no I/O, no clock, no globals; imports nothing but mem*. A `struct text` never owns what it
 * points at: the arena, the caller or the program's constants do. */
#ifndef HENG_BASE_TEXT_H
#define HENG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `at` NULL means "no value", which differs from an empty text. */
struct text {
  const char *at;
  size_t length;
};

struct texts {
  struct text *at;
  size_t count;
};

#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
#define NO_TEXT       ((struct text){NULL, 0})
/* For printf: printf("%.*s", TEXT_ARGS(name)). */
#define TEXT_ARGS(text) (int)(text).length, (text).at

struct text text_of(const char *nul_terminated);
bool text_equal(struct text a, struct text b);
/* Byte order: negative, zero or positive. */
int text_compare(struct text a, struct text b);
bool text_starts(struct text whole, struct text start);
/* The place of `part` in `whole`, or SIZE_MAX. */
size_t text_find(struct text whole, struct text part);
/* Cuts `*rest` at the first `separator`: returns what stands before it and leaves what follows;
 * the whole (and NO_TEXT left) when there is none. */
struct text text_cut(struct text *rest, char separator);
/* Without ASCII spaces, tabs, CR and LF at either end. */
struct text text_trim(struct text whole);

/* RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF. */
bool text_is_utf8(struct text text);
/* Reads the code point at `*at` and moves past it; -1 on malformed bytes, `*at` then unmoved. */
int32_t text_next_code_point(struct text text, size_t *at);
/* How many code points valid UTF-8 holds. */
size_t text_count_code_points(struct text text);
/* Writes 1 to 4 bytes; returns how many. `code_point` must be a scalar value. */
size_t text_put_code_point(int32_t code_point, char ret_bytes[4]);

/* Decimal digits with an optional minus sign, the whole text; false when it is not that or does
 * not fit. */
bool text_to_integer(struct text text, int64_t *ret_value);

/* Lower-case hexadecimal; `ret_hex` has room for 2 * length. */
void hex_encode(const uint8_t *bytes, size_t length, char *ret_hex);
/* False unless `hex` is exactly 2 * length hexadecimal digits. */
bool hex_decode(struct text hex, uint8_t *ret_bytes, size_t length);

/* An unsigned number as `length` bytes, at most 8, the highest first. */
void big_endian_put(uint64_t number, uint8_t *ret_bytes, size_t length);
uint64_t big_endian_take(const uint8_t *bytes, size_t length);

/* Base64 with padding (RFC 4648 section 4) or, with `url`, without padding (section 5).
 * `ret_text` has room for BASE64_SIZE(length); returns the length written. */
#define BASE64_SIZE(length) (((length) + 2) / 3 * 4)
size_t base64_encode(const uint8_t *bytes, size_t length, bool url, char *ret_text);
/* Strict: no spaces, exact padding, unused bits zero. `ret_bytes` has room for
 * encoded.length / 4 * 3 + 3. */
bool base64_decode(struct text encoded, bool url, uint8_t *ret_bytes, size_t *ret_length);

#endif
