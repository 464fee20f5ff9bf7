/* Accounts: who makes them, places them, gives roles, locks, forgets; colleagues and delegation;
 * and that the tables can be rebuilt from the events, before and after somebody is forgotten. */
#include "act/migrate.h"
#include "people/sql.h"
#include "people_fixture.h"

static const struct person_view *view_of(struct people_fixture *fixture, const char *person) {
  return people_self(fixture, "person_read", people_format(fixture, "{\"person\":\"%s\"}", person));
}

static const char *subject_json(struct people_fixture *fixture, const char *person) {
  return people_format(fixture, "{\"person\":\"%s\"}", person);
}

static void creating(void) {
  struct people_fixture *fixture = people_fixture_make();
  static const struct {
    const char *login, *more;
    enum error_code code;
    const char *place;
  } rows[] = {
      {"a1", "", ERROR_NONE, ""},
      {"a.b_c-d@e", ",\"unit\":\"u1\",\"phone\":\"0734-8888888\"", ERROR_NONE, ""},
      {"contact", ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", ERROR_NONE, ""},
      {"a1", "", ERROR_taken, "login"},
      {"a", "", ERROR_bad_field, "login"},
      {"Wang", "", ERROR_bad_field, "login"},
      {"wang wu", "", ERROR_bad_field, "login"},
      {"王五", "", ERROR_bad_field, "login"},
      {"b1", ",\"unit\":\"u9\"", ERROR_bad_field, "unit"},
      {"b2", ",\"enterprise\":\"91430424MA4L123403\"", ERROR_bad_field, "enterprise"},
      {"b3", ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"s9\"", ERROR_bad_field, "site"},
      {"b4", ",\"site\":\"s1\"", ERROR_bad_field, "site"},
      {"b5", ",\"unit\":\"u1\",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", ERROR_bad_field,
       "enterprise"},
      {"b6", ",\"name\":\"again\"", ERROR_bad_field, "name"},
      {"b7", ",\"roles\":[\"head\"]", ERROR_bad_field, "roles"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s%s", rows[i].login, rows[i].more);
    const struct person_view *made =
        people_self(fixture, "person_create",
                    people_format(fixture, "{\"login\":\"%s\",\"name\":\"某人\"%s}", rows[i].login,
                                  rows[i].more));
    CHECK_INTEGER(made ? ERROR_NONE : fixture->act.error.code, rows[i].code);
    CHECK_TEXT(text_of(made ? "" : fixture->act.error.place), rows[i].place);
    if (!made) continue;
    CHECK_INTEGER(made->roles.count, 0);
    CHECK_INTEGER(made->version, 1);
    CHECK_INTEGER(fixture->act.etag, 1);
    CHECK(!made->password_set && !made->second_factor);
  }
  people_fixture_free(fixture);
}

static void granting(void) {
  struct people_fixture *fixture = people_fixture_make();
  static const struct {
    const char *place, *roles;
    enum error_code code;
  } rows[] = {
      {",\"unit\":\"u1\"", "[\"officer\",\"head\"]", ERROR_NONE},
      {",\"unit\":\"u1\"", "[]", ERROR_NONE},
      {",\"unit\":\"u1\"", "[\"coordinator\",\"clerk\"]", ERROR_NONE},
      {",\"unit\":\"u1\"", "[\"contact\"]", ERROR_role_needs_place},
      {",\"unit\":\"u1\"", "[\"system\"]", ERROR_NONE},
      {"", "[\"system\",\"audit\"]", ERROR_roles_conflict},
      {"", "[\"security\",\"leader\"]", ERROR_roles_conflict},
      {"", "[\"officer\"]", ERROR_role_needs_place},
      {"", "[\"leader\",\"supervisor\"]", ERROR_NONE},
      {"", "[\"self\"]", ERROR_bad_field},
      {"", "[\"king\"]", ERROR_bad_field},
      {",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", "[\"contact\",\"guard\"]", ERROR_NONE},
      {",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", "[\"contact\",\"leader\"]",
       ERROR_roles_conflict},
      {",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", "[\"officer\"]", ERROR_role_needs_place},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s at %s", rows[i].roles, rows[i].place);
    const char *person =
        people_make(fixture, people_format(fixture, "p%zu", i), "[]", rows[i].place);
    const struct person_view *view = people_self(
        fixture, "person_grant",
        people_format(fixture, "{\"person\":\"%s\",\"roles\":%s}", person, rows[i].roles));
    CHECK_INTEGER(view ? ERROR_NONE : fixture->act.error.code, rows[i].code);
    CHECK_INTEGER(view_of(fixture, person)->version, view ? 3 : 2);
  }
  people_fixture_free(fixture);
}

struct administrators {
  const char *system_id, *security_id, *audit_id;
  struct text system, security, audit;
};

static struct administrators make_administrators(struct people_fixture *fixture) {
  struct administrators made;
  made.system_id = people_make(fixture, "sys", "[\"system\"]", "");
  made.security_id = people_make(fixture, "sec", "[\"security\"]", "");
  made.audit_id = people_make(fixture, "aud", "[\"audit\"]", "");
  made.system = people_sign_in(fixture, made.system_id);
  made.security = people_sign_in(fixture, made.security_id);
  made.audit = people_sign_in(fixture, made.audit_id);
  return made;
}

/* It takes two administrators to let somebody in: one adds the account, another gives the role. */
static void two_administrators(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct administrators by = make_administrators(fixture);
  const struct person_view *made =
      people_act(fixture, by.system, "person_create",
                 "{\"login\":\"zhao\",\"name\":\"赵六\",\"unit\":\"u1\"}");
  CHECK(made != NULL);
  const char *person = arena_string(fixture->arena, made->person);
  const char *grant = people_format(fixture, "{\"person\":\"%s\",\"roles\":[\"officer\"]}", person);
  CHECK_REFUSED(fixture, people_act(fixture, by.system, "person_grant", grant), wrong_role);
  CHECK_REFUSED(fixture, people_act(fixture, by.security, "person_grant", grant), version_needed);
  fixture->if_match = 7;
  CHECK_REFUSED(fixture, people_act(fixture, by.security, "person_grant", grant), version_differs);
  fixture->if_match = 1;
  CHECK(people_act(fixture, by.security, "person_grant", grant) != NULL);
  CHECK_INTEGER(fixture->act.etag, 2);
  CHECK_REFUSED(fixture,
                people_act(fixture, by.system, "person_token", subject_json(fixture, person)),
                wrong_role);
  CHECK(people_act(fixture, by.security, "person_token", subject_json(fixture, person)) != NULL);
  /* Not to oneself. */
  static const char *const own[] = {"person_lock", "person_unlock", "person_token",
                                    "person_reset_second_factor"};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    CHECK_ROW("%s", own[i]);
    CHECK_REFUSED(fixture,
                  people_act(fixture, by.security, own[i], subject_json(fixture, by.security_id)),
                  own_account);
  }
  fixture->if_match = view_of(fixture, by.security_id)->version;
  CHECK_REFUSED(
      fixture,
      people_act(fixture, by.security, "person_grant",
                 people_format(fixture, "{\"person\":\"%s\",\"roles\":[]}", by.security_id)),
      own_account);
  CHECK_REFUSED(fixture,
                people_act(fixture, by.system, "person_lock", subject_json(fixture, by.system_id)),
                own_account);
  CHECK(people_act(fixture, by.system, "person_lock", subject_json(fixture, person)) != NULL);
  CHECK_REFUSED(fixture,
                people_act(fixture, by.system, "person_lock", subject_json(fixture, person)),
                already_done);
  CHECK(people_act(fixture, by.security, "person_unlock", subject_json(fixture, person)) != NULL);
  people_fixture_free(fixture);
}

static void nobody_there(void) {
  struct people_fixture *fixture = people_fixture_make();
  static const struct {
    const char *route, *more;
  } rows[] = {{"person_read", ""},
              {"person_change", ",\"name\":\"n\""},
              {"person_grant", ",\"roles\":[]"},
              {"person_lock", ""},
              {"person_unlock", ""},
              {"person_token", ""},
              {"person_forget", ""},
              {"person_reset_second_factor", ""}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].route);
    const char *in = people_format(fixture, "{\"person\":\"nobody\"%s}", rows[i].more);
    CHECK_REFUSED(fixture, people_self(fixture, rows[i].route, in), not_found);
  }
  people_fixture_free(fixture);
}

