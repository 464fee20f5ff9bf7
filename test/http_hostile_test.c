/* Clients that send too much, too slowly, or what nobody should send: each is told so or cut off,
 * and the server goes on for the others. */
#include <pthread.h>

#include "base/clock.h"
#include "http_fixture.h"

static struct answer answer;

static struct server_options options(void) {
  struct server_options options = fixture_options();
  options.headers_ms = 400;
  options.body_ms = 800;
  options.idle_ms = 900;
  return options;
}

static struct fixture fixture;

static void start(void) {
  const struct server_options chosen = options();
  fixture_start(&fixture, &chosen);
}

static void stop(void) {
  fixture_stop(&fixture);
}

static void still_serves(void) {
  http_ask(fixture.port, &answer, "GET", "/livez", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
}

static char large[2 << 20];

/* A request with `count` bytes of filling in place of "%s". */
static struct text filled(const char *format, size_t count) {
  static char filling[1 << 20];
  memset(filling, 'a', count);
  filling[count] = 0;
  int length = snprintf(large, sizeof large, format, filling);
  return (struct text){large, (size_t)length};
}

/* What each request is answered with, and whether the connection then goes on; 0: cut off. */
static const struct {
  const char *bytes;
  int status;
  bool goes_on;
} bad_requests[] = {
    {"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", 200, true},
    {"GET /livez HTTP/1.1\r\n\r\n", 400, false},
    {"GET /livez HTTP/1.0\r\n\r\n", 200, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 415, true},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: "
     "2\r\n\r\n{}",
     415, true},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; "
     "charset=gbk\r\nContent-Length: 2\r\n\r\n{}",
     415, true},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: Application/JSON; "
     "charset=UTF-8\r\nContent-Length: 2\r\n\r\n{}",
     422, true},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: "
     "application/json\r\nTransfer-Encoding: "
     "chunked\r\n\r\n5\r\n{\"tex\r\n8\r\nt\":\"ab\"}\r\n0\r\n\r\n",
     200, true},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: "
     "application/json\r\nTransfer-Encoding: "
     "chunked\r\n\r\nzz\r\n",
     400, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: "
     "application/json\r\nTransfer-Encoding: "
     "gzip\r\n\r\n",
     400, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: "
     "application/json\r\nTransfer-Encoding: "
     "chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
     400, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400,
     false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n", 400, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 413,
     false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
     "99999999\r\n\r\n",
     413, false},
    {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: "
     "100-continue\r\nContent-Length: 2\r\n\r\n",
     415, false},
    {"GET /livez HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer "
     "b\r\n\r\n",
     400, false},
    {"GET /fake/echo?text=\x80 HTTP/1.1\r\nHost: x\r\n\r\n", 400, true},
    {"OPTIONS /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 204, true},
    {"OPTIONS * HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 204,
     true},
    {"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 404, true},
    {"GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 200, true},
    {"BREW /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 405, true},
    {"GET livez HTTP/1.1\r\nHost: x\r\n\r\n", 400, true},
    {"\x16\x03\x01\x02\r\n\r\n", 0, false},
};

static void answers_bad_requests(void) {
  for (size_t i = 0; i < sizeof bad_requests / sizeof *bad_requests; i++) {
    CHECK_ROW("%zu: %.60s", i, bad_requests[i].bytes);
    int connection = http_connect(fixture.port);
    answer.length = answer.used = 0;
    http_send(connection, text_of(bad_requests[i].bytes));
    http_receive(connection, &answer, false);
    if (!CHECK_INTEGER(answer.status, bad_requests[i].status))
      fprintf(stderr, "  %.*s\n", TEXT_ARGS(answer.body));
    http_send(connection, TEXT("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"));
    http_receive(connection, &answer, false);
    CHECK_INTEGER(answer.status, bad_requests[i].goes_on ? 200 : 0);
    close(connection);
  }
}

static void limits_sizes(void) {
  http_exchange(fixture.port, filled("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", 60000), &answer);
  CHECK(answer.status == 414 || answer.status == 431);
  http_exchange(fixture.port, filled("GET /livez HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n", 60000),
                &answer);
  CHECK(answer.status == 413 || answer.status == 431);
  static const struct {
    size_t count;
    int status;
  } bodies[] = {{65536 - 11 + 1, 413}, {65536 - 11, 422}, {500000, 413}};
  for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
    char format[300];
    CHECK_ROW("a body of %zu", bodies[i].count + 11);
    snprintf(format, sizeof format,
             "POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
             "Content-Length: %zu\r\n\r\n{\"text\":\"%%s\"}",
             bodies[i].count + 11);
    http_exchange(fixture.port, filled(format, bodies[i].count), &answer);
    CHECK_INTEGER(answer.status, bodies[i].status);
  }
  http_ask(fixture.port, &answer, "POST", "/fake/sign-in", NULL, NULL, "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 204);
  http_ask(fixture.port, &answer, "POST", "/fake/sign-in", NULL, NULL,
           "{\"name\":\"n\"                                                                       "
           "                     }");
  CHECK_INTEGER(answer.status, 413);
  http_exchange(fixture.port,
                filled("POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n186a0\r\n%s\r\n0\r\n\r\n",
                       100000),
                &answer);
  CHECK_INTEGER(answer.status, 413);
  still_serves();
}

static void answers_pipelined_requests_in_order(void) {
  int connection = http_connect(fixture.port);
  answer.length = answer.used = 0;
  http_send(connection,
            TEXT("GET /fake/rest/1 HTTP/1.1\r\nHost: x\r\n\r\n"
                 "POST /fake/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer officer\r\n"
                 "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"p\"}"
                 "GET /fake/rest/3 HTTP/1.1\r\nHost: x\r\n\r\n"));
  http_receive(connection, &answer, false);
  CHECK(http_body_has(&answer, "{\"rest\":\"1\"}"));
  http_receive(connection, &answer, false);
  CHECK_INTEGER(answer.status, 201);
  http_receive(connection, &answer, false);
  CHECK(http_body_has(&answer, "{\"rest\":\"3\"}"));
  close(connection);
}

/* One byte at a time, for ever: silent it is not, but its time is up. */
static void cuts_off_slow_senders(void) {
  static const struct {
    const char *head;
    const char *drip;
  } cases[] = {
      {"GET /livez HTTP/1.1\r\nX: ", "a"},
      {"POST /fake/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
       "Content-Length: 1000\r\n\r\n",
       " "},
      {"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%zu", i);
    int connection = http_connect(fixture.port);
    int64_t start_us = clock_monotonic_us();
    struct pollfd closed = {.fd = connection, .events = POLLIN};
    char bytes[2000];
    http_send(connection, text_of(cases[i].head));
    bool ended = false;
    while (!ended && clock_monotonic_us() - start_us < 10 * 1000000) {
      http_send(connection, text_of(cases[i].drip));
      ended = poll(&closed, 1, 50) == 1 && recv(connection, bytes, sizeof bytes, 0) <= 0;
    }
    CHECK(ended);
    close(connection);
  }
  still_serves();
}

static void survives_those_who_leave(void) {
  for (int i = 0; i < 50; i++) {
    int connection = http_connect(fixture.port);
    struct linger hard = {1, 0};
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    http_send(connection, TEXT("POST /fake/things HTTP/1.1\r\nHost: x\r\n"
                               "Authorization: Bearer officer\r\n"
                               "Content-Type: application/json\r\n"
                               "Content-Length: 12\r\n\r\n{\"name\":\"p\"}"));
    close(connection);
  }
  still_serves();
}

static void limits_the_rate_of_an_address(void) {
  struct server_options limited = fixture_options();
  limited.requests_per_minute = 60;
  limited.request_burst = 5;
  limited.slow_per_minute = 60;
  limited.slow_burst = 2;
  limited.proxy = "127.0.0.1";
  limited.tls_in_front = true;
  struct fixture other;
  fixture_start(&other, &limited);
  for (int i = 0; i < 5; i++) {
    http_ask(other.port, &answer, "GET", "/livez", NULL, NULL, NULL);
    CHECK_INTEGER(answer.status, 200);
  }
  CHECK_TEXT(http_header(&answer, "Strict-Transport-Security"),
             "max-age=31536000; includeSubDomains");
  http_ask(other.port, &answer, "GET", "/livez", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 429);
  CHECK_TEXT(http_header(&answer, "Retry-After"), "1");
  http_ask(other.port, &answer, "GET", "/livez", NULL, "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n",
           NULL);
  CHECK_INTEGER(answer.status, 200);
  for (int i = 0; i < 3; i++) {
    http_ask(other.port, &answer, "POST", "/fake/sign-in", NULL, "X-Forwarded-For: 2001:db8::1\r\n",
             "{\"name\":\"n\"}");
    CHECK_INTEGER(answer.status, i < 2 ? 204 : 429);
  }
  http_ask(other.port, &answer, "POST", "/fake/sign-in", NULL, "X-Forwarded-For: 2001:db8::2\r\n",
           "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 429);
  http_ask(other.port, &answer, "POST", "/fake/sign-in", NULL,
           "X-Forwarded-For: 2001:db8:0:1::1\r\n", "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 204);
  CHECK_TEXT(http_header(&answer, "Set-Cookie"),
             "heng_session=officer; Path=/; HttpOnly; SameSite=Strict; Secure");
  fixture_stop(&other);
}

TESTS(start, answers_bad_requests, limits_sizes, answers_pipelined_requests_in_order,
      cuts_off_slow_senders, survives_those_who_leave, limits_the_rate_of_an_address, stop)
