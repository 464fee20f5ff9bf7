/* Deliveries side by side on one thread, by libcurl's multi interface. */
#include "http/outbox.h"

#include <assert.h>
#include <curl/curl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/sql.h"
#include "base/clock.h"
#include "base/time.h"
#include "base/version.h"
#include "http/sql.h"
#include "http/subscriber.h"
#include "http/webhook.h"

enum {
  EVENTS_AT_ONCE = 64,
  ANSWER_BYTES_MOST = 64 * 1024,
  CONNECT_MS = 5000,
  WHOLE_MS = 15000,
  WAIT_MS = 1000,
  SAVE_AFTER_EVENTS = 64,
};
static const int64_t reload_every_us = 200 * 1000;
static const int64_t save_every_us = SECOND_US;

/* One subscriber's place, and the delivery to it that is under way. */
struct place {
  struct subscriber subscriber; /* texts in `arena` */
  struct text secret;
  struct arena *arena;
  bool listed; /* found at the last reload */
  bool gives_up;
  int64_t unsaved, saved_us; /* events passed since the row was written; when it was */
  bool save_now;
  CURL *easy; /* NULL: nothing under way */
  struct curl_slist *headers;
  struct arena *delivery;
  int64_t seq;
  size_t answered_bytes;
};

struct outbox {
  struct server *server;
  pthread_t thread;
  pthread_mutex_t lock; /* of the counts, the size and stopping */
  CURLM *multi;
  int64_t size;
  bool stopping;
  bool woken; /* since the last reload */
  struct outbox_counts counts;
  struct place *places[SUBSCRIBERS_MOST];
  size_t place_count;
  int64_t loaded_size, loaded_us; /* of the log, and when, at the last reload */
};

/* Places */

static void copy_subscriber(struct place *place, const struct subscriber *from,
                            struct text secret) {
  arena_reset(place->arena);
  struct texts types = {ARENA_ARRAY(place->arena, from->types.count + 1, struct text),
                        from->types.count};
  for (size_t i = 0; i < types.count; i++)
    types.at[i] = arena_copy(place->arena, from->types.at[i]);
  place->subscriber = *from;
  place->subscriber.id = arena_copy(place->arena, from->id);
  place->subscriber.url = arena_copy(place->arena, from->url);
  place->subscriber.types = types;
  place->secret = arena_copy(place->arena, secret);
}

static struct place *place_of(struct outbox *outbox, struct text id) {
  for (size_t i = 0; i < outbox->place_count; i++)
    if (text_equal(outbox->places[i]->subscriber.id, id)) return outbox->places[i];
  return NULL;
}

static void break_off(struct outbox *outbox, struct place *place) {
  if (!place->easy) return;
  curl_multi_remove_handle(outbox->multi, place->easy);
  curl_easy_cleanup(place->easy);
  curl_slist_free_all(place->headers);
  place->easy = NULL;
  place->headers = NULL;
}

static void drop_place(struct outbox *outbox, size_t index) {
  struct place *place = outbox->places[index];
  break_off(outbox, place);
  arena_free(place->arena);
  arena_free(place->delivery);
  free(place);
  outbox->places[index] = outbox->places[--outbox->place_count];
}

/* A row is the truth about who subscribes; how far it is, is known better here, but for one that
 * was resumed meanwhile. */
static void take_row(struct outbox *outbox, struct store *store, const struct subscriber *row,
                     struct arena *arena) {
  struct place *place = place_of(outbox, row->id);
  if (place) {
    place->listed = true;
    if (place->subscriber.paused && !row->paused) {
      place->subscriber.attempts = 0;
      place->subscriber.next_us = place->subscriber.failing_since_us = NO_INTEGER;
    }
    place->subscriber.paused = row->paused;
    return;
  }
  assert(outbox->place_count < SUBSCRIBERS_MOST);
  struct text secret = NO_TEXT;
  struct cursor cursor = QUERY(store, sql_subscriber_secret, V(row->id));
  if (store_next(&cursor)) secret = store_text(&cursor, 0, arena);
  store_done(&cursor);
  place = outbox->places[outbox->place_count++] = calloc(1, sizeof *place);
  assert(place);
  *place = (struct place){.arena = arena_make(), .delivery = arena_make(), .listed = true};
  copy_subscriber(place, row, secret);
}

