/* Buckets in a set-associative table, keyed by a secret hash of the address. */
#include "http/limit.h"

#include <arpa/inet.h>
#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"

enum { SETS = 4096, WAYS = 4 };

struct bucket {
  uint64_t key;
  int64_t full_us; /* when it is full again; in the past: it is full */
};

struct limit {
  pthread_mutex_t lock;
  int64_t token_us; /* time that one token takes to grow */
  int64_t depth_us; /* the burst, in that time */
  uint8_t secret[crypto_shorthash_KEYBYTES];
  struct bucket buckets[SETS][WAYS];
};

static const uint8_t mapped_prefix[12] = {[10] = 0xff, [11] = 0xff};

bool address_read(struct text text, struct address *ret_address) {
  char string[ADDRESS_TEXT_SIZE];
  if (text.length >= sizeof string) return false;
  memcpy(string, text.at, text.length);
  string[text.length] = 0;
  memcpy(ret_address->bytes, mapped_prefix, sizeof mapped_prefix);
  return inet_pton(AF_INET, string, ret_address->bytes + sizeof mapped_prefix) == 1 ||
         inet_pton(AF_INET6, string, ret_address->bytes) == 1;
}

struct text address_write(const struct address *address, char ret_text[ADDRESS_TEXT_SIZE]) {
  bool mapped = memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
  const uint8_t *bytes = address->bytes + (mapped ? sizeof mapped_prefix : 0);
  return text_of(inet_ntop(mapped ? AF_INET : AF_INET6, bytes, ret_text, ADDRESS_TEXT_SIZE));
}

struct limit *limit_make(int64_t per_minute, int64_t burst) {
  assert(per_minute > 0 && burst > 0);
  struct limit *limit = calloc(1, sizeof *limit);
  assert(limit);
  pthread_mutex_init(&limit->lock, NULL);
  limit->token_us = MINUTE_US / per_minute;
  limit->depth_us = limit->token_us * burst;
  randombytes_buf(limit->secret, sizeof limit->secret);
  return limit;
}

void limit_free(struct limit *limit) {
  if (!limit) return;
  pthread_mutex_destroy(&limit->lock);
  free(limit);
}

/* Whoever holds one IPv6 address holds its /64. */
static uint64_t key_of(const struct limit *limit, const struct address *address) {
  bool mapped = memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
  uint64_t key;
  static_assert(sizeof key == crypto_shorthash_BYTES, "one word of hash");
  crypto_shorthash((uint8_t *)&key, address->bytes, mapped ? 16 : 8, limit->secret);
  return key;
}

static struct bucket *bucket_of(struct bucket set[WAYS], uint64_t key) {
  struct bucket *fullest = &set[0];
  for (int i = 0; i < WAYS; i++) {
    if (set[i].key == key) return &set[i];
    if (set[i].full_us < fullest->full_us) fullest = &set[i];
  }
  *fullest = (struct bucket){.key = key};
  return fullest;
}

bool limit_take(struct limit *limit, const struct address *address, int64_t now_us,
                int64_t *ret_wait_us) {
  uint64_t key = key_of(limit, address);
  pthread_mutex_lock(&limit->lock);
  struct bucket *bucket = bucket_of(limit->buckets[key % SETS], key);
  int64_t full_us = (bucket->full_us > now_us ? bucket->full_us : now_us) + limit->token_us;
  *ret_wait_us = full_us - now_us - limit->depth_us;
  bool granted = *ret_wait_us <= 0;
  if (granted) bucket->full_us = full_us;
  pthread_mutex_unlock(&limit->lock);
  return granted;
}
