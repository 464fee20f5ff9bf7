/* A thread that wakes a few times a second. */
#include "http/house.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/time.h"

struct house {
  struct server *server;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t stop;
  bool stopping;    /* under the lock */
  struct job pulse; /* with which the writer shows that it lives */
  struct arena *pulse_arena;
  atomic_bool pulse_waits;
  atomic_int_fast64_t pulse_us; /* monotonic: when it last did */
};

enum { FLUSH_US = 250 * 1000, PULSES_PER_TICK = 30 };
static const int64_t pulse_every_us = 2 * SECOND_US;
static const int64_t pulse_late_us = 60 * SECOND_US;

/* Each domain by itself, so that one that fails holds up no other. */
static void tick(struct server *server, struct arena *arena) {
  for (const struct domain *const *domain = domains; *domain; domain++) {
    arena_reset(arena);
    struct job job = {.act = {.arena = arena,
                              .city = server->city,
                              .route = &domain_tick,
                              .now_us = city_now_us(server->city),
                              .request = act_new_id(arena),
                              .caller = {.person = TEXT("self"), .roles = ROLE_SELF},
                              .if_match = NO_INTEGER,
                              .in = domain}};
    writer_wait(server->writer, &job);
    if (job.done_well) continue;
    const struct log_line line = {.time_us = job.act.now_us,
                                  .request = job.act.request,
                                  .method = "tick",
                                  .route = (*domain)->name,
                                  .status = MHD_HTTP_INTERNAL_SERVER_ERROR,
                                  .error = &job.act.error};
    access_log_add(server->log, &line);
  }
}

static bool do_nothing(struct act *act) {
  (void)act;
  return true;
}

static const struct route pulse_route = {
    .name = "pulse", .roles = ROLE_SELF, .flags = ROUTE_WRITES, .run = do_nothing};

static void pulse_done(struct job *job) {
  struct house *house = job->owner;
  if (job->done_well) atomic_store(&house->pulse_us, clock_monotonic_us());
  atomic_store(&house->pulse_waits, false);
}

/* The writer shows that it can still commit; at most one such job waits. */
static void pulse(struct house *house) {
  struct server *server = house->server;
  if (atomic_load(&house->pulse_waits)) return;
  arena_reset(house->pulse_arena);
  house->pulse = (struct job){.act = {.arena = house->pulse_arena,
                                      .city = server->city,
                                      .route = &pulse_route,
                                      .now_us = city_now_us(server->city),
                                      .caller = {.person = TEXT("self"), .roles = ROLE_SELF},
                                      .if_match = NO_INTEGER},
                              .done = pulse_done,
                              .owner = house};
  atomic_store(&house->pulse_waits, true);
  if (!writer_submit(server->writer, &house->pulse)) atomic_store(&house->pulse_waits, false);
}

bool house_writer_is_alive(const struct house *house) {
  return clock_monotonic_us() - atomic_load(&house->pulse_us) < pulse_late_us;
}

static bool wait_a_little(struct house *house) {
  struct timespec until = clock_monotonic_after(FLUSH_US);
  pthread_mutex_lock(&house->lock);
  if (!house->stopping) pthread_cond_timedwait(&house->stop, &house->lock, &until);
  bool goes_on = !house->stopping;
  pthread_mutex_unlock(&house->lock);
  return goes_on;
}

static void *keep(void *context) {
  struct house *house = context;
  struct server *server = house->server;
  struct arena *arena = arena_make();
  int64_t pulsed_us = INT64_MIN / 2, pulses = 0;
  while (wait_a_little(house)) {
    int64_t now_us = clock_monotonic_us();
    access_log_flush(server->log);
    peers_sweep(server->peers, now_us);
    readers_tidy(server->readers);
    if (now_us - pulsed_us < pulse_every_us) continue;
    pulsed_us = now_us;
    pulse(house);
    if (pulses++ % PULSES_PER_TICK == 0) tick(server, arena);
  }
  arena_free(arena);
  return NULL;
}

struct house *house_start(struct server *server) {
  struct house *house = calloc(1, sizeof *house);
  assert(house);
  house->server = server;
  house->pulse_arena = arena_make();
  atomic_store(&house->pulse_us, clock_monotonic_us());
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init(&house->lock, NULL);
  pthread_cond_init(&house->stop, &monotonic);
  pthread_condattr_destroy(&monotonic);
  int status = pthread_create(&house->thread, NULL, keep, house);
  assert(status == 0);
  return house;
}

void house_stop_keeping(struct house *house) {
  if (!house) return;
  pthread_mutex_lock(&house->lock);
  house->stopping = true;
  pthread_cond_signal(&house->stop);
  pthread_mutex_unlock(&house->lock);
  pthread_join(house->thread, NULL);
}

void house_free(struct house *house) {
  if (!house) return;
  pthread_mutex_destroy(&house->lock);
  pthread_cond_destroy(&house->stop);
  arena_free(house->pulse_arena);
  free(house);
}