static void reload(struct outbox *outbox, struct arena *arena) {
  struct reader *reader = reader_take(outbox->server->readers);
  struct store *store = reader->store;
  arena_reset(arena);
  struct list rows = store_list(store, &sql_subscriber_all, NULL, 0, subscriber_columns,
                                sizeof(struct subscriber), arena);
  bool read = !store_failed(store, NULL);
  const struct subscriber *row = rows.at;
  for (size_t i = 0; i < outbox->place_count; i++) outbox->places[i]->listed = !read;
  /* Those that are gone make room first. */
  for (size_t i = 0; read && i < rows.count; i++) {
    struct place *known = place_of(outbox, row[i].id);
    if (known) known->listed = true;
  }
  for (size_t i = outbox->place_count; i-- > 0;)
    if (!outbox->places[i]->listed) drop_place(outbox, i);
  for (size_t i = 0; read && i < rows.count; i++) take_row(outbox, store, &row[i], arena);
  reader_put(outbox->server->readers, reader);
}

/* Delivering */

static size_t swallow(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  struct place *place = context;
  place->answered_bytes += size * count;
  return place->answered_bytes > ANSWER_BYTES_MOST ? 0 : size * count;
}

static void add_header(struct place *place, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void add_header(struct place *place, const char *format, ...) {
  char header[200];
  va_list values;
  va_start(values, format);
  vsnprintf(header, sizeof header, format, values);
  va_end(values);
  place->headers = curl_slist_append(place->headers, header);
  assert(place->headers);
}

static void start_delivery(struct outbox *outbox, struct place *place,
                           const struct stored_event *event) {
  char signature[SIGNATURE_HEX_SIZE];
  int64_t timestamp_s = clock_now_us() / SECOND_US;
  webhook_sign(place->secret, timestamp_s, event->seq, event->leaf, place->delivery, signature);
  add_header(place, "Content-Type: application/json");
  add_header(place, "Heng-Event: %.*s", TEXT_ARGS(event->type));
  add_header(place, "Heng-Event-Id: %" PRId64, event->seq);
  add_header(place, "Heng-Timestamp: %" PRId64, timestamp_s);
  add_header(place, "Heng-Signature: v1=%.*s", SIGNATURE_HEX_SIZE, signature);
  add_header(place, "Expect:");
  CURL *easy = place->easy = curl_easy_init();
  assert(easy);
  place->seq = event->seq;
  place->answered_bytes = 0;
  curl_easy_setopt(easy, CURLOPT_URL, place->subscriber.url.at);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "heng/" HENG_VERSION);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, place->headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)event->leaf.length);
  curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, event->leaf.at);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, place);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, place);
  CURLMcode added = curl_multi_add_handle(outbox->multi, easy);
  assert(added == CURLM_OK);
}

static bool is_wanted(const struct subscriber *subscriber, struct text type_name) {
  const struct event_type *type = event_type_find(type_name);
  if (!type || !type->published) return false;
  for (size_t i = 0; i < subscriber->types.count; i++)
    if (text_equal(subscriber->types.at[i], type_name)) return true;
  return subscriber->types.count == 0;
}

/* Passes over what the subscriber does not want and starts with the first that it does. */
static void deliver_next(struct outbox *outbox, struct place *place) {
  int64_t before = place->subscriber.next_seq;
  arena_reset(place->delivery);
  struct reader *reader = reader_take(outbox->server->readers);
  struct store *store = reader->store;
  struct cursor cursor =
      QUERY(store, sql_event_from, V(place->subscriber.next_seq), V((int64_t)EVENTS_AT_ONCE));
  while (store_next(&cursor)) {
    struct stored_event event = {0};
    store_row(&cursor, stored_event_fields, &event, place->delivery);
    if (is_wanted(&place->subscriber, event.type)) {
      start_delivery(outbox, place, &event);
      break;
    }
    place->subscriber.next_seq = event.seq + 1;
    place->unsaved++;
  }
  store_done(&cursor);
  reader_put(outbox->server->readers, reader);
  /* The database gives nothing although the log has grown: not again at once. */
  if (!place->easy && place->subscriber.next_seq == before)
    place->subscriber.next_us = clock_now_us() + SECOND_US;
}

