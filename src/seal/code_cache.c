/* Codes that were verified lately. */
#include "seal/code_cache.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096 };

struct slot {
  const struct key_set *keys; /* NULL: free */
  int64_t until_us;
  size_t length;
  char text[CODE_TEXT_MOST];
  struct code code;
};

struct code_cache {
  pthread_mutex_t lock;
  uint8_t secret[crypto_shorthash_KEYBYTES]; /* so that nobody can aim at another's place */
  struct slot slots[SLOTS];
};

struct code_cache *code_cache_make(void) {
  struct code_cache *cache = calloc(1, sizeof *cache);
  assert(cache);
  pthread_mutex_init(&cache->lock, NULL);
  randombytes_buf(cache->secret, sizeof cache->secret);
  return cache;
}

void code_cache_free(struct code_cache *cache) {
  if (!cache) return;
  pthread_mutex_destroy(&cache->lock);
  free(cache);
}

/* Each text has one place; who comes later has it. */
static struct slot *place(struct code_cache *cache, struct text text) {
  uint8_t hash[crypto_shorthash_BYTES];
  crypto_shorthash(hash, (const uint8_t *)text.at, text.length, cache->secret);
  return &cache->slots[(hash[0] << 8 | hash[1]) % SLOTS];
}

static bool find(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                 struct text text, struct code *ret_code) {
  const struct slot *slot = place(cache, text);
  pthread_mutex_lock(&cache->lock);
  bool found = slot->keys == keys && now_us <= slot->until_us &&
               text_equal((struct text){slot->text, slot->length}, text);
  if (found) *ret_code = slot->code;
  pthread_mutex_unlock(&cache->lock);
  return found;
}

static void put(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                struct text text, const struct code *code) {
  struct slot *slot = place(cache, text);
  int64_t until_us = key_set_next_end_us(keys, now_us);
  assert(text.length <= CODE_TEXT_MOST); /* else it would not have been one */
  pthread_mutex_lock(&cache->lock);
  slot->keys = keys;
  slot->until_us = until_us;
  slot->length = text.length;
  memcpy(slot->text, text.at, text.length);
  slot->code = *code;
  pthread_mutex_unlock(&cache->lock);
}

bool code_cache_open(struct code_cache *cache, const struct key_set *keys, int64_t now_us,
                     struct text text, struct arena *arena, enum signature_state *ret_state,
                     struct code *ret_code, struct error *ret_error) {
  *ret_state = SIGNATURE_VALID;
  if (find(cache, keys, now_us, text, ret_code)) return true;
  if (!seal_open_code(keys, now_us, text, arena, ret_state, ret_code, ret_error)) return false;
  if (*ret_state == SIGNATURE_VALID) put(cache, keys, now_us, text, ret_code);
  return true;
}
