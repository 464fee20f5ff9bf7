/* Parts of the server by themselves: addresses, rates, log lines, metrics, preferences. */
#include <fcntl.h>
#include <unistd.h>

#include "act/domain.h"
#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "check.h"
#include "http/access_log.h"
#include "http/limit.h"
#include "http/metrics.h"
#include "http/target.h"

static void addresses_are_read_and_written(void) {
  static const struct {
    const char *text, *written; /* NULL: refused */
  } cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"2001:db8::1", "2001:db8::1"},
      {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
      {"::ffff:192.0.2.1", "192.0.2.1"},
      {"::1", "::1"},
      {"192.0.2", NULL},
      {"192.0.2.1:80", NULL},
      {"[::1]", NULL},
      {"fe80::1%eth0", NULL},
      {"unknown", NULL},
      {"", NULL},
      {"1111:1111:1111:1111:1111:1111:1111:1111:1111:1111", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct address address;
    char text[ADDRESS_TEXT_SIZE];
    CHECK_ROW("%s", cases[i].text);
    if (!CHECK_INTEGER(address_read(text_of(cases[i].text), &address), cases[i].written != NULL))
      continue;
    if (cases[i].written) CHECK_TEXT(address_write(&address, text), cases[i].written);
  }
}

static bool takes(struct limit *limit, const char *address_text, int64_t now_us,
                  int64_t *ret_wait_us) {
  struct address address;
  return address_read(text_of(address_text), &address) &&
         limit_take(limit, &address, now_us, ret_wait_us);
}

/* Sixty a minute, three at once. */
static void a_bucket_empties_and_fills(void) {
  static const struct {
    const char *address;
    int64_t at_ms;
    bool granted;
    int64_t wait_ms;
  } cases[] = {
      {"192.0.2.1", 0, true, 0},       {"192.0.2.1", 0, true, 0},
      {"192.0.2.1", 0, true, 0},       {"192.0.2.1", 0, false, 1000},
      {"192.0.2.1", 400, false, 600},  {"192.0.2.2", 400, true, 0},
      {"192.0.2.1", 1000, true, 0},    {"192.0.2.1", 1000, false, 1000},
      {"192.0.2.1", 60000, true, 0},   {"192.0.2.1", 60000, true, 0},
      {"192.0.2.1", 60000, true, 0},   {"192.0.2.1", 60000, false, 1000},
      {"2001:db8::1", 0, true, 0},     {"2001:db8::2", 0, true, 0},
      {"2001:db8::3:3", 0, true, 0},   {"2001:db8::4", 0, false, 1000},
      {"2001:db8:0:1::4", 0, true, 0},
  };
  struct limit *limit = limit_make(60, 3);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t wait_us;
    CHECK_ROW("%zu: %s at %lld ms", i, cases[i].address, (long long)cases[i].at_ms);
    bool granted = takes(limit, cases[i].address, SECOND_US + cases[i].at_ms * 1000, &wait_us);
    CHECK_INTEGER(granted, cases[i].granted);
    if (!granted) CHECK_INTEGER(wait_us, cases[i].wait_ms * 1000);
  }
  limit_free(limit);
}

/* A flood of addresses does not empty the memory, nor does it give anyone more than a fresh start.
 */
