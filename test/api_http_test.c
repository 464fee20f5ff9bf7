/* What holds over the whole API, whatever the route: paths and methods, pages, request ids,
 * languages, limits, and what a stranger hears when the machine fails. */
#include <fcntl.h>

#include "act/domain.h"
#include "api_play.h"

static struct stage stage;

static const char *token_of(const char *name) {
  return api_city_find(&stage.city, text_of(name))->token;
}

static int ask(const char *method, const char *target, const char *who) {
  return api_ask(
      &stage.api,
      &(struct request){.method = method, .target = target, .token = who ? token_of(who) : NULL});
}

static void opens(void) {
  stage_open(&stage, "0", "/dev/null");
  play_transcript(&stage.play, "paging", play_ask);
}

/* ---- paths and methods ---- */

/* The path with something in the place of each parameter. */
static const char *path_of(const struct route *route) {
  struct buffer out = BUFFER(stage.play.arena);
  struct text rest = text_of(route->path);
  while (rest.at) {
    buffer_add(&out, text_cut(&rest, '{'));
    if (rest.at) buffer_add(&out, TEXT("0"));
    text_cut(&rest, '}');
  }
  return arena_string(stage.play.arena, buffer_text(&out));
}

static void every_path_says_its_methods(void) {
  for (size_t i = 0; i < router_count(stage.play.router); i++) {
    const struct route *route = router_at(stage.play.router, i)->route;
    const char *path = path_of(route);
    CHECK_ROW("%s", route->path);
    CHECK_INTEGER(ask("OPTIONS", path, NULL), 204);
    const char *allow = arena_string(stage.play.arena, http_header(&stage.api.answer, "Allow"));
    for (int method = 0; method < METHOD_COUNT; method++) {
      bool allowed = strstr(allow, method_names[method]);
      if (method == (int)route->method) CHECK(allowed);
      if (allowed) continue;
      CHECK_INTEGER(ask(method_names[method], path, "officer"), 405);
      CHECK_TEXT(http_header(&stage.api.answer, "Allow"), allow);
    }
    if (strstr(route->path, "...}")) continue;
    CHECK_INTEGER(ask("GET", arena_format(stage.play.arena, "%s/", path).at, "officer"), 404);
    CHECK_INTEGER(ask("GET", arena_format(stage.play.arena, "/x%s", path).at, NULL), 404);
  }
}

/* The description that the command prints is the one that is served. */
static void describes_itself(void) {
  struct text printed;
  CHECK_INTEGER(api_heng((const char *const[]){"heng", "openapi", NULL}, &printed), 0);
  CHECK_INTEGER(ask("GET", "/openapi.json", NULL), 200);
  CHECK_TEXT(stage.api.answer.body, arena_string(stage.play.arena, text_trim(printed)));
}

/* ---- pages ---- */

static const struct list_case {
  const char *who, *target; /* without limit and cursor */
  const char *cursor;       /* the parameter that goes on */
  int64_t least;            /* how many there are */
} lists[] = {
    {"officer", "/api/units?inactive=true", "after", 5},
    {"officer", "/api/items?inactive=true", "after", 5},
    {"officer", "/api/enterprises?inactive=true", "after", 4},
    {"officer", "/api/enterprises?q=%E7%A4%BA%E4%BE%8B", "after", 4},
    {"officer", "/api/enterprises?q=9143", "after", 4},
    {"contact", "/api/enterprises/" ACME "/sites?inactive=true", "after", 5},
    {"audit", "/api/people?state=active", "after", CITY_PEOPLE - 1}, /* a screen is nobody */
    {"audit", "/api/people?q=o", "after", 6},
    {"officer", "/api/colleagues?", "after", 4},
    {"officer", "/api/delegations?", "after", 5},
    {"officer", "/api/visits?", "after", 8},
    {"officer_b", "/api/enterprises/" OTHER "/visits?", "after", 8},
    {"leader", "/api/filings?", "after", 4},
    {"audit", "/api/events?type=visit_booked", "before", 8},
};

/* The items of the last answer as they stand there. */
static struct text items_of(const struct answer *answer) {
  struct text rest = answer->body;
  size_t end = text_find(rest, TEXT("],\"next\":"));
  if (!CHECK(text_starts(rest, TEXT("{\"items\":[")) && end != SIZE_MAX)) return TEXT("");
  size_t start = strlen("{\"items\":[");
  return (struct text){rest.at + start, end - start};
}

static int64_t count_of(struct text items) {
  int64_t count = 0, depth = 0;
  for (size_t i = 0; i < items.length; i++) {
    if (items.at[i] == '{') count += depth++ == 0;
    if (items.at[i] == '}') depth--;
  }
  return count;
}

