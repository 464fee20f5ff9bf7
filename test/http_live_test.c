/* Many at once: writes that wait together, slow work in its crew, live streams, and the end of it
 * all. */
#include <pthread.h>

#include "act/ledger.h"
#include "base/clock.h"
#include "http_fixture.h"

static struct fixture fixture;
static struct answer answer;

static void start(void) {
  struct server_options options = fixture_options();
  options.heartbeat_ms = 300;
  options.session_check_ms = 300;
  options.streams_each_most = 3;
  fixture_start(&fixture, &options);
}

static void stop(void) {
  fixture_stop(&fixture);
}

/* Writers */

enum { WRITERS = 16, WRITES_EACH = 50 };

struct worker {
  pthread_t thread;
  uint16_t port;
  int number, made, broken;
};

static void *write_things(void *context) {
  struct worker *worker = context;
  struct answer *own = calloc(1, sizeof *own);
  int connection = http_connect(worker->port);
  for (int i = 0; i < WRITES_EACH; i++) {
    char body[100], request[500];
    snprintf(body, sizeof body, "{\"name\":\"%s\"}", i % 5 == 4 ? "taken" : "many");
    snprintf(request, sizeof request,
             "POST /fake/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer officer\r\n"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(body), body);
    http_send(connection, text_of(request));
    http_receive(connection, own, false);
    worker->made += own->status == 201;
    worker->broken += own->status != (i % 5 == 4 ? 409 : 201);
  }
  close(connection);
  free(own);
  return NULL;
}

static int64_t count_things(const char *name) {
  struct store *store;
  struct error error;
  if (!CHECK(store_open(city_store_place(&fixture.city), true, &store, &error))) return -1;
  int64_t count = FIND_INTEGER(store, sql_thing_count, -1, V(text_of(name)));
  store_close(store);
  return count;
}