/* Moving costs the roles of the old place, and the session with them. */
static void moving(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct administrators by = make_administrators(fixture);
  static const struct {
    const char *what, *roles, *more, *left;
    bool session_stays;
  } rows[] = {
      {"a new name", "[\"officer\",\"coordinator\"]", ",\"unit\":\"u1\"", "officer coordinator ",
       true},
      {"another unit", "[\"officer\",\"coordinator\"]", ",\"unit\":\"u2\"", "coordinator ", false},
      {"no unit", "[\"head\"]", "", "", false},
      {"to an enterprise", "[\"clerk\"]", ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"", "", false},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].what);
    const char *person = people_make(fixture, people_format(fixture, "p%zu", i), rows[i].roles,
                                     ",\"unit\":\"u1\",\"phone\":\"1\"");
    struct text token = people_sign_in(fixture, person);
    fixture->if_match = view_of(fixture, person)->version;
    const struct person_view *view = people_act(
        fixture, by.system, "person_change",
        people_format(fixture, "{\"person\":\"%s\",\"name\":\"新名\"%s}", person, rows[i].more));
    if (!CHECK(view != NULL)) continue;
    CHECK_TEXT(view->name, "新名");
    CHECK(view->phone.at == NULL);
    struct buffer left = BUFFER(fixture->arena);
    for (size_t role = 0; role < view->roles.count; role++) {
      buffer_add(&left, view->roles.at[role]);
      buffer_add_byte(&left, ' ');
    }
    CHECK_TEXT(buffer_text(&left), rows[i].left);
    CHECK_INTEGER(people_act(fixture, token, "session_read", "{}") != NULL, rows[i].session_stays);
  }
  CHECK_REFUSED(
      fixture,
      people_self(fixture, "person_change",
                  people_format(fixture, "{\"person\":\"%s\",\"name\":\"n\",\"unit\":\"u9\"}",
                                by.audit_id)),
      bad_field);
  people_fixture_free(fixture);
}

