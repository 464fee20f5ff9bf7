/* One thread, one transaction for whatever has gathered. */
#include "act/writer.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "act/ledger.h"
#include "act/refusal.h"
#include "act/reply.h"
#include "act/sql.h"
#include "base/clock.h"

/* An engine with several writers may ask for a transaction to be run again. */
enum { TRIES_MOST = 5 };

struct writer {
  struct store *store;
  struct city *city;
  struct merkle_frontier frontier;
  int64_t now_us;      /* of the batch */
  struct arena *arena; /* for what a batch needs besides its jobs */
  void (*committed)(void *owner, int64_t size);
  void *owner;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct job *first, *last; /* waiting, under the lock */
  int waiting;
  struct writer_counts counts;
  bool stopping;
};

/* The reply of the first time, if this key has been used by this caller. */
static bool replay(struct writer *writer, struct job *job) {
  struct act *act = &job->act;
  struct cursor cursor =
      QUERY(writer->store, sql_reply_find, V(act->caller.person), V(job->idempotency_key));
  if (!store_next(&cursor)) return false;
  struct text digest = store_text(&cursor, 0, act->arena);
  job->status = (int)store_integer(&cursor, 1);
  job->body = store_text(&cursor, 2, act->arena);
  act->etag = store_integer(&cursor, 3);
  store_done(&cursor);
  struct text own = {(char *)job->digest, sizeof job->digest};
  job->replayed = text_equal(digest, own);
  job->done_well = job->replayed || act_refuse(act, ERROR_key_reused, "Idempotency-Key", "%s", "");
  return true;
}

static void keep(struct writer *writer, struct job *job) {
  struct act *act = &job->act;
  struct reply reply;
  if (!job->idempotency_key.at || !act->caller.person.at || act->route->flags & ROUTE_SECRET)
    return;
  reply_make(act, true, &reply);
  RUN(writer->store, sql_reply_keep, V(act->caller.person), V(job->idempotency_key),
      value_bytes((struct text){(char *)job->digest, sizeof job->digest}), V(reply.status),
      V(reply.body), V(act->etag), V(act->now_us));
}

static void run_job(struct writer *writer, struct job *job) {
  struct act *act = &job->act;
  const struct merkle_frontier before = writer->frontier;
  act->store = writer->store;
  act->city = writer->city;
  act->frontier = &writer->frontier;
  act->now_us = writer->now_us;
  act->policy = NULL;
  if (act->out) memset(act->out, 0, act->route->out_size);
  store_savepoint(writer->store);
  bool known = act_authenticate(act);
  if (known && job->idempotency_key.at && act->caller.person.at && replay(writer, job)) {
    store_release(writer->store);
    return;
  }
  job->done_well = known && act_perform(act);
  if (job->done_well) keep(writer, job);
  if (store_failed(writer->store, &act->error)) job->done_well = false;
  if (job->done_well) {
    store_release(writer->store);
    return;
  }
  store_rollback_to_savepoint(writer->store);
  writer->frontier = before;
  refusal_record(act);
}

static void fail_all(struct job *batch, const struct error *error) {
  for (struct job *job = batch; job; job = job->next) {
    job->done_well = job->replayed = false;
    job->act.error = *error;
  }
}

static void count(struct writer *writer, const struct job *batch, int64_t commit_us) {
  pthread_mutex_lock(&writer->lock);
  for (; batch; batch = batch->next) writer->counts.jobs++;
  writer->counts.batches++;
  writer->counts.commit_us += commit_us;
  pthread_mutex_unlock(&writer->lock);
}

/* Runs and commits a batch; false leaves nothing of it behind. */
static bool try_batch(struct writer *writer, struct job *batch, struct error *ret_error) {
  uint64_t before = writer->frontier.size;
  ret_error->code = ERROR_NONE;
  /* The log's times follow its order, even when the machine's clock is set back meanwhile. */
  int64_t now_us = city_now_us(writer->city);
  if (now_us > writer->now_us) writer->now_us = now_us;
  store_begin(writer->store);
  for (struct job *job = batch; job; job = job->next) {
    run_job(writer, job);
    if (!job->done_well && job->act.error.code == ERROR_store_conflict) {
      *ret_error = job->act.error;
      store_rollback(writer->store);
      return false;
    }
  }
  if (writer->frontier.size > before)
    ledger_publish(writer->store, writer->city, &writer->frontier, writer->arena);
  int64_t start_us = clock_monotonic_us();
  bool durable = store_commit(writer->store, ret_error);
  count(writer, batch, clock_monotonic_us() - start_us);
  arena_reset(writer->arena);
  return durable;
}

