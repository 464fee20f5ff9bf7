/* Arrivals, departures and walk-ins: told at once, told later, told twice. */
#include "gate_fixture.h"

static const struct visit *show(struct gate_fixture *fixture, const char *visit) {
  const struct visit *found =
      gate_act(fixture->officer, "visit_show", gate_text("{\"visit\":\"%s\"}", visit));
  if (!found) people_stop(fixture->city);
  return found;
}

static const struct scan_view *arrive(struct gate_fixture *fixture, const char *scan,
                                      const char *visit, const char *more) {
  return gate_act(
      fixture->gate_token, "gate_arrive",
      gate_text("{\"scan\":\"%s\",\"visit\":\"%s\",\"people\":3%s}", scan, visit, more));
}

static const struct scan_view *depart(struct gate_fixture *fixture, const char *scan,
                                      const char *visit) {
  return gate_act(fixture->gate_token, "gate_depart",
                  gate_text("{\"scan\":\"%s\",\"visit\":\"%s\"}", scan, visit));
}

static int64_t count_events(struct gate_fixture *fixture, const char *type) {
  static const struct statement count = {"count", "SELECT count(*) FROM event WHERE type = $1"};
  store_begin(fixture->city->reader);
  int64_t found = FIND_INTEGER(fixture->city->reader, count, -1, V(text_of(type)));
  store_rollback(fixture->city->reader);
  return found;
}

/* ---- told at once ---- */

static void come_and_go(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture);
  int64_t seq = show(fixture, visit)->seq;
  const struct scan_view *arrival =
      gate_act(fixture->gate_token, "gate_arrive",
               gate_text("{\"scan\":\"arrival-1\",\"text\":\"%s\",\"people\":2}",
                         gate_code(fixture, visit)));
  if (CHECK(arrival)) {
    CHECK_INTEGER(arrival->kind, SCAN_ARRIVE);
    CHECK_INTEGER(arrival->code, CODE_GREEN);
    CHECK_INTEGER(arrival->people, 2);
    CHECK_INTEGER(arrival->scanned_us, GATE_START_US);
    CHECK_INTEGER(arrival->uploaded_us, GATE_START_US);
  }
  const struct visit *inside = show(fixture, visit);
  CHECK_INTEGER(inside->life, LIFE_ARRIVED);
  CHECK_INTEGER(inside->arrived_us, GATE_START_US);
  CHECK_INTEGER(inside->arrived_people, 2);
  CHECK_INTEGER(inside->code, CODE_GREEN);
  CHECK_INTEGER(inside->seq, seq);
  CHECK(!inside->open);
  fixture->city->now_us += HOUR_US;
  CHECK(depart(fixture, "departure-1", visit));
  CHECK_GATE(depart(fixture, "departure-2", visit), wrong_state);
  CHECK_GATE(arrive(fixture, "arrival-2", visit, ""), wrong_state);
  gate_fixture_free(fixture);
}

static void red_may_not_enter(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book(fixture, "inspection");
  CHECK_GATE(arrive(fixture, "arrival-1", visit, ""), red_code);
  CHECK(strcmp(fixture->city->act.error.detail, "not_approved") == 0);
  CHECK(gate_step(fixture, fixture->head, "visit_approve", visit) != NULL);
  CHECK_GATE(gate_act(fixture->gate_token, "gate_arrive",
                      gate_text("{\"scan\":\"arrival-1\",\"visit\":\"%s\",\"people\":4}", visit)),
             red_code);
  CHECK(arrive(fixture, "arrival-1", visit, "") != NULL);
  CHECK_INTEGER(count_events(fixture, "act_refused"), 2);
  gate_fixture_free(fixture);
}

static void a_code_is_believed_only_by_its_signature(void) {
  struct gate_fixture *fixture = gate_fixture_make(9), *elsewhere = gate_fixture_make(9);
  char *code = (char *)(uintptr_t)gate_code(fixture, gate_book_green(fixture));
  const char *foreign = gate_code(elsewhere, gate_book_green(elsewhere));
  const char *texts[] = {foreign, code};
  const char *details[] = {"unknown_key", "bad_signature"};
  size_t last = strlen(code) - 4;
  code[last] = code[last] == '0' ? '1' : '0';
  for (int i = 0; i < 2; i++)
    for (int leaving = 0; leaving < 2; leaving++) {
      CHECK_ROW("%s %d", details[i], leaving);
      CHECK_GATE(gate_act(fixture->gate_token, leaving ? "gate_depart" : "gate_arrive",
                          leaving ? gate_text("{\"scan\":\"scan-1234\",\"text\":\"%s\"}", texts[i])
                                  : gate_text("{\"scan\":\"scan-1234\",\"text\":\"%s\","
                                              "\"people\":3}",
                                              texts[i])),
                 red_code);
      CHECK(strcmp(fixture->city->act.error.detail, details[i]) == 0);
    }
  gate_fixture_free(elsewhere);
  gate_fixture_free(fixture);
}