/* Page after page of `limit`; all items one behind the other. */
static struct text walk(const struct list_case *list, int64_t limit) {
  struct arena *arena = stage.play.arena;
  struct buffer items = BUFFER(arena);
  const char *next = "";
  for (int pages = 0; pages < 100 && strcmp(next, "null") != 0; pages++) {
    struct text target =
        arena_format(arena, "%s%slimit=%lld%s%s%s%s", list->target,
                     list->target[strlen(list->target) - 1] == '?' ? "" : "&", (long long)limit,
                     *next ? "&" : "", *next ? list->cursor : "", *next ? "=" : "", next);
    if (!CHECK_INTEGER(ask("GET", target.at, list->who), 200)) break;
    struct text page = items_of(&stage.api.answer);
    CHECK(count_of(page) <= limit);
    if (items.length && page.length) buffer_add_byte(&items, ',');
    buffer_add(&items, page);
    next = api_member(&stage.api, "next", arena);
    if (!CHECK(next != NULL)) break;
  }
  CHECK_TEXT(text_of(next), "null");
  return buffer_text(&items);
}

static void pages_hold_all_once(void) {
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    CHECK_ROW("%s", lists[i].target);
    struct text whole = walk(&lists[i], 200);
    CHECK(count_of(whole) >= lists[i].least);
    CHECK_TEXT(walk(&lists[i], 1), arena_string(stage.play.arena, whole));
    CHECK_TEXT(walk(&lists[i], 3), arena_string(stage.play.arena, whole));
  }
}

/* What is added while somebody turns the pages costs them nothing that was there. */
static void pages_stay_while_others_write(void) {
  CHECK_INTEGER(ask("GET", "/api/units?limit=2", "officer"), 200);
  const char *next = api_member(&stage.api, "next", stage.play.arena);
  struct request unit = {.method = "POST",
                         .target = "/api/units",
                         .token = token_of("coordinator"),
                         .body = "{\"id\":\"aaa\",\"name\":\"插队局\",\"county\":\"衡阳市\","
                                 "\"body\":\"其他\"}"};
  CHECK_INTEGER(api_ask(&stage.api, &unit), 201);
  const char *rest = arena_format(stage.play.arena, "/api/units?after=%s", next).at;
  CHECK_INTEGER(ask("GET", rest, "officer"), 200);
  CHECK_INTEGER(count_of(items_of(&stage.api.answer)), 3);
  CHECK(!http_body_has(&stage.api.answer, "aaa"));
}

/* ---- request ids and languages ---- */

static struct text id_for(const char *headers) {
  api_ask(&stage.api, &(struct request){.method = "GET", .target = "/livez", .headers = headers});
  return arena_copy(stage.play.arena, http_header(&stage.api.answer, "X-Request-Id"));
}

static void requests_have_ids(void) {
  struct text first = id_for(NULL), second = id_for(NULL);
  CHECK(!text_equal(first, second));
  CHECK_TEXT(id_for("X-Request-Id: page-7.load_3\r\n"), "page-7.load_3");
  CHECK(!text_equal(id_for("X-Request-Id: a b\r\n"), TEXT("a b")));
  CHECK(!text_equal(id_for("X-Request-Id: <script>\r\n"), TEXT("<script>")));
  /* It is what the audit administrator finds the act by. */
  struct request refused = {.method = "DELETE",
                            .target = "/api/units/fire",
                            .token = token_of("officer"),
                            .headers = "X-Request-Id: to-be-found\r\nIf-Match: *\r\n"};
  CHECK_INTEGER(api_ask(&stage.api, &refused), 403);
  CHECK_INTEGER(ask("GET", "/api/events?type=act_refused&limit=1", "audit"), 200);
  CHECK(http_body_has(&stage.api.answer, "\"request\":\"to-be-found\""));
  CHECK(http_body_has(&stage.api.answer, "\"error\":\"wrong_role\""));
}

static void problems_speak_both_languages(void) {
  static const char *const accepted[] = {NULL, "Accept-Language: zh-CN,zh\r\n",
                                         "Accept-Language: en\r\n",
                                         "Accept-Language: en-GB,zh;q=0.5\r\n"};
  for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
    struct request request = {.method = "GET", .target = "/api/units", .headers = accepted[i]};
    CHECK_INTEGER(api_ask(&stage.api, &request), 401);
    CHECK_TEXT(stage.api.problem.title,
               i < 2 ? "未登录或登录已过期" : "not signed in, or the session has ended");
  }
}

/* ---- limits ---- */

/* Reads what is there; `flags` for recv say whether it waits for more. */
static bool has_ended(int connection, int flags) {
  char bytes[256];
  ssize_t count;
  do count = recv(connection, bytes, sizeof bytes, flags);
  while (count > 0);
  return count == 0;
}

