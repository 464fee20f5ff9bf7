/* A stack of connections; the one used last is the warmest. */
#include "http/readers.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"

/* What another process does to the database behind this one's back is seen after so long. */
enum { READERS_MOST = 128, SNAPSHOT_US = 2000 };

struct readers {
  pthread_mutex_t lock;
  atomic_uint_fast64_t commits;
  size_t count, idle_count;
  struct reader readers[READERS_MOST];
  struct reader *idle[READERS_MOST]; /* a stack, under the lock */
};

bool readers_open(const char *place, size_t count, struct readers **ret_readers,
                  struct error *ret_error) {
  assert(count <= READERS_MOST);
  struct readers *readers = calloc(1, sizeof *readers);
  assert(readers);
  pthread_mutex_init(&readers->lock, NULL);
  for (; readers->count < count; readers->count++) {
    struct reader *reader = &readers->readers[readers->count];
    if (!store_open(place, true, &reader->store, ret_error)) {
      readers_close(readers);
      return false;
    }
    readers->idle[readers->idle_count++] = reader;
  }
  *ret_readers = readers;
  return true;
}

static void end_transaction(struct reader *reader) {
  if (reader->open) store_rollback(reader->store);
  reader->open = false;
}

void readers_close(struct readers *readers) {
  if (!readers) return;
  assert(readers->idle_count == readers->count);
  for (size_t i = 0; i < readers->count; i++) {
    end_transaction(&readers->readers[i]);
    store_close(readers->readers[i].store);
  }
  pthread_mutex_destroy(&readers->lock);
  free(readers);
}

struct reader *reader_take(struct readers *readers) {
  pthread_mutex_lock(&readers->lock);
  assert(readers->idle_count > 0);
  struct reader *reader = readers->idle[--readers->idle_count];
  pthread_mutex_unlock(&readers->lock);
  /* Asked for before the transaction begins: the snapshot may have more than this, never less. */
  uint64_t commits = atomic_load(&readers->commits);
  int64_t now_us = clock_monotonic_us();
  if (reader->commits != commits || now_us - reader->begun_us > SNAPSHOT_US)
    end_transaction(reader);
  if (!reader->open) {
    store_begin(reader->store);
    reader->begun_us = now_us;
  }
  reader->commits = commits;
  reader->open = reader->used = true;
  return reader;
}

void reader_put(struct readers *readers, struct reader *reader) {
  if (store_failed(reader->store, NULL)) end_transaction(reader);
  pthread_mutex_lock(&readers->lock);
  readers->idle[readers->idle_count++] = reader;
  pthread_mutex_unlock(&readers->lock);
}

void readers_renew(struct readers *readers) {
  atomic_fetch_add(&readers->commits, 1);
}

void readers_tidy(struct readers *readers) {
  pthread_mutex_lock(&readers->lock);
  uint64_t commits = atomic_load(&readers->commits);
  for (size_t i = 0; i < readers->idle_count; i++) {
    struct reader *reader = readers->idle[i];
    if (!reader->used || reader->commits != commits) end_transaction(reader);
    reader->used = false;
  }
  pthread_mutex_unlock(&readers->lock);
}
