/* Codes as text and picture, what a stranger learns of one, and the keys behind them. */
#include "gate/keys.h"
#include "gate_fixture.h"
#include "seal/key_form.h"
#include "seal/key_set.h"
#include "seal/seal.h"

static struct text bytes_of(struct gate_fixture *fixture, struct text token, const char *route,
                            const char *visit) {
  const char *input = visit ? gate_text("{\"visit\":\"%s\"}", visit) : "{}";
  if (!CHECK(gate_act(token, route, input))) people_stop(fixture->city);
  return fixture->city->act.bytes;
}

/* ---- codes ---- */

static void a_code_comes_in_four_forms(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture);
  const struct code_view *view =
      gate_act(fixture->contact, "visit_code", gate_text("{\"visit\":\"%s\"}", visit));
  if (!CHECK(view)) people_stop(fixture->city);
  CHECK_INTEGER(view->code, CODE_GREEN);
  CHECK_INTEGER(view->serial, 2); /* booked red, approved green */
  CHECK_INTEGER(view->from_us, GATE_START_US + 30 * MINUTE_US);
  CHECK(text_starts(view->text, TEXT("HENG1:")) && view->text.length <= CODE_TEXT_MOST);
  struct text text = bytes_of(fixture, fixture->guard, "visit_code_text", visit);
  CHECK(text_starts(text, TEXT("HENG1:")));
  CHECK_TEXT(fixture->city->act.content_type, "text/plain; charset=utf-8");
  CHECK(text_starts(bytes_of(fixture, fixture->head, "visit_code_svg", visit), TEXT("<svg")));
  CHECK_TEXT(fixture->city->act.content_type, "image/svg+xml");
  struct text png = bytes_of(fixture, fixture->supervisor, "visit_code_png", visit);
  CHECK(text_starts(png, TEXT("\x89PNG")));
  CHECK_TEXT(fixture->city->act.content_type, "image/png");
  gate_fixture_free(fixture);
}

static void a_code_is_for_whose_visit_it_is(void) {
  static const char *const routes[] = {"visit_code", "visit_code_text", "visit_code_svg",
                                       "visit_code_png"};
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *input = gate_text("{\"visit\":\"%s\"}", gate_book_green(fixture));
  for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
    CHECK_ROW("%s", routes[i]);
    CHECK_GATE(gate_act(fixture->other_head, routes[i], input), not_yours);
    CHECK_GATE(gate_act(fixture->other_contact, routes[i], input), not_yours);
    CHECK_GATE(gate_act(fixture->officer, routes[i], "{\"visit\":\"000000000000\"}"), not_found);
  }
  gate_fixture_free(fixture);
}

static void a_red_code_says_what_would_help(void) {
  struct gate_fixture *fixture = gate_fixture_make(0);
  const struct code_view *view =
      gate_act(fixture->officer, "visit_code",
               gate_text("{\"visit\":\"%s\"}", gate_book(fixture, "research")));
  if (!CHECK(view)) people_stop(fixture->city);
  CHECK_TEXT(gate_reasons(fixture, view->reasons),
             "not_approved, not_agreed, over_filed, short_notice");
  const struct reason_view *reasons = view->reasons.at;
  for (size_t i = 0; i < view->reasons.count; i++)
    CHECK(reasons[i].zh.length && reasons[i].en.length && reasons[i].next_zh.length &&
          reasons[i].next_en.length);
  gate_fixture_free(fixture);
}

/* The longest names, the highest numbers, every algorithm: never more than a poor camera reads. */
static void a_code_always_fits(void) {
  static const int64_t algorithms[] = {COSE_ES256, COSE_EDDSA, COSE_SM2};
  static const char *const units[] = {"公安局", "湖南省衡阳市市场监督管理局高新技术产业开发区分局",
                                      "Bureau of Everything, Second Branch (East)"};
  struct code code = {.issuer = "elevenbytes",
                      .visit = "zzzzzzzzzzzz",
                      .site = "zzzzzzzzzzzz",
                      .enterprise = "Y1430400MA4L00001Y",
                      .from_us = INT64_C(4102444800) * SECOND_US,
                      .until_us = INT64_C(4102448400) * SECOND_US,
                      .issued_us = INT64_C(4102444800) * SECOND_US,
                      .people = CODE_PEOPLE_MOST,
                      .serial = CODE_SERIAL_MOST,
                      .reasons = REASON_BIT(not_approved) | REASON_BIT(not_booked)};
  struct arena *arena = arena_make();
  for (int i = 0; i < 3; i++)
    for (int u = 0; u < 3; u++) {
      struct key *key;
      struct error error = {0};
      struct text text = TEXT("");
      CHECK_ROW("%s %s", alg_name(algorithms[i]), units[u]);
      snprintf(code.unit, sizeof code.unit, "%s", units[u]);
      if (!CHECK(key_make(algorithms[i], &key, &error))) continue;
      CHECK(seal_code(key, &code, arena, &text, &error));
      CHECK(text.length > 200 && text.length <= CODE_TEXT_MOST);
      key_free(key);
    }
  arena_free(arena);
}

