/* Signature and patience. */
#include "http/webhook.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/time.h"

const int64_t webhook_patience_us = 3 * DAY_US;

void webhook_sign(struct text secret, int64_t timestamp_s, int64_t seq, struct text body,
                  struct arena *arena, char ret_hex[SIGNATURE_HEX_SIZE]) {
  uint8_t digest[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  struct text head = arena_format(arena, "%" PRId64 ".%" PRId64 ".", timestamp_s, seq);
  crypto_auth_hmacsha256_init(&state, (const uint8_t *)secret.at, secret.length);
  crypto_auth_hmacsha256_update(&state, (const uint8_t *)head.at, head.length);
  crypto_auth_hmacsha256_update(&state, (const uint8_t *)body.at, body.length);
  crypto_auth_hmacsha256_final(&state, digest);
  hex_encode(digest, sizeof digest, ret_hex);
}

int64_t webhook_wait_us(int64_t attempts, uint32_t random) {
  int64_t whole_us = HOUR_US;
  if (attempts < 12) whole_us = SECOND_US << attempts >> 1;
  return whole_us / 2 + (int64_t)(random % 1000) * whole_us / 2000;
}
