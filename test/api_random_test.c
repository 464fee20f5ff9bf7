/* Random clients, many at once: whatever they do, in whichever order it comes, no reply breaks its
 * shape, nothing fails, and in the end the auditor finds nothing and the log verifies.
 *
 * The same seed asks for the same; how requests that are under way together meet is the server's.
 */
#include "act/domain.h"
#include "api_play.h"

enum { CLIENTS = 8, ROUNDS = 120, POOL_MOST = 100, VISITS_MOST = 4096 };

static struct stage stage;
static struct play_line pool[POOL_MOST];
static size_t pool_count;
static struct text visits[VISITS_MOST];
static size_t visit_count;
static uint64_t state;
static int64_t scans, answered, well;

static size_t below(size_t limit) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (size_t)(state >> 11) % limit;
}

#define ONE_OF(...)                                                                                \
  one_of((const char *const[]){__VA_ARGS__},                                                       \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static struct text one_of(const char *const *words, size_t count) {
  return text_of(words[below(count)]);
}

static void keep(const char *name, struct text value) {
  play_keep(&stage.play, text_of(name), value);
}

static void keep_time(const char *name, int64_t time_us) {
  char text[TIME_TEXT_SIZE];
  keep(name, (struct text){text, time_format(time_us, 0, text)});
}

static void keep_token(const char *name, struct text person) {
  keep(name, text_of(api_city_find(&stage.city, person)->token));
}

/* Minutes or days ahead, so that some can be arrived at, and many meet on one day. */
static void choose_time(void) {
  const int64_t now_us = clock_now_us();
  int64_t start_us = below(2) ? now_us + (int64_t)below(20) * MINUTE_US
                              : now_us + (int64_t)(1 + below(4)) * DAY_US;
  keep_time("start", start_us + MINUTE_US);
  keep_time("end", start_us + (int64_t)(1 + below(3)) * HOUR_US);
}

static struct text a_visit(void) {
  size_t latest = visit_count < 30 ? visit_count : 30;
  return latest ? visits[visit_count - 1 - below(latest)] : TEXT("zzzzzzzzzzzz");
}

/* What the names of the pool stand for this time. */
static void choose(void) {
  char number[24];
  bool fire = below(2);
  snprintf(number, sizeof number, "%zu", 1 + below(9));
  keep("few", text_of(number));
  snprintf(number, sizeof number, "random-%lld", (long long)++scans);
  keep("scan", text_of(number));
  keep("visit", a_visit());
  keep("other_visit", a_visit());
  bool acme = below(4);
  keep("enterprise", acme ? TEXT(ACME) : TEXT(OTHER));
  keep("site", text_of(acme ? stage.city.site : stage.city.other_site));
  keep("kind", ONE_OF("invited", "research", "check", "check", "special"));
  keep("item", ONE_OF("A01", "A01", "R1", "R2"));
  keep("unit", fire ? TEXT("fire") : TEXT("health"));
  keep_token("goer", fire ? ONE_OF("officer", "clerk", "head") : ONE_OF("officer_b", "clerk_b"));
  keep_token("approver", below(2) ? TEXT("head") : TEXT("head_b"));
  keep_token("host", below(4) ? TEXT("contact") : TEXT("contact_b"));
  keep_token("keeper", below(4) ? TEXT("guard") : TEXT("guard_b"));
  const char *delegate = below(2) ? "clerk" : "clerk_b";
  keep("delegate", text_of(api_city_find(&stage.city, text_of(delegate))->id));
  choose_time();
}

static void read_pool(void) {
  struct text rest = NO_TEXT;
  struct error error;
  CHECK(file_read("test/api/random.txt", 1 << 20, stage.play.arena, &rest, &error));
  while (pool_count < POOL_MOST && play_read(&rest, stage.play.arena, &pool[pool_count]))
    pool_count++;
  CHECK(pool_count > 0 && pool_count < POOL_MOST);
}

/* ---- a round: every client asks, then every client listens ---- */

struct asked {
  const struct play_line *line;
  struct request request;
  int connection;
};

static void ask(struct asked *asked) {
  const struct endpoint *endpoint;
  choose();
  asked->line = &pool[below(pool_count)];
  asked->request = play_request(&stage.play, asked->line, &endpoint);
  asked->connection = http_connect(stage.api.port);
  http_send(asked->connection, api_compose(&stage.api, &asked->request));
}

static void listen_to(struct asked *asked) {
  struct api *api = &stage.api;
  api->answer.length = api->answer.used = 0;
  http_receive(asked->connection, &api->answer, false);
  close(asked->connection);
  CHECK_ROW("%s %s %s", asked->request.method, asked->request.target,
            asked->request.body ? asked->request.body : "");
  api_hold(api, &asked->request);
  CHECK(api->answer.status < 500);
  answered++;
  if (api->answer.status >= 300) return;
  well++;
  play_look(&stage.play, asked->line);
  bool booked = text_equal(play_more(asked->line, "keep"), TEXT("visit id"));
  if (booked && visit_count < VISITS_MOST)
    visits[visit_count++] = play_kept(&stage.play, TEXT("visit"));
}

static void random_clients_break_nothing(void) {
  static const uint64_t seeds[] = {20211101, 430400, 9143};
  stage_open(&stage, "0", "/dev/null");
  play_transcript(&stage.play, "random_policy", play_ask);
  read_pool();
  stage.play.unknown = "zzzzzzzzzzzz";
  for (size_t seed = 0; seed < sizeof seeds / sizeof *seeds; seed++) {
    state = seeds[seed];
    for (int round = 0; round < ROUNDS; round++) {
      struct asked asked[CLIENTS];
      arena_reset(stage.api.arena);
      for (int i = 0; i < CLIENTS; i++) ask(&asked[i]);
      for (int i = 0; i < CLIENTS; i++) listen_to(&asked[i]);
    }
  }
  check_row[0] = 0;
  /* Else it would try nothing but refusals. */
  CHECK(well * 4 > answered);
  printf("%lld requests, %lld went well, %zu visits, %lld leaves\n", (long long)answered,
         (long long)well, visit_count, (long long)api_log_size(&stage.api));
}

/* ---- what stands in the end ---- */

/* A visit is green exactly when it has no reason, and a list tells it as it stands. */
static void every_code_has_its_reasons(void) {
  for (size_t i = 0; i < visit_count; i++) {
    const char *target =
        arena_format(stage.play.arena, "/api/visits/%.*s", TEXT_ARGS(visits[i])).at;
    CHECK_ROW("%s", target);
    CHECK_INTEGER(api_ask(&stage.api, &(struct request){.method = "GET",
                                                        .target = target,
                                                        .token = stage.city.people[6].token}),
                  200);
    CHECK(http_body_has(&stage.api.answer, "\"code\":\"green\"") ==
          http_body_has(&stage.api.answer, "\"reasons\":[]"));
  }
  check_row[0] = 0;
}

static void the_log_verifies_from_outside(void) {
  struct text said;
  char url[64];
  CHECK_INTEGER(api_ask(&stage.api, &(struct request){.method = "GET", .target = "/log/key"}), 200);
  const char *key = arena_string(stage.play.arena, text_trim(stage.api.answer.body));
  snprintf(url, sizeof url, "http://127.0.0.1:%d/log", stage.api.port);
  CHECK_INTEGER(
      api_heng((const char *const[]){"heng", "log", "verify", "--key", key, url, NULL}, &said), 0);
}

/* While the server runs, and when it has stopped. */
static void the_auditor_finds_nothing(void) {
  struct text said;
  const char *const words[] = {"heng", "audit", "--data", stage.city.local.folder, NULL};
  CHECK_INTEGER(api_heng(words, &said), 0);
  api_server_stop(&stage.server);
  CHECK_INTEGER(api_heng(words, &said), 0);
  local_fixture_free(&stage.city.local);
}

TESTS(random_clients_break_nothing, every_code_has_its_reasons, the_log_verifies_from_outside,
      the_auditor_finds_nothing)
