/* The scan at the gate: what a visit has been through, and what its code then comes to. */
#include "gate_fixture.h"

static const struct gate_check *check(struct gate_fixture *fixture, struct text token,
                                      const char *code, int people) {
  return gate_act(token, "gate_check", gate_text("{\"text\":\"%s\",\"people\":%d}", code, people));
}

/* What happens between the code's issue and its scan. */
static void nothing(struct gate_fixture *fixture, const char *visit) {
  (void)fixture, (void)visit;
}
static void is_frozen(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->supervisor, "visit_freeze", visit) != NULL);
}
static void is_released(struct gate_fixture *fixture, const char *visit) {
  is_frozen(fixture, visit);
  CHECK(gate_step_because(fixture, fixture->supervisor, "visit_release", visit) != NULL);
}
static void is_withdrawn(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->head, "visit_withdraw", visit) != NULL);
}
static void is_cancelled(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->officer, "visit_cancel", visit) != NULL);
}
static void has_arrived(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_act(fixture->gate_token, "gate_arrive",
                 gate_text("{\"scan\":\"arrival-1\",\"visit\":\"%s\",\"people\":3}", visit)) !=
        NULL);
}
static void has_left(struct gate_fixture *fixture, const char *visit) {
  has_arrived(fixture, visit);
  CHECK(gate_act(fixture->gate_token, "gate_depart",
                 gate_text("{\"scan\":\"departure-1\",\"visit\":\"%s\"}", visit)) != NULL);
}

static void comes_to(void) {
  static const struct {
    const char *what;
    void (*happens)(struct gate_fixture *fixture, const char *visit);
    int minutes; /* after 08:30 */
    int people;
    const char *reasons;
  } rows[] = {
      {"nothing", nothing, 0, 3, ""},
      {"nothing, all of them early", nothing, 1, 1, ""},
      {"one too many", nothing, 0, 4, "too_many_people"},
      {"a minute too early", nothing, -1, 3, "too_early"},
      {"at the last moment", nothing, 149, 3, ""},
      {"at its end", nothing, 150, 3, "expired"},
      {"late, and too many", nothing, 200, 9, "expired, too_many_people"},
      {"frozen", is_frozen, 0, 3, "frozen, revoked"},
      {"frozen and released: the code is another", is_released, 0, 3, "revoked"},
      {"withdrawn", is_withdrawn, 0, 3, "not_approved, revoked"},
      {"cancelled", is_cancelled, 0, 3, "cancelled, revoked"},
      {"arrived", has_arrived, 0, 3, ""},
      {"left", has_left, 0, 3, "revoked"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct gate_fixture *fixture = gate_fixture_make(9);
    CHECK_ROW("%s", rows[i].what);
    const char *visit = gate_book_green(fixture);
    const char *code = gate_code(fixture, visit);
    rows[i].happens(fixture, visit);
    fixture->city->now_us += rows[i].minutes * MINUTE_US;
    const struct gate_check *got = check(fixture, fixture->gate_token, code, rows[i].people);
    if (CHECK(got != NULL)) {
      CHECK_TEXT(gate_reasons(fixture, got->reasons), rows[i].reasons);
      CHECK_INTEGER(got->code, *rows[i].reasons ? CODE_RED : CODE_GREEN);
      CHECK_INTEGER(got->signature, SIGNATURE_VALID);
      CHECK(got->says && text_equal(got->says->visit, text_of(visit)));
    }
    gate_fixture_free(fixture);
  }
}

static void comes_to_elsewhere(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *code = gate_code(fixture, gate_book_green(fixture)), *gate;
  struct text token =
      gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->other_site, &gate);
  const struct gate_check *got = check(fixture, token, code, 3);
  CHECK_ROW("another site of the enterprise");
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "wrong_enterprise");
  CHECK_ROW("a contact of all its sites");
  got = check(fixture, fixture->contact, code, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "");
  CHECK_ROW("another enterprise, which learns no more than the code says");
  got = check(fixture, fixture->other_contact, code, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "wrong_enterprise");
  if (CHECK(got)) CHECK_INTEGER(got->life, NO_ENUM);
  gate_fixture_free(fixture);
}

