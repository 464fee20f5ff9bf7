/* The short code. Pure.
 *
 * The eight digits c0 to c7 are elements of GF(32), x^5 + x^2 + 1; the check digit c7 makes the sum
 * of a^(7-i) * c[i] zero, a = 2 being primitive. One wrong digit leaves a nonzero rest, and so do
 * two exchanged ones, for no two of the powers are equal. */
#include "seal/short_code.h"

#include "seal/pack.h"

enum { DIGITS = SHORT_CODE_ID_LENGTH + 1, HYPHEN_AT = 4, FIELD_POLYNOMIAL = 0x25, FIELD_TOP = 32 };

static unsigned times_a(unsigned element) {
  unsigned doubled = element << 1;
  return doubled & FIELD_TOP ? doubled ^ FIELD_POLYNOMIAL : doubled;
}

static unsigned rest_of(const unsigned *digits, size_t count) {
  unsigned rest = 0;
  for (size_t i = 0; i < count; i++) rest = times_a(rest) ^ digits[i];
  return rest;
}

static char upper(char character) {
  return character >= 'a' && character <= 'z' ? (char)(character - 'a' + 'A') : character;
}

static char lower(char character) {
  return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

bool short_code_write(struct text visit, char ret_short[SHORT_CODE_LENGTH]) {
  unsigned digits[DIGITS];
  if (visit.length != ID_LENGTH) return false;
  for (size_t i = 0; i < SHORT_CODE_ID_LENGTH; i++) {
    int digit = id_digit(visit.at[i]);
    if (digit < 0) return false;
    digits[i] = (unsigned)digit;
  }
  digits[SHORT_CODE_ID_LENGTH] = times_a(rest_of(digits, SHORT_CODE_ID_LENGTH));
  for (size_t i = 0; i < DIGITS; i++)
    ret_short[i + (i >= HYPHEN_AT)] = upper(id_character(digits[i]));
  ret_short[HYPHEN_AT] = '-';
  return true;
}

/* As it was meant: Crockford's look-alikes. */
static char meant(char typed) {
  char character = lower(typed);
  if (character == 'o') return '0';
  return character == 'i' || character == 'l' ? '1' : character;
}

bool short_code_read(struct text typed, char ret_id_start[SHORT_CODE_ID_LENGTH]) {
  unsigned digits[DIGITS];
  size_t count = 0;
  for (size_t i = 0; i < typed.length; i++) {
    if (typed.at[i] == ' ' || typed.at[i] == '-') continue;
    int digit = id_digit(meant(typed.at[i]));
    if (digit < 0 || count == DIGITS) return false;
    digits[count++] = (unsigned)digit;
  }
  if (count != DIGITS || rest_of(digits, DIGITS) != 0) return false;
  for (size_t i = 0; i < SHORT_CODE_ID_LENGTH; i++) ret_id_start[i] = id_character(digits[i]);
  return true;
}
