/* A small city for the auditor's tests: real people who sign in, delegate, book, approve, agree,
 * join, freeze, amend and are forgotten, so that every table has rows and every kind of event its
 * place; and how it is copied and spoilt. */
#ifndef HENG_TEST_AUDIT_CITY_H
#define HENG_TEST_AUDIT_CITY_H

#include <sqlite3.h>

#include "act/ledger.h"
#include "audit_fixture.h"
#include "base/file.h"
#include "gate/input.h"
#include "log/hash.h"
#include "people/operations.h"
#include "visit/filing.h"
#include "visit_fixture.h"

/* Who they are is set once they have accounts. */
static struct caller an_officer, a_head, a_deputy, a_fire_officer, a_fire_head, a_tax_officer,
    a_tax_head, a_contact, an_other_contact, a_coordinator, a_supervisor, a_leaver, a_security,
    a_gate;

struct audit_city {
  struct play *play;
  struct text old_note; /* a checkpoint from before the last acts */
  struct text newest_note;
  const char *saved;       /* the database as it was when all was done */
  const char *saved_early; /* and as it was at old_note */
};

static void tick_on(struct audit_city *city) {
  city->play->now_us += SECOND_US;
}

static struct caller person(struct audit_city *city, const char *login, const char *place,
                            const char *role, unsigned roles, struct caller caller) {
  struct play *play = city->play;
  struct arena *arena = play->city.arena;
  const char *input =
      arena_format(arena, "{\"login\":\"%s\",\"name\":\"%s\"%s}", login, login, place).at;
  tick_on(city);
  const struct person_view *view = play_act(play, NULL, "person_create", input);
  if (!CHECK(view != NULL)) exit(1);
  caller.person = arena_copy(arena, view->person);
  caller.roles = roles;
  input = arena_format(arena, "{\"person\":\"%.*s\",\"roles\":[\"%s\"]}", TEXT_ARGS(caller.person),
                       role)
              .at;
  tick_on(city);
  play_must(play, NULL, "person_grant", input);
  return caller;
}

#define AT_UNIT(unit)             ",\"unit\":\"" unit "\""
#define AT_ENTERPRISE(enterprise) ",\"enterprise\":\"" enterprise "\""

static void make_people(struct audit_city *city) {
  const struct caller market = {OF_UNIT("market")}, fire = {OF_UNIT("fire")},
                      tax = {OF_UNIT("tax")}, market_head_of = {HEAD_OF("market")},
                      fire_head_of = {HEAD_OF("fire")}, tax_head_of = {HEAD_OF("tax")},
                      own = {OF_ENTERPRISE(ENTERPRISE)}, other = {OF_ENTERPRISE(OTHER_ENTERPRISE)},
                      nowhere = {0};
  an_officer = person(city, "officer", AT_UNIT("market"), "officer", ROLE_OFFICER, market);
  a_head = person(city, "head", AT_UNIT("market"), "head", ROLE_HEAD, market_head_of);
  a_deputy = person(city, "deputy", AT_UNIT("market"), "officer", ROLE_OFFICER | ROLE_HEAD,
                    market_head_of);
  a_fire_officer = person(city, "fire", AT_UNIT("fire"), "officer", ROLE_OFFICER, fire);
  a_fire_head = person(city, "fire.head", AT_UNIT("fire"), "head", ROLE_HEAD, fire_head_of);
  a_tax_officer = person(city, "tax", AT_UNIT("tax"), "officer", ROLE_OFFICER, tax);
  a_tax_head = person(city, "tax.head", AT_UNIT("tax"), "head", ROLE_HEAD, tax_head_of);
  a_contact = person(city, "contact", AT_ENTERPRISE(ENTERPRISE), "contact", ROLE_CONTACT, own);
  an_other_contact =
      person(city, "other", AT_ENTERPRISE(OTHER_ENTERPRISE), "contact", ROLE_CONTACT, other);
  a_coordinator = person(city, "coordinator", "", "coordinator", ROLE_COORDINATOR, nowhere);
  a_supervisor = person(city, "supervisor", "", "supervisor", ROLE_SUPERVISOR, nowhere);
  a_security = person(city, "security", "", "security", ROLE_SECURITY, nowhere);
  a_leaver = person(city, "leaver", AT_UNIT("market"), "officer", ROLE_OFFICER, market);
}

static const char *about_person(struct audit_city *city, const struct caller *caller,
                                const char *more) {
  return arena_format(city->play->city.arena, "{\"person\":\"%.*s\"%s}", TEXT_ARGS(caller->person),
                      more)
      .at;
}

