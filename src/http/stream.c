/* Listeners, and the thread that feeds them. */
#include "http/stream.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act/sql.h"
#include "base/clock.h"
#include "base/time.h"
#include "http/http_domain.h"
#include "http/reach.h"

enum { EVENTS_AT_ONCE = 64, LISTENER_BYTES_MOST = 64 * 1024, BLOCK_BYTES = 4096 };

struct listener {
  struct listener *next, *previous;
  struct stream *stream;
  struct MHD_Connection *connection;
  const struct route *route;
  struct arena *arena; /* of the caller and the token */
  struct caller caller;
  struct text token;
  bool token_in_cookie;
  int64_t next_seq;              /* the first event it has not been given */
  int64_t spoken_us, checked_us; /* monotonic */
  char *bytes;                   /* written and not yet sent */
  size_t length, capacity;
  bool suspended, ending;
};

struct stream {
  struct server *server;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  struct listener *first;
  size_t count;
  int64_t size; /* of the log */
  bool stopping;
};

/* A listener's bytes; all under the lock. */

static void resume(struct listener *listener) {
  if (!listener->suspended) return;
  listener->suspended = false;
  MHD_resume_connection(listener->connection);
}

/* False when it has to wait until the listener has taken more; one message always fits. */
static bool say(struct listener *listener, struct text message, int64_t now_us) {
  if (listener->length && listener->length + message.length > LISTENER_BYTES_MOST) return false;
  if (listener->length + message.length > listener->capacity) {
    listener->capacity = listener->length + message.length + BLOCK_BYTES;
    listener->bytes = realloc(listener->bytes, listener->capacity);
    assert(listener->bytes);
  }
  memcpy(listener->bytes + listener->length, message.at, message.length);
  listener->length += message.length;
  listener->spoken_us = now_us;
  return true;
}

static ssize_t send_some(void *context, uint64_t position, char *out, size_t most) {
  (void)position;
  struct listener *listener = context;
  struct stream *stream = listener->stream;
  pthread_mutex_lock(&stream->lock);
  size_t count = listener->length < most ? listener->length : most;
  if (count) {
    memcpy(out, listener->bytes, count);
    listener->length -= count;
    memmove(listener->bytes, listener->bytes + count, listener->length);
    if (listener->next_seq < stream->size) pthread_cond_signal(&stream->wake);
  } else if (!listener->ending) {
    listener->suspended = true;
    MHD_suspend_connection(listener->connection);
  }
  bool over = count == 0 && listener->ending;
  pthread_mutex_unlock(&stream->lock);
  return over ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)count;
}

static void forget(void *context) {
  struct listener *listener = context;
  struct stream *stream = listener->stream;
  pthread_mutex_lock(&stream->lock);
  if (listener->previous)
    listener->previous->next = listener->next;
  else
    stream->first = listener->next;
  if (listener->next) listener->next->previous = listener->previous;
  stream->count--;
  pthread_mutex_unlock(&stream->lock);
  arena_free(listener->arena);
  free(listener->bytes);
  free(listener);
}

/* Opening */

static struct caller copy_caller(struct arena *arena, const struct caller *caller) {
  return (struct caller){.person = arena_copy(arena, caller->person),
                         .roles = caller->roles,
                         .unit = arena_copy(arena, caller->unit),
                         .enterprise = arena_copy(arena, caller->enterprise),
                         .site = arena_copy(arena, caller->site),
                         .session = arena_copy(arena, caller->session),
                         .head_of = arena_copy(arena, caller->head_of)};
}

static struct listener *listener_make(struct stream *stream, const struct exchange *exchange) {
  const struct act *act = &exchange->job.act;
  struct listener *listener = calloc(1, sizeof *listener);
  assert(listener);
  struct arena *arena = arena_make();
  int64_t now_us = clock_monotonic_us();
  *listener = (struct listener){.stream = stream,
                                .connection = exchange->connection,
                                .route = act->route,
                                .arena = arena,
                                .caller = copy_caller(arena, &act->caller),
                                .token = arena_copy(arena, act->token),
                                .token_in_cookie = act->token_in_cookie,
                                .checked_us = now_us};
  bool said = say(listener, TEXT("retry: 3000\n\n"), now_us);
  assert(said);
  return listener;
}