static void waiting_writes_are_all_answered(void) {
  struct worker workers[WRITERS];
  int made = 0;
  for (int i = 0; i < WRITERS; i++) {
    workers[i] = (struct worker){.port = fixture.port, .number = i};
    pthread_create(&workers[i].thread, NULL, write_things, &workers[i]);
  }
  for (int i = 0; i < WRITERS; i++) {
    pthread_join(workers[i].thread, NULL);
    made += workers[i].made;
    CHECK_INTEGER(workers[i].broken, 0);
  }
  CHECK_INTEGER(made, WRITERS * WRITES_EACH / 5 * 4);
  CHECK_INTEGER(count_things("many"), made);
  http_ask(fixture.port, &answer, "GET", "/readyz", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
}

/* The crew has a bounded queue: what does not fit is refused, not kept waiting. */
static void slow_work_is_bounded(void) {
  enum { ASKED = 120 };
  int connections[ASKED], done = 0, busy = 0;
  for (int i = 0; i < ASKED; i++) {
    connections[i] = http_connect(fixture.port);
    http_send(connections[i],
              TEXT("POST /fake/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                   "Content-Length: 12\r\n\r\n{\"name\":\"n\"}"));
  }
  for (int i = 0; i < ASKED; i++) {
    answer.length = answer.used = 0;
    http_receive(connections[i], &answer, false);
    done += answer.status == 204;
    busy += answer.status == 503 && http_header(&answer, "Retry-After").at;
    close(connections[i]);
  }
  CHECK_INTEGER(done + busy, ASKED);
  CHECK(done >= 64);
  CHECK(busy > 0);
}

/* Streams */

/* As HTTP/1.0, so that no chunk sizes stand in between; it ends with the connection. */
static int open_stream(const char *token, const char *headers) {
  char request[300];
  int connection = http_connect(fixture.port);
  snprintf(request, sizeof request,
           "GET /api/stream HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n", token,
           headers);
  http_send(connection, text_of(request));
  return connection;
}

/* Reads until `part` has come. */
static bool hear(int connection, struct answer *heard, const char *part) {
  while (text_find((struct text){heard->bytes, heard->length}, text_of(part)) == SIZE_MAX)
    if (!http_more(connection, heard, 20000)) return false;
  return true;
}

static bool ends(int connection, struct answer *heard) {
  struct pollfd ready = {.fd = connection, .events = POLLIN};
  while (http_more(connection, heard, 5000)) continue;
  return poll(&ready, 1, 0) == 1; /* the end, not the patience, was reached */
}

static bool has_heard(const struct answer *heard, const char *part) {
  return text_find((struct text){heard->bytes, heard->length}, text_of(part)) != SIZE_MAX;
}

static void make_thing(const char *token, const char *name) {
  char body[100];
  snprintf(body, sizeof body, "{\"name\":\"%s\",\"secret\":\"hidden\"}", name);
  http_ask(fixture.port, &answer, "POST", "/fake/things", token, NULL, body);
  CHECK_INTEGER(answer.status, 201);
}

static void events_reach_whom_they_may(void) {
  static struct answer own, others, supervisor, system;
  int streams[] = {open_stream("officer", ""), open_stream("officer2", ""),
                   open_stream("supervisor", ""), open_stream("system", "")};
  struct answer *heard[] = {&own, &others, &supervisor, &system};
  for (int i = 0; i < 4; i++) CHECK(hear(streams[i], heard[i], "retry: 3000\n\n"));
  CHECK(has_heard(&own, "Content-Type: text/event-stream"));
  make_thing("officer", "first");
  make_thing("officer2", "second");
  CHECK(hear(streams[0], &own, "\"name\":\"first\""));
  CHECK(hear(streams[1], &others, "\"name\":\"second\""));
  CHECK(hear(streams[2], &supervisor, "\"name\":\"second\""));
  CHECK(has_heard(&supervisor, "\"name\":\"first\""));
  CHECK(has_heard(&own, "event: thing_made\ndata: {\"seq\":"));
  CHECK(!has_heard(&supervisor, "hidden"));
  CHECK(hear(streams[3], &system, ":\n\n")); /* a heartbeat, and nothing else */
  CHECK(!has_heard(&own, "second"));
  CHECK(!has_heard(&others, "first"));
  CHECK(!has_heard(&system, "thing_made"));
  for (int i = 0; i < 4; i++) close(streams[i]);
}

static void a_stream_goes_on_where_it_broke_off(void) {
  static struct answer heard, again;
  int stream = open_stream("supervisor", "");
  CHECK(hear(stream, &heard, "retry"));
  make_thing("officer", "alpha");
  CHECK(hear(stream, &heard, "alpha"));
  close(stream);
  struct text seen = {heard.bytes, heard.length};
  struct text rest = {seen.at + text_find(seen, TEXT("id: ")) + 4, 20};
  struct text id = text_cut(&rest, '\n');
  char header[100];
  snprintf(header, sizeof header, "Last-Event-ID: %.*s\r\n", TEXT_ARGS(id));
  for (int i = 0; i < 200; i++) make_thing("officer", i < 199 ? "between" : "omega");
  stream = open_stream("supervisor", header);
  CHECK(hear(stream, &again, "omega"));
  CHECK(!has_heard(&again, "alpha"));
  int between = 0;
  for (struct text left = {again.bytes, again.length}; left.at;) {
    struct text line = text_cut(&left, '\n');
    between += text_find(line, TEXT("\"name\":\"between\"")) != SIZE_MAX;
  }
  CHECK_INTEGER(between, 199);
  close(stream);
}

static void a_slow_listener_gets_everything_in_the_end(void) {
  static struct answer heard;
  int small = 2048, stream = open_stream("supervisor", "");
  setsockopt(stream, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  CHECK(hear(stream, &heard, "retry"));
  for (int i = 0; i < 1000; i++) make_thing("officer", i < 999 ? "flood" : "last");
  CHECK(hear(stream, &heard, "\"name\":\"last\""));
  int flood = 0;
  for (struct text left = {heard.bytes, heard.length}; left.at;)
    flood += text_find(text_cut(&left, '\n'), TEXT("\"name\":\"flood\"")) != SIZE_MAX;
  CHECK_INTEGER(flood, 999);
  close(stream);
}

static void a_stream_ends_with_its_session(void) {
  static struct answer heard;
  int stream = open_stream("leaving", "");
  CHECK(hear(stream, &heard, "retry"));
  session_ended = true;
  CHECK(ends(stream, &heard));
  close(stream);
  stream = open_stream("leaving", "");
  heard.length = 0;
  CHECK(hear(stream, &heard, "401"));
  close(stream);
}

static void the_oldest_stream_makes_room(void) {
  static struct answer heard[4];
  int streams[4];
  for (int i = 0; i < 4; i++) {
    streams[i] = open_stream("officer", "");
    CHECK(hear(streams[i], &heard[i], "retry"));
  }
  CHECK(ends(streams[0], &heard[0]));
  make_thing("officer", "room");
  for (int i = 1; i < 4; i++) CHECK(hear(streams[i], &heard[i], "\"name\":\"room\""));
  for (int i = 0; i < 4; i++) close(streams[i]);
}

/* What is in when the server stops is answered; what comes later is not taken; streams end. */
static void stops_cleanly(void) {
  static struct answer heard, late;
  struct fixture other;
  const struct server_options options = fixture_options();
  fixture_start(&other, &options);
  int stream = http_connect(other.port), slow = http_connect(other.port);
  http_send(stream, TEXT("GET /api/stream HTTP/1.1\r\nHost: x\r\n"
                         "Authorization: Bearer supervisor\r\n\r\n"));
  CHECK(hear(stream, &heard, "retry"));
  http_send(slow,
            TEXT("POST /fake/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Content-Length: 12\r\n\r\n{\"name\":\"n\"}"));
  usleep(5000);
  uint16_t port = other.port;
  fixture_stop(&other);
  late.length = late.used = 0;
  http_receive(slow, &late, false);
  CHECK_INTEGER(late.status, 204);
  CHECK(hear(stream, &heard, "\r\n0\r\n\r\n"));
  CHECK_INTEGER(http_connect(port), -1);
  close(stream);
  close(slow);
}

TESTS(start, waiting_writes_are_all_answered, slow_work_is_bounded, events_reach_whom_they_may,
      a_stream_goes_on_where_it_broke_off, a_slow_listener_gets_everything_in_the_end,
      a_stream_ends_with_its_session, the_oldest_stream_makes_room, stop, stops_cleanly)