/* The officer signs in by token and sets a password; somebody leaves and is forgotten. */
static void live_on(struct audit_city *city) {
  struct play *play = city->play;
  struct arena *arena = play->city.arena;
  static const struct statement newest = {"newest",
                                          "SELECT id FROM session ORDER BY opened_us DESC LIMIT 1"};
  tick_on(city);
  const struct token_view *view =
      play_act(play, &a_security, "person_token", about_person(city, &an_officer, ""));
  if (!CHECK(view != NULL)) exit(1);
  tick_on(city);
  play_must(play, NULL, "session_redeem",
            arena_format(arena, "{\"token\":\"%.*s\"}", TEXT_ARGS(view->token)).at);
  struct cursor cursor = store_query(local_store(play->city.local), &newest, NULL, 0);
  struct caller signed_in = an_officer;
  if (CHECK(store_next(&cursor))) signed_in.session = store_text(&cursor, 0, arena);
  store_done(&cursor);
  tick_on(city);
  play_must(play, &signed_in, "password_change", "{\"password\":\"雁城石鼓书院 2026\"}");
  tick_on(city);
  play_must(play, NULL, "person_change",
            about_person(city, &an_officer,
                         ",\"name\":\"欧阳\",\"phone\":\"13800000000\",\"unit\":\"market\""));
  play_must(play, NULL, "person_lock", about_person(city, &a_leaver, ""));
  play_must(play, NULL, "person_grant", about_person(city, &a_leaver, ",\"roles\":[]"));
  play_must(play, NULL, "person_forget", about_person(city, &a_leaver, ""));
}

#define IN_MAY(caller, route, visit, members, expected)                                            \
  { NULL, caller, route, visit, members, expected }

/* Every reason for a verdict to turn, and every one who may turn it. */
static const struct line audit_lines[] = {
    IN_MAY(&an_officer, "visit_book", "v1", "\"items\":[\"A01\"]," ON("05-07", "09:00", "11:00"),
           "red not_approved"),
    IN_MAY(&a_head, "visit_approve", "v1", NULL, "green"),
    IN_MAY(&a_fire_officer, "visit_book", "v2",
           "\"purpose\":\"查消防\"," ON("05-07", "14:00", "15:00"), "red not_approved,many_heads"),
    IN_MAY(&a_fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "red not_approved"),
    IN_MAY(&a_fire_head, "visit_approve", "v2", NULL, "green"),
    IN_MAY(&a_tax_officer, "visit_book", "v3",
           "\"kind\":\"research\"," ON("05-12", "09:00", "10:00"), "red not_approved,not_agreed"),
    IN_MAY(&a_tax_head, "visit_approve", "v3", NULL, "red not_agreed"),
    IN_MAY(&a_contact, "visit_agree", "v3", NULL, "green"),
    IN_MAY(&a_supervisor, "visit_freeze", "v3", "\"words\":\"核实举报\"", "red frozen"),
    IN_MAY(&an_officer, "visit_book", "v4", ON("05-20", "09:00", "10:00"), "red not_approved"),
    IN_MAY(&a_head, "visit_refuse", "v4", "\"words\":\"材料不全\"", "red not_approved"),
    IN_MAY(
        &an_officer, "visit_book", "v5",
        "\"exemption\":\"emergency\",\"evidence\":\"举报函 17 号\"," ON("05-04", "10:00", "12:00"),
        "green"),
    IN_MAY(&an_officer, "visit_book", "v6", ON("05-27", "09:00", "10:00"), "red not_approved"),
    IN_MAY(&an_officer, "visit_cancel", "v6", "\"words\":\"不去了\"", "red cancelled"),
    IN_MAY(&a_tax_officer, "visit_book", "v7",
           "\"kind\":\"research\"," ON("05-13", "09:00", "10:00"),
           "red not_approved,not_agreed,over_filed"),
    IN_MAY(&a_contact, "visit_propose", "v7", "\"words\":\"盘点\"," ON("05-14", "09:00", "10:00"),
           "red not_approved,not_agreed,over_filed"),
    IN_MAY(&a_contact, "visit_decline", "v7", "\"words\":\"盘点\"",
           "red not_approved,not_agreed,over_filed"),
    IN_MAY(&a_fire_head, "visit_approve", "v4", NULL, "!not_yours "),
};

static void play_for_audit(struct audit_city *city, const struct line *line) {
  tick_on(city);
  struct line copy = *line;
  play_line(city->play, &copy);
}

/* "@v1" becomes the id of visit v1. */
static const char *with_ids(struct audit_city *city, const char *text) {
  struct buffer out = BUFFER(city->play->city.arena);
  for (const char *at = text; *at;) {
    size_t length = *at == '@' ? 1 + strspn(at + 1, "v0123456789") : 0;
    if (length)
      buffer_add(&out, *play_id(city->play, (struct text){at + 1, length - 1}));
    else
      buffer_add_byte(&out, *at);
    at += length ? length : 1;
  }
  buffer_add_byte(&out, 0);
  return out.at;
}