static void listing(void) {
  struct people_fixture *fixture = people_fixture_make();
  for (int i = 0; i < 7; i++)
    people_make(fixture, people_format(fixture, "of.u1_%d", i), i < 3 ? "[\"officer\"]" : "[]",
                ",\"unit\":\"u1\"");
  CHECK(people_self(fixture, "person_create", "{\"login\":\"lone\",\"name\":\"lone%\"}") != NULL);
  static const struct {
    const char *query;
    int64_t found;
  } rows[] = {
      {"{}", 8},
      {"{\"unit\":\"u1\"}", 7},
      {"{\"unit\":\"u2\"}", 0},
      {"{\"role\":\"officer\"}", 3},
      {"{\"role\":\"head\"}", 0},
      {"{\"state\":\"active\"}", 8},
      {"{\"state\":\"locked\"}", 0},
      {"{\"q\":\"u1_\"}", 7},
      {"{\"q\":\"lone%\"}", 1},
      {"{\"q\":\"%\"}", 1},
      {"{\"q\":\"_\"}", 7},
      {"{\"q\":\"\\\\\"}", 0},
      {"{\"q\":\"u1_0\",\"role\":\"officer\",\"unit\":\"u1\",\"state\":\"active\"}", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].query);
    const struct page *page = people_self(fixture, "person_list", rows[i].query);
    CHECK_INTEGER(page ? (int64_t)page->items.count : -1, rows[i].found);
  }
  /* Page by page everybody comes once. */
  struct text after = NO_TEXT;
  int64_t seen = 0, pages = 0;
  do {
    const struct page *page = people_self(
        fixture, "person_list",
        after.at ? people_format(fixture, "{\"limit\":3,\"after\":\"%.*s\"}", TEXT_ARGS(after))
                 : "{\"limit\":3}");
    const struct person_view *items = page->items.at;
    for (size_t i = 0; i < page->items.count; i++) {
      CHECK(!after.at || text_compare(items[i].person, after) > 0);
      seen++;
    }
    after = page->next;
    pages++;
  } while (after.at);
  CHECK_INTEGER(seen, 8);
  CHECK_INTEGER(pages, 3);
  people_fixture_free(fixture);
}

