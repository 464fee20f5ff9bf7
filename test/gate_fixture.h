/* Two units that visit, an enterprise with two sites and another one, a gate, and the first rule
 * pack in force: 18 May 2026, 08:30 in Hengyang. */
#ifndef HENG_TEST_GATE_FIXTURE_H
#define HENG_TEST_GATE_FIXTURE_H

#include "audit/audit.h"
#include "base/file.h"
#include "gate/input.h"
#include "people_fixture.h"

#define OTHER_ENTERPRISE "91430400MA4L000025"

struct gate_fixture {
  struct people_fixture *city;
  struct text officer, head, other_head, contact, guard, other_contact, supervisor, security;
  const char *site, *other_site, *strange_site;
  const char *gate;       /* id */
  struct text gate_token; /* of `site` */
};

#define GATE_START_US           ((INT64_C(1779062400) + 30 * 60) * SECOND_US)
#define gate_text(...)          people_format(fixture->city, __VA_ARGS__)
#define gate_act(...)           people_act(fixture->city, __VA_ARGS__)
#define CHECK_GATE(got, wanted) CHECK_REFUSED(fixture->city, got, wanted)

__attribute__((unused)) static void gate_must(struct gate_fixture *fixture, const char *route,
                                              const char *input) {
  if (!CHECK(people_self(fixture->city, route, input))) people_stop(fixture->city);
}

/* The first rule pack, and so many visits filed by each unit. */
__attribute__((unused)) static void gate_prepare(struct gate_fixture *fixture, int visits) {
  struct error error;
  struct text policy = NO_TEXT;
  CHECK(file_read("policy/hengyang-2021.json", 1 << 20, fixture->city->arena, &policy, &error));
  gate_must(fixture, "policy_adopt", gate_text("{\"policy\":%.*s}", TEXT_ARGS(policy)));
  for (int unit = 1; unit <= 2; unit++)
    gate_must(fixture, "filing_file",
              gate_text("{\"unit\":\"u%d\",\"enterprise\":\"" FIXTURE_ENTERPRISE
                        "\",\"year\":2026,\"visits\":%d}",
                        unit, visits));
  gate_must(fixture, "enterprise_add",
            "{\"id\":\"" OTHER_ENTERPRISE "\",\"name\":\"示例乙电气有限公司\","
            "\"county\":\"雁峰区\",\"industry\":\"electrical\"}");
}

__attribute__((unused)) static const char *gate_add_site(struct gate_fixture *fixture,
                                                         const char *enterprise, const char *name) {
  const struct site *site =
      people_self(fixture->city, "site_add",
                  gate_text("{\"enterprise\":\"%s\",\"name\":\"%s\"}", enterprise, name));
  if (!site) people_stop(fixture->city);
  return arena_string(fixture->city->arena, site->head.id);
}

__attribute__((unused)) static struct text
gate_person(struct gate_fixture *fixture, const char *login, const char *role, const char *place) {
  return people_sign_in(fixture->city,
                        people_make(fixture->city, login, gate_text("[\"%s\"]", role), place));
}

