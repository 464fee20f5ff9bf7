/* A device becomes a gate: invited, enrolled, bound to its site, ended. */
#include "act/seen.h"
#include "gate_fixture.h"

static const struct gate_invitation *invite(struct gate_fixture *fixture, struct text token) {
  return gate_act(
      token, "gate_invite",
      gate_text("{\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"%s\"}", fixture->site));
}

static const struct gate_enrolment *enrol(struct gate_fixture *fixture, struct text code) {
  return gate_act(NO_TEXT, "gate_enrol",
                  gate_text("{\"code\":\"%.*s\",\"name\":\"西门\"}", TEXT_ARGS(code)));
}

static void a_code_is_good_once(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const struct gate_invitation *invitation = invite(fixture, fixture->contact);
  if (!CHECK(invitation)) people_stop(fixture->city);
  CHECK_INTEGER(invitation->ends_us, GATE_START_US + 30 * MINUTE_US);
  CHECK_INTEGER(invitation->code.length, 9);
  struct text typed = arena_copy(fixture->city->arena, invitation->code);
  ((char *)(uintptr_t)typed.at)[4] = ' '; /* as a person types it */
  const struct gate_enrolment *enrolment = enrol(fixture, typed);
  if (CHECK(enrolment)) {
    CHECK(text_starts(enrolment->token, TEXT("gate_")));
    CHECK_TEXT(enrolment->gate.site, fixture->site);
    CHECK_TEXT(enrolment->gate.enterprise, FIXTURE_ENTERPRISE);
  }
  CHECK_GATE(enrol(fixture, invitation->code), bad_enrolment);
  gate_fixture_free(fixture);
}

static void a_code_ends(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const struct gate_invitation *invitation = invite(fixture, fixture->contact);
  if (!CHECK(invitation)) people_stop(fixture->city);
  fixture->city->now_us += 30 * MINUTE_US;
  CHECK_GATE(enrol(fixture, invitation->code), bad_enrolment);
  CHECK_GATE(enrol(fixture, TEXT("7k2m-9q4x")), bad_enrolment);
  gate_fixture_free(fixture);
}

static void only_the_enterprise_invites(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  CHECK_GATE(invite(fixture, fixture->other_contact), not_yours);
  CHECK_GATE(invite(fixture, fixture->guard), wrong_role);
  CHECK_GATE(invite(fixture, fixture->gate_token), wrong_role);
  CHECK_GATE(gate_act(fixture->contact, "gate_invite",
                      "{\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"000000000000\"}"),
             not_found);
  gate_fixture_free(fixture);
}

static void a_gate_that_was_ended_is_nobody(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const char *input = gate_text("{\"gate\":\"%s\"}", fixture->gate);
  CHECK(gate_act(fixture->gate_token, "gate_today", "{}") != NULL);
  CHECK_GATE(gate_act(fixture->other_contact, "gate_revoke", input), not_yours);
  const struct gate *gate = gate_act(fixture->contact, "gate_revoke", input);
  if (CHECK(gate)) CHECK_INTEGER(gate->revoked_us, GATE_START_US);
  CHECK_GATE(gate_act(fixture->gate_token, "gate_today", "{}"), no_session);
  CHECK_GATE(gate_act(fixture->contact, "gate_revoke", input), already_done);
  CHECK_GATE(gate_act(fixture->contact, "gate_revoke", "{\"gate\":\"000000000000\"}"), not_found);
  gate_fixture_free(fixture);
}

static void an_enterprise_sees_its_own(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const char *second;
  gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->other_site, &second);
  gate_enrol_at(fixture, fixture->other_contact, OTHER_ENTERPRISE, fixture->strange_site, &second);
  const struct page *page = gate_act(fixture->contact, "gate_list", "{}");
  if (CHECK(page)) CHECK_INTEGER(page->items.count, 2);
  if (CHECK(page)) CHECK(!page->next.at);
  page = gate_act(fixture->contact, "gate_list", "{\"limit\":1}");
  if (CHECK(page)) CHECK(page->items.count == 1 && page->next.at);
  page = gate_act(fixture->other_contact, "gate_list", "{}");
  if (CHECK(page)) CHECK_INTEGER(page->items.count, 1);
  gate_fixture_free(fixture);
}