static void adding_colleagues(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *head = people_make(fixture, "head", "[\"head\"]", ",\"unit\":\"u1\"");
  const char *contact = people_make(fixture, "contact", "[\"contact\"]",
                                    ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"");
  struct text head_token = people_sign_in(fixture, head);
  struct text contact_token = people_sign_in(fixture, contact);
  const struct {
    struct text by;
    const char *login, *roles, *more;
    enum error_code code;
  } rows[] = {
      {head_token, "c1", "[\"officer\"]", "", ERROR_NONE},
      {head_token, "c2", "[\"officer\",\"clerk\"]", ",\"phone\":\"1\"", ERROR_NONE},
      {head_token, "c3", "[\"head\"]", "", ERROR_wrong_role},
      {head_token, "c3", "[\"coordinator\"]", "", ERROR_wrong_role},
      {head_token, "c3", "[\"guard\"]", "", ERROR_wrong_role},
      {head_token, "c3", "[\"audit\"]", "", ERROR_wrong_role},
      {head_token, "c3", "[\"king\"]", "", ERROR_bad_field},
      {head_token, "c3", "[]", "", ERROR_bad_field},
      {head_token, "c1", "[\"clerk\"]", "", ERROR_taken},
      {head_token, "c3", "[\"clerk\"]", ",\"site\":\"s1\"", ERROR_bad_field},
      {contact_token, "e1", "[\"guard\"]", "", ERROR_NONE},
      {contact_token, "e2", "[\"contact\",\"guard\"]", "", ERROR_NONE},
      {contact_token, "e3", "[\"officer\"]", "", ERROR_wrong_role},
      {contact_token, "e3", "[\"guard\"]", ",\"site\":\"s9\"", ERROR_bad_field},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s %s%s", rows[i].login, rows[i].roles, rows[i].more);
    const struct token_view *made =
        people_act(fixture, rows[i].by, "colleague_add",
                   people_format(fixture, "{\"login\":\"%s\",\"name\":\"同事\",\"roles\":%s%s}",
                                 rows[i].login, rows[i].roles, rows[i].more));
    CHECK_INTEGER(made ? ERROR_NONE : fixture->act.error.code, rows[i].code);
    if (!made) continue;
    CHECK(people_act(fixture, NO_TEXT, "session_redeem",
                     people_format(fixture, "{\"token\":\"%.*s\"}", TEXT_ARGS(made->token))) !=
          NULL);
  }
  CHECK_ROW("%s", "");
  const struct page *page = people_act(fixture, head_token, "colleague_list", "{}");
  CHECK_INTEGER(page->items.count, 3);
  page = people_act(fixture, contact_token, "colleague_list", "{\"limit\":2}");
  CHECK_INTEGER(page->items.count, 2);
  CHECK(page->next.at != NULL);
  people_fixture_free(fixture);
}

static void granting_to_colleagues(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *enterprise = ",\"enterprise\":\"" FIXTURE_ENTERPRISE "\"";
  const char *head = people_make(fixture, "head", "[\"head\"]", ",\"unit\":\"u1\"");
  const char *officer = people_make(fixture, "officer", "[\"officer\"]", ",\"unit\":\"u1\"");
  const char *other = people_make(fixture, "other", "[\"officer\"]", ",\"unit\":\"u2\"");
  const char *contact = people_make(fixture, "contact", "[\"contact\"]", enterprise);
  const char *guard = people_make(fixture, "guard", "[\"contact\",\"guard\"]", enterprise);
  struct text head_token = people_sign_in(fixture, head);
  struct text contact_token = people_sign_in(fixture, contact);
  const struct {
    struct text by;
    const char *person, *roles;
    enum error_code code;
  } grants[] = {
      {head_token, officer, "[\"clerk\"]", ERROR_NONE},
      {head_token, officer, "[\"clerk\",\"head\"]", ERROR_wrong_role},
      {head_token, officer, "[]", ERROR_NONE},
      {head_token, head, "[\"clerk\"]", ERROR_own_account},
      {head_token, other, "[]", ERROR_not_yours},
      {head_token, guard, "[]", ERROR_not_yours},
      {head_token, "nobody", "[]", ERROR_not_found},
      {contact_token, guard, "[\"guard\"]", ERROR_NONE},
      {contact_token, guard, "[\"supervisor\"]", ERROR_wrong_role},
      {contact_token, officer, "[]", ERROR_not_yours},
      {contact_token, contact, "[]", ERROR_own_account},
  };
  for (size_t i = 0; i < sizeof grants / sizeof *grants; i++) {
    CHECK_ROW("grant %s to %s", grants[i].roles, grants[i].person);
    void *done = people_act(fixture, grants[i].by, "colleague_grant",
                            people_format(fixture, "{\"person\":\"%s\",\"roles\":%s}",
                                          grants[i].person, grants[i].roles));
    CHECK_INTEGER(done ? ERROR_NONE : fixture->act.error.code, grants[i].code);
  }
  /* Another head is not the head's to remove. */
  const char *second = people_make(fixture, "second", "[\"head\"]", ",\"unit\":\"u1\"");
  CHECK_REFUSED(fixture,
                people_act(fixture, head_token, "colleague_grant",
                           people_format(fixture, "{\"person\":\"%s\",\"roles\":[]}", second)),
                wrong_role);
  people_fixture_free(fixture);
}

