/* A city's own keys in their folder. */
#include "seal/key_ring.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "seal/key_form.h"

enum { OLDER_FILE_MOST = 1 << 20 };

/* What the folder held at one time. Never changes; all are kept until the ring is closed, since
 * rotations are few and somebody may still be reading. */
struct snapshot {
  const struct key *signing;
  struct key_set *keys;
  struct snapshot *before;
};

struct key_ring {
  const char *secret_path, *older_path;
  struct arena *arena;
  pthread_mutex_t changing;
  _Atomic(struct snapshot *) now;
};

/* An entry of older.json. */
struct older {
  struct jwk jwk;
  int64_t not_after_us;
};

struct older_file {
  struct list keys;
};

static const struct field older_fields[] = {
    FIELD_STRUCT(struct older, jwk, .fields = jwk_fields),
    FIELD_NAMED("not_after", TIME, struct older, not_after_us),
    FIELDS_END,
};

static const struct field older_file_fields[] = {
    FIELD(LIST, struct older_file, keys, .most = KEY_RING_OLDER_MOST, .size = sizeof(struct older),
          .fields = older_fields),
    FIELDS_END,
};

static bool read_older(const struct key_ring *ring, struct arena *arena,
                       struct older_file *ret_file, struct error *ret_error) {
  struct text json;
  *ret_file = (struct older_file){0};
  if (access(ring->older_path, F_OK) != 0) return true;
  return file_read(ring->older_path, OLDER_FILE_MOST, arena, &json, ret_error) &&
         json_read(json, older_file_fields, ret_file, arena, ret_error);
}

static bool write_older(const struct key_ring *ring, struct arena *arena,
                        const struct older_file *file, struct error *ret_error) {
  struct buffer json = BUFFER(arena);
  json_write(&json, older_file_fields, file);
  buffer_add_byte(&json, '\n');
  return file_replace(ring->older_path, buffer_text(&json), 0644, ret_error);
}

static void add_own(struct key_set *set, struct key *key, int64_t not_after_us) {
  struct text kid = key_kid(key);
  key_set_add(set, key, &kid, 1, not_after_us);
}

static bool same_key(const struct jwk *a, const struct jwk *b) {
  return text_equal(a->crv, b->crv) && text_equal(a->x, b->x) && text_equal(a->y, b->y);
}

/* Takes `signing` over. It counts without end, even if a rotation that stopped half way has written
 * it down as an older one. */
static bool fill(struct key_set *set, struct key *signing, const struct older_file *file,
                 struct arena *arena, struct error *ret_error) {
  const struct older *older = file->keys.at;
  struct jwk own = jwk_of_key(signing, arena);
  add_own(set, signing, KEY_WITHOUT_END);
  for (size_t i = 0; i < file->keys.count; i++) {
    struct key *key;
    if (same_key(&older[i].jwk, &own)) continue;
    if (!key_from_jwk(&older[i].jwk, &key, ret_error)) return false;
    add_own(set, key, older[i].not_after_us);
  }
  return true;
}

/* The rest is done by one thread at a time. */
static bool load(struct key_ring *ring, struct arena *arena, struct error *ret_error) {
  struct key_set *keys = key_set_make();
  struct key *signing;
  struct older_file file;
  if (!read_older(ring, arena, &file, ret_error) ||
      !key_file_load(ring->secret_path, &signing, ret_error) ||
      !fill(keys, signing, &file, arena, ret_error)) {
    key_set_free(keys);
    return false;
  }
  struct snapshot *snapshot = ARENA_NEW(ring->arena, struct snapshot);
  *snapshot = (struct snapshot){signing, keys, atomic_load(&ring->now)};
  atomic_store(&ring->now, snapshot);
  return true;
}

