/* SHA-256 by libsodium. */
#include "log/hash.h"

#include <sodium.h>

void log_hash(uint8_t prefix, struct text bytes, struct merkle_hash *ret_hash) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &prefix, 1);
  crypto_hash_sha256_update(&state, (const unsigned char *)bytes.at, bytes.length);
  crypto_hash_sha256_final(&state, ret_hash->bytes);
}