/* Whoever opens one more than their share loses the first. */
static void live_streams_have_a_limit(void) {
  enum { STREAMS = 5 };
  int streams[STREAMS];
  const struct request stream = {
      .method = "GET", .target = "/api/stream", .token = token_of("leader")};
  for (int i = 0; i < STREAMS; i++) {
    static struct answer answer;
    streams[i] = http_connect(stage.api.port);
    answer.length = answer.used = 0;
    http_send(streams[i], api_compose(&stage.api, &stream));
    http_receive(streams[i], &answer, false);
    CHECK_INTEGER(answer.status, 200);
  }
  CHECK(has_ended(streams[0], 0));
  CHECK(!has_ended(streams[1], MSG_DONTWAIT));
  for (int i = 0; i < STREAMS; i++) close(streams[i]);
}

/* From one address; another one is not held up by it. */
static void signing_in_has_a_limit(void) {
  enum { TRIES_MOST = 100 };
  const struct request request = {.method = "POST",
                                  .target = "/api/session",
                                  .body = "{\"login\":\"nobody\",\"password\":\"guessed\"}"};
  int tries = 0;
  for (stage.api.stays = true; tries < TRIES_MOST; tries++)
    if (api_ask(&stage.api, &request) != 401) break;
  CHECK_TEXT(stage.api.problem.code, "too_many_requests");
  CHECK(tries >= 10 && tries < TRIES_MOST);
  CHECK_INTEGER(ask("GET", "/livez", NULL), 200);
  stage.api.stays = false;
  CHECK_INTEGER(api_ask(&stage.api, &request), 401);
}

static void asking_has_a_limit(void) {
  enum { BURST_MOST = 2000 };
  struct api_server server;
  const struct request request = {.method = "GET", .target = "/livez"};
  api_server_stop(&stage.server);
  server = api_server_start(stage.city.local.folder, "60", "/dev/null");
  stage.api.port = server.port;
  stage.api.stays = true;
  int tries = 0;
  while (tries < BURST_MOST && api_ask(&stage.api, &request) == 200) tries++;
  CHECK_TEXT(stage.api.problem.code, "too_many_requests");
  stage.api.stays = false;
  CHECK_INTEGER(api_ask(&stage.api, &request), 200);
  stage.server = server;
}

/* ---- a machine that fails ---- */

static void run_behind_its_back(const char *sql) {
  const struct statement statement = {"behind", sql};
  struct store *store;
  struct error error;
  char path[100];
  snprintf(path, sizeof path, "%s/heng.db", stage.city.local.folder);
  if (!CHECK(store_open(path, false, &store, &error))) return;
  store_begin(store);
  store_run(store, &statement, NULL, 0);
  CHECK(store_commit(store, &error));
  store_close(store);
}

/* A stranger hears that it failed and what to do, not what the engine said. */
static void a_failing_database_says_little(void) {
  run_behind_its_back("ALTER TABLE item RENAME TO item_gone");
  const struct request add = {.method = "POST",
                              .target = "/api/items",
                              .token = token_of("coordinator"),
                              .body = "{\"id\":\"C01\",\"name\":\"失败\"}"};
  CHECK_INTEGER(ask("GET", "/api/items", "officer"), 500);
  CHECK_TEXT(stage.api.problem.code, "store");
  CHECK(!stage.api.problem.detail.at && !http_body_has(&stage.api.answer, "item"));
  CHECK_INTEGER(api_ask(&stage.api, &add), 500);
  CHECK_TEXT(stage.api.problem.code, "store");
  CHECK_INTEGER(ask("GET", "/api/units", "officer"), 200);
  run_behind_its_back("ALTER TABLE item_gone RENAME TO item");
  CHECK_INTEGER(api_ask(&stage.api, &add), 201);
}

/* Whoever balances load hears that it is not ready, and which part is not. */
static void an_altered_checkpoint_is_not_ready(void) {
  run_behind_its_back("UPDATE checkpoint SET note = note || ' '");
  CHECK_INTEGER(ask("GET", "/readyz", NULL), 503);
  CHECK_TEXT(stage.api.problem.code, "busy");
  CHECK_TEXT(stage.api.problem.detail, "not ready: log");
}

static void closes(void) {
  stage_close(&stage);
}

TESTS(opens, every_path_says_its_methods, describes_itself, pages_hold_all_once,
      pages_stay_while_others_write, requests_have_ids, problems_speak_both_languages,
      live_streams_have_a_limit, signing_in_has_a_limit, asking_has_a_limit,
      a_failing_database_says_little, an_altered_checkpoint_is_not_ready, closes)