static void a_flood_of_addresses_fits(void) {
  struct limit *limit = limit_make(60, 3);
  char text[ADDRESS_TEXT_SIZE];
  int64_t wait_us;
  int refused = 0;
  for (int i = 0; i < 200000; i++) {
    snprintf(text, sizeof text, "10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
    refused += !takes(limit, text, SECOND_US + i, &wait_us);
  }
  CHECK_INTEGER(refused, 0);
  limit_free(limit);
}

static void log_lines_are_json_without_secrets(void) {
  char path[] = "/tmp/heng-log-XXXXXX";
  int file = mkstemp(path);
  struct arena *arena = arena_make();
  struct error store = {0}, refusal = {0}, error;
  fail(&store, ERROR_store, "sql_x", "near \"x\\\n衡\": syntax");
  fail(&refusal, ERROR_bad_field, "name", "what somebody typed");
  const struct log_line lines[] = {
      {.time_us = SECOND_US,
       .request = TEXT("r1"),
       .method = "GET",
       .route = "livez",
       .status = 200,
       .duration_us = 12,
       .bytes = 3},
      {.time_us = SECOND_US,
       .request = TEXT("r2"),
       .method = "POST",
       .route = "none",
       .status = 422,
       .error = &refusal},
      {.time_us = SECOND_US,
       .request = TEXT("r3"),
       .method = "PUT",
       .route = "x",
       .status = 500,
       .duration_us = INT64_MAX,
       .bytes = SIZE_MAX / 2,
       .error = &store},
  };
  struct access_log *log = access_log_make(file, LOG_REQUESTS);
  for (size_t i = 0; i < 3; i++) access_log_add(log, &lines[i]);
  access_log_free(log);
  log = access_log_make(file, LOG_FAILURES);
  for (size_t i = 0; i < 3; i++) access_log_add(log, &lines[i]);
  access_log_free(log);
  struct text written;
  CHECK(file_read(path, 10000, arena, &written, &error));
  static const char *const wanted[] = {
      "{\"time\":\"1970-01-01T00:00:01Z\",\"level\":\"info\",\"request\":\"r1\",\"method\":\"GET\","
      "\"route\":\"livez\",\"status\":200,\"duration_us\":12,\"bytes\":3}",
      "{\"time\":\"1970-01-01T00:00:01Z\",\"level\":\"info\",\"request\":\"r2\",\"method\":"
      "\"POST\","
      "\"route\":\"none\",\"status\":422,\"duration_us\":0,\"bytes\":0,\"code\":\"bad_field\"}",
      "{\"time\":\"1970-01-01T00:00:01Z\",\"level\":\"error\",\"request\":\"r3\",\"method\":"
      "\"PUT\","
      "\"route\":\"x\",\"status\":500,\"duration_us\":9223372036854775807,"
      "\"bytes\":9223372036854775807,\"code\":\"store\",\"detail\":\"near .x......: syntax\"}",
  };
  static const int order[] = {0, 1, 2, 2};
  for (size_t i = 0; i < 4; i++) {
    struct text line = text_cut(&written, '\n');
    CHECK(json_check(line, &error));
    CHECK_TEXT(line, wanted[order[i]]);
  }
  CHECK_INTEGER(written.length, 0);
  close(file);
  unlink(path);
  arena_free(arena);
}

static bool nothing(struct act *act) {
  (void)act;
  return true;
}

static void metrics_add_up(void) {
  static const struct route routes[] = {ROUTE(GET, "/a", nothing, ROLE_ANYONE), {0}};
  static const struct domain domain = {.name = "x", .routes = routes};
  static const struct domain *const served[] = {&domain, NULL};
  static const char *const parts[] = {
      "heng_requests_total{route=\"nothing\",status=\"200\"} 2\n",
      "heng_requests_total{route=\"none\",status=\"404\"} 1\n",
      "heng_request_duration_seconds_bucket{route=\"nothing\",le=\"0.0001\"} 1\n",
      "heng_request_duration_seconds_bucket{route=\"nothing\",le=\"0.00025\"} 1\n",
      "heng_request_duration_seconds_bucket{route=\"nothing\",le=\"5\"} 1\n",
      "heng_request_duration_seconds_bucket{route=\"nothing\",le=\"+Inf\"} 2\n",
      "heng_request_duration_seconds_sum{route=\"nothing\"} 6.000100\n",
      "heng_request_duration_seconds_count{route=\"nothing\"} 2\n",
  };
  struct router *router = router_make(served);
  struct metrics *metrics = metrics_make(router);
  struct arena *arena = arena_make();
  struct buffer out = BUFFER(arena);
  metrics_count(metrics, router_at(router, 0), 200, 100);
  metrics_count(metrics, router_at(router, 0), 200, 6 * SECOND_US);
  metrics_count(metrics, NULL, 404, 50);
  metrics_write(metrics, &out);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    CHECK_ROW("%s", parts[i]);
    CHECK(text_find(buffer_text(&out), text_of(parts[i])) != SIZE_MAX);
  }
  arena_free(arena);
  metrics_free(metrics);
  router_free(router);
}

static void tokens_are_found(void) {
  static const struct {
    const char *cookies, *session;
  } cookies[] = {{"heng_session=abc", "abc"},           {"a=1; heng_session=abc", "abc"},
                 {"a=1;heng_session=abc ; b=2", "abc"}, {"heng_session=", ""},
                 {"xheng_session=abc", NULL},           {"heng_session", NULL},
                 {"a=heng_session=abc", NULL}};
  static const struct {
    const char *authorization, *token;
  } bearers[] = {{"Bearer abc", "abc"},
                 {"bearer  abc", "abc"},
                 {"Basic abc", NULL},
                 {"Bearer", NULL},
                 {"Bearerabc", NULL}};
  for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
    CHECK_ROW("%s", cookies[i].cookies);
    struct text found = header_cookie(text_of(cookies[i].cookies), TEXT("heng_session"));
    CHECK_INTEGER(found.at != NULL, cookies[i].session != NULL);
    if (cookies[i].session) CHECK_TEXT(found, cookies[i].session);
  }
  for (size_t i = 0; i < sizeof bearers / sizeof *bearers; i++) {
    CHECK_ROW("%s", bearers[i].authorization);
    struct text found = header_bearer(text_of(bearers[i].authorization));
    CHECK_INTEGER(found.at != NULL, bearers[i].token != NULL);
    if (bearers[i].token) CHECK_TEXT(found, bearers[i].token);
  }
}

TESTS(addresses_are_read_and_written, a_bucket_empties_and_fills, a_flood_of_addresses_fits,
      log_lines_are_json_without_secrets, metrics_add_up, tokens_are_found)
