/* Counted one-time passwords. */
#include "people/hotp.h"

#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

uint32_t hotp_value(const uint8_t *secret, size_t secret_size, int64_t counter, int digits) {
  assert(digits >= 6 && digits <= 8);
  uint8_t message[8], digest[20];
  for (int i = 0; i < 8; i++) message[i] = (uint8_t)((uint64_t)counter >> (56 - 8 * i));
  const uint8_t *done =
      HMAC(EVP_sha1(), secret, (int)secret_size, message, sizeof message, digest, NULL);
  assert(done);
  const uint8_t *at = digest + (digest[19] & 15);
  uint32_t value =
      (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
  uint32_t modulus = 1;
  for (int i = 0; i < digits; i++) modulus *= 10;
  return value % modulus;
}