static void what_cannot_be_found_is_refused(void) {
  static const struct {
    const char *route, *input;
    enum error_code error;
  } rows[] = {
      {"gate_arrive", "{\"scan\":\"arrival-1\",\"visit\":\"000000000000\",\"people\":3}",
       ERROR_not_found},
      {"gate_arrive", "{\"scan\":\"arrival-1\",\"people\":3}", ERROR_bad_field},
      {"gate_arrive", "{\"scan\":\"arrival-1\",\"text\":\"HTTP://X\",\"people\":3}",
       ERROR_bad_code},
      {"gate_arrive", "{\"scan\":\"1\",\"visit\":\"000000000000\",\"people\":3}", ERROR_bad_field},
      {"gate_depart", "{\"scan\":\"departure-1\",\"arrival\":\"arrival-1\"}", ERROR_not_found},
      {"gate_depart", "{\"scan\":\"departure-1\",\"text\":\"HTTP://X\"}", ERROR_bad_code},
      {"gate_walk_in", "{\"scan\":\"walk-in-1\",\"kind\":\"party\",\"unit\":\"u1\",\"people\":1}",
       ERROR_bad_field},
      {"gate_walk_in", "{\"scan\":\"walk-in-1\",\"kind\":\"tour\",\"unit\":\"u9\",\"people\":1}",
       ERROR_bad_field},
      {"gate_walk_in", "{\"scan\":\"walk-in-1\",\"kind\":\"tour\",\"people\":1}", ERROR_bad_field},
  };
  struct gate_fixture *fixture = gate_fixture_make(9);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].input);
    const void *got = gate_act(fixture->gate_token, rows[i].route, rows[i].input);
    CHECK(got == NULL);
    CHECK_INTEGER(fixture->city->act.error.code, rows[i].error);
  }
  gate_fixture_free(fixture);
}

static void a_gate_is_bound_to_its_site(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture), *gate;
  struct text here = fixture->gate_token;
  fixture->gate_token =
      gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->other_site, &gate);
  CHECK_GATE(arrive(fixture, "arrival-1", visit, ""), not_yours);
  fixture->gate_token = fixture->other_contact;
  CHECK_GATE(arrive(fixture, "arrival-1", visit, ""), not_yours);
  fixture->gate_token = here;
  CHECK(arrive(fixture, "arrival-1", visit, "") != NULL);
  gate_fixture_free(fixture);
}

/* ---- told twice ---- */

static void telling_twice_is_telling_once(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture);
  for (int round = 0; round < 3; round++) {
    const struct scan_view *arrival = arrive(fixture, "arrival-1", visit, "");
    if (CHECK(arrival)) CHECK_INTEGER(arrival->uploaded_us, GATE_START_US);
    fixture->city->now_us += MINUTE_US;
  }
  CHECK(depart(fixture, "departure-1", visit) != NULL);
  CHECK(arrive(fixture, "arrival-1", visit, "") != NULL);
  CHECK(depart(fixture, "departure-1", visit) != NULL);
  CHECK_INTEGER(count_events(fixture, "visit_arrived"), 1);
  CHECK_INTEGER(count_events(fixture, "visit_departed"), 1);
  CHECK_GATE(depart(fixture, "arrival-1", visit), key_reused);
  gate_fixture_free(fixture);
}

static void two_gates_see_the_same_people_once(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture), *gate;
  CHECK(arrive(fixture, "east-0001", visit, "") != NULL);
  fixture->gate_token =
      gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->site, &gate);
  CHECK_GATE(arrive(fixture, "west-0001", visit, ""), wrong_state);
  CHECK(depart(fixture, "west-0002", visit) != NULL);
  gate_fixture_free(fixture);
}

/* ---- told later ---- */

/* What becomes of the visit while the gate that let it in is without a network. */
static void is_cancelled(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->officer, "visit_cancel", visit) != NULL);
}
static void is_withdrawn(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->head, "visit_withdraw", visit) != NULL);
}
static void is_frozen(struct gate_fixture *fixture, const char *visit) {
  CHECK(gate_step_because(fixture, fixture->supervisor, "visit_freeze", visit) != NULL);
}
static void nothing(struct gate_fixture *fixture, const char *visit) {
  (void)fixture, (void)visit;
}

