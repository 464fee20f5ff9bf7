/* The way of a request through the server. */
#include "http/exchange.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"

static struct exchange *take_idle(struct server *server) {
  pthread_mutex_lock(&server->lock);
  struct exchange *exchange = server->idle;
  if (exchange) {
    server->idle = exchange->next;
    server->idle_count--;
  }
  server->open_count++;
  pthread_mutex_unlock(&server->lock);
  if (exchange) return exchange;
  exchange = calloc(1, sizeof *exchange);
  assert(exchange);
  exchange->arena = arena_make();
  return exchange;
}

static struct peer *peer_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info->socket_context;
}

void *exchange_make(void *context, const char *target, struct MHD_Connection *connection) {
  struct server *server = context;
  struct exchange *exchange = take_idle(server);
  struct arena *arena = exchange->arena;
  *exchange = (struct exchange){.server = server,
                                .connection = connection,
                                .peer = peer_of(connection),
                                .arena = arena,
                                .start_us = clock_monotonic_us(),
                                .target = arena_copy(arena, text_of(target)),
                                .body = BUFFER(arena)};
  exchange->job.owner = exchange;
  exchange->job.act = (struct act){.arena = arena,
                                   .city = server->city,
                                   .now_us = city_now_us(server->city),
                                   .if_match = NO_INTEGER,
                                   .etag = NO_INTEGER};
  return exchange;
}

static void perform_reading(struct exchange *exchange) {
  struct job *job = &exchange->job;
  struct reader *reader = reader_take(exchange->server->readers);
  job->act.store = reader->store;
  job->done_well = act_perform(&job->act);
  if (store_failed(reader->store, &job->act.error)) job->done_well = false;
  reader_put(exchange->server->readers, reader);
  job->act.store = NULL;
}

/* Back from the writer or the crew: the connection's thread goes on with it. */
static void resume(struct exchange *exchange) {
  exchange->stage = EXCHANGE_ANSWERED;
  MHD_resume_connection(exchange->connection);
}

static void resume_job(struct job *job) {
  resume(job->owner);
}

static void refuse_busy(struct exchange *exchange) {
  exchange->job.done_well = act_refuse(&exchange->job.act, ERROR_busy, NULL, "%s", "");
}

static void submit(struct exchange *exchange) {
  exchange->job.done = resume_job;
  if (writer_submit(exchange->server->writer, &exchange->job)) return;
  refuse_busy(exchange);
  resume(exchange);
}

void exchange_prepare(void *item) {
  struct exchange *exchange = item;
  struct act *act = &exchange->job.act;
  struct reader *reader = reader_take(exchange->server->readers);
  act->store = reader->store;
  bool prepared = act_authenticate(act) && act->route->prepare(act);
  if (store_failed(act->store, &act->error)) prepared = false;
  reader_put(exchange->server->readers, reader);
  act->store = NULL;
  /* Whoever performs it asks again: a session may have ended meanwhile. */
  act->authenticated = false;
  act->caller = (struct caller){0};
  exchange->job.done_well = prepared;
  if (prepared && act->route->flags & ROUTE_WRITES) {
    submit(exchange);
    return;
  }
  if (prepared) perform_reading(exchange);
  resume(exchange);
}

/* Suspended before it is handed over: it may come back before this returns. */
static void wait_for(struct exchange *exchange) {
  exchange->stage = EXCHANGE_WAITING;
  peer_set_deadline(exchange->peer, NO_DEADLINE);
  MHD_suspend_connection(exchange->connection);
  if (!exchange->job.act.route->prepare) {
    submit(exchange);
    return;
  }
  if (crew_submit(exchange->server->crew, exchange)) return;
  refuse_busy(exchange);
  resume(exchange);
}

