/* Booking and approving over HTTP, against bare SQLite writing the same rows: in batches as large
 * as the server's were, and with a commit for each act. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act/event.h"
#include "act/ledger.h"
#include "act/migrate.h"
#include "act/sql.h"
#include "base/clock.h"
#include "base/time.h"
#include "bench.h"
#include "load.h"
#include "server_fixture.h"
#include "small_city.h"

enum { ENTERPRISES = 500, BOOKINGS = 500, CONNECTIONS = 64, ACTS = 2 * BOOKINGS };

struct row {
  struct stored_event stored;
  struct event event;
  const struct event_type *type;
  void *data;
};

struct writing {
  struct local_fixture fixture;
  struct server_fixture server;
  struct small_city city;
  char officer[100], head[100]; /* sessions */
  struct arena *arena;          /* of the round */
  char visits[BOOKINGS][ID_LENGTH + 1];
  int round;
  int64_t start_us;
  /* What the last round wrote. */
  int64_t log_size;
  struct row *rows;
  size_t row_count;
  int64_t batch_acts;
};

static void must(bool done, const char *what) {
  if (done) return;
  fprintf(stderr, "bench: %s\n", what);
  exit(3);
}

static struct text book_request(void *context, size_t index) {
  struct writing *writing = context;
  char start[TIME_TEXT_SIZE + 1] = "", end[TIME_TEXT_SIZE + 1] = "", json[512];
  int64_t from_us = writing->start_us + writing->round * 35 * DAY_US;
  start[time_format(from_us, 0, start)] = 0;
  end[time_format(from_us + HOUR_US, 0, end)] = 0;
  snprintf(json, sizeof json,
           "{\"enterprise\":\"%s\",\"kind\":\"enforcement\",\"start\":\"%s\",\"end\":\"%s\","
           "\"people\":2,\"certified\":2}",
           writing->city.enterprises[index % ENTERPRISES], start, end);
  return load_request(writing->arena, "POST", "/api/visits", writing->officer, json);
}

static void book_answer(void *context, size_t index, int status, struct text body) {
  struct writing *writing = context;
  size_t at = text_find(body, TEXT("\"id\":\""));
  must(status == 201 && at != SIZE_MAX, "a booking was refused");
  memcpy(writing->visits[index], body.at + at + 6, ID_LENGTH);
}

static struct text approve_request(void *context, size_t index) {
  struct writing *writing = context;
  char path[100];
  snprintf(path, sizeof path, "/api/visits/%s/approve", writing->visits[index]);
  return load_request(writing->arena, "POST", path, writing->head, "{}");
}

static void approve_answer(void *context, size_t index, int status, struct text body) {
  (void)context, (void)index;
  must(status == 200 && text_find(body, TEXT("\"approved\"")) != SIZE_MAX,
       "an approval was refused");
}

/* Sum of a counter over its labels, from /metrics. */
static double metric(struct writing *writing, const char *name) {
  struct client client = client_make();
  must(client_send(&client, "GET", writing->server.url, "/metrics", NULL, NULL, NULL) == 200,
       "no metrics");
  struct text body = buffer_text(&client.body);
  double sum = 0;
  for (struct text line; body.at && body.length;) {
    line = text_cut(&body, '\n');
    if (!text_starts(line, text_of(name))) continue;
    const char *value = memchr(line.at, ' ', line.length);
    if (value) sum += strtod(value, NULL);
  }
  client_free(&client);
  return sum;
}

static void read_rows(struct writing *writing) {
  struct store *store;
  struct error error;
  char path[200];
  snprintf(path, sizeof path, "%s/heng.db", writing->fixture.folder);
  must(store_open(path, true, &store, &error), "the database does not open");
  struct list stored = LIST(store, sql_event_from, stored_event_fields, struct stored_event,
                            writing->arena, V(writing->log_size), V(INT64_C(1000000)));
  writing->row_count = stored.count;
  writing->rows = ARENA_ARRAY(writing->arena, stored.count + 1, struct row);
  for (size_t i = 0; i < stored.count; i++) {
    struct row *row = &writing->rows[i];
    row->stored = ((struct stored_event *)stored.at)[i];
    must(event_decode(&row->stored, writing->arena, &row->event, &row->type, &row->data, &error),
         "an event cannot be read");
  }
  writing->log_size += (int64_t)stored.count;
  store_close(store);
}

