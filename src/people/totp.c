/* Time-based one-time passwords: RFC 6238. */
#include "people/totp.h"

#include <openssl/crypto.h>
#include <string.h>

#include "base/time.h"
#include "people/hotp.h"

int64_t totp_check(struct text secret_base32, struct text code, int64_t now_us, int64_t last_step) {
  uint8_t secret[2 * TOTP_SECRET_SIZE];
  size_t size;
  int64_t given;
  if (code.length != TOTP_DIGITS || code.at[0] == '-' || !text_to_integer(code, &given)) return -1;
  if (!base32_decode(secret_base32, secret, sizeof secret, &size)) return -1;
  int64_t now = now_us / (TOTP_STEP_SECONDS * SECOND_US), found = -1;
  for (int64_t step = now - 1; step <= now + 1; step++)
    if (step > last_step && hotp_value(secret, size, step, TOTP_DIGITS) == given) found = step;
  OPENSSL_cleanse(secret, sizeof secret);
  return found;
}

static const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct text base32_encode(const uint8_t *bytes, size_t size, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  uint32_t bits = 0;
  int held = 0;
  for (size_t i = 0; i < size; i++) {
    bits = bits << 8 | bytes[i];
    for (held += 8; held >= 5; held -= 5)
      buffer_add_byte(&out, base32_digits[bits >> (held - 5) & 31]);
  }
  if (held) buffer_add_byte(&out, base32_digits[bits << (5 - held) & 31]);
  return buffer_text(&out);
}

bool base32_decode(struct text encoded, uint8_t *ret_bytes, size_t most, size_t *ret_size) {
  uint32_t bits = 0;
  int held = 0;
  *ret_size = 0;
  for (size_t i = 0; i < encoded.length; i++) {
    const char *digit = encoded.at[i] ? strchr(base32_digits, encoded.at[i]) : NULL;
    if (!digit) return false;
    bits = bits << 5 | (uint32_t)(digit - base32_digits);
    held += 5;
    if (held < 8) continue;
    if (*ret_size == most) return false;
    held -= 8;
    ret_bytes[(*ret_size)++] = (uint8_t)(bits >> held);
  }
  return *ret_size > 0;
}

struct text totp_uri(struct text secret_base32, struct text account, struct arena *arena) {
  return arena_format(arena,
                      "otpauth://totp/Heng:%.*s?secret=%.*s&issuer=Heng&algorithm=SHA1"
                      "&digits=%d&period=%d",
                      TEXT_ARGS(account), TEXT_ARGS(secret_base32), TOTP_DIGITS, TOTP_STEP_SECONDS);
}
