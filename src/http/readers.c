/* A stack of connections; the one used last is the warmest. */
#include "http/readers.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct readers {
  pthread_mutex_t lock;
  size_t count, idle;
  struct store *stores[]; /* the first `idle` are here, the others lent */
};

bool readers_open(const char *place, size_t count, struct readers **ret_readers,
                  struct error *ret_error) {
  struct readers *readers = calloc(1, sizeof *readers + count * sizeof(struct store *));
  assert(readers);
  pthread_mutex_init(&readers->lock, NULL);
  for (readers->count = 0; readers->count < count; readers->count++) {
    if (store_open(place, true, &readers->stores[readers->count], ret_error)) continue;
    readers->idle = readers->count;
    readers_close(readers);
    return false;
  }
  readers->idle = count;
  *ret_readers = readers;
  return true;
}

void readers_close(struct readers *readers) {
  if (!readers) return;
  assert(readers->idle == readers->count);
  for (size_t i = 0; i < readers->count; i++) store_close(readers->stores[i]);
  pthread_mutex_destroy(&readers->lock);
  free(readers);
}

struct store *reader_take(struct readers *readers) {
  pthread_mutex_lock(&readers->lock);
  assert(readers->idle > 0);
  struct store *store = readers->stores[--readers->idle];
  pthread_mutex_unlock(&readers->lock);
  store_begin(store);
  return store;
}

void reader_put(struct readers *readers, struct store *store) {
  store_rollback(store);
  pthread_mutex_lock(&readers->lock);
  readers->stores[readers->idle++] = store;
  pthread_mutex_unlock(&readers->lock);
}
