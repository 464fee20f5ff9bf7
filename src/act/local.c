#include "act/local.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "act/ledger.h"
#include "act/reply_held.h"

struct local {
  struct city city;
  struct store *store;
  struct merkle_frontier frontier;
  struct arena *arena;
};

static bool begin(struct local *local, struct error *ret_error) {
  arena_reset(local->arena);
  store_begin(local->store);
  if (ledger_open(local->store, &local->city, local->arena, &local->frontier, ret_error))
    return true;
  store_rollback(local->store);
  return false;
}

bool local_open(const char *folder, struct local **ret_local, struct error *ret_error) {
  struct local *local = calloc(1, sizeof *local);
  assert(local);
  local->arena = arena_make();
  if (city_open(folder, true, &local->city, ret_error) &&
      store_open(city_store_place(&local->city), false, &local->store, ret_error)) {
    if (begin(local, ret_error)) {
      *ret_local = local;
      return true;
    }
    store_close(local->store);
    local->store = NULL;
  }
  local_close(local);
  return false;
}

void local_close(struct local *local) {
  if (!local) return;
  if (local->store) {
    store_rollback(local->store);
    store_close(local->store);
  }
  if (local->city.arena) city_close(&local->city);
  arena_free(local->arena);
  free(local);
}

bool local_commit(struct local *local, struct error *ret_error) {
  int64_t stored = ledger_size(local->store);
  if (stored > 0 && !store_failed(local->store, NULL))
    ledger_publish(local->store, &local->city, &local->frontier, local->arena);
  bool committed = store_commit(local->store, ret_error);
  struct error error;
  bool begun = begin(local, &error);
  if (committed && !begun) *ret_error = error;
  return committed && begun;
}

struct city *local_city(struct local *local) {
  return &local->city;
}

struct store *local_store(struct local *local) {
  return local->store;
}

static void hold(const struct act *act, bool done) {
  struct reply reply;
  if (!reply_is_held() || (done && act->route->out && !act->out)) return;
  reply_make(act, done, &reply);
  reply_hold(act, done, &reply);
}

bool local_act(struct local *local, struct arena *arena, const struct caller *caller,
               const struct route *route, const void *in, void *ret_out, struct error *ret_error) {
  struct act act = {.arena = arena,
                    .store = local->store,
                    .city = &local->city,
                    .route = route,
                    .frontier = &local->frontier,
                    .now_us = city_now_us(&local->city),
                    .caller = caller ? *caller
                                     : (struct caller){.person = TEXT("self"), .roles = ROLE_SELF},
                    .authenticated = true,
                    .if_match = NO_INTEGER,
                    .in = in,
                    .out = ret_out};
  if (ret_out) memset(ret_out, 0, route->out_size);
  bool done = act_attempt(&act);
  hold(&act, done);
  if (!done) *ret_error = act.error;
  return done;
}