/* ---- what a stranger learns ---- */

static const struct code_check *check(struct gate_fixture *fixture, const char *code) {
  return gate_act(NO_TEXT, "code_check", gate_text("{\"text\":\"%s\"}", code));
}

static void a_stranger_learns_what_the_code_says(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture), *code = gate_code(fixture, visit);
  const struct code_check *got = check(fixture, code);
  if (CHECK(got && got->says)) {
    CHECK_TEXT(got->issuer, "hengyang");
    CHECK_TEXT(got->says->visit, visit);
    CHECK_INTEGER(got->says->people, 3);
    CHECK(got->newest);
  }
  gate_step_because(fixture, fixture->supervisor, "visit_freeze", visit);
  got = check(fixture, code);
  /* No longer the newest; why not is nobody's business. */
  if (CHECK(got && got->says)) CHECK(!got->newest);
  if (CHECK(got && got->says)) CHECK_INTEGER(got->says->code, CODE_GREEN);
  gate_fixture_free(fixture);
}

static void nothing_is_believed_unsigned(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  char *code = (char *)(uintptr_t)gate_code(fixture, gate_book_green(fixture));
  code[40] = code[40] == '0' ? '1' : '0';
  const struct code_check *got = check(fixture, code);
  if (got) CHECK(got->signature != SIGNATURE_VALID && got->says == NULL);
  if (!got) CHECK_INTEGER(fixture->city->act.error.code, ERROR_bad_code);
  CHECK_GATE(check(fixture, "https://example.com"), bad_code);
  gate_fixture_free(fixture);
}

/* ---- keys ---- */

static struct jwks published(struct gate_fixture *fixture) {
  struct jwks jwks;
  struct error error;
  struct text json = bytes_of(fixture, NO_TEXT, "keys_published", NULL);
  CHECK_TEXT(fixture->city->act.content_type, "application/jwk-set+json");
  CHECK(json_read(json, jwks_fields, &jwks, fixture->city->arena, &error));
  return jwks;
}

static size_t count_published(struct gate_fixture *fixture) {
  return published(fixture).keys.count;
}

static void old_codes_outlive_a_rotation(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture), *code = gate_code(fixture, visit);
  CHECK_INTEGER(count_published(fixture), 1);
  const struct key_list *list =
      gate_act(fixture->security, "key_rotate", "{\"algorithm\":\"EdDSA\"}");
  if (!CHECK(list)) people_stop(fixture->city);
  CHECK_INTEGER(list->items.count, 2);
  const struct key_view *keys = list->items.at;
  CHECK(keys[0].signing && !keys[1].signing);
  CHECK_TEXT(keys[0].algorithm, "EdDSA");
  CHECK_INTEGER(keys[0].ends_us, NO_INTEGER);
  CHECK(keys[1].ends_us >= GATE_START_US + 31 * DAY_US);
  const struct jwks jwks = published(fixture);
  const struct jwk *both = jwks.keys.at;
  if (CHECK(jwks.keys.count == 2)) {
    CHECK(!both[0].exp.at); /* the one that signs */
    CHECK_TEXT(both[1].exp, gate_text("%lld", (long long)(keys[1].ends_us / SECOND_US)));
  }
  const char *texts[] = {code, gate_code(fixture, visit)};
  for (int i = 0; i < 2; i++) {
    const struct code_check *got = check(fixture, texts[i]);
    if (CHECK(got)) CHECK_INTEGER(got->signature, SIGNATURE_VALID);
  }
  CHECK(strlen(texts[1]) <= CODE_TEXT_MOST);
  fixture->city->now_us = keys[1].ends_us + 1;
  const struct code_check *got = check(fixture, code);
  if (CHECK(got)) CHECK_INTEGER(got->signature, SIGNATURE_UNKNOWN_KEY);
  CHECK_INTEGER(count_published(fixture), 1);
  gate_fixture_free(fixture);
}

/* An old key counts as long as any visit that it may have signed for. */
static void a_key_lasts_as_long_as_the_latest_visit(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  CHECK(gate_act(fixture->officer, "visit_book",
                 gate_text("{\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"%s\","
                           "\"kind\":\"inspection\",\"start\":\"2027-02-18T09:00:00+08:00\","
                           "\"end\":\"2027-02-18T11:00:00+08:00\",\"people\":3,\"certified\":2}",
                           fixture->site)) != NULL);
  const struct key_list *list = gate_act(fixture->security, "key_rotate", "{}");
  int64_t end_us;
  CHECK(time_parse(TEXT("2027-02-18T11:00:00+08:00"), &end_us));
  if (CHECK(list)) CHECK_INTEGER(((const struct key_view *)list->items.at)[1].ends_us, end_us);
  gate_fixture_free(fixture);
}

