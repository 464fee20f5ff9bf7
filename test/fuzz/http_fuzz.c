/* Request targets and header values: whatever bytes come, they are taken apart within bounds, and
 * what is taken is what the headers promise. */
#include <assert.h>
#include <stdlib.h>

#include "act/act.h"
#include "http/router.h"
#include "http/target.h"

static bool nothing(struct act *act) {
  (void)act;
  return true;
}

struct input {
  struct text a, rest;
};
static const struct field fields[] = {FIELD(TEXT, struct input, a, .most = 20),
                                      FIELD(TEXT, struct input, rest, .most = 200), FIELDS_END};
static const struct route routes[] = {
    ROUTE(GET, "/a/{a}/b", nothing, ROLE_ANYONE, ROUTE_IN(struct input, fields)),
    ROUTE(GET, "/a/{a}/c/{rest...}", nothing, ROLE_ANYONE, ROUTE_IN(struct input, fields)),
    ROUTE(POST, "/a/a", nothing, ROLE_ANYONE),
    {0},
};
static const struct domain domain = {.name = "fuzz", .routes = routes};
static const struct domain *const served[] = {&domain, NULL};

static void take_target(struct text bytes, struct arena *arena, const struct router *router) {
  struct text path, query, name, value;
  struct match match;
  struct error error;
  if (!target_split(bytes, &path, &query)) return;
  assert(path.length && path.at[0] == '/');
  if (router_match(router, METHOD_GET, path, arena, &match, &error)) {
    for (size_t i = 0; i < match.endpoint->parameter_count; i++)
      assert(match.values[i].length > 0 && text_is_utf8(match.values[i]));
  }
  while (query.at && query.length && target_next_pair(&query, arena, &name, &value)) {
    assert(text_is_utf8(name) && text_is_utf8(value));
    for (size_t i = 0; i < value.length; i++) assert(value.at[i]);
  }
}

static void take_headers(struct text bytes) {
  int64_t version;
  assert(!header_is_request_id(bytes) || bytes.length <= REQUEST_ID_MOST);
  assert(!header_is_idempotency_key(bytes) || bytes.length <= IDEMPOTENCY_KEY_MOST);
  if (header_if_match(bytes, &version)) assert(version >= 0 || version == IF_MATCH_ANY);
  header_is_json(bytes);
  header_prefers_english(bytes);
  header_bearer(bytes);
  header_cookie(bytes, TEXT("heng_session"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static struct router *router;
  static struct arena *arena;
  if (!router) router = router_make(served);
  if (!arena) arena = arena_make();
  arena_reset(arena);
  struct text text = {(const char *)bytes, size};
  take_target(text, arena, router);
  take_headers(text);
  return 0;
}
