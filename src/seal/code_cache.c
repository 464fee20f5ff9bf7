/* Codes that were verified lately. */
#include "seal/code_cache.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096, DIGEST_SIZE = crypto_hash_sha256_BYTES };

struct slot {
  const struct key_set *keys; /* NULL: free */
  int64_t until_us;
  uint8_t digest[DIGEST_SIZE];
  struct code code;
};

struct code_cache {
  pthread_mutex_t lock;
  struct slot slots[SLOTS];
};

struct code_cache *code_cache_make(void) {
  struct code_cache *cache = calloc(1, sizeof *cache);
  assert(cache);
  pthread_mutex_init(&cache->lock, NULL);
  return cache;
}

void code_cache_free(struct code_cache *cache) {
  if (!cache) return;
  pthread_mutex_destroy(&cache->lock);
  free(cache);
}

/* Each digest has one place; who comes later has it. */
static struct slot *place(struct code_cache *cache, const uint8_t digest[DIGEST_SIZE]) {
  return &cache->slots[(digest[0] << 8 | digest[1]) % SLOTS];
}

static bool find(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                 const uint8_t digest[DIGEST_SIZE], struct code *ret_code) {
  pthread_mutex_lock(&cache->lock);
  const struct slot *slot = place(cache, digest);
  bool found = slot->keys == keys && now_us <= slot->until_us &&
               memcmp(slot->digest, digest, DIGEST_SIZE) == 0;
  if (found) *ret_code = slot->code;
  pthread_mutex_unlock(&cache->lock);
  return found;
}

static void put(struct code_cache *cache, const struct slot *verified) {
  pthread_mutex_lock(&cache->lock);
  *place(cache, verified->digest) = *verified;
  pthread_mutex_unlock(&cache->lock);
}

bool code_cache_open(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                     struct text text, struct arena *arena, enum signature_state *ret_state,
                     struct code *ret_code, struct error *ret_error) {
  struct slot slot = {.keys = keys, .until_us = key_set_next_end_us(keys, now_us)};
  crypto_hash_sha256(slot.digest, (const uint8_t *)text.at, text.length);
  if (find(cache, keys, now_us, slot.digest, ret_code)) {
    *ret_state = SIGNATURE_VALID;
    return true;
  }
  if (!seal_open_code(keys, now_us, text, arena, ret_state, ret_code, ret_error)) return false;
  slot.code = *ret_code;
  if (*ret_state == SIGNATURE_VALID) put(cache, &slot);
  return true;
}