static void *delegate_to(struct people_fixture *fixture, struct text token, const char *delegate,
                         int64_t from_us, int64_t until_us) {
  char from[TIME_TEXT_SIZE], until[TIME_TEXT_SIZE];
  int from_length = (int)time_format(from_us, 0, from);
  int until_length = (int)time_format(until_us, 0, until);
  return people_act(fixture, token, "delegation_make",
                    people_format(fixture,
                                  "{\"delegate\":\"%s\",\"from\":\"%.*s\",\"until\":\"%.*s\"}",
                                  delegate, from_length, from, until_length, until));
}

static void delegating(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *head = people_make(fixture, "head", "[\"head\"]", ",\"unit\":\"u1\"");
  const char *clerk = people_make(fixture, "clerk", "[\"clerk\"]", ",\"unit\":\"u1\"");
  const char *idle = people_make(fixture, "idle", "[]", ",\"unit\":\"u1\"");
  const char *other = people_make(fixture, "other", "[\"officer\"]", ",\"unit\":\"u2\"");
  struct text head_token = people_sign_in(fixture, head);
  int64_t now_us = fixture->now_us;
  const struct {
    const char *delegate;
    int64_t from_us, until_us;
    enum error_code code;
  } rows[] = {
      {clerk, now_us, now_us, ERROR_bad_field},
      {clerk, now_us - HOUR_US, now_us, ERROR_bad_field},
      {clerk, now_us, now_us + 90 * DAY_US + 1, ERROR_bad_field},
      {clerk, now_us + 10 * DAY_US, now_us + 100 * DAY_US + 1, ERROR_bad_field},
      {idle, now_us, now_us + DAY_US, ERROR_bad_field},
      {head, now_us, now_us + DAY_US, ERROR_own_account},
      {other, now_us, now_us + DAY_US, ERROR_not_yours},
      {"nobody", now_us, now_us + DAY_US, ERROR_bad_field},
      {clerk, now_us + 5 * DAY_US, now_us + 95 * DAY_US, ERROR_NONE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("row %zu to %s", i, rows[i].delegate);
    void *made =
        delegate_to(fixture, head_token, rows[i].delegate, rows[i].from_us, rows[i].until_us);
    CHECK_INTEGER(made ? ERROR_NONE : fixture->act.error.code, rows[i].code);
  }
  people_fixture_free(fixture);
}

/* A delegation of two hours, an hour from now, by the head to the clerk of a unit. */
struct delegated {
  struct people_fixture *fixture;
  const char *head, *clerk;
  int64_t from_us, until_us;
  const char *delegation; /* as input */
};

static struct delegated make_delegated(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct delegated made = {.fixture = fixture,
                           .from_us = fixture->now_us + HOUR_US,
                           .until_us = fixture->now_us + 3 * HOUR_US};
  made.head = people_make(fixture, "head", "[\"head\"]", ",\"unit\":\"u1\"");
  made.clerk = people_make(fixture, "clerk", "[\"clerk\"]", ",\"unit\":\"u1\"");
  const struct delegation_view *view = delegate_to(fixture, people_sign_in(fixture, made.head),
                                                   made.clerk, made.from_us, made.until_us);
  if (!view) people_stop(fixture);
  made.delegation =
      people_format(fixture, "{\"delegation\":\"%.*s\"}", TEXT_ARGS(view->delegation));
  return made;
}

static bool is_head(struct people_fixture *fixture, struct text token) {
  CHECK(people_act(fixture, token, "session_read", "{}") != NULL);
  return fixture->act.caller.roles & ROLE_HEAD && fixture->act.caller.head_of.at;
}

/* By a session with a second factor, from its start to its end, to the microsecond. */
static void delegation_by_the_clock(void) {
  struct delegated by = make_delegated();
  struct people_fixture *fixture = by.fixture;
  const struct {
    int64_t at_us;
    bool head;
  } clock[] = {
      {by.from_us - 1, false}, {by.from_us, true}, {by.until_us - 1, true}, {by.until_us, false}};
  for (size_t i = 0; i < sizeof clock / sizeof *clock; i++) {
    CHECK_ROW("instant %zu", i);
    fixture->now_us = clock[i].at_us;
    struct text token = people_sign_in(fixture, by.clerk);
    CHECK_INTEGER(is_head(fixture, token), clock[i].head);
    CHECK((fixture->act.caller.roles & ROLE_CLERK) != 0);
    const struct session_view *session = people_act(fixture, token, "session_read", "{}");
    CHECK_INTEGER(session->head_of.at != NULL, clock[i].head);
    CHECK_INTEGER(session->delegated_until_us, clock[i].head ? by.until_us : NO_INTEGER);
  }
  people_fixture_free(fixture);
}

static void power_delegated(void) {
  struct delegated by = make_delegated();
  struct people_fixture *fixture = by.fixture;
  fixture->now_us = by.from_us;
  CHECK(!is_head(fixture, people_sign_in_by_password(fixture, by.clerk, "clerk")));
  struct text clerk = people_sign_in(fixture, by.clerk), head = people_sign_in(fixture, by.head);
  CHECK(is_head(fixture, clerk));
  CHECK(is_head(fixture, head));
  const char *third = people_make(fixture, "third", "[\"officer\"]", ",\"unit\":\"u1\"");
  CHECK_REFUSED(fixture, delegate_to(fixture, clerk, third, by.from_us, by.until_us), wrong_role);
  const struct page *page = people_act(fixture, clerk, "delegation_list", "{}");
  CHECK_INTEGER(page->items.count, 1);
  CHECK_TEXT(((const struct delegation_view *)page->items.at)->head_name, "head");

  /* It rests while the head is locked, and with the head's role. */
  CHECK(people_self(fixture, "person_lock", subject_json(fixture, by.head)) != NULL);
  CHECK(!is_head(fixture, clerk));
  CHECK(people_self(fixture, "person_unlock", subject_json(fixture, by.head)) != NULL);
  CHECK(is_head(fixture, clerk));
  const char *grant = "{\"person\":\"%s\",\"roles\":[%s]}";
  CHECK(people_self(fixture, "person_grant", people_format(fixture, grant, by.head, "")) != NULL);
  CHECK(!is_head(fixture, clerk));
  CHECK(people_self(fixture, "person_grant", people_format(fixture, grant, by.head, "\"head\"")) !=
        NULL);
  CHECK(is_head(fixture, clerk));
  people_fixture_free(fixture);
}

static void revoking(void) {
  struct delegated by = make_delegated();
  struct people_fixture *fixture = by.fixture;
  const char *foreign = people_make(fixture, "foreign", "[\"head\"]", ",\"unit\":\"u2\"");
  fixture->now_us = by.from_us;
  struct text clerk = people_sign_in(fixture, by.clerk), head = people_sign_in(fixture, by.head);
  CHECK_REFUSED(
      fixture,
      people_act(fixture, people_sign_in(fixture, foreign), "delegation_revoke", by.delegation),
      not_yours);
  CHECK(is_head(fixture, clerk));
  CHECK(people_act(fixture, head, "delegation_revoke", by.delegation) != NULL);
  CHECK(!is_head(fixture, clerk));
  CHECK_REFUSED(fixture, people_act(fixture, head, "delegation_revoke", by.delegation),
                already_done);
  CHECK_REFUSED(fixture,
                people_act(fixture, head, "delegation_revoke", "{\"delegation\":\"none\"}"),
                not_found);
  people_fixture_free(fixture);
}

/* ---- the tables from the events ---- */

static const struct statement all_events = {
    "all_events", "SELECT seq, type, at_us, by_id, request, enterprise, subject, leaf, sealed, "
                  "salt, hash FROM event ORDER BY seq"};
static const struct statement all_persons = {"all_persons",
                                             "SELECT " PERSON_COLUMNS " FROM person ORDER BY id"};
static const struct statement all_delegations = {
    "all_delegations", "SELECT unit, id, head, delegate, from_us, until_us, made_us, revoked_us "
                       "FROM delegation ORDER BY unit, id"};
static const struct statement sealed_of_one = {
    "sealed_of_one", "SELECT count(*) FROM event WHERE subject = $1 AND sealed IS NOT NULL"};

static struct text dump(struct store *store, const struct statement *statement,
                        struct arena *arena) {
  struct buffer out = BUFFER(arena);
  for (struct cursor c = store_query(store, statement, NULL, 0); store_next(&c);) {
    for (int column = 0; column < store_columns(&c); column++) {
      struct text value = store_text(&c, column, arena);
      buffer_format(&out, "%s=%.*s ", store_column_name(&c, column), TEXT_ARGS(value));
    }
    buffer_add_byte(&out, '\n');
  }
  return buffer_text(&out);
}

static void check_rebuilt(struct people_fixture *fixture) {
  struct store *rebuilt, *stored = fixture->reader;
  struct error error = {0};
  CHECK(store_open_memory(&rebuilt, &error));
  CHECK(migrate(rebuilt, &error));
  store_begin(rebuilt);
  store_begin(stored);
  struct list events = store_list(stored, &all_events, NULL, 0, stored_event_fields,
                                  sizeof(struct stored_event), fixture->arena);
  for (size_t i = 0; i < events.count; i++) {
    struct event event;
    const struct event_type *type;
    void *data;
    if (!CHECK(event_decode((struct stored_event *)events.at + i, fixture->arena, &event, &type,
                            &data, &error)))
      fprintf(stderr, "  event %zu: %s %s\n", i, error.place, error.detail);
    else
      type->apply(rebuilt, &event, data);
  }
  CHECK(!store_failed(rebuilt, &error));
  CHECK_TEXT(dump(rebuilt, &all_persons, fixture->arena),
             arena_string(fixture->arena, dump(stored, &all_persons, fixture->arena)));
  CHECK_TEXT(dump(rebuilt, &all_delegations, fixture->arena),
             arena_string(fixture->arena, dump(stored, &all_delegations, fixture->arena)));
  store_rollback(stored);
  store_rollback(rebuilt);
  store_close(rebuilt);
}

static bool log_says(struct people_fixture *fixture, const char *part) {
  store_begin(fixture->reader);
  struct text events = dump(fixture->reader, &all_events, fixture->arena);
  store_rollback(fixture->reader);
  return text_find(events, text_of(part)) != SIZE_MAX;
}

static void forgetting(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct administrators by = make_administrators(fixture);
  const char *head = people_make(fixture, "head", "[\"head\"]", ",\"unit\":\"u1\"");
  const char *person = people_make(fixture, "qian.duoduo", "[\"officer\"]",
                                   ",\"unit\":\"u1\",\"phone\":\"13800001111\"");
  struct text token = people_sign_in_by_password(fixture, person, "qian.duoduo");
  const struct second_factor_view *factor = people_act(fixture, token, "second_factor_begin", "{}");
  CHECK(people_act(fixture, token, "second_factor_confirm",
                   people_format(fixture, "{\"code\":\"%06u\"}",
                                 people_totp(fixture, factor->secret))) != NULL);
  delegate_to(fixture, people_sign_in(fixture, head), person, fixture->now_us,
              fixture->now_us + DAY_US);
  check_rebuilt(fixture);
  CHECK(log_says(fixture, "13800001111"));

  const char *subject = subject_json(fixture, person);
  CHECK_REFUSED(fixture, people_act(fixture, by.system, "person_forget", subject), wrong_state);
  CHECK(people_act(fixture, by.system, "person_lock", subject) != NULL);
  CHECK_REFUSED(fixture, people_act(fixture, by.system, "person_forget", subject), wrong_state);
  fixture->if_match = view_of(fixture, person)->version;
  CHECK(people_act(fixture, by.security, "person_grant",
                   people_format(fixture, "{\"person\":\"%s\",\"roles\":[]}", person)) != NULL);
  CHECK(people_act(fixture, by.system, "person_forget", subject) != NULL);
  const struct person_view *left = people_act(fixture, by.security, "person_read", subject);
  if (CHECK(left)) CHECK_INTEGER(left->forgotten_us, fixture->now_us);
  if (CHECK(left)) CHECK(!left->login.at && !left->name.at && !left->unit.at);
  CHECK_REFUSED(fixture, people_act(fixture, by.system, "person_forget", subject), not_found);
  store_begin(fixture->reader);
  CHECK_INTEGER(FIND_INTEGER(fixture->reader, sealed_of_one, -1, V(text_of(person))), 0);
  store_rollback(fixture->reader);
  CHECK(!log_says(fixture, "13800001111"));
  CHECK(!log_says(fixture, "qian.duoduo"));
  CHECK(!log_says(fixture, "argon2id"));
  check_rebuilt(fixture);
  /* The login is free again, for an account that has nothing to do with the first. */
  people_make(fixture, "qian.duoduo", "[]", "");
  check_rebuilt(fixture);
  const struct page *page =
      people_act(fixture, by.system, "person_list", "{\"state\":\"forgotten\"}");
  CHECK_INTEGER(page->items.count, 1);
  CHECK(((const struct person_view *)page->items.at)->name.at == NULL);
  people_fixture_free(fixture);
}

/* No leaf says who anybody is, or what lets them in. */
static void leaves_hold_no_personal_data(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "sun.qiqi", "[\"officer\"]",
                                   ",\"unit\":\"u1\",\"phone\":\"13900002222\"");
  people_sign_in_by_password(fixture, person, "sun.qiqi");
  static const struct statement leaves = {"leaves", "SELECT leaf FROM event"};
  store_begin(fixture->reader);
  struct text all = dump(fixture->reader, &leaves, fixture->arena);
  store_rollback(fixture->reader);
  static const char *const secrets[] = {"sun.qiqi", "13900002222", "argon2", "correct horse"};
  for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
    CHECK_INTEGER(text_find(all, text_of(secrets[i])), SIZE_MAX);
  CHECK(text_find(all, TEXT("\"type\":\"session_opened\"")) != SIZE_MAX);
  people_fixture_free(fixture);
}