/* A gate is enrolled; one visit comes and goes, somebody walks in; the enterprise has its say. */
static void come_and_go(struct audit_city *city) {
  struct play *play = city->play;
  struct arena *arena = play->city.arena;
  static const struct statement site = {"site", "SELECT id FROM site WHERE enterprise = $1"};
  struct cursor cursor = QUERY(local_store(play->city.local), site, V(TEXT(ENTERPRISE)));
  struct text site_id = store_next(&cursor) ? store_text(&cursor, 0, arena) : NO_TEXT;
  store_done(&cursor);
  play->now_us = play_time("05-04T10:05");
  const struct gate_invitation *invitation =
      play_act(play, &a_contact, "gate_invite",
               arena_format(arena, "{\"enterprise\":\"" ENTERPRISE "\",\"site\":\"%.*s\"}",
                            TEXT_ARGS(site_id))
                   .at);
  const struct caller anyone = {0};
  const struct gate_enrolment *enrolment = play_act(
      play, &anyone, "gate_enrol",
      arena_format(arena, "{\"code\":\"%.*s\",\"name\":\"东门\"}", TEXT_ARGS(invitation->code)).at);
  if (!CHECK(enrolment != NULL)) exit(1);
  a_gate = (struct caller){.person = arena_copy(arena, enrolment->gate.id),
                           .roles = ROLE_GUARD,
                           .enterprise = TEXT(ENTERPRISE),
                           .site = site_id};
  const struct {
    struct caller *who;
    const char *route, *members;
  } acts[] = {
      {&a_gate, "gate_arrive", "\"scan\":\"scan-arrive\",\"visit\":\"@v5\",\"people\":2"},
      {&a_gate, "gate_depart", "\"scan\":\"scan-depart\",\"visit\":\"@v5\""},
      {&an_officer, "visit_report", "\"visit\":\"@v5\",\"words\":\"已整改\""},
      {&a_gate, "gate_walk_in",
       "\"scan\":\"scan-walk-in\",\"unit\":\"tax\",\"kind\":\"inspection\",\"people\":1"},
      {&a_contact, "visit_rate",
       "\"visit\":\"@v5\",\"conduct\":5,\"integrity\":5,\"efficiency\":2,\"words\":\"太久\""},
      {&a_contact, "visit_complain", "\"visit\":\"@v5\",\"words\":\"没有出示证件\""},
  };
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    tick_on(city);
    play_must(play, acts[i].who, acts[i].route,
              arena_format(arena, "{%s}", with_ids(city, acts[i].members)).at);
  }
  tick_on(city);
  play_must(play, NULL, "subscriber_make",
            "{\"url\":\"https://example.cn/hook\",\"types\":[\"visit_booked\"]}");
}

static void delegate(struct audit_city *city) {
  struct arena *arena = city->play->city.arena;
  tick_on(city);
  play_must(city->play, &a_head, "delegation_make",
            arena_format(arena,
                         "{\"delegate\":\"%.*s\",\"from\":\"2026-05-04T00:00:00Z\","
                         "\"until\":\"2026-05-10T00:00:00Z\"}",
                         TEXT_ARGS(a_deputy.person))
                .at);
  const struct line lines[] = {
      {NULL, &a_deputy, "visit_book", "v8", ON("06-16", "09:00", "10:00"), "red not_approved"},
      {NULL, &a_deputy, "visit_approve", "v8", NULL, "green"},
      {"05-05T09:00", &a_deputy, "visit_withdraw", "v8", "\"words\":\"改期\"", "red not_approved"},
      {NULL, NULL, "visit_change", "v8", ON("06-17", "09:00", "10:00"), "red not_approved"},
  };
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) play_for_audit(city, &lines[i]);
}

static void file_more(struct audit_city *city) {
  tick_on(city);
  const struct filing *filing =
      play_act(city->play, &a_tax_head, "filing_amend",
               "{\"enterprise\":\"" ENTERPRISE "\",\"year\":2026,\"visits\":2,\"words\":\"专项\"}");
  if (!CHECK(filing != NULL)) exit(1);
  tick_on(city);
  play_must(
      city->play, &a_coordinator, "filing_grant",
      arena_format(city->play->city.arena, "{\"filing\":\"%.*s\"}", TEXT_ARGS(filing->id)).at);
}

/* Enough leaves for a node above them. */
static void fill_log(struct audit_city *city) {
  char input[80];
  for (int i = 0; i < 300; i++) {
    snprintf(input, sizeof input, "{\"id\":\"B%d\",\"name\":\"事项 %d\"}", i, i);
    play_must(city->play, &a_coordinator, "item_add", input);
  }
}