static bool rotate(struct key_ring *ring, int64_t alg, int64_t not_after_us, int64_t now_us,
                   struct arena *arena, struct error *ret_error) {
  struct older_file file;
  if (!read_older(ring, arena, &file, ret_error)) return false;
  const struct older *older = file.keys.at;
  struct older *kept = ARENA_ARRAY(arena, file.keys.count + 1, struct older);
  size_t count = 0;
  struct older leaving = {jwk_of_key(key_ring_signing(ring), arena), not_after_us};
  for (size_t i = 0; i < file.keys.count; i++)
    if (older[i].not_after_us >= now_us && !same_key(&older[i].jwk, &leaving.jwk))
      kept[count++] = older[i];
  kept[count++] = leaving;
  if (count > KEY_RING_OLDER_MOST)
    return fail(ret_error, ERROR_bad_key, ring->older_path, "there are too many older keys");
  struct key *next;
  if (!write_older(ring, arena, &(struct older_file){{kept, count}}, ret_error) ||
      !key_file_replace(ring->secret_path, alg, &next, ret_error))
    return false;
  key_free(next);
  return load(ring, arena, ret_error);
}

static bool retire(struct key_ring *ring, struct text kid, int64_t not_after_us,
                   struct arena *arena, struct error *ret_error) {
  struct older_file file;
  bool found = false;
  if (!read_older(ring, arena, &file, ret_error)) return false;
  struct older *older = file.keys.at;
  char *encoded = arena_take(arena, BASE64_SIZE(kid.length) + 1);
  size_t length = base64_encode((const uint8_t *)kid.at, kid.length, true, encoded);
  for (size_t i = 0; i < file.keys.count; i++) {
    if (!text_equal(older[i].jwk.kid, (struct text){encoded, length})) continue;
    older[i].not_after_us = not_after_us;
    found = true;
  }
  if (!found) return fail(ret_error, ERROR_bad_key, "kid", "no older key bears it");
  return write_older(ring, arena, &file, ret_error) && load(ring, arena, ret_error);
}

bool key_ring_rotate(struct key_ring *ring, int64_t alg, int64_t not_after_us, int64_t now_us,
                     struct error *ret_error) {
  struct arena *arena = arena_make();
  pthread_mutex_lock(&ring->changing);
  bool done = rotate(ring, alg, not_after_us, now_us, arena, ret_error);
  pthread_mutex_unlock(&ring->changing);
  arena_free(arena);
  return done;
}

bool key_ring_retire(struct key_ring *ring, struct text kid, int64_t not_after_us,
                     struct error *ret_error) {
  struct arena *arena = arena_make();
  pthread_mutex_lock(&ring->changing);
  bool done = retire(ring, kid, not_after_us, arena, ret_error);
  pthread_mutex_unlock(&ring->changing);
  arena_free(arena);
  return done;
}

bool key_ring_reload(struct key_ring *ring, struct error *ret_error) {
  struct arena *arena = arena_make();
  pthread_mutex_lock(&ring->changing);
  bool done = load(ring, arena, ret_error);
  pthread_mutex_unlock(&ring->changing);
  arena_free(arena);
  return done;
}

bool key_ring_open(const char *folder, int64_t alg, struct key_ring **ret_ring,
                   struct error *ret_error) {
  if (!file_make_folder(folder, 0700, ret_error)) return false;
  struct arena *arena = arena_make();
  struct key_ring *ring = ARENA_NEW(arena, struct key_ring);
  ring->arena = arena;
  ring->secret_path = arena_format(arena, "%s/signing.pem", folder).at;
  ring->older_path = arena_format(arena, "%s/older.json", folder).at;
  pthread_mutex_init(&ring->changing, NULL);
  struct key *first = NULL;
  bool done = access(ring->secret_path, F_OK) == 0 ||
              key_file_make(ring->secret_path, alg, &first, ret_error);
  key_free(first);
  if (done && key_ring_reload(ring, ret_error)) {
    *ret_ring = ring;
    return true;
  }
  key_ring_close(ring);
  return false;
}

void key_ring_close(struct key_ring *ring) {
  if (!ring) return;
  for (struct snapshot *at = atomic_load(&ring->now); at; at = at->before) key_set_free(at->keys);
  pthread_mutex_destroy(&ring->changing);
  arena_free(ring->arena);
}

const struct key *key_ring_signing(const struct key_ring *ring) {
  return atomic_load(&ring->now)->signing;
}

const struct key_set *key_ring_keys(const struct key_ring *ring) {
  return atomic_load(&ring->now)->keys;
}