/* Everybody has been away for too long: they sign in again. */
__attribute__((unused)) static void gate_sign_in(struct gate_fixture *fixture, const char *round) {
  static const char *const of_enterprise = ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"";
  static const char *const of_other = ",\"enterprise\":\"" OTHER_ENTERPRISE "\"";
#define PERSON(member, role, place)                                                                \
  fixture->member = gate_person(fixture, gate_text(#member "%s", round), role, place)
  PERSON(officer, "officer", ",\"unit\":\"u1\"");
  PERSON(head, "head", ",\"unit\":\"u1\"");
  PERSON(other_head, "head", ",\"unit\":\"u2\"");
  PERSON(contact, "contact", of_enterprise);
  PERSON(guard, "guard", of_enterprise);
  PERSON(other_contact, "contact", of_other);
  PERSON(supervisor, "supervisor", "");
  PERSON(security, "security", "");
#undef PERSON
}

/* A gate of a site, as it enrols; its token. */
__attribute__((unused)) static struct text gate_enrol_at(struct gate_fixture *fixture,
                                                         struct text contact,
                                                         const char *enterprise, const char *site,
                                                         const char **ret_gate) {
  const struct gate_invitation *invitation =
      gate_act(contact, "gate_invite",
               gate_text("{\"enterprise\":\"%s\",\"site\":\"%s\"}", enterprise, site));
  if (!invitation) people_stop(fixture->city);
  const struct gate_enrolment *enrolment =
      gate_act(NO_TEXT, "gate_enrol",
               gate_text("{\"code\":\"%.*s\",\"name\":\"东门\"}", TEXT_ARGS(invitation->code)));
  if (!enrolment) people_stop(fixture->city);
  *ret_gate = arena_string(fixture->city->arena, enrolment->gate.id);
  return enrolment->token;
}

__attribute__((unused)) static struct gate_fixture *gate_fixture_make(int visits_filed) {
  struct gate_fixture *fixture = calloc(1, sizeof *fixture);
  fixture->city = people_fixture_make();
  fixture->city->now_us = GATE_START_US;
  gate_prepare(fixture, visits_filed);
  fixture->site = gate_add_site(fixture, FIXTURE_ENTERPRISE, "东厂");
  fixture->other_site = gate_add_site(fixture, FIXTURE_ENTERPRISE, "西厂");
  fixture->strange_site = gate_add_site(fixture, OTHER_ENTERPRISE, "总部");
  gate_sign_in(fixture, "");
  fixture->gate_token =
      gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->site, &fixture->gate);
  return fixture;
}

static void gate_report(void *context, const struct audit_finding *finding) {
  (void)context;
  fprintf(stderr, "  audit: %s %s %s . %s (event %lld): %s\n",
          audit_finding_entries[finding->kind].name, finding->table, finding->key, finding->column,
          (long long)finding->event, finding->detail);
}

/* The tables are what the log's events make of them, and every verdict is what they weigh. */
__attribute__((unused)) static void gate_audit(struct gate_fixture *fixture) {
  struct people_fixture *city = fixture->city;
  struct audit_report report;
  struct error error = {0};
  const struct audit_input input = {.city = &city->city,
                                    .store = city->reader,
                                    .verifier = &city->city.log_signer->verifier,
                                    .now_us = city->now_us,
                                    .found = gate_report};
  store_begin(city->reader);
  bool done = audit_run(&input, city->arena, &report, &error);
  store_rollback(city->reader);
  if (CHECK(done)) CHECK_INTEGER(report.finding_count, 0);
}

/* Whatever was tried, the log explains it. */
__attribute__((unused)) static void gate_fixture_free(struct gate_fixture *fixture) {
  gate_audit(fixture);
  people_fixture_free(fixture->city);
  free(fixture);
}

/* Booked by unit u1 for 09:00 to 11:00 today, three people: red till approved. */
__attribute__((unused)) static const char *gate_book(struct gate_fixture *fixture,
                                                     const char *kind) {
  const struct visit *visit =
      gate_act(fixture->officer, "visit_book",
               gate_text("{\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"%s\","
                         "\"kind\":\"%s\",\"start\":\"2026-05-18T09:00:00+08:00\","
                         "\"end\":\"2026-05-18T11:00:00+08:00\",\"people\":3,\"certified\":2}",
                         fixture->site, kind));
  if (!visit) people_stop(fixture->city);
  return arena_string(fixture->city->arena, visit->id);
}

/* A step of the visit with nothing to say. */
__attribute__((unused)) static const struct visit *
gate_step(struct gate_fixture *fixture, struct text token, const char *step, const char *visit) {
  return gate_act(token, step, gate_text("{\"visit\":\"%s\"}", visit));
}
__attribute__((unused)) static const struct visit *gate_step_because(struct gate_fixture *fixture,
                                                                     struct text token,
                                                                     const char *step,
                                                                     const char *visit) {
  return gate_act(token, step, gate_text("{\"visit\":\"%s\",\"words\":\"因故\"}", visit));
}

/* An inspection, approved: green. */
__attribute__((unused)) static const char *gate_book_green(struct gate_fixture *fixture) {
  const char *visit = gate_book(fixture, "inspection");
  const struct visit *approved = gate_step(fixture, fixture->head, "visit_approve", visit);
  CHECK(approved && approved->code == CODE_GREEN);
  return visit;
}

/* The newest code of a visit, as its unit has it. */
__attribute__((unused)) static const char *gate_code(struct gate_fixture *fixture,
                                                     const char *visit) {
  const struct code_view *code =
      gate_act(fixture->officer, "visit_code", gate_text("{\"visit\":\"%s\"}", visit));
  if (!code) people_stop(fixture->city);
  return arena_string(fixture->city->arena, code->text);
}

/* "not_approved, over_filed". */
__attribute__((unused)) static struct text gate_reasons(struct gate_fixture *fixture,
                                                        struct list reasons) {
  struct buffer out = BUFFER(fixture->city->arena);
  const struct reason_view *views = reasons.at;
  buffer_add(&out, TEXT(""));
  for (size_t i = 0; i < reasons.count; i++) {
    if (i) buffer_add(&out, TEXT(", "));
    buffer_add(&out, views[i].name);
  }
  return buffer_text(&out);
}

#endif
