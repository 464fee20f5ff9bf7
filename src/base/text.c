/* Runs of bytes: comparing, cutting, UTF-8, hexadecimal and base64. */
#include "base/text.h"

#include <string.h>

struct text text_of(const char *nul_terminated) {
  if (!nul_terminated) return NO_TEXT;
  const char *end = memchr(nul_terminated, 0, PTRDIFF_MAX);
  return (struct text){nul_terminated, (size_t)(end - nul_terminated)};
}

bool text_equal(struct text a, struct text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

int text_compare(struct text a, struct text b) {
  size_t shorter = a.length < b.length ? a.length : b.length;
  int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
  if (order != 0) return order;
  return a.length < b.length ? -1 : a.length > b.length;
}

bool text_starts(struct text whole, struct text start) {
  return whole.length >= start.length && text_equal((struct text){whole.at, start.length}, start);
}

size_t text_find(struct text whole, struct text part) {
  for (size_t at = 0; at + part.length <= whole.length; at++)
    if (text_equal((struct text){whole.at + at, part.length}, part)) return at;
  return SIZE_MAX;
}

struct text text_cut(struct text *rest, char separator) {
  struct text head = *rest;
  const char *end = rest->length ? memchr(rest->at, separator, rest->length) : NULL;
  if (!end) {
    *rest = NO_TEXT;
    return head;
  }
  head.length = (size_t)(end - rest->at);
  *rest = (struct text){end + 1, rest->length - head.length - 1};
  return head;
}

static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct text text_trim(struct text whole) {
  while (whole.length && is_blank(whole.at[0])) whole.at++, whole.length--;
  while (whole.length && is_blank(whole.at[whole.length - 1])) whole.length--;
  return whole;
}

int32_t text_next_code_point(struct text text, size_t *at) {
  const uint8_t *bytes = (const uint8_t *)text.at + *at;
  size_t left = text.length - *at;
  if (left == 0) return -1;
  if (bytes[0] < 0x80) {
    *at += 1;
    return bytes[0];
  }
  static const struct {
    uint8_t mask, mark;
    int32_t least;
  } forms[] = {{0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
  for (size_t form = 0; form < 3; form++) {
    if ((bytes[0] & forms[form].mask) != forms[form].mark) continue;
    size_t length = form + 2;
    if (left < length) return -1;
    int32_t code_point = bytes[0] & (uint8_t)~forms[form].mask;
    for (size_t i = 1; i < length; i++) {
      if ((bytes[i] & 0xc0) != 0x80) return -1;
      code_point = code_point << 6 | (bytes[i] & 0x3f);
    }
    if (code_point < forms[form].least || code_point > 0x10ffff) return -1;
    if (code_point >= 0xd800 && code_point <= 0xdfff) return -1;
    *at += length;
    return code_point;
  }
  return -1;
}

/* Most text is ASCII, which goes eight bytes at a time. */
static size_t skip_ascii(struct text text, size_t at) {
  uint64_t bytes;
  while (text.length - at >= sizeof bytes) {
    memcpy(&bytes, text.at + at, sizeof bytes);
    if (bytes & UINT64_C(0x8080808080808080)) break;
    at += sizeof bytes;
  }
  return at;
}

bool text_is_utf8(struct text text) {
  for (size_t at = skip_ascii(text, 0); at < text.length; at = skip_ascii(text, at))
    if (text_next_code_point(text, &at) < 0) return false;
  return true;
}

size_t text_count_code_points(struct text text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += ((uint8_t)text.at[i] & 0xc0) != 0x80;
  return count;
}

size_t text_put_code_point(int32_t code_point, char ret_bytes[4]) {
  uint32_t c = (uint32_t)code_point;
  if (c < 0x80) {
    ret_bytes[0] = (char)c;
    return 1;
  }
  size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t i = length - 1; i > 0; i--, c >>= 6) ret_bytes[i] = (char)(0x80 | (c & 0x3f));
  ret_bytes[0] = (char)(marks[length] | c);
  return length;
}

bool text_to_integer(struct text text, int64_t *ret_value) {
  bool negative = text.length && text.at[0] == '-';
  size_t at = negative;
  if (at == text.length) return false;
  int64_t value = 0;
  for (; at < text.length; at++) {
    if (text.at[at] < '0' || text.at[at] > '9') return false;
    int digit = text.at[at] - '0';
    if (__builtin_mul_overflow(value, 10, &value)) return false;
    if (__builtin_add_overflow(value, negative ? -digit : digit, &value)) return false;
  }
  *ret_value = value;
  return true;
}

void hex_encode(const uint8_t *bytes, size_t length, char *ret_hex) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < length; i++) {
    ret_hex[2 * i] = digits[bytes[i] >> 4];
    ret_hex[2 * i + 1] = digits[bytes[i] & 15];
  }
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool hex_decode(struct text hex, uint8_t *ret_bytes, size_t length) {
  if (hex.length != 2 * length) return false;
  for (size_t i = 0; i < length; i++) {
    int high = hex_digit(hex.at[2 * i]), low = hex_digit(hex.at[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    ret_bytes[i] = (uint8_t)(high << 4 | low);
  }
  return true;
}

void big_endian_put(uint64_t number, uint8_t *ret_bytes, size_t length) {
  for (size_t i = length; i-- > 0; number >>= 8) ret_bytes[i] = (uint8_t)number;
}

uint64_t big_endian_take(const uint8_t *bytes, size_t length) {
  uint64_t number = 0;
  for (size_t i = 0; i < length; i++) number = number << 8 | bytes[i];
  return number;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

static char base64_digit(unsigned value, bool url) {
  if (value < 62) return base64_digits[value];
  return value == 62 ? (url ? '-' : '+') : (url ? '_' : '/');
}

static int base64_value(char c, bool url) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == (url ? '-' : '+')) return 62;
  if (c == (url ? '_' : '/')) return 63;
  return -1;
}

size_t base64_encode(const uint8_t *bytes, size_t length, bool url, char *ret_text) {
  size_t written = 0;
  for (size_t i = 0; i < length; i += 3) {
    size_t taken = length - i < 3 ? length - i : 3;
    unsigned group = (unsigned)bytes[i] << 16;
    if (taken > 1) group |= (unsigned)bytes[i + 1] << 8;
    if (taken > 2) group |= bytes[i + 2];
    for (size_t digit = 0; digit < 4; digit++) {
      if (digit <= taken)
        ret_text[written++] = base64_digit(group >> (18 - 6 * digit) & 63, url);
      else if (!url)
        ret_text[written++] = '=';
    }
  }
  return written;
}

bool base64_decode(struct text encoded, bool url, uint8_t *ret_bytes, size_t *ret_length) {
  size_t digits = encoded.length;
  if (!url) {
    if (digits % 4) return false;
    for (int padding = 0; padding < 2 && digits && encoded.at[digits - 1] == '='; padding++)
      digits--;
  }
  if (digits % 4 == 1) return false;
  unsigned group = 0;
  size_t written = 0;
  for (size_t i = 0; i < digits; i++) {
    int value = base64_value(encoded.at[i], url);
    if (value < 0) return false;
    group = group << 6 | (unsigned)value;
    if (i % 4 == 0) continue;
    unsigned unused_bits = 6 - 2 * (i % 4);
    ret_bytes[written++] = (uint8_t)(group >> unused_bits);
    group &= (1u << unused_bits) - 1;
  }
  if (group) return false;
  *ret_length = written;
  return true;
}
