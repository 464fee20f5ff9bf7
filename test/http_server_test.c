/* The server over real sockets: what it takes, what it refuses, in which words and with which
 * headers. */
#include "http_fixture.h"

static struct fixture fixture;
static struct answer answer;

static void start(void) {
  const struct server_options options = fixture_options();
  fixture_start(&fixture, &options);
}

static void stop(void) {
  fixture_stop(&fixture);
}

static void ask(const char *method, const char *target, const char *token, const char *headers,
                const char *body) {
  http_ask(fixture.port, &answer, method, target, token, headers, body);
}

static void probes_answer(void) {
  ask("GET", "/livez", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
  CHECK_TEXT(answer.body, "ok\n");
  ask("GET", "/readyz", NULL, NULL, NULL);
  CHECK_TEXT(answer.body, "{\"database\":true,\"writer\":true,\"keys\":true,\"log\":true}");
  /* A request is counted when its reply is out, which may be after the client has it. */
  const char *counted = "heng_requests_total{route=\"livez\",status=\"200\"} 1\n";
  for (int i = 0; i < 100 && !http_body_has(&answer, counted); i++) {
    usleep(10 * 1000);
    ask("GET", "/metrics", NULL, NULL, NULL);
  }
  CHECK(http_body_has(&answer, counted));
  ask("GET", "/problems/bad_field", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
  CHECK(http_body_has(&answer, "<h1>字段不合要求</h1>"));
  ask("GET", "/problems/nothing", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 404);
  ask("GET", "/openapi.json", NULL, NULL, NULL);
  CHECK(http_body_has(&answer, "\"operationId\":\"thing_rename\""));
  ask("GET", "/problems", NULL, NULL, NULL);
  CHECK(http_body_has(&answer, "{\"code\":\"bad_json\",\"number\":1001,\"status\":400,"));
}

/* Every way for an input to be read or refused: target, body (NULL: a GET), status, and what the
 * reply has in it. */
static void reads_input(void) {
  static const struct {
    const char *target, *body;
    int status;
    const char *part;
  } cases[] = {
      {"/fake/echo?text=a", NULL, 200, "{\"text\":\"a\",\"on\":false,\"tags\":[]}"},
      {"/fake/echo?text=%E8%A1%A1+x%2B", NULL, 200, "\"text\":\"衡 x+\""},
      {"/fake/echo?text=a&count=-5&colour=green&on=true&tags=x,y", NULL, 200,
       "\"count\":-5,\"on\":true,\"colour\":\"green\",\"tags\":[\"x\",\"y\"]"},
      {"/fake/echo?text=a&at=2026-05-07T09:00:00%2B08:00&day=2026-05-07", NULL, 200,
       "\"at\":\"2026-05-07T01:00:00Z\",\"day\":\"2026-05-07\""},
      {"http://x/fake/echo?text=a", NULL, 200, "\"text\":\"a\""},
      {"/fake/echo", NULL, 422, "\"place\":\"text\""},
      {"/fake/echo?text=", NULL, 422, "\"place\":\"text\""},
      {"/fake/echo?text=a&count=6", NULL, 422, "\"place\":\"count\""},
      {"/fake/echo?text=a&count=x", NULL, 422, "\"place\":\"count\""},
      {"/fake/echo?text=a&colour=blue", NULL, 422, "\"place\":\"colour\""},
      {"/fake/echo?text=a&text=b", NULL, 422, "\"place\":\"text\""},
      {"/fake/echo?text=a&other=1", NULL, 422, "\"place\":\"other\""},
      {"/fake/echo?text=a&tags=a,b,c,d", NULL, 422, "\"place\":\"tags\""},
      {"/fake/echo?text=%E8%A1", NULL, 400, "bad_request"},
      {"/fake/echo?text=%zz", NULL, 400, "bad_request"},
      {"/fake/echo?text=%2", NULL, 400, "bad_request"},
      {"/fake/echo?text=a%00", NULL, 400, "bad_request"},
      {"/fake/rest/a/b%2Fc/d", NULL, 200, "{\"rest\":\"a/b/c/d\"}"},
      {"/fake/rest/", NULL, 404, "not_found"},
      {"/fake/rest/%zz", NULL, 400, "bad_request"},
      {"/fake/echo/", NULL, 404, "not_found"},
      {"/fake//echo", NULL, 404, "not_found"},
      {"//x", NULL, 404, "not_found"},
      {"/fake/../livez", NULL, 404, "not_found"},
      {"/fake/%65cho?text=a", NULL, 200, "\"text\":\"a\""},
      {"/fake/echo", "{\"text\":\"a\"}", 200, "\"text\":\"a\""},
      {"/fake/echo", "", 422, "\"place\":\"text\""},
      {"/fake/echo", "{\"text\":\"a\",\"x\":1}", 422, "\"place\":\"x\""},
      {"/fake/echo", "{\"text\":1}", 422, "\"place\":\"text\""},
      {"/fake/echo", "{\"text\":\"a\",}", 400, "\"place\":\"byte 12\""},
      {"/fake/echo", "{\"text\":\"\xe8\xa1\"}", 400, "bad_json"},
      {"/fake/echo", "[]", 422, "bad_field"},
      {"/fake/echo?text=a", "{\"text\":\"a\"}", 422, "\"place\":\"text\""},
      {"/fake/echo", "{\"衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡衡\":1}",
       422, "bad_field"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%s %s", cases[i].target, cases[i].body ? cases[i].body : "");
    ask(cases[i].body ? "POST" : "GET", cases[i].target, NULL, NULL, cases[i].body);
    CHECK_INTEGER(answer.status, cases[i].status);
    if (!CHECK(http_body_has(&answer, cases[i].part)))
      fprintf(stderr, "  %.*s\n", TEXT_ARGS(answer.body));
  }
}

static void knows_its_methods(void) {
  ask("PUT", "/fake/echo", NULL, NULL, "{}");
  CHECK_INTEGER(answer.status, 405);
  CHECK_TEXT(http_header(&answer, "Allow"), "GET, HEAD, POST");
  ask("TRACE", "/fake/echo", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 405);
  ask("OPTIONS", "/fake/echo", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 204);
  CHECK_TEXT(http_header(&answer, "Allow"), "GET, HEAD, POST");
  ask("OPTIONS", "*", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 204);
  ask("HEAD", "/livez", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
  CHECK_TEXT(http_header(&answer, "Content-Length"), "3");
  CHECK_INTEGER(answer.body.length, 0);
  ask("HEAD", "/api/stream", "officer", NULL, NULL);
  CHECK_INTEGER(answer.status, 405);
}

static void says_problems_in_both_languages(void) {
  ask("GET", "/nowhere", NULL, "X-Request-Id: abc-1\r\n", NULL);
  CHECK_INTEGER(answer.status, 404);
  CHECK_TEXT(http_header(&answer, "Content-Type"), "application/problem+json");
  CHECK_TEXT(answer.body,
             "{\"type\":\"/problems/not_found\",\"title\":\"没有找到\",\"status\":404,"
             "\"instance\":\"abc-1\",\"code\":\"not_found\",\"number\":1009,\"zh\":\"没有找到\","
             "\"en\":\"not found\",\"next_zh\":\"核对编号或网址\","
             "\"next_en\":\"check the id or the address\"}");
  static const struct {
    const char *header, *title;
  } cases[] = {
      {"Accept-Language: en\r\n", "\"title\":\"not found\""},
      {"Accept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n", "\"title\":\"没有找到\""},
      {"Accept-Language: en-GB, zh;q=0.5\r\n", "\"title\":\"not found\""},
      {"Accept-Language: zh;q=0.2, en;q=0.3\r\n", "\"title\":\"not found\""},
      {"Accept-Language: fr\r\n", "\"title\":\"没有找到\""},
      {"Accept-Language: en;q=x\r\n", "\"title\":\"没有找到\""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    CHECK_ROW("%s", cases[i].header);
    ask("GET", "/nowhere", NULL, cases[i].header, NULL);
    CHECK(http_body_has(&answer, cases[i].title));
  }
}

static void sends_security_headers(void) {
  static const char *const targets[] = {"/livez", "/nowhere", "/fake/things/x", NULL};
  for (size_t i = 0; targets[i]; i++) {
    CHECK_ROW("%s", targets[i]);
    ask("GET", targets[i], NULL, NULL, NULL);
    CHECK_TEXT(http_header(&answer, "X-Content-Type-Options"), "nosniff");
    CHECK_TEXT(http_header(&answer, "Referrer-Policy"), "no-referrer");
    CHECK_TEXT(http_header(&answer, "Cache-Control"), "no-store");
    CHECK(text_find(http_header(&answer, "Content-Security-Policy"),
                    TEXT("frame-ancestors 'none'")) != SIZE_MAX);
    CHECK_INTEGER(http_header(&answer, "X-Request-Id").length, 12);
    CHECK(!http_header(&answer, "Strict-Transport-Security").at);
  }
  ask("GET", "/livez", NULL, "X-Request-Id: <script>\r\n", NULL);
  CHECK_INTEGER(http_header(&answer, "X-Request-Id").length, 12);
}

static void asks_who_it_is(void) {
  ask("GET", "/fake/things/x", NULL, NULL, NULL);
  CHECK_INTEGER(answer.status, 401);
  CHECK_TEXT(http_header(&answer, "WWW-Authenticate"), "Bearer");
  ask("GET", "/fake/things/x", "nobody", NULL, NULL);
  CHECK_INTEGER(answer.status, 401);
  ask("GET", "/fake/things/x", NULL, "Authorization: Basic b2ZmaWNlcg==\r\n", NULL);
  CHECK_INTEGER(answer.status, 401);
  ask("GET", "/fake/things/x", "system", NULL, NULL);
  CHECK_INTEGER(answer.status, 403);
  ask("GET", "/fake/things/x", "officer", NULL, NULL);
  CHECK_INTEGER(answer.status, 404);
  ask("GET", "/fake/things/x", NULL, "Cookie: a=b; heng_session=officer\r\n", NULL);
  CHECK_INTEGER(answer.status, 404);
  ask("POST", "/fake/things", NULL, "Cookie: heng_session=officer\r\n", "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 403);
  CHECK(http_body_has(&answer, "\"code\":\"csrf\""));
  ask("POST", "/fake/things", NULL, "Cookie: heng_session=officer\r\nX-CSRF-Token: proof\r\n",
      "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 201);
}

static void sets_the_cookie(void) {
  ask("POST", "/fake/sign-in", NULL, NULL, "{\"name\":\"n\"}");
  CHECK_INTEGER(answer.status, 204);
  CHECK_TEXT(http_header(&answer, "Set-Cookie"),
             "heng_session=officer; Path=/; HttpOnly; SameSite=Strict");
  ask("POST", "/fake/sign-in", NULL, NULL, "{\"name\":\"out\"}");
  CHECK_TEXT(http_header(&answer, "Set-Cookie"),
             "heng_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

static void writes_and_edits(void) {
  char place[200], other[240];
  ask("POST", "/fake/things", "officer", NULL, "{\"name\":\"one\"}");
  CHECK_INTEGER(answer.status, 201);
  struct text location = http_header(&answer, "Location");
  CHECK(text_starts(location, TEXT("/fake/things/")));
  snprintf(place, sizeof place, "%.*s", TEXT_ARGS(location));
  ask("GET", place, "officer", NULL, NULL);
  CHECK_INTEGER(answer.status, 200);
  CHECK_TEXT(http_header(&answer, "ETag"), "\"1\"");
  ask("GET", place, "officer2", NULL, NULL);
  CHECK_INTEGER(answer.status, 403);
  static const struct {
    const char *header;
    int status;
  } edits[] = {
      {NULL, 428},
      {"If-Match: \"2\"\r\n", 412},
      {"If-Match: 1\r\n", 400},
      {"If-Match: W/\"1\"\r\n", 400},
      {"If-Match: \"1\", \"2\"\r\n", 400},
      {"If-Match: \"-1\"\r\n", 400},
      {"If-Match: \"1\"\r\n", 204},
      {"If-Match: \"1\"\r\n", 412},
      {"If-Match: *\r\n", 204},
  };
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    CHECK_ROW("%zu %s", i, edits[i].header ? edits[i].header : "");
    ask("PUT", place, "officer", edits[i].header, "{\"name\":\"two\"}");
    CHECK_INTEGER(answer.status, edits[i].status);
  }
  CHECK_TEXT(http_header(&answer, "ETag"), "\"3\"");
  ask("PUT", place, "officer", "If-Match: *\r\n", "{\"name\":\"two\",\"thing\":\"x\"}");
  CHECK_INTEGER(answer.status, 422);
  snprintf(other, sizeof other, "%s0000000000000", place);
  ask("GET", other, "officer", NULL, NULL);
  CHECK_INTEGER(answer.status, 422);
  ask("POST", "/fake/things", "officer", NULL, "{\"name\":\"taken\"}");
  CHECK_INTEGER(answer.status, 409);
}

static void does_a_keyed_write_once(void) {
  struct text first;
  char kept[2000];
  ask("POST", "/fake/things", "officer", "Idempotency-Key: k1\r\n", "{\"name\":\"keyed\"}");
  CHECK_INTEGER(answer.status, 201);
  snprintf(kept, sizeof kept, "%.*s", TEXT_ARGS(answer.body));
  first = text_of(kept);
  ask("POST", "/fake/things", "officer", "Idempotency-Key: k1\r\n", "{\"name\":\"keyed\"}");
  CHECK_INTEGER(answer.status, 201);
  CHECK(text_equal(answer.body, first));
  ask("POST", "/fake/things", "officer2", "Idempotency-Key: k1\r\n", "{\"name\":\"keyed\"}");
  CHECK(!text_equal(answer.body, first));
  ask("POST", "/fake/things", "officer", "Idempotency-Key: k1\r\n", "{\"name\":\"other\"}");
  CHECK_INTEGER(answer.status, 422);
  CHECK(http_body_has(&answer, "key_reused"));
  ask("POST", "/fake/things", "officer", "Idempotency-Key: a b\r\n", "{\"name\":\"keyed\"}");
  CHECK_INTEGER(answer.status, 400);
  ask("POST", "/fake/things", "officer",
      "Idempotency-Key: 12345678901234567890123456789012345678901234567890123456789012345\r\n",
      "{\"name\":\"keyed\"}");
  CHECK_INTEGER(answer.status, 400);
}

TESTS(start, probes_answer, reads_input, knows_its_methods, says_problems_in_both_languages,
      sends_security_headers, asks_who_it_is, sets_the_cookie, writes_and_edits,
      does_a_keyed_write_once, stop)
