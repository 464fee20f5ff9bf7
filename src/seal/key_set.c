/* Public keys by kid: the set, and what is published of it. */
#include "seal/key_set.h"

#include <inttypes.h>

#include "base/time.h"
#include "seal/key_form.h"

enum { COSE_KEY_MOST = 2 * KEY_SIGNATURE_MOST + 64 };

struct entry {
  struct key *key;
  struct texts kids;
  int64_t not_after_us;
  struct entry *next;
};

struct key_set {
  struct arena *arena;
  struct entry *first, **end;
  size_t count;
};

struct key_set *key_set_make(void) {
  struct arena *arena = arena_make();
  struct key_set *set = ARENA_NEW(arena, struct key_set);
  set->arena = arena;
  set->end = &set->first;
  return set;
}

void key_set_free(struct key_set *set) {
  if (!set) return;
  for (struct entry *entry = set->first; entry; entry = entry->next) key_free(entry->key);
  arena_free(set->arena);
}

void key_set_add(struct key_set *set, struct key *key, const struct text *kids, size_t kid_count,
                 int64_t not_after_us) {
  struct entry *entry = ARENA_NEW(set->arena, struct entry);
  *entry = (struct entry){.key = key,
                          .kids = {ARENA_ARRAY(set->arena, kid_count, struct text), kid_count},
                          .not_after_us = not_after_us};
  for (size_t i = 0; i < kid_count; i++) entry->kids.at[i] = arena_copy(set->arena, kids[i]);
  *set->end = entry;
  set->end = &entry->next;
  set->count++;
}

static bool bears(const struct entry *entry, struct text kid) {
  if (!kid.at) return true;
  for (size_t i = 0; i < entry->kids.count; i++)
    if (text_equal(entry->kids.at[i], kid)) return true;
  return false;
}

const struct key *key_set_next(const struct key_set *set, struct text kid, int64_t now_us,
                               size_t *cursor) {
  size_t index = 0;
  for (const struct entry *entry = set->first; entry; entry = entry->next, index++) {
    if (index < *cursor || now_us > entry->not_after_us || !bears(entry, kid)) continue;
    *cursor = index + 1;
    return entry->key;
  }
  return NULL;
}

int64_t key_set_end_us(const struct key_set *set, const struct key *key) {
  const struct entry *entry = set->first;
  while (entry->key != key) entry = entry->next;
  return entry->not_after_us;
}

int64_t key_set_next_end_us(const struct key_set *set, int64_t now_us) {
  int64_t next_us = KEY_WITHOUT_END;
  for (const struct entry *entry = set->first; entry; entry = entry->next)
    if (now_us <= entry->not_after_us && entry->not_after_us < next_us)
      next_us = entry->not_after_us;
  return next_us;
}

struct text key_set_jwks(const struct key_set *set, int64_t now_us, struct arena *arena) {
  struct jwk *keys = ARENA_ARRAY(arena, set->count, struct jwk);
  struct jwks jwks = {.keys = {keys, 0}};
  size_t cursor = 0;
  for (const struct key *key; (key = key_set_next(set, NO_TEXT, now_us, &cursor));) {
    struct jwk *jwk = &keys[jwks.keys.count++];
    int64_t end_us = key_set_end_us(set, key);
    *jwk = jwk_of_key(key, arena);
    if (end_us != KEY_WITHOUT_END) jwk->exp = arena_format(arena, "%" PRId64, end_us / SECOND_US);
  }
  struct buffer out = BUFFER(arena);
  json_write(&out, jwks_fields, &jwks);
  return buffer_text(&out);
}

struct text key_set_cose(const struct key_set *set, int64_t now_us, struct arena *arena) {
  size_t count = 0, size = 16 + set->count * COSE_KEY_MOST, cursor = 0;
  while (key_set_next(set, NO_TEXT, now_us, &cursor)) count++;
  struct cbor_writer writer = CBOR_WRITER(arena_take(arena, size), size);
  cbor_put_array(&writer, count);
  cursor = 0;
  for (const struct key *key; (key = key_set_next(set, NO_TEXT, now_us, &cursor));)
    key_put_cose(&writer, key);
  return cbor_written(&writer);
}
