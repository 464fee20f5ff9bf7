/* When each session was last used, in memory. */
#include "act/seen.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A session has its place in one of PROBES slots from the one its id points to. */
enum { SLOTS = 1 << 15, PROBES = 8 };

struct slot {
  char session[SEEN_ID_MOST];
  size_t length; /* 0: free */
  int64_t seen_us;
  bool stored;
};

struct seen {
  pthread_mutex_t lock;
  struct slot slots[SLOTS];
};

struct seen *seen_make(void) {
  struct seen *seen = calloc(1, sizeof *seen);
  assert(seen);
  pthread_mutex_init(&seen->lock, NULL);
  return seen;
}

void seen_free(struct seen *seen) {
  if (!seen) return;
  pthread_mutex_destroy(&seen->lock);
  free(seen);
}

/* Ids are random already: any mixing of their bytes will do. */
static size_t first_slot(struct text session) {
  uint32_t mixed = 2166136261U;
  for (size_t i = 0; i < session.length; i++) mixed = (mixed ^ (uint8_t)session.at[i]) * 16777619U;
  return mixed % SLOTS;
}

static bool holds(const struct slot *slot, struct text session) {
  return text_equal((struct text){slot->session, slot->length}, session);
}

/* The session's slot, else (`or_oldest`) the one to be given to it, else NULL. */
static struct slot *find(struct seen *seen, struct text session, bool or_oldest) {
  size_t first = first_slot(session);
  struct slot *oldest = &seen->slots[first];
  for (size_t i = 0; i < PROBES; i++) {
    struct slot *slot = &seen->slots[(first + i) % SLOTS];
    if (holds(slot, session)) return slot;
    if (slot->seen_us < oldest->seen_us) oldest = slot;
  }
  return or_oldest ? oldest : NULL;
}

void seen_note(struct seen *seen, struct text session, int64_t now_us) {
  if (!seen) return;
  assert(session.length > 0 && session.length <= SEEN_ID_MOST);
  pthread_mutex_lock(&seen->lock);
  struct slot *slot = find(seen, session, true);
  memcpy(slot->session, session.at, session.length);
  slot->length = session.length;
  slot->seen_us = now_us;
  slot->stored = false;
  pthread_mutex_unlock(&seen->lock);
}

int64_t seen_latest_us(struct seen *seen, struct text session, int64_t stored_us) {
  if (!seen) return stored_us;
  pthread_mutex_lock(&seen->lock);
  const struct slot *slot = find(seen, session, false);
  int64_t noted_us = slot ? slot->seen_us : stored_us;
  pthread_mutex_unlock(&seen->lock);
  return noted_us > stored_us ? noted_us : stored_us;
}

bool seen_next(struct seen *seen, size_t *at, char ret_session[SEEN_ID_MOST], size_t *ret_length,
               int64_t *ret_seen_us) {
  if (!seen) return false;
  bool found = false;
  pthread_mutex_lock(&seen->lock);
  for (; *at < SLOTS && !found; (*at)++) {
    struct slot *slot = &seen->slots[*at];
    found = slot->length > 0 && !slot->stored;
    if (!found) continue;
    memcpy(ret_session, slot->session, slot->length);
    *ret_length = slot->length;
    *ret_seen_us = slot->seen_us;
    slot->stored = true;
  }
  pthread_mutex_unlock(&seen->lock);
  return found;
}