static void run_batch(struct writer *writer, struct job *batch) {
  const struct merkle_frontier before = writer->frontier;
  struct error error = {.code = ERROR_store_conflict};
  bool durable = false;
  for (int tries = 0; !durable && error.code == ERROR_store_conflict && tries < TRIES_MOST;
       tries++) {
    writer->frontier = before;
    durable = try_batch(writer, batch, &error);
  }
  if (!durable) {
    writer->frontier = before;
    fail_all(batch, &error);
  }
  if (durable && writer->committed)
    writer->committed(writer->owner, (int64_t)writer->frontier.size);
  while (batch) {
    struct job *next = batch->next;
    batch->done(batch);
    batch = next;
  }
}

/* Waits for work; NULL when there is none left and the writer shall stop. */
static struct job *take_batch(struct writer *writer) {
  pthread_mutex_lock(&writer->lock);
  while (!writer->first && !writer->stopping) pthread_cond_wait(&writer->wake, &writer->lock);
  struct job *batch = writer->first, *end = batch;
  if (batch) {
    int taken = 1;
    for (; taken < WRITER_BATCH_MOST && end->next; taken++) end = end->next;
    writer->first = end->next;
    writer->waiting -= taken;
    end->next = NULL;
  }
  pthread_mutex_unlock(&writer->lock);
  return batch;
}

static void *run(void *context) {
  struct writer *writer = context;
  for (struct job *batch; (batch = take_batch(writer));) run_batch(writer, batch);
  return NULL;
}

static bool open_log(struct writer *writer, struct error *ret_error) {
  store_begin(writer->store);
  bool opened =
      ledger_open(writer->store, writer->city, writer->arena, &writer->frontier, ret_error);
  store_rollback(writer->store);
  return opened;
}

bool writer_start(const char *place, struct city *city,
                  void (*committed)(void *owner, int64_t size), void *owner,
                  struct writer **ret_writer, struct error *ret_error) {
  struct writer *writer = calloc(1, sizeof *writer);
  assert(writer);
  *writer =
      (struct writer){.city = city, .arena = arena_make(), .committed = committed, .owner = owner};
  if (!store_open(place, false, &writer->store, ret_error) || !open_log(writer, ret_error)) {
    store_close(writer->store);
    arena_free(writer->arena);
    free(writer);
    return false;
  }
  pthread_mutex_init(&writer->lock, NULL);
  pthread_cond_init(&writer->wake, NULL);
  int status = pthread_create(&writer->thread, NULL, run, writer);
  assert(status == 0);
  *ret_writer = writer;
  return true;
}

bool writer_submit(struct writer *writer, struct job *job) {
  pthread_mutex_lock(&writer->lock);
  bool taken = !writer->stopping && writer->waiting < WRITER_QUEUE_MOST;
  if (taken) {
    job->next = NULL;
    if (writer->first)
      writer->last->next = job;
    else
      writer->first = job;
    writer->last = job;
    writer->waiting++;
    pthread_cond_signal(&writer->wake);
  }
  pthread_mutex_unlock(&writer->lock);
  return taken;
}

struct waiter {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  bool done;
};

static void wake_waiter(struct job *job) {
  struct waiter *waiter = job->owner;
  pthread_mutex_lock(&waiter->lock);
  waiter->done = true;
  pthread_cond_signal(&waiter->wake);
  pthread_mutex_unlock(&waiter->lock);
}

void writer_wait(struct writer *writer, struct job *job) {
  struct waiter waiter = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
  job->owner = &waiter;
  job->done = wake_waiter;
  if (!writer_submit(writer, job)) {
    job->done_well = act_refuse(&job->act, ERROR_busy, NULL, "%s", "");
    return;
  }
  pthread_mutex_lock(&waiter.lock);
  while (!waiter.done) pthread_cond_wait(&waiter.wake, &waiter.lock);
  pthread_mutex_unlock(&waiter.lock);
}

void writer_stop(struct writer *writer) {
  if (!writer) return;
  pthread_mutex_lock(&writer->lock);
  writer->stopping = true;
  pthread_cond_signal(&writer->wake);
  pthread_mutex_unlock(&writer->lock);
  pthread_join(writer->thread, NULL);
  pthread_mutex_destroy(&writer->lock);
  pthread_cond_destroy(&writer->wake);
  store_close(writer->store);
  arena_free(writer->arena);
  free(writer);
}

struct writer_counts writer_counts(struct writer *writer) {
  pthread_mutex_lock(&writer->lock);
  struct writer_counts counts = writer->counts;
  counts.waiting = writer->waiting;
  pthread_mutex_unlock(&writer->lock);
  return counts;
}