static void count_attempt(struct outbox *outbox, bool delivered) {
  pthread_mutex_lock(&outbox->lock);
  outbox->counts.delivered += delivered;
  outbox->counts.failed += !delivered;
  pthread_mutex_unlock(&outbox->lock);
}

static void note_outcome(struct outbox *outbox, struct place *place, long status) {
  struct subscriber *subscriber = &place->subscriber;
  bool delivered = status >= 200 && status < 300;
  int64_t now_us = clock_now_us();
  count_attempt(outbox, delivered);
  subscriber->last_status = status;
  place->unsaved++;
  if (delivered) {
    place->save_now = subscriber->attempts > 0;
    subscriber->next_seq = place->seq + 1;
    subscriber->attempts = 0;
    subscriber->next_us = subscriber->failing_since_us = NO_INTEGER;
    return;
  }
  place->save_now = true;
  if (subscriber->failing_since_us == NO_INTEGER) subscriber->failing_since_us = now_us;
  subscriber->next_us = now_us + webhook_wait_us(++subscriber->attempts, randombytes_random());
  place->gives_up = status == 410 || now_us - subscriber->failing_since_us > webhook_patience_us;
}

static void take_outcomes(struct outbox *outbox) {
  int left;
  for (CURLMsg *message; (message = curl_multi_info_read(outbox->multi, &left));) {
    if (message->msg != CURLMSG_DONE) continue;
    struct place *place;
    long status = 0;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&place);
    /* An answer too long to be read to its end has a status all the same. */
    if (message->data.result == CURLE_OK || message->data.result == CURLE_WRITE_ERROR)
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
    break_off(outbox, place);
    note_outcome(outbox, place, status);
  }
}

/* Saving */

static bool save_place(struct act *act) {
  const struct place *place = act->in;
  const struct subscriber *subscriber = &place->subscriber;
  RUN(act->store, sql_subscriber_progress, V(subscriber->id), V(subscriber->next_seq),
      V(subscriber->attempts), V(subscriber->next_us), V(subscriber->failing_since_us),
      V(subscriber->last_status));
  if (place->gives_up) subscriber_give_up(act, subscriber->id);
  return true;
}

static const struct route save_route = {
    .name = "subscriber_progress", .roles = ROLE_SELF, .flags = ROUTE_WRITES, .run = save_place};

static void save(struct outbox *outbox, struct place *place, struct arena *arena) {
  arena_reset(arena);
  struct job job = {.act = {.arena = arena,
                            .city = outbox->server->city,
                            .route = &save_route,
                            .now_us = city_now_us(outbox->server->city),
                            .caller = {.person = TEXT("self"), .roles = ROLE_SELF},
                            .if_match = NO_INTEGER,
                            .in = place}};
  writer_wait(outbox->server->writer, &job);
  if (!job.done_well) return; /* tried again at the next round */
  place->subscriber.paused = place->subscriber.paused || place->gives_up;
  place->gives_up = place->save_now = false;
  place->unsaved = 0;
  place->saved_us = clock_monotonic_us();
}

static bool is_due_for_saving(const struct outbox *outbox, const struct place *place,
                              int64_t now_us) {
  bool caught_up = !place->easy && place->subscriber.next_seq >= outbox->loaded_size;
  return place->save_now || place->unsaved >= SAVE_AFTER_EVENTS ||
         (place->unsaved > 0 && (caught_up || now_us - place->saved_us > save_every_us));
}

/* The thread */

static bool may_start(const struct place *place, int64_t size) {
  const struct subscriber *subscriber = &place->subscriber;
  bool waits = subscriber->next_us != NO_INTEGER && clock_now_us() < subscriber->next_us;
  return !place->easy && !subscriber->paused && !waits && subscriber->next_seq < size;
}