static void an_arrival_is_recorded_as_it_was(void) {
  static const struct {
    const char *what;
    void (*happens)(struct gate_fixture *fixture, const char *visit);
    const char *scanned; /* hour and minute */
    const char *at_gate; /* reasons then */
    const char *weighed; /* reasons of the visit that has come */
    bool keeps_place;
  } rows[] = {
      {"nothing", nothing, "09:10", "", "", true},
      {"nothing, but they came early", nothing, "08:27", "too_early", "", true},
      {"cancelled", is_cancelled, "09:10", "", "", false},
      {"withdrawn", is_withdrawn, "09:10", "", "not_approved", false},
      {"frozen", is_frozen, "09:10", "", "frozen", true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct gate_fixture *fixture = gate_fixture_make(9);
    CHECK_ROW("%s", rows[i].what);
    const char *visit = gate_book_green(fixture), *code = gate_code(fixture, visit);
    int64_t seq = show(fixture, visit)->seq;
    rows[i].happens(fixture, visit);
    fixture->city->now_us += 6 * HOUR_US; /* long over */
    const struct scan_view *arrival =
        gate_act(fixture->gate_token, "gate_arrive",
                 gate_text("{\"scan\":\"arrival-1\",\"text\":\"%s\",\"people\":3,"
                           "\"scanned_at\":\"2026-05-18T%s:00+08:00\"}",
                           code, rows[i].scanned));
    if (!CHECK(arrival)) people_stop(fixture->city);
    CHECK_TEXT(gate_reasons(fixture, arrival->reasons), rows[i].at_gate);
    CHECK_INTEGER(arrival->code, *rows[i].at_gate ? CODE_RED : CODE_GREEN);
    CHECK_INTEGER(arrival->uploaded_us, fixture->city->now_us);
    CHECK(arrival->scanned_us < GATE_START_US + HOUR_US);
    gate_sign_in(fixture, "again");
    const struct visit *inside = show(fixture, visit);
    CHECK_INTEGER(inside->life, LIFE_ARRIVED);
    CHECK_INTEGER(inside->arrived_us, arrival->scanned_us);
    CHECK_INTEGER(inside->code, *rows[i].weighed ? CODE_RED : CODE_GREEN);
    CHECK(inside->seq != NO_INTEGER && (inside->seq == seq) == rows[i].keeps_place);
    CHECK_INTEGER(inside->reasons.count, *rows[i].weighed ? 1 : 0);
    if (inside->reasons.count) CHECK_TEXT(inside->reasons.at[0], rows[i].weighed);
    CHECK(!inside->open);
    gate_fixture_free(fixture);
  }
}

/* Red even then: they went in nevertheless, and it is recorded so. */
static void a_red_arrival_is_recorded_as_red(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book(fixture, "inspection");
  const struct scan_view *arrival =
      arrive(fixture, "arrival-1", visit, ",\"scanned_at\":\"2026-05-18T08:27:00+08:00\"");
  if (CHECK(arrival)) CHECK_INTEGER(arrival->code, CODE_RED);
  if (CHECK(arrival))
    CHECK_TEXT(gate_reasons(fixture, arrival->reasons), "not_approved, too_early");
  const struct visit *inside = show(fixture, visit);
  CHECK_INTEGER(inside->life, LIFE_ARRIVED);
  CHECK_INTEGER(inside->code, CODE_RED);
  CHECK(inside->seq != NO_INTEGER);
  gate_fixture_free(fixture);
}

static void a_clock_that_is_ahead_is_not_believed(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *visit = gate_book_green(fixture);
  fixture->city->now_us += 10 * MINUTE_US;
  const struct scan_view *arrival =
      arrive(fixture, "arrival-1", visit, ",\"scanned_at\":\"2026-05-18T08:50:00+08:00\"");
  if (CHECK(arrival)) CHECK_INTEGER(arrival->scanned_us, fixture->city->now_us);
  if (CHECK(arrival)) CHECK_TEXT(gate_reasons(fixture, arrival->reasons), "stale_clock");
  gate_fixture_free(fixture);
}

static void a_clock_that_is_behind_the_code_is_not_believed(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *code = gate_code(fixture, gate_book_green(fixture));
  const struct scan_view *arrival =
      gate_act(fixture->gate_token, "gate_arrive",
               gate_text("{\"scan\":\"arrival-1\",\"text\":\"%s\",\"people\":3,"
                         "\"scanned_at\":\"2026-05-17T09:00:00+08:00\"}",
                         code));
  if (CHECK(arrival)) CHECK_TEXT(gate_reasons(fixture, arrival->reasons), "stale_clock");
  gate_fixture_free(fixture);
}

/* ---- walk-ins ---- */

static const struct scan_view *walk_in(struct gate_fixture *fixture, const char *scan,
                                       const char *who) {
  return gate_act(
      fixture->gate_token, "gate_walk_in",
      gate_text("{\"scan\":\"%s\",\"kind\":\"inspection\",\"people\":2,%s}", scan, who));
}

static void a_walk_in_is_recorded_red(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const struct scan_view *scan =
      walk_in(fixture, "walk-in-1", "\"unit\":\"u1\",\"purpose\":\"突击检查\"");
  if (!CHECK(scan)) people_stop(fixture->city);
  CHECK_TEXT(gate_reasons(fixture, scan->reasons), "not_approved, too_few_officers, not_booked");
  CHECK_INTEGER(scan->code, CODE_RED);
  const char *visit = arena_string(fixture->city->arena, scan->visit);
  const struct visit *inside = show(fixture, visit);
  CHECK_INTEGER(inside->life, LIFE_ARRIVED);
  CHECK_INTEGER(inside->approval, APPROVAL_PENDING);
  CHECK_INTEGER(inside->start_us, GATE_START_US);
  CHECK(inside->walk_in && inside->seq != NO_INTEGER && !inside->open);
  const struct gate_check *check = gate_act(
      fixture->gate_token, "gate_check", gate_text("{\"text\":\"%.*s\"}", TEXT_ARGS(scan->slip)));
  if (CHECK(check)) CHECK_INTEGER(check->signature, SIGNATURE_VALID);
  if (CHECK(check))
    CHECK_TEXT(gate_reasons(fixture, check->reasons), "not_approved, too_few_officers, not_booked");
  const struct scan_view *again = walk_in(fixture, "walk-in-1", "\"unit\":\"u1\"");
  if (CHECK(again)) CHECK_TEXT(again->visit, visit);
  CHECK_INTEGER(count_events(fixture, "visit_walked_in"), 1);
  CHECK_GATE(gate_step(fixture, fixture->head, "visit_approve", visit), wrong_state);
  CHECK(gate_act(fixture->gate_token, "gate_depart",
                 "{\"scan\":\"leaving-1\",\"arrival\":\"walk-in-1\"}") != NULL);
  CHECK_INTEGER(show(fixture, visit)->life, LIFE_DONE);
  gate_fixture_free(fixture);
}

/* It takes a place, last of all: who was green stays green, who comes after is crowded out. */
static void a_walk_in_counts_against_who_comes_after(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  const char *before = gate_book_green(fixture);
  const struct scan_view *scan = walk_in(fixture, "walk-in-1", "\"unit_words\":\"市城管局\"");
  if (CHECK(scan))
    CHECK_TEXT(gate_reasons(fixture, scan->reasons),
               "not_approved, over_filed, many_heads, too_few_officers, not_booked");
  CHECK_INTEGER(show(fixture, before)->code, CODE_GREEN);
  const char *after = gate_book(fixture, "inspection");
  const struct visit *approved = gate_step(fixture, fixture->head, "visit_approve", after);
  if (CHECK(approved)) CHECK_TEXT(approved->reasons.at[0], "many_heads");
  gate_fixture_free(fixture);
}

static void strangers_are_not_taken_for_one_body(void) {
  struct gate_fixture *fixture = gate_fixture_make(9);
  CHECK(walk_in(fixture, "walk-in-1", "\"unit_words\":\"甲局\"") != NULL);
  const struct scan_view *scan = walk_in(fixture, "walk-in-2", "\"unit_words\":\"（甲）🙂\"");
  if (!CHECK(scan)) people_stop(fixture->city);
  CHECK_TEXT(gate_reasons(fixture, scan->reasons),
             "not_approved, over_filed, many_heads, too_few_officers, not_booked");
  const struct gate_check *check = gate_act(
      fixture->gate_token, "gate_check", gate_text("{\"text\":\"%.*s\"}", TEXT_ARGS(scan->slip)));
  if (CHECK(check)) CHECK_TEXT(check->says->unit, "(甲)?");
  gate_fixture_free(fixture);
}

TESTS(come_and_go, red_may_not_enter, a_code_is_believed_only_by_its_signature,
      what_cannot_be_found_is_refused, a_gate_is_bound_to_its_site, telling_twice_is_telling_once,
      two_gates_see_the_same_people_once, an_arrival_is_recorded_as_it_was,
      a_red_arrival_is_recorded_as_red, a_clock_that_is_ahead_is_not_believed,
      a_clock_that_is_behind_the_code_is_not_believed, a_walk_in_is_recorded_red,
      a_walk_in_counts_against_who_comes_after, strangers_are_not_taken_for_one_body)