static int64_t start_of(const struct act *act, int64_t size) {
  int64_t last;
  bool given = act->last_event_id.at && text_to_integer(act->last_event_id, &last);
  return given && last >= 0 && last < size ? last + 1 : size;
}

/* Of too many streams of one person the oldest makes room: it is most likely one whose client went
 * away unseen. */
static void make_room(struct stream *stream, const struct caller *caller) {
  struct listener *oldest = NULL;
  int64_t own = 0;
  for (struct listener *listener = stream->first; listener; listener = listener->next) {
    if (listener->ending || !text_equal(listener->caller.person, caller->person)) continue;
    oldest = listener; /* new ones come first in the chain */
    own++;
  }
  if (own < stream->server->options.streams_each_most) return;
  oldest->ending = true;
  resume(oldest);
}

bool stream_open(struct stream *stream, struct exchange *exchange,
                 struct MHD_Response **ret_response) {
  struct act *act = &exchange->job.act;
  pthread_mutex_lock(&stream->lock);
  bool open = !stream->stopping && (int64_t)stream->count < stream->server->options.streams_most;
  if (open) {
    make_room(stream, &act->caller);
    struct listener *listener = listener_make(stream, exchange);
    listener->next_seq = start_of(act, stream->size);
    listener->next = stream->first;
    if (listener->next) listener->next->previous = listener;
    stream->first = listener;
    stream->count++;
    pthread_cond_signal(&stream->wake);
    *ret_response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, send_some,
                                                      listener, forget);
  }
  pthread_mutex_unlock(&stream->lock);
  return open || act_refuse(act, ERROR_busy, NULL, "%s", "too many live streams are open");
}

/* Feeding */

struct item {
  int64_t seq;
  const struct event_type *type; /* NULL: for nobody */
  struct subject subject;
  struct text message;
};

static size_t read_items(struct stream *stream, int64_t from, struct arena *arena,
                         struct item ret_items[EVENTS_AT_ONCE]) {
  struct reader *reader = reader_take(stream->server->readers);
  size_t count = 0;
  struct cursor cursor = QUERY(reader->store, sql_event_from, V(from), V((int64_t)EVENTS_AT_ONCE));
  while (store_next(&cursor)) {
    struct stored_event event = {0};
    struct item *item = &ret_items[count++];
    store_row(&cursor, stored_event_fields, &event, arena);
    item->seq = event.seq;
    event_subject(reader->store, &event, arena, &item->type, &item->subject);
    item->message = arena_format(arena, "id: %" PRId64 "\nevent: %.*s\ndata: %.*s\n\n", event.seq,
                                 TEXT_ARGS(event.type), TEXT_ARGS(event.leaf));
  }
  reader_put(stream->server->readers, reader);
  return count;
}

/* The earliest event that a listener with room is waiting for; the log's size when there is none.
 */
static int64_t first_wanted(const struct stream *stream) {
  int64_t wanted = stream->size;
  for (const struct listener *listener = stream->first; listener; listener = listener->next)
    if (listener->next_seq < wanted && listener->length < LISTENER_BYTES_MOST / 2)
      wanted = listener->next_seq;
  return wanted;
}

static void give(struct listener *listener, const struct item *items, size_t count) {
  int64_t now_us = clock_monotonic_us();
  for (size_t i = 0; i < count; i++) {
    const struct item *item = &items[i];
    if (item->seq != listener->next_seq) continue;
    bool for_them = item->type && event_reaches(&listener->caller, item->type, &item->subject);
    if (for_them && !say(listener, item->message, now_us)) break;
    listener->next_seq++;
  }
  if (listener->length) resume(listener);
}

/* Returns whether there may be more to do at once. Called and left with the lock held. */
static bool feed(struct stream *stream, struct arena *arena) {
  struct item items[EVENTS_AT_ONCE];
  int64_t wanted = first_wanted(stream);
  if (wanted == stream->size) return false;
  pthread_mutex_unlock(&stream->lock);
  arena_reset(arena);
  size_t count = read_items(stream, wanted, arena, items);
  pthread_mutex_lock(&stream->lock);
  for (struct listener *listener = stream->first; listener; listener = listener->next)
    give(listener, items, count);
  return count > 0;
}