static double over_http(void *context) {
  struct writing *writing = context;
  arena_reset(writing->arena);
  writing->round++;
  double batches = metric(writing, "heng_writer_batches_total");
  struct load load = {.port = (int)strtol(strrchr(writing->server.url, ':') + 1, NULL, 10),
                      .connections = CONNECTIONS,
                      .count = BOOKINGS,
                      .request = book_request,
                      .answer = book_answer,
                      .context = writing};
  double seconds = load_run(&load);
  load.request = approve_request;
  load.answer = approve_answer;
  seconds += load_run(&load);
  batches = metric(writing, "heng_writer_batches_total") - batches;
  writing->batch_acts = (int64_t)(ACTS / (batches > 1 ? batches : 1) + 0.5);
  read_rows(writing);
  return ACTS / seconds;
}

static double replay_into_sqlite(struct writing *writing, int64_t batch_events) {
  struct store *store;
  struct error error;
  char path[200];
  snprintf(path, sizeof path, "%s/bare.db", writing->fixture.folder);
  unlink(path);
  must(store_open(path, false, &store, &error) && migrate(store, &error), "no bare database");
  double start = bench_now();
  for (size_t i = 0; i < writing->row_count; i++) {
    const struct row *row = &writing->rows[i];
    if (i % (size_t)batch_events == 0) store_begin(store);
    event_store(store, &row->stored);
    row->type->apply(store, &row->event, row->data);
    if ((i + 1) % (size_t)batch_events == 0 || i + 1 == writing->row_count)
      must(store_commit(store, &error), "a bare commit failed");
  }
  double seconds = bench_now() - start;
  store_close(store);
  return ACTS / seconds;
}

static double in_batches(void *context) {
  struct writing *writing = context;
  return replay_into_sqlite(writing, writing->batch_acts * (int64_t)writing->row_count / ACTS);
}

static double one_by_one(void *context) {
  struct writing *writing = context;
  return replay_into_sqlite(writing, 1);
}

static void sign_in(const struct writing *writing, const char *one_time, char ret_token[100]) {
  struct client client = client_make();
  char json[200];
  snprintf(json, sizeof json, "{\"token\":\"%s\"}", one_time);
  must(client_send(&client, "POST", writing->server.url, "/api/session/token", NULL, NULL, json) ==
           201,
       "cannot sign in");
  snprintf(ret_token, 100, "%.*s", TEXT_ARGS(client_member(&client, "token")));
  client_free(&client);
}

void bench_writing(void) {
  static struct writing writing;
  writing.fixture = local_fixture_make();
  writing.arena = arena_make();
  writing.city = small_city_make(&writing.fixture, ENTERPRISES);
  writing.log_size = ledger_size(local_store(writing.fixture.local));
  local_close(writing.fixture.local);
  writing.fixture.local = NULL;
  must(server_fixture_start(&writing.server, writing.fixture.folder), "the server does not start");
  sign_in(&writing, writing.city.officer, writing.officer);
  sign_in(&writing, writing.city.head, writing.head);
  writing.log_size += 2; /* the two sign-ins */
  writing.start_us = clock_now_us() + 20 * DAY_US;
  bench_pair("booked and approved over HTTP / bare SQLite, the same rows in the same batches",
             "acts a second", over_http, in_batches, &writing, 0.7);
  bench_pair("the same / bare SQLite, one commit for each row", "acts a second", over_http,
             one_by_one, &writing, 0);
  server_fixture_end(&writing.server, SIGTERM);
  local_fixture_free(&writing.fixture);
  arena_free(writing.arena);
}