static void keys_are_published_in_both_forms(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  struct text json = bytes_of(fixture, NO_TEXT, "keys_json", NULL);
  CHECK_TEXT(fixture->city->act.cache_control, "public, max-age=300");
  struct text cose = bytes_of(fixture, NO_TEXT, "keys_cose", NULL);
  CHECK_TEXT(fixture->city->act.content_type, "application/cose-key-set+cbor");
  struct text forms[] = {json, cose};
  const char *names[] = {"keys.json", "keys.cose"};
  const char *code = gate_code(fixture, gate_book_green(fixture));
  for (int i = 0; i < 2; i++) {
    /* As somebody elsewhere reads them from a file. */
    CHECK_ROW("%s", names[i]);
    struct error error;
    struct buffer notes = BUFFER(fixture->city->arena);
    struct key_set *set = key_set_make();
    const char *path = gate_text("%s/keys/%s", fixture->city->folder, names[i]);
    enum signature_state state;
    struct code opened;
    CHECK(file_replace(path, forms[i], 0600, &error));
    CHECK(key_set_load(set, path, &notes, &error));
    CHECK(seal_open_code(set, GATE_START_US, text_of(code), fixture->city->arena, &state, &opened,
                         &error));
    CHECK_INTEGER(state, SIGNATURE_VALID);
    key_set_free(set);
  }
  gate_fixture_free(fixture);
}

static void a_client_chooses_the_form(void) {
  static const struct {
    const char *accept, *type;
  } rows[] = {
      {"application/cose-key-set+cbor", "application/cose-key-set+cbor"},
      {"application/cose-key-set", "application/cose-key-set+cbor"},
      {"application/json", "application/jwk-set+json"},
      {"*/*", "application/jwk-set+json"},
  };
  struct gate_fixture *fixture = gate_fixture_make(1);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].accept);
    struct act act = {.arena = fixture->city->arena,
                      .store = fixture->city->reader,
                      .city = &fixture->city->city,
                      .route = route_find("keys_published"),
                      .accept = text_of(rows[i].accept),
                      .if_match = NO_INTEGER};
    CHECK(act_perform(&act));
    CHECK_TEXT(act.content_type, rows[i].type);
  }
  gate_fixture_free(fixture);
}

static void a_rotation_is_an_event(void) {
  static const struct statement count = {
      "count", "SELECT count(*) FROM event WHERE type = 'key_adopted' AND subject = $1"};
  struct gate_fixture *fixture = gate_fixture_make(1);
  struct store *reader = fixture->city->reader;
  const struct key_list *list = gate_act(fixture->security, "key_rotate", "{}");
  if (!CHECK(list)) people_stop(fixture->city);
  const struct key_view *keys = list->items.at;
  store_begin(reader);
  for (int i = 0; i < 2; i++)
    CHECK_INTEGER(FIND_INTEGER(reader, count, -1, V(keys[i].thumbprint)), 1);
  store_rollback(reader);
  CHECK_GATE(gate_act(fixture->security, "key_rotate", "{\"algorithm\":\"PS256\"}"), bad_field);
  CHECK_GATE(gate_act(fixture->security, "key_rotate", "{\"algorithm\":\"rot13\"}"), bad_field);
  gate_fixture_free(fixture);
}

/* Everybody who checks codes has all keys, so there is an end to rotating; until some have ended.
 */
static void too_many_keys_are_refused(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const struct key_list *list = NULL;
  for (int i = 0; i < KEY_RING_OLDER_MOST; i++)
    CHECK((list = gate_act(fixture->security, "key_rotate", "{}")) != NULL);
  if (CHECK(list)) CHECK_INTEGER(list->items.count, KEY_RING_OLDER_MOST + 1);
  CHECK_GATE(gate_act(fixture->security, "key_rotate", "{}"), wrong_state);
  fixture->city->now_us += 32 * DAY_US;
  gate_sign_in(fixture, "later");
  list = gate_act(fixture->security, "key_rotate", "{}");
  if (CHECK(list)) CHECK_INTEGER(list->items.count, 2);
  gate_fixture_free(fixture);
}

TESTS(a_code_comes_in_four_forms, a_code_is_for_whose_visit_it_is, a_red_code_says_what_would_help,
      a_code_always_fits, a_stranger_learns_what_the_code_says, nothing_is_believed_unsigned,
      old_codes_outlive_a_rotation, a_key_lasts_as_long_as_the_latest_visit,
      keys_are_published_in_both_forms, a_client_chooses_the_form, a_rotation_is_an_event,
      too_many_keys_are_refused)