static const struct gate_check *check_short(struct gate_fixture *fixture, struct text token,
                                            const char *typed, int people) {
  return gate_act(token, "gate_check",
                  gate_text("{\"short\":\"%s\",\"people\":%d}", typed, people));
}

/* The same answer as by the code itself. */
static void short_codes_may_be_typed(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture);
  const struct code_view *code =
      gate_act(fixture->officer, "visit_code", gate_text("{\"visit\":\"%s\"}", visit));
  if (!CHECK(code)) people_stop(fixture->city);
  const char *typed = gate_text("%.*s", TEXT_ARGS(code->short_code));
  const struct gate_check *got = check_short(fixture, fixture->gate_token, typed, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "");
  if (CHECK(got)) CHECK_INTEGER(got->signature, NO_ENUM);
  if (CHECK(got && got->says)) CHECK_TEXT(got->says->visit, visit);
  if (CHECK(got)) CHECK_TEXT(got->say_zh, "绿码，请放行，至多 3 人。");
  got = check_short(fixture, fixture->gate_token, typed, 4);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "too_many_people");
  got = check_short(fixture, fixture->other_contact, typed, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "not_booked");
  if (CHECK(got)) CHECK(got->says == NULL);
  is_cancelled(fixture, visit);
  got = check_short(fixture, fixture->contact, typed, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "cancelled");
  got = check_short(fixture, fixture->gate_token, "0000-0000", 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "not_booked");
  CHECK_GATE(check_short(fixture, fixture->gate_token, "0000-0001", 3), bad_code);
  CHECK_GATE(gate_act(fixture->gate_token, "gate_check", "{}"), bad_field);
  CHECK_GATE(
      gate_act(fixture->gate_token, "gate_check", "{\"text\":\"HENG1:\",\"short\":\"0000-0000\"}"),
      bad_field);
  gate_fixture_free(fixture);
}

static void red_slips_are_signed_too(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book(fixture, "inspection");
  const struct gate_check *got = check(fixture, fixture->gate_token, gate_code(fixture, visit), 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "not_approved");
  if (CHECK(got)) CHECK_INTEGER(got->says->code, CODE_RED);
  if (CHECK(got))
    CHECK_TEXT(got->say_zh, "红码，不得进入：单位主要负责人未批准。请本单位主要负责人批准。");
  gate_fixture_free(fixture);
}

static void forgeries_are_told(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  char *code = (char *)(uintptr_t)gate_code(fixture, gate_book_green(fixture));
  size_t last = strlen(code) - 4;
  code[last] = code[last] == '0' ? '1' : '0';
  const struct gate_check *got = check(fixture, fixture->gate_token, code, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "bad_signature");
  if (CHECK(got)) CHECK(got->says == NULL);
  struct gate_fixture *elsewhere = gate_fixture_make(9);
  const char *foreign = gate_code(elsewhere, gate_book_green(elsewhere));
  got = check(fixture, fixture->gate_token, foreign, 3);
  if (CHECK(got)) CHECK_TEXT(gate_reasons(fixture, got->reasons), "unknown_key");
  CHECK_GATE(check(fixture, fixture->gate_token, "WX:1234567", 3), bad_code);
  gate_fixture_free(elsewhere);
  gate_fixture_free(fixture);
}

static void says_how_far_a_clock_is_off(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *code = gate_code(fixture, gate_book_green(fixture));
  const struct gate_check *got =
      gate_act(fixture->gate_token, "gate_check",
               gate_text("{\"text\":\"%s\",\"at\":\"2026-05-18T10:30:00+08:00\"}", code));
  /* The server's clock is the one that counts. */
  if (CHECK(got)) CHECK_INTEGER(got->ahead_s, 120 * 60);
  if (CHECK(got)) CHECK_INTEGER(got->code, CODE_GREEN);
  if (CHECK(got)) CHECK_INTEGER(got->now_us, GATE_START_US);
  gate_fixture_free(fixture);
}

TESTS(comes_to, comes_to_elsewhere, short_codes_may_be_typed, red_slips_are_signed_too,
      forgeries_are_told, says_how_far_a_clock_is_off)
