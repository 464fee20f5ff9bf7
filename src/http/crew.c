/* Threads around a ring of items. */
#include "http/crew.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { THREADS_MOST = 16 };

struct crew {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  void (*work)(void *item);
  pthread_t threads[THREADS_MOST];
  size_t thread_count;
  void **ring;
  size_t most, first, count;
  bool stopping;
};

static void *take(struct crew *crew) {
  void *item = NULL;
  pthread_mutex_lock(&crew->lock);
  while (crew->count == 0 && !crew->stopping) pthread_cond_wait(&crew->wake, &crew->lock);
  if (crew->count > 0) {
    item = crew->ring[crew->first];
    crew->first = (crew->first + 1) % crew->most;
    crew->count--;
  }
  pthread_mutex_unlock(&crew->lock);
  return item;
}

static void *run(void *context) {
  struct crew *crew = context;
  for (void *item; (item = take(crew));) crew->work(item);
  return NULL;
}

struct crew *crew_make(size_t threads, size_t queue_most, void (*work)(void *item)) {
  assert(threads > 0 && threads <= THREADS_MOST && queue_most > 0);
  struct crew *crew = calloc(1, sizeof *crew);
  assert(crew);
  *crew = (struct crew){.work = work, .thread_count = threads, .most = queue_most};
  crew->ring = calloc(queue_most, sizeof *crew->ring);
  assert(crew->ring);
  pthread_mutex_init(&crew->lock, NULL);
  pthread_cond_init(&crew->wake, NULL);
  for (size_t i = 0; i < threads; i++) {
    int status = pthread_create(&crew->threads[i], NULL, run, crew);
    assert(status == 0);
  }
  return crew;
}

bool crew_submit(struct crew *crew, void *item) {
  assert(item);
  pthread_mutex_lock(&crew->lock);
  bool taken = !crew->stopping && crew->count < crew->most;
  if (taken) {
    crew->ring[(crew->first + crew->count++) % crew->most] = item;
    pthread_cond_signal(&crew->wake);
  }
  pthread_mutex_unlock(&crew->lock);
  return taken;
}

void crew_stop(struct crew *crew) {
  if (!crew) return;
  pthread_mutex_lock(&crew->lock);
  crew->stopping = true;
  pthread_cond_broadcast(&crew->wake);
  pthread_mutex_unlock(&crew->lock);
  for (size_t i = 0; i < crew->thread_count; i++) pthread_join(crew->threads[i], NULL);
  pthread_mutex_destroy(&crew->lock);
  pthread_cond_destroy(&crew->wake);
  free(crew->ring);
  free(crew);
}
