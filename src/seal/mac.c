/* HMAC by OpenSSL. */
#include "seal/mac.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>

enum { MAC_LEAST = 8 };

void mac_make(enum mac_digest digest, struct text secret, struct text message,
              uint8_t ret_mac[MAC_SIZE]) {
  unsigned length = 0;
  const uint8_t *made =
      HMAC(digest == MAC_SM3 ? EVP_sm3() : EVP_sha256(), secret.at, (int)secret.length,
           (const uint8_t *)message.at, message.length, ret_mac, &length);
  assert(made && length == MAC_SIZE);
}

bool mac_matches(enum mac_digest digest, struct text secret, struct text message, struct text mac) {
  uint8_t right[MAC_SIZE];
  if (mac.length < MAC_LEAST || mac.length > MAC_SIZE) return false;
  mac_make(digest, secret, message, right);
  return CRYPTO_memcmp(right, mac.at, mac.length) == 0;
}