static void searching_events(void) {
  struct people_fixture *fixture = people_fixture_make();
  struct administrators by = make_administrators(fixture);
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  int64_t before_us = fixture->now_us;
  fixture->now_us += HOUR_US / 2;
  struct text token = people_sign_in(fixture, person);
  CHECK_REFUSED(fixture, people_act(fixture, token, "event_search", "{}"), wrong_role);
  CHECK_REFUSED(fixture,
                people_act(fixture, token, "person_lock", subject_json(fixture, by.audit_id)),
                wrong_role);
  char from[TIME_TEXT_SIZE];
  int from_length = (int)time_format(before_us + 1, 0, from);
  const struct {
    const char *query;
    int64_t found;
  } rows[] = {
      {"{\"type\":\"unit_added\"}", 2},
      {"{\"type\":\"person_created\"}", 4},
      {"{\"type\":\"no_such\"}", 0},
      {"{\"type\":\"act_refused\"}", 1},
      {people_format(fixture, "{\"subject\":\"%s\"}", person), 4},
      {people_format(fixture, "{\"subject\":\"%s\",\"type\":\"session_opened\"}", person), 1},
      {people_format(fixture, "{\"by\":\"%s\"}", person), 2},
      {people_format(fixture, "{\"by\":\"%s\",\"type\":\"act_refused\"}", person), 1},
      {people_format(fixture, "{\"from\":\"%.*s\"}", from_length, from), 3},
      {people_format(fixture, "{\"until\":\"%.*s\",\"subject\":\"%s\"}", from_length, from, person),
       2},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].query);
    const struct event_page *page = people_act(fixture, by.audit, "event_search", rows[i].query);
    CHECK_INTEGER(page ? (int64_t)page->items.count : -1, rows[i].found);
  }
  /* Page by page, newest first, each once; business data is not shown. */
  int64_t next = NO_INTEGER, last = INT64_MAX, count = 0, shown = 0;
  do {
    const struct event_page *page =
        people_act(fixture, by.audit, "event_search",
                   next == NO_INTEGER
                       ? "{\"limit\":5}"
                       : people_format(fixture, "{\"limit\":5,\"before\":%lld}", (long long)next));
    const struct event_view *items = page->items.at;
    for (size_t i = 0; i < page->items.count; i++, count++) {
      CHECK(items[i].seq < last);
      last = items[i].seq;
      bool business = text_starts(items[i].type, TEXT("unit_")) ||
                      text_starts(items[i].type, TEXT("enterprise_"));
      CHECK_INTEGER(items[i].data.at == NULL, business);
      shown += !business;
    }
    next = page->next;
  } while (next != NO_INTEGER);
  CHECK_INTEGER(last, 0);
  CHECK_INTEGER(count, shown + 3);
  people_fixture_free(fixture);
}

TESTS(creating, granting, two_administrators, nobody_there, moving, listing, adding_colleagues,
      granting_to_colleagues, delegating, delegation_by_the_clock, power_delegated, revoking,
      forgetting, leaves_hold_no_personal_data, searching_events)
