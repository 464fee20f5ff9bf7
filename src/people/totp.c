/* Time-based one-time passwords: RFC 6238 over HMAC-SHA-1 (RFC 4226). */
#include "people/totp.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "base/time.h"

uint32_t totp_value(const uint8_t *secret, size_t secret_size, int64_t step, int digits) {
  assert(digits >= 6 && digits <= 8);
  uint8_t counter[8], digest[20];
  for (int i = 0; i < 8; i++) counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
  const uint8_t *done =
      HMAC(EVP_sha1(), secret, (int)secret_size, counter, sizeof counter, digest, NULL);
  assert(done);
  const uint8_t *at = digest + (digest[19] & 15);
  uint32_t value =
      (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
  uint32_t modulus = 1;
  for (int i = 0; i < digits; i++) modulus *= 10;
  return value % modulus;
}

int64_t totp_step_of_time(int64_t time_us) {
  return time_us / (TOTP_STEP_SECONDS * SECOND_US);
}

int64_t totp_check(struct text secret_base32, struct text code, int64_t now_us, int64_t last_step) {
  uint8_t secret[2 * TOTP_SECRET_SIZE];
  size_t size;
  int64_t given;
  if (code.length != TOTP_DIGITS || code.at[0] == '-' || !text_to_integer(code, &given)) return -1;
  if (!base32_decode(secret_base32, secret, sizeof secret, &size)) return -1;
  int64_t now = totp_step_of_time(now_us), found = -1;
  for (int64_t step = now - 1; step <= now + 1; step++)
    if (step > last_step && totp_value(secret, size, step, TOTP_DIGITS) == given) found = step;
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