static void publish_counts(struct outbox *outbox) {
  struct outbox_counts counts = {.subscribers = (int64_t)outbox->place_count};
  for (size_t i = 0; i < outbox->place_count; i++) {
    const struct subscriber *subscriber = &outbox->places[i]->subscriber;
    if (subscriber->paused)
      counts.paused++;
    else if (subscriber->next_seq < outbox->loaded_size)
      counts.backlog += outbox->loaded_size - subscriber->next_seq;
  }
  pthread_mutex_lock(&outbox->lock);
  counts.delivered = outbox->counts.delivered;
  counts.failed = outbox->counts.failed;
  outbox->counts = counts;
  pthread_mutex_unlock(&outbox->lock);
}

/* One round; returns how long the next one may wait. */
static int work(struct outbox *outbox, int64_t size, struct arena *arena) {
  int running, wait_ms = WAIT_MS;
  int64_t now_us = clock_monotonic_us();
  if (size != outbox->loaded_size && now_us - outbox->loaded_us >= reload_every_us) {
    outbox->loaded_size = size;
    outbox->loaded_us = now_us;
    pthread_mutex_lock(&outbox->lock);
    outbox->woken = false;
    pthread_mutex_unlock(&outbox->lock);
    reload(outbox, arena);
  }
  curl_multi_perform(outbox->multi, &running);
  take_outcomes(outbox);
  for (size_t i = 0; i < outbox->place_count; i++) {
    struct place *place = outbox->places[i];
    if (may_start(place, outbox->loaded_size)) deliver_next(outbox, place);
    if (is_due_for_saving(outbox, place, now_us)) save(outbox, place, arena);
    if (place->easy || may_start(place, outbox->loaded_size)) wait_ms = 0;
  }
  publish_counts(outbox);
  curl_multi_perform(outbox->multi, &running);
  if (running) return WAIT_MS;
  return size != outbox->loaded_size ? (int)(reload_every_us / 1000) : wait_ms;
}

static void *run(void *context) {
  struct outbox *outbox = context;
  struct arena *arena = arena_make();
  for (int wait_ms = 0;;) {
    curl_multi_poll(outbox->multi, NULL, 0, wait_ms, NULL);
    pthread_mutex_lock(&outbox->lock);
    int64_t size = outbox->size;
    bool stopping = outbox->stopping;
    pthread_mutex_unlock(&outbox->lock);
    if (stopping) break;
    wait_ms = work(outbox, size, arena);
  }
  for (size_t i = 0; i < outbox->place_count; i++)
    if (outbox->places[i]->unsaved) save(outbox, outbox->places[i], arena);
  while (outbox->place_count) drop_place(outbox, 0);
  arena_free(arena);
  return NULL;
}

struct outbox *outbox_make(struct server *server, int64_t size) {
  struct outbox *outbox = calloc(1, sizeof *outbox);
  assert(outbox);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  *outbox = (struct outbox){.server = server, .multi = curl_multi_init(), .size = size};
  assert(outbox->multi);
  outbox->loaded_size = -1;
  outbox->loaded_us = INT64_MIN / 2;
  pthread_mutex_init(&outbox->lock, NULL);
  int status = pthread_create(&outbox->thread, NULL, run, outbox);
  assert(status == 0);
  return outbox;
}

void outbox_wake(struct outbox *outbox, int64_t size) {
  pthread_mutex_lock(&outbox->lock);
  outbox->size = size;
  bool wakes = outbox->counts.subscribers > 0 && !outbox->woken;
  outbox->woken = outbox->woken || wakes;
  pthread_mutex_unlock(&outbox->lock);
  if (wakes) curl_multi_wakeup(outbox->multi);
}

struct outbox_counts outbox_counts(struct outbox *outbox) {
  pthread_mutex_lock(&outbox->lock);
  struct outbox_counts counts = outbox->counts;
  pthread_mutex_unlock(&outbox->lock);
  return counts;
}

void outbox_stop(struct outbox *outbox) {
  if (!outbox) return;
  pthread_mutex_lock(&outbox->lock);
  outbox->stopping = true;
  pthread_mutex_unlock(&outbox->lock);
  curl_multi_wakeup(outbox->multi);
  pthread_join(outbox->thread, NULL);
  curl_multi_cleanup(outbox->multi);
  curl_global_cleanup();
  pthread_mutex_destroy(&outbox->lock);
  free(outbox);
}
