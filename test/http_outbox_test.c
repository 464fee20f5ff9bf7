/* Webhooks: who may subscribe, what is sent, in which order, and what happens when nobody listens.
 */
#include <microhttpd.h>
#include <pthread.h>

#include "http/subscriber.h"
#include "http/webhook.h"
#include "http_fixture.h"

static struct fixture fixture;
static struct answer answer;

static void ask(const char *method, const char *target, const char *body) {
  http_ask(fixture.port, &answer, method, target, "system", NULL, body);
}

/* A subscriber's server: keeps what it is sent, answers as it is told. */

enum { RECEIVED_MOST = 2000 };

struct received {
  int64_t seq;
  char id[24], timestamp[24], signature[80], type[40], body[1000];
};

static struct receiver {
  struct MHD_Daemon *daemon;
  uint16_t port;
  pthread_mutex_t lock;
  unsigned status[2]; /* of "/0" and "/1" */
  struct received received[2][RECEIVED_MOST];
  size_t count[2];
} receiver = {.lock = PTHREAD_MUTEX_INITIALIZER, .status = {200, 200}};

static void keep_header(struct MHD_Connection *connection, const char *name, char *out,
                        size_t size) {
  const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  snprintf(out, size, "%s", value ? value : "");
}

static enum MHD_Result receive(void *context, struct MHD_Connection *connection, const char *url,
                               const char *method, const char *version, const char *bytes,
                               size_t *size, void **owner) {
  (void)context, (void)method, (void)version;
  struct received *received = *owner;
  if (!received) {
    *owner = calloc(1, sizeof *received);
    return MHD_YES;
  }
  if (*size) {
    strncat(received->body, bytes,
            *size < sizeof received->body - 1 ? *size : sizeof received->body - 1);
    *size = 0;
    return MHD_YES;
  }
  int which = url[1] == '1';
  keep_header(connection, "Heng-Event-Id", received->id, sizeof received->id);
  keep_header(connection, "Heng-Timestamp", received->timestamp, sizeof received->timestamp);
  keep_header(connection, "Heng-Signature", received->signature, sizeof received->signature);
  keep_header(connection, "Heng-Event", received->type, sizeof received->type);
  text_to_integer(text_of(received->id), &received->seq);
  pthread_mutex_lock(&receiver.lock);
  unsigned status = receiver.status[which];
  if (receiver.count[which] < RECEIVED_MOST)
    receiver.received[which][receiver.count[which]++] = *received;
  pthread_mutex_unlock(&receiver.lock);
  free(received);
  *owner = NULL;
  struct MHD_Response *response =
      MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
  if (status == 302) MHD_add_response_header(response, "Location", "/1");
  enum MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

static size_t count_of(int which) {
  pthread_mutex_lock(&receiver.lock);
  size_t count = receiver.count[which];
  pthread_mutex_unlock(&receiver.lock);
  return count;
}

static void answer_with(int which, unsigned status) {
  pthread_mutex_lock(&receiver.lock);
  receiver.status[which] = status;
  receiver.count[which] = 0;
  pthread_mutex_unlock(&receiver.lock);
}

static bool wait_for_count(int which, size_t wanted) {
  for (int i = 0; i < 500 && count_of(which) < wanted; i++) usleep(20 * 1000);
  return count_of(which) >= wanted;
}

static void start(void) {
  const struct server_options options = fixture_options();
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  fixture_start(&fixture, &options);
  receiver.daemon =
      MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, receive, NULL,
                       MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_END);
  receiver.port = MHD_get_daemon_info(receiver.daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

static void stop(void) {
  fixture_stop(&fixture);
  MHD_stop_daemon(receiver.daemon);
}

static void make_things(const char *name, int count) {
  char body[100];
  snprintf(body, sizeof body, "{\"name\":\"%s\",\"secret\":\"hidden\"}", name);
  for (int i = 0; i < count; i++)
    http_ask(fixture.port, &answer, "POST", "/fake/things", "officer", NULL, body);
  CHECK_INTEGER(answer.status, 201);
}

/* The value of a text member of a reply. */
static void member(const char *name, char *out, size_t size) {
  char start[40];
  snprintf(start, sizeof start, "\"%s\":\"", name);
  size_t at = text_find(answer.body, text_of(start));
  out[0] = 0;
  if (!CHECK(at != SIZE_MAX)) return;
  at += strlen(start);
  struct text rest = {answer.body.at + at, answer.body.length - at};
  struct text value = text_cut(&rest, '"');
  snprintf(out, size, "%.*s", TEXT_ARGS(value));
}

static char ids[2][20], secrets[2][80];

static void subscribe(int which) {
  char body[200];
  snprintf(body, sizeof body, "{\"url\":\"http://127.0.0.1:%d/%d\",\"types\":[\"thing_made\"]}",
           receiver.port, which);
  ask("POST", "/api/subscribers", body);
  CHECK_INTEGER(answer.status, 201);
  member("id", ids[which], sizeof ids[which]);
  member("secret", secrets[which], sizeof secrets[which]);
}

static void checks_subscriptions(void) {
  static const struct {
    const char *body;
    int status;
  } cases[] = {
      {"{\"url\":\"ftp://x/\"}", 422},
      {"{\"url\":\"file:///etc/passwd\"}", 422},
      {"{\"url\":\"x\"}", 422},
      {"{\"url\":\"http://\"}", 422},
      {"{\"url\":\"http://u:p@x/\"}", 422},
      {"{\"url\":\"http://x/ y\"}", 422},
      {"{\"url\":\"http://x/\\u8861\"}", 422},
      {"{\"url\":\"http://x/\",\"types\":[\"nothing\"]}", 422},
      {"{\"url\":\"http://x/\",\"types\":[\"subscriber_made\"]}", 422},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%s", cases[i].body);
    ask("POST", "/api/subscribers", cases[i].body);
    CHECK_INTEGER(answer.status, cases[i].status);
  }
  http_ask(fixture.port, &answer, "GET", "/api/subscribers", "officer", NULL, NULL);
  CHECK_INTEGER(answer.status, 403);
  subscribe(0);
  CHECK(text_starts(text_of(secrets[0]), TEXT("whsec_")));
  char place[80];
  snprintf(place, sizeof place, "/api/subscribers/%s", ids[0]);
  CHECK_TEXT(http_header(&answer, "Location"), place);
  ask("GET", place, NULL);
  CHECK(http_body_has(&answer, "\"paused\":false"));
  CHECK(!http_body_has(&answer, "whsec_"));
  snprintf(place, sizeof place, "/api/subscribers/%s/resume", ids[0]);
  ask("POST", place, "");
  CHECK_INTEGER(answer.status, 409);
  ask("DELETE", "/api/subscribers/nobody", NULL);
  CHECK_INTEGER(answer.status, 404);
}

static void check_signature(const struct received *received, const char *secret) {
  char hex[SIGNATURE_HEX_SIZE];
  int64_t timestamp_s = 0;
  struct arena *arena = arena_make();
  text_to_integer(text_of(received->timestamp), &timestamp_s);
  webhook_sign(text_of(secret), timestamp_s, received->seq, text_of(received->body), arena, hex);
  CHECK(text_starts(text_of(received->signature), TEXT("v1=")));
  CHECK(text_equal(text_of(received->signature + 3), (struct text){hex, sizeof hex}));
  arena_free(arena);
}

static void tells_in_order(void) {
  make_things("told", 100);
  CHECK(wait_for_count(0, 100));
  for (size_t i = 0; i < count_of(0); i++) {
    const struct received *received = &receiver.received[0][i];
    CHECK_ROW("%zu", i);
    CHECK(i == 0 || received->seq == received[-1].seq + 1);
    CHECK_TEXT(text_of(received->type), "thing_made");
    CHECK(strstr(received->body, "\"name\":\"told\"") != NULL);
    CHECK(strstr(received->body, "hidden") == NULL);
    check_signature(received, secrets[0]);
  }
}

/* One that answers with an error is asked again for the same event, and holds up nobody else. */
static void a_failing_one_is_tried_again(void) {
  subscribe(1);
  answer_with(0, 200);
  answer_with(1, 500);
  make_things("again", 5);
  CHECK(wait_for_count(0, 5));
  CHECK(wait_for_count(1, 2));
  CHECK_INTEGER(receiver.received[1][0].seq, receiver.received[1][1].seq);
  answer_with(1, 200);
  CHECK(wait_for_count(1, 5));
  for (size_t i = 1; i < 5; i++)
    CHECK_INTEGER(receiver.received[1][i].seq, receiver.received[1][0].seq + (int64_t)i);
  http_ask(fixture.port, &answer, "GET", "/metrics", NULL, NULL, NULL);
  CHECK(http_body_has(&answer, "heng_outbox_subscribers 2\n"));
}

static void follows_no_redirect(void) {
  answer_with(0, 302);
  answer_with(1, 200);
  make_things("elsewhere", 1);
  CHECK(wait_for_count(0, 2));
  CHECK_INTEGER(count_of(1), 1); /* its own, not the one that was sent on */
  answer_with(0, 200);
  CHECK(wait_for_count(0, 1));
}

static void gone_is_paused_until_resumed(void) {
  char place[80];
  answer_with(0, 410);
  make_things("gone", 3);
  CHECK(wait_for_count(0, 1));
  snprintf(place, sizeof place, "/api/subscribers/%s", ids[0]);
  for (int i = 0; i < 100 && !http_body_has(&answer, "\"paused\":true"); i++) {
    usleep(20 * 1000);
    ask("GET", place, NULL);
  }
  CHECK(http_body_has(&answer, "\"paused\":true"));
  CHECK(http_body_has(&answer, "\"last_status\":410"));
  make_things("gone", 2);
  answer_with(0, 200);
  snprintf(place, sizeof place, "/api/subscribers/%s/resume", ids[0]);
  ask("POST", place, "");
  CHECK_INTEGER(answer.status, 204);
  CHECK(wait_for_count(0, 5));
}

/* What was committed while nobody was told is told after a restart, and what was told is not told
 * again when the server stopped in order. */
static void goes_on_after_a_restart(void) {
  const struct server_options options = fixture_options();
  answer_with(0, 200);
  answer_with(1, 503);
  make_things("before", 3);
  CHECK(wait_for_count(0, 3));
  CHECK(wait_for_count(1, 1));
  fixture_close(&fixture);
  answer_with(0, 200);
  answer_with(1, 200);
  fixture_open(&fixture, &options);
  make_things("after", 1);
  CHECK(wait_for_count(1, 4));
  CHECK(wait_for_count(0, 1));
  CHECK_INTEGER(count_of(0), 1);
  CHECK(strstr(receiver.received[1][0].body, "\"name\":\"before\"") != NULL);
  CHECK(strstr(receiver.received[1][3].body, "\"name\":\"after\"") != NULL);
}

static void the_deleted_are_told_no_more(void) {
  char place[80];
  snprintf(place, sizeof place, "/api/subscribers/%s", ids[1]);
  ask("DELETE", place, NULL);
  CHECK_INTEGER(answer.status, 204);
  answer_with(0, 200);
  answer_with(1, 200);
  usleep(400 * 1000);
  make_things("alone", 2);
  CHECK(wait_for_count(0, 2));
  CHECK_INTEGER(count_of(1), 0);
}

static void takes_only_so_many(void) {
  for (int i = 1; i < SUBSCRIBERS_MOST; i++) {
    ask("POST", "/api/subscribers", "{\"url\":\"http://127.0.0.1:1/\"}");
    CHECK_INTEGER(answer.status, 201);
  }
  ask("POST", "/api/subscribers", "{\"url\":\"http://127.0.0.1:1/\"}");
  CHECK_INTEGER(answer.status, 409);
  ask("GET", "/api/subscribers", NULL);
  CHECK_INTEGER(answer.status, 200);
}

/* HMAC-SHA-256 of "1700000000.7.{}" by "whsec_test", from OpenSSL's command line. */
static void signs_as_documented(void) {
  char hex[SIGNATURE_HEX_SIZE];
  struct arena *arena = arena_make();
  webhook_sign(TEXT("whsec_test"), 1700000000, 7, TEXT("{}"), arena, hex);
  CHECK_TEXT(((struct text){hex, sizeof hex}),
             "6b321cba500741efd4fd473fa7221fcf542b44d999f89a598c14b39223df70e2");
  arena_free(arena);
}

static void waits_longer_and_longer(void) {
  static const struct {
    int64_t attempts, least_s, most_s;
  } cases[] = {{1, 0, 1},       {2, 1, 2},        {5, 8, 16},
               {11, 512, 1024}, {12, 1800, 3600}, {99, 1800, 3600}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%lld", (long long)cases[i].attempts);
    CHECK(webhook_wait_us(cases[i].attempts, 0) >= cases[i].least_s * 1000000);
    CHECK(webhook_wait_us(cases[i].attempts, 999) <= cases[i].most_s * 1000000);
    CHECK(webhook_wait_us(cases[i].attempts, 999) > webhook_wait_us(cases[i].attempts, 0));
  }
}

TESTS(signs_as_documented, waits_longer_and_longer, start, checks_subscriptions, tells_in_order,
      a_failing_one_is_tried_again, follows_no_redirect, gone_is_paused_until_resumed,
      goes_on_after_a_restart, the_deleted_are_told_no_more, takes_only_so_many, stop)
