/* Every visit of the demo city has a code: short enough, signed, and saying what the tables say. */
#include "demo/demo.h"
#include "gate/input.h"
#include "local_fixture.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

static struct demo demo;
static struct arena *arena;
static size_t longest, shortened;
static int64_t now_us;

static const void *ask(const struct caller *caller, const char *name, const char *json) {
  const struct route *route = route_find(name);
  struct error error = {0};
  void *in = arena_take(arena, route->in_size), *out = arena_take(arena, route->out_size);
  CHECK(json_read(text_of(json), route->in, in, arena, &error));
  if (CHECK(local_act(demo.local, arena, caller, route, in, out, &error))) return out;
  fprintf(stderr, "%s %s: %s\n", name, json, error.detail);
  exit(1);
}

static void check_code(const struct visit *visit) {
  const struct caller supervisor = {.person = TEXT("s"), .roles = ROLE_SUPERVISOR};
  const struct code_view *view =
      ask(&supervisor, "visit_code",
          arena_format(arena, "{\"visit\":\"%.*s\"}", TEXT_ARGS(visit->id)).at);
  enum signature_state signature;
  struct code code;
  struct error error;
  CHECK_ROW("%.*s", TEXT_ARGS(visit->id));
  CHECK(view->text.length <= CODE_TEXT_MOST);
  if (view->text.length > longest) longest = view->text.length;
  if (!CHECK(seal_open_code(key_ring_keys(local_city(demo.local)->keys), now_us, view->text, arena,
                            &signature, &code, &error)))
    return;
  shortened += text_starts(text_of(code.unit), TEXT("…"));
  CHECK_INTEGER(signature, SIGNATURE_VALID);
  CHECK_TEXT(visit->id, code.visit);
  CHECK_TEXT(visit->enterprise, code.enterprise);
  CHECK_TEXT(visit->site, code.site);
  CHECK_INTEGER(code.serial, visit->serial);
  CHECK_INTEGER(code.people, visit->people);
  CHECK_INTEGER(code.reasons,
                reason_set_of(&visit->reasons) | (visit->walk_in ? REASON_BIT(not_booked) : 0));
  CHECK(code.from_us <= visit->start_us && visit->end_us <= code.until_us);
}

static void every_visit_has_a_code(void) {
  struct local_fixture fixture = {.folder = "/tmp/heng-test-XXXXXX", .arena = arena_make()};
  const struct caller coordinator = {.person = TEXT("c"), .roles = ROLE_COORDINATOR};
  struct error error = {0};
  struct text after = NO_TEXT;
  size_t count = 0;
  arena = fixture.arena;
  CHECK(mkdtemp(fixture.folder) != NULL);
  CHECK(time_parse(TEXT("2026-06-24T10:00:00+08:00"), &now_us));
  if (!CHECK(demo_open(fixture.folder, now_us, arena, &demo, &error) &&
             demo_make(&demo, "demo", "policy/hengyang-2021.json", 2021, &error)))
    exit(1);
  do {
    const struct visit_page *page = ask(
        &coordinator, "visit_list",
        after.at ? arena_format(arena, "{\"limit\":200,\"after\":\"%.*s\"}", TEXT_ARGS(after)).at
                 : "{\"limit\":200}");
    const struct visit *visits = page->items.at;
    for (size_t i = 0; i < page->items.count; i++, count++) check_code(&visits[i]);
    after = page->next;
  } while (after.at);
  check_row[0] = 0;
  CHECK(count > 800);
  CHECK(longest > 200);
  /* Names that do not fit lose their beginning; if all did, the code would say too little. */
  CHECK(shortened < count / 2);
  printf("%zu codes of at most %zu characters, %zu of them with a shortened name\n", count, longest,
         shortened);
  demo_close(&demo);
  local_fixture_free(&fixture);
}

TESTS(every_visit_has_a_code)