static bool same_text(struct text a, struct text b) {
  return a.at && b.at ? text_equal(a, b) : a.at == b.at;
}

/* Is the session still what it was when the stream was opened? */
static bool still_holds(const struct listener *listener, struct arena *arena) {
  struct server *server = listener->stream->server;
  struct reader *reader = reader_take(server->readers);
  struct act act = {.arena = arena,
                    .store = reader->store,
                    .city = server->city,
                    .route = listener->route,
                    .now_us = city_now_us(server->city),
                    .token = listener->token,
                    .token_in_cookie = listener->token_in_cookie,
                    .if_match = NO_INTEGER};
  bool holds = act_authenticate(&act);
  reader_put(server->readers, reader);
  const struct caller *now = &act.caller, *then = &listener->caller;
  return holds && now->roles == then->roles && same_text(now->unit, then->unit) &&
         same_text(now->enterprise, then->enterprise) && same_text(now->site, then->site) &&
         same_text(now->head_of, then->head_of);
}

static void keep_up(struct stream *stream, struct arena *arena) {
  const struct server_options *options = &stream->server->options;
  int64_t now_us = clock_monotonic_us();
  arena_reset(arena);
  for (struct listener *listener = stream->first; listener; listener = listener->next) {
    if (now_us - listener->checked_us > options->session_check_ms * 1000) {
      listener->checked_us = now_us;
      listener->ending = listener->ending || !still_holds(listener, arena);
    }
    if (now_us - listener->spoken_us > options->heartbeat_ms * 1000)
      say(listener, TEXT(":\n\n"), now_us);
    if (listener->length || listener->ending) resume(listener);
  }
}

static void *run(void *context) {
  struct stream *stream = context;
  struct arena *arena = arena_make();
  pthread_mutex_lock(&stream->lock);
  while (!stream->stopping) {
    while (!stream->stopping && feed(stream, arena)) continue;
    keep_up(stream, arena);
    if (stream->stopping) break;
    struct timespec until = clock_monotonic_after(SECOND_US);
    pthread_cond_timedwait(&stream->wake, &stream->lock, &until);
  }
  pthread_mutex_unlock(&stream->lock);
  arena_free(arena);
  return NULL;
}

struct stream *stream_make(struct server *server, int64_t size) {
  struct stream *stream = calloc(1, sizeof *stream);
  assert(stream);
  *stream = (struct stream){.server = server, .size = size};
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init(&stream->lock, NULL);
  pthread_cond_init(&stream->wake, &monotonic);
  pthread_condattr_destroy(&monotonic);
  int status = pthread_create(&stream->thread, NULL, run, stream);
  assert(status == 0);
  return stream;
}

void stream_wake(struct stream *stream, int64_t size) {
  pthread_mutex_lock(&stream->lock);
  if (size > stream->size) stream->size = size;
  if (stream->first) pthread_cond_signal(&stream->wake);
  pthread_mutex_unlock(&stream->lock);
}

size_t stream_count(struct stream *stream) {
  pthread_mutex_lock(&stream->lock);
  size_t count = stream->count;
  pthread_mutex_unlock(&stream->lock);
  return count;
}

void stream_stop(struct stream *stream) {
  pthread_mutex_lock(&stream->lock);
  stream->stopping = true;
  for (struct listener *listener = stream->first; listener; listener = listener->next) {
    listener->ending = true;
    resume(listener);
  }
  pthread_cond_signal(&stream->wake);
  pthread_mutex_unlock(&stream->lock);
  pthread_join(stream->thread, NULL);
}

void stream_free(struct stream *stream) {
  if (!stream) return;
  assert(!stream->first);
  pthread_mutex_destroy(&stream->lock);
  pthread_cond_destroy(&stream->wake);
  free(stream);
}

/* The gates are all there is to it; the connection is then handed to stream_open. */
bool live_stream(struct act *act) {
  act->content_type = TEXT("text/event-stream");
  return true;
}
