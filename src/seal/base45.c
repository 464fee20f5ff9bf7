/* Base45 (RFC 9285). Pure. */
#include "seal/base45.h"

#include <string.h>

static const char alphabet[45] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

size_t base45_encode(struct text bytes, char *ret_text) {
  size_t length = 0;
  for (size_t i = 0; i < bytes.length; i += 2) {
    bool pair = i + 1 < bytes.length;
    unsigned value = (uint8_t)bytes.at[i];
    if (pair) value = value << 8 | (uint8_t)bytes.at[i + 1];
    ret_text[length++] = alphabet[value % 45];
    ret_text[length++] = alphabet[value / 45 % 45];
    if (pair) ret_text[length++] = alphabet[value / (45 * 45)];
  }
  return length;
}

/* 0 to 44, or 45 for a character outside the alphabet. */
static unsigned digit_of(char character) {
  const char *found = memchr(alphabet, character, sizeof alphabet);
  return found ? (unsigned)(found - alphabet) : 45;
}

bool base45_decode(struct text encoded, uint8_t *ret_bytes, size_t *ret_length) {
  if (encoded.length % 3 == 1) return false;
  size_t length = 0;
  for (size_t i = 0; i < encoded.length; i += 3) {
    bool pair = i + 2 < encoded.length;
    unsigned low = digit_of(encoded.at[i]), middle = digit_of(encoded.at[i + 1]);
    unsigned high = pair ? digit_of(encoded.at[i + 2]) : 0;
    if (low == 45 || middle == 45 || high == 45) return false;
    unsigned value = low + 45 * middle + 45 * 45 * high;
    if (value > (pair ? 0xffff : 0xff)) return false;
    if (pair) ret_bytes[length++] = (uint8_t)(value >> 8);
    ret_bytes[length++] = (uint8_t)value;
  }
  *ret_length = length;
  return true;
}