static void commit(struct audit_city *city) {
  struct local_fixture *local = &city->play->city;
  if (!CHECK(local_commit(local->local, &local->error))) exit(1);
}

static const char *database_of(struct audit_city *city) {
  return arena_format(city->play->city.arena, "%s/heng.db", city->play->city.folder).at;
}

/* While the program has it open. */
static void copy_database(struct audit_city *city, const char *path) {
  struct store *store;
  struct error error;
  if (!CHECK(store_open(database_of(city), true, &store, &error))) return;
  CHECK(store_copy(store, path, &error));
  store_close(store);
}

/* The city as it stands, kept in one file; the program has no hand on it afterwards. */
static void save(struct audit_city *city) {
  struct local_fixture *local = &city->play->city;
  struct error error;
  commit(city);
  city->newest_note = ledger_checkpoint(local_store(local->local), local->arena);
  local_close(local->local);
  local->local = NULL;
  city->saved = arena_format(local->arena, "%s/saved", local->folder).at;
  unlink(city->saved);
  CHECK(file_copy(database_of(city), city->saved, 0600, &error));
}

/* Puts the database back as it was saved. */
static void put_back(struct audit_city *city) {
  struct error error;
  const char *database = database_of(city);
  struct arena *arena = city->play->city.arena;
  unlink(database);
  unlink(arena_format(arena, "%s-wal", database).at);
  unlink(arena_format(arena, "%s-shm", database).at);
  CHECK(file_copy(city->saved, database, 0600, &error));
}

/* Opens the saved city again with its clock. */
__attribute__((unused)) static void go_on(struct audit_city *city) {
  put_back(city);
  local_fixture_reopen(&city->play->city);
  play_set_clock(city->play);
  city->play->now_us += MINUTE_US;
}

static struct audit_city audit_city_make(void) {
  struct audit_city city = {.play = play_make_bare("05-04T09:00")};
  struct play *play = city.play;
  make_people(&city);
  play_must(play, &a_coordinator, "policy_adopt",
            "{\"policy\":" POLICY_BODY("1", "2026-01-01", "2", "[[1,3]]") "}");
  play_must(play, NULL, "filing_file", FILE_VISITS("market", "4"));
  play_must(play, NULL, "filing_file", FILE_VISITS("fire", "4"));
  play_must(play, NULL, "filing_file", FILE_VISITS("tax", "1"));
  live_on(&city);
  fill_log(&city);
  for (size_t i = 0; i < sizeof audit_lines / sizeof *audit_lines; i++)
    play_for_audit(&city, &audit_lines[i]);
  come_and_go(&city);
  commit(&city);
  city.old_note = ledger_checkpoint(local_store(play->city.local), play->city.arena);
  city.saved_early = arena_format(play->city.arena, "%s/saved-early", play->city.folder).at;
  copy_database(&city, city.saved_early);
  delegate(&city);
  file_more(&city);
  tick_on(&city);
  play_must(play, &a_coordinator, "filing_publish", "{\"year\":2026}");
  save(&city);
  return city;
}

static void audit_city_free(struct audit_city *city) {
  unlink(city->saved);
  unlink(city->saved_early);
  local_fixture_free(&city->play->city);
  free(city->play);
}

/* Somebody at the database with nothing but SQL: no keys, no checks. */
__attribute__((unused)) static void spoil(struct audit_city *city, const char *sql) {
  sqlite3 *database;
  char *message = NULL;
  CHECK(sqlite3_open(database_of(city), &database) == SQLITE_OK);
  if (!CHECK(sqlite3_exec(database, with_ids(city, sql), NULL, NULL, &message) == SQLITE_OK))
    fprintf(stderr, "  %s\n", message);
  sqlite3_free(message);
  sqlite3_close(database);
}

static bool kind_seen[AUDIT_FINDING_COUNT];

static void note_kinds(const struct audit_result *result) {
  for (size_t i = 0; i < result->count; i++) kind_seen[result->found[i].kind] = true;
}

/* Was this found: of this kind, and with these parts in its table, key and column? */
static bool was_found(const struct audit_result *result, const char *kind, const char *table,
                      const char *key, const char *column) {
  for (size_t i = 0; i < result->count; i++) {
    const struct audit_finding *finding = &result->found[i];
    if (strcmp(audit_finding_entries[finding->kind].name, kind) == 0 &&
        strcmp(finding->table, table) == 0 && strstr(finding->key, key) &&
        strcmp(finding->column, column) == 0)
      return true;
  }
  return false;
}

#endif