/* A gate is a credential: the security administrator keeps all of them. */
static void security_sees_all(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const char *newest;
  fixture->city->now_us += MINUTE_US;
  gate_enrol_at(fixture, fixture->other_contact, OTHER_ENTERPRISE, fixture->strange_site, &newest);
  const struct page *page = gate_act(fixture->security, "gate_list", "{\"limit\":1}");
  if (!CHECK(page && page->items.count == 1 && page->next.at)) people_stop(fixture->city);
  const struct gate *gate = page->items.at;
  CHECK_TEXT(gate->id, newest);
  CHECK_TEXT(gate->enterprise, OTHER_ENTERPRISE);
  CHECK(gate->enterprise_name.at && gate->site_name.at);
  page = gate_act(fixture->security, "gate_list",
                  gate_text("{\"limit\":1,\"after\":\"%.*s\"}", TEXT_ARGS(page->next)));
  if (CHECK(page && page->items.count == 1 && !page->next.at)) {
    gate = page->items.at;
    CHECK_TEXT(gate->id, fixture->gate);
  }
  CHECK(gate_act(fixture->security, "gate_revoke", gate_text("{\"gate\":\"%s\"}", newest)));
  page = gate_act(fixture->security, "gate_list", "{\"active\":true}");
  if (CHECK(page)) CHECK_INTEGER(page->items.count, 1);
  page = gate_act(fixture->security, "gate_list", "{\"enterprise\":\"" OTHER_ENTERPRISE "\"}");
  if (CHECK(page)) CHECK_INTEGER(page->items.count, 1);
  CHECK_GATE(gate_act(fixture->security, "gate_list", "{\"after\":\"x\"}"), bad_field);
  gate_fixture_free(fixture);
}

static int64_t last_heard_us(struct gate_fixture *fixture) {
  const struct page *page = gate_act(fixture->security, "gate_list", "{}");
  return CHECK(page && page->items.count) ? ((const struct gate *)page->items.at)->heard_us : 0;
}

/* At once, and when the memory of it is gone. */
static void a_gate_is_heard(void) {
  struct gate_fixture *fixture = gate_fixture_make(1);
  const struct domain *domain = &gate_domain;
  struct act tick = {.arena = fixture->city->arena,
                     .route = &domain_tick,
                     .now_us = GATE_START_US,
                     .caller = {.person = TEXT("self"), .roles = ROLE_SELF},
                     .in = &domain};
  bool done;
  CHECK_INTEGER(last_heard_us(fixture), NO_INTEGER);
  CHECK(gate_act(fixture->gate_token, "gate_today", "{}"));
  CHECK_INTEGER(last_heard_us(fixture), GATE_START_US);
  people_fixture_write(fixture->city, &tick, &done);
  CHECK(done);
  seen_free(fixture->city->city.heard);
  fixture->city->city.heard = NULL;
  CHECK_INTEGER(last_heard_us(fixture), GATE_START_US);
  gate_audit(fixture);
  gate_fixture_free(fixture);
}

/* Whoever reads the database or the log can neither enrol nor be a gate. */
static void no_secret_is_kept(void) {
  static const struct statement count = {
      "count", "SELECT (SELECT count(*) FROM event WHERE instr(leaf || coalesce(sealed, ''), $1)) "
               "+ (SELECT count(*) FROM gate WHERE instr(coalesce(token_hash, ''), $1)) "
               "+ (SELECT count(*) FROM invitation WHERE instr(code_hash, $1))"};
  struct gate_fixture *fixture = gate_fixture_make(1);
  const struct gate_invitation *invitation = invite(fixture, fixture->contact);
  if (!CHECK(invitation)) people_stop(fixture->city);
  struct text bare = {fixture->gate_token.at + 5, fixture->gate_token.length - 5};
  struct store *reader = fixture->city->reader;
  store_begin(reader);
  CHECK_INTEGER(FIND_INTEGER(reader, count, -1, V(bare)), 0);
  CHECK_INTEGER(FIND_INTEGER(reader, count, -1, V(invitation->code)), 0);
  /* The search itself finds what is there. */
  CHECK_INTEGER(FIND_INTEGER(reader, count, -1, V(TEXT("东门"))), 1);
  store_rollback(reader);
  gate_fixture_free(fixture);
}

TESTS(a_code_is_good_once, a_code_ends, only_the_enterprise_invites,
      a_gate_that_was_ended_is_nobody, an_enterprise_sees_its_own, security_sees_all,
      a_gate_is_heard, no_secret_is_kept)