/* The whole request is in. */
static enum MHD_Result perform(struct exchange *exchange) {
  if (exchange->refused || exchange->options || exchange->page || !exchange_read(exchange))
    return exchange_answer(exchange);
  const struct route *route = exchange->job.act.route;
  if (route->prepare || route->flags & ROUTE_WRITES) {
    wait_for(exchange);
    return MHD_YES;
  }
  perform_reading(exchange);
  return exchange_answer(exchange);
}

/* A refused body is read and forgotten, up to a limit, so that the client hears why. */
static enum MHD_Result take_body(struct exchange *exchange, struct text piece) {
  if (!exchange->refused) {
    if (exchange->body.length + piece.length <= exchange_body_most(exchange)) {
      buffer_add(&exchange->body, piece);
      return MHD_YES;
    }
    exchange->refused = !act_refuse(&exchange->job.act, ERROR_too_large, NULL, "%s", "");
  }
  exchange->discarded += piece.length;
  return exchange->discarded > DISCARD_BYTES_MOST ? MHD_NO : MHD_YES;
}

enum MHD_Result exchange_handle(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **owner) {
  (void)context, (void)connection, (void)url, (void)version;
  struct exchange *exchange = *owner;
  switch (exchange->stage) {
  case EXCHANGE_HEADERS:
    exchange->method = method;
    exchange->stage = EXCHANGE_BODY;
    exchange_admit(exchange);
    /* Answering now closes the connection; else the answer waits for the end of the body. */
    return exchange->closes ? exchange_answer(exchange) : MHD_YES;
  case EXCHANGE_BODY:
    if (*upload_size == 0) return perform(exchange);
    struct text piece = {upload, *upload_size};
    *upload_size = 0;
    return take_body(exchange, piece);
  case EXCHANGE_WAITING:
    return MHD_YES;
  case EXCHANGE_ANSWERED:
    return exchange_answer(exchange);
  }
  return MHD_NO;
}

static void say(struct exchange *exchange, int64_t duration_us) {
  struct server *server = exchange->server;
  const struct endpoint *endpoint = exchange->match.endpoint;
  bool failed = exchange->refused || !exchange->job.done_well;
  const struct log_line line = {
      .time_us = exchange->job.act.now_us,
      .request = exchange->job.act.request,
      .method = exchange->method,
      .route = endpoint         ? endpoint->route->name
               : exchange->page ? "page"
                                : "none",
      .status = exchange->status,
      .duration_us = duration_us,
      .bytes = exchange->reply_bytes,
      .error = failed && exchange->job.act.error.code ? &exchange->job.act.error : NULL,
  };
  metrics_count(server->metrics, endpoint, exchange->status, duration_us);
  access_log_add(server->log, &line);
}

static void one_less(struct server *server) {
  if (--server->open_count == 0) pthread_cond_signal(&server->quiet);
}

void exchange_stream_begun(struct exchange *exchange) {
  struct server *server = exchange->server;
  exchange->streams = true;
  pthread_mutex_lock(&server->lock);
  one_less(server);
  pthread_mutex_unlock(&server->lock);
}

void exchange_end(void *context, struct MHD_Connection *connection, void **owner,
                  enum MHD_RequestTerminationCode how) {
  (void)connection, (void)how;
  struct server *server = context;
  struct exchange *exchange = *owner;
  *owner = NULL;
  if (!exchange) return;
  int64_t now_us = clock_monotonic_us();
  /* Without a status it was cut off before any answer. */
  if (exchange->status) say(exchange, now_us - exchange->start_us);
  peer_set_deadline(exchange->peer, now_us + server->options.idle_ms * 1000);
  arena_reset(exchange->arena);
  pthread_mutex_lock(&server->lock);
  if (!exchange->streams) one_less(server);
  bool kept = server->idle_count < IDLE_EXCHANGES_MOST;
  if (kept) {
    exchange->next = server->idle;
    server->idle = exchange;
    server->idle_count++;
  }
  pthread_mutex_unlock(&server->lock);
  if (!kept) exchange_free(exchange);
}

void exchange_free(struct exchange *exchange) {
  arena_free(exchange->arena);
  free(exchange);
}
