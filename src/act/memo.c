/* A list that only grows: looked through without a lock. */
#include "act/memo.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ENTRIES_MOST = 64 };

struct memo {
  pthread_mutex_t lock; /* of whoever adds */
  atomic_size_t count;
  struct {
    struct arena *arena;
    struct text source;
    const void *parsed;
  } entries[ENTRIES_MOST];
};

struct memo *memo_make(void) {
  struct memo *memo = calloc(1, sizeof *memo);
  assert(memo);
  pthread_mutex_init(&memo->lock, NULL);
  return memo;
}

void memo_free(struct memo *memo) {
  if (!memo) return;
  for (size_t i = 0; i < memo->count; i++) arena_free(memo->entries[i].arena);
  pthread_mutex_destroy(&memo->lock);
  free(memo);
}

/* The newest is most likely the one that is wanted. */
static const void *find(struct memo *memo, struct text source) {
  for (size_t i = atomic_load_explicit(&memo->count, memory_order_acquire); i-- > 0;)
    if (text_equal(memo->entries[i].source, source)) return memo->entries[i].parsed;
  return NULL;
}

/* Under the lock, with room for one more. */
static bool add(struct memo *memo, struct text source, memo_parse *parse, const void **ret_parsed,
                struct error *ret_error) {
  struct arena *arena = arena_make();
  struct text copy = arena_copy(arena, source);
  if (!parse(copy, arena, ret_parsed, ret_error)) {
    arena_free(arena);
    return false;
  }
  size_t count = memo->count;
  memo->entries[count].arena = arena;
  memo->entries[count].source = copy;
  memo->entries[count].parsed = *ret_parsed;
  atomic_store_explicit(&memo->count, count + 1, memory_order_release);
  return true;
}

bool memo_get(struct memo *memo, struct text source, memo_parse *parse, struct arena *otherwise,
              const void **ret_parsed, struct error *ret_error) {
  *ret_parsed = memo ? find(memo, source) : NULL;
  if (*ret_parsed) return true;
  if (!memo) return parse(source, otherwise, ret_parsed, ret_error);
  pthread_mutex_lock(&memo->lock);
  *ret_parsed = find(memo, source); /* another thread may have been here first */
  bool full = memo->count == ENTRIES_MOST;
  bool parsed = *ret_parsed || (!full && add(memo, source, parse, ret_parsed, ret_error));
  pthread_mutex_unlock(&memo->lock);
  return parsed || (full && parse(source, otherwise, ret_parsed, ret_error));
}
