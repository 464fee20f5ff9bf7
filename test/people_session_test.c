/* Signing in and out, idle and absolute limits, second factors, lockout, cookies. */
#include "people/session.h"

#include "act/writer.h"
#include "people_fixture.h"

static const struct statement count_sessions = {"count_sessions",
                                                "SELECT count(*) FROM session WHERE person <> $1"};
static const struct statement count_events = {"count_events",
                                              "SELECT count(*) FROM event WHERE type = $1"};
static const struct statement count_unknown = {
    "count_unknown", "SELECT count(*) FROM attempts WHERE person = 'unknown' AND failed_us = $1"};
static const struct statement seen_of_one = {"seen_of_one",
                                             "SELECT max(seen_us) FROM session WHERE person <> $1"};

static int64_t count_at(struct people_fixture *fixture, const struct statement *statement,
                        struct value value) {
  store_begin(fixture->reader);
  int64_t found = FIND_INTEGER(fixture->reader, *statement, -1, value);
  store_rollback(fixture->reader);
  return found;
}

static int64_t count(struct people_fixture *fixture, const struct statement *statement,
                     struct text value) {
  return count_at(fixture, statement, V(value));
}

static void *open_session(struct people_fixture *fixture, const char *login, const char *password,
                          const char *more) {
  return people_act(
      fixture, NO_TEXT, "session_open",
      people_format(fixture, "{\"login\":\"%s\",\"password\":\"%s\"%s}", login, password, more));
}

static void one_time_token_to_password(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  const struct token_view *token =
      people_self(fixture, "person_token", people_format(fixture, "{\"person\":\"%s\"}", person));
  const char *redeem = people_format(fixture, "{\"token\":\"%.*s\"}", TEXT_ARGS(token->token));
  const struct session_view *session = people_act(fixture, NO_TEXT, "session_redeem", redeem);
  CHECK(session != NULL);
  CHECK_INTEGER(session->next.count, 1);
  CHECK_TEXT(session->next.at[0], "set_password");
  CHECK_TEXT(session->unit, "u1");
  CHECK_TEXT(session->unit_name, "市场监管局");
  CHECK_REFUSED(fixture, people_act(fixture, NO_TEXT, "session_redeem", redeem), bad_token);
  CHECK_REFUSED(fixture,
                people_act(fixture, NO_TEXT, "session_redeem", "{\"token\":\"0000-0000\"}"),
                bad_token);

  struct text first = session->token;
  CHECK_REFUSED(fixture, people_act(fixture, first, "password_change", "{\"password\":\"short\"}"),
                weak_password);
  CHECK_REFUSED(fixture,
                people_act(fixture, first, "password_change", "{\"password\":\"1234567890\"}"),
                weak_password);
  CHECK(people_act(fixture, first, "password_change", "{\"password\":\"correct horse battery\"}") !=
        NULL);
  /* The one-time token's right is used up. */
  CHECK_REFUSED(
      fixture, people_act(fixture, first, "password_change", "{\"password\":\"another good one\"}"),
      bad_login);
  session = open_session(fixture, " WANG ", "correct horse battery", "");
  CHECK(session != NULL && session->next.count == 0);
  struct text second = session->token;
  CHECK(people_act(fixture, second, "session_read", "{}") != NULL);
  CHECK(people_act(fixture, second, "password_change",
                   "{\"current\":\"correct horse battery\",\"password\":\"another good one\"}") !=
        NULL);
  CHECK(people_act(fixture, second, "session_read", "{}") != NULL);
  CHECK_REFUSED(fixture, people_act(fixture, first, "session_read", "{}"), no_session);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""), bad_login);
  CHECK(open_session(fixture, "wang", "another good one", "") != NULL);
  /* A new token takes the password and all sessions away. */
  people_sign_in(fixture, person);
  CHECK_REFUSED(fixture, people_act(fixture, second, "session_read", "{}"), no_session);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "another good one", ""), bad_login);
  people_fixture_free(fixture);
}

static void one_time_tokens_run_out(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  static const struct {
    int64_t later_us;
    bool works;
  } rows[] = {{DAY_US - 1, true}, {DAY_US, false}};
  for (int i = 0; i < 2; i++) {
    const struct token_view *token =
        people_self(fixture, "person_token", people_format(fixture, "{\"person\":\"%s\"}", person));
    fixture->now_us += rows[i].later_us;
    void *session =
        people_act(fixture, NO_TEXT, "session_redeem",
                   people_format(fixture, "{\"token\":\"%.*s\"}", TEXT_ARGS(token->token)));
    CHECK_INTEGER(session != NULL, rows[i].works);
  }
  people_fixture_free(fixture);
}

/* Used every 59 minutes it lives for 12 hours; left alone for 60 it is gone. */
static void idle_and_absolute_limits(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  struct text token = people_sign_in(fixture, person);
  int64_t opened_us = fixture->now_us;
  while (fixture->now_us + 59 * MINUTE_US < opened_us + 12 * HOUR_US) {
    fixture->now_us += 59 * MINUTE_US;
    CHECK(people_act(fixture, token, "session_read", "{}") != NULL);
  }
  fixture->now_us = opened_us + 12 * HOUR_US - 1;
  CHECK(people_act(fixture, token, "session_read", "{}") != NULL);
  fixture->now_us++;
  CHECK_REFUSED(fixture, people_act(fixture, token, "session_read", "{}"), no_session);

  token = people_sign_in(fixture, person);
  fixture->now_us += HOUR_US;
  CHECK_REFUSED(fixture, people_act(fixture, token, "session_read", "{}"), no_session);
  people_fixture_free(fixture);
}

static bool tidy(struct act *act) {
  session_tidy(act);
  return true;
}

static const struct route tidy_route = {
    .method = METHOD_POST, .path = "/tidy", .name = "tidy", .flags = ROUTE_WRITES, .run = tidy};

/* What was read reaches the table by the clock's act, so that a restart forgets a minute at most.
 */
static void last_use_is_stored(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  struct text token = people_sign_in(fixture, person);
  int64_t opened_us = fixture->now_us;
  fixture->now_us += 50 * MINUTE_US;
  CHECK(people_act(fixture, token, "session_read", "{}") != NULL);
  CHECK_INTEGER(count(fixture, &seen_of_one, TEXT("")), opened_us);
  struct job job = {.act = {.arena = fixture->arena,
                            .route = &tidy_route,
                            .now_us = fixture->now_us,
                            .caller = {.person = TEXT("self"), .roles = ROLE_SELF},
                            .if_match = NO_INTEGER}};
  writer_wait(fixture->writer, &job);
  CHECK(job.done_well);
  CHECK_INTEGER(count(fixture, &seen_of_one, TEXT("")), fixture->now_us);
  people_fixture_close(fixture);
  people_fixture_open(fixture);
  fixture->now_us += 50 * MINUTE_US;
  CHECK(people_act(fixture, token, "session_read", "{}") != NULL);
  /* A restart without it, and the row is an hour and forty minutes old. */
  people_fixture_close(fixture);
  people_fixture_open(fixture);
  CHECK_INTEGER(count(fixture, &count_sessions, TEXT("")), 1);
  fixture->now_us += 11 * MINUTE_US;
  CHECK_REFUSED(fixture, people_act(fixture, token, "session_read", "{}"), no_session);
  job.act.now_us = fixture->now_us;
  writer_wait(fixture->writer, &job);
  CHECK_INTEGER(count(fixture, &count_sessions, TEXT("")), 0);
  people_fixture_free(fixture);
}

static void closing(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  struct text tokens[3] = {people_sign_in_by_password(fixture, person, "wang")};
  for (int i = 1; i < 3; i++) {
    const struct session_view *session = open_session(fixture, "wang", "correct horse battery", "");
    tokens[i] = session->token;
  }
  CHECK(people_act(fixture, tokens[0], "session_close", "{}") != NULL);
  CHECK_TEXT(fixture->act.set_cookie, "");
  CHECK_REFUSED(fixture, people_act(fixture, tokens[0], "session_read", "{}"), no_session);
  CHECK(people_act(fixture, tokens[1], "session_read", "{}") != NULL);
  CHECK(people_act(fixture, tokens[1], "session_close", "{\"all\":true}") != NULL);
  CHECK_REFUSED(fixture, people_act(fixture, tokens[2], "session_read", "{}"), no_session);
  /* No more than ten at a time: the oldest makes room. */
  struct text oldest = NO_TEXT;
  for (int i = 0; i < 11; i++) {
    fixture->now_us++;
    const struct session_view *session = open_session(fixture, "wang", "correct horse battery", "");
    if (i == 0) oldest = session->token;
    if (i == 9) CHECK(people_act(fixture, oldest, "session_read", "{}") != NULL);
  }
  CHECK_REFUSED(fixture, people_act(fixture, oldest, "session_read", "{}"), no_session);
  people_fixture_free(fixture);
}

static void cookies_need_csrf(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  people_sign_in_by_password(fixture, person, "wang");
  const struct session_view *session =
      open_session(fixture, "wang", "correct horse battery", ",\"cookie\":true");
  CHECK(session->token.at == NULL);
  struct text token = fixture->act.set_cookie, csrf = session->csrf;
  CHECK(token.length > 40);
  fixture->in_cookie = true;
  session = people_act(fixture, token, "session_read", "{}");
  CHECK(session != NULL && text_equal(session->csrf, csrf));
  static const char *const wrong[] = {NULL, "", "0123"};
  for (int i = 0; i < 3; i++) {
    fixture->in_cookie = true;
    fixture->csrf = text_of(wrong[i]);
    CHECK_REFUSED(fixture, people_act(fixture, token, "session_close", "{}"), csrf);
  }
  fixture->in_cookie = true;
  fixture->csrf = csrf;
  CHECK(people_act(fixture, token, "session_close", "{}") != NULL);
  people_fixture_free(fixture);
}

static void tokens_that_are_none(void) {
  struct people_fixture *fixture = people_fixture_make();
  static const char *const tokens[] = {"", "x", "gate_", "gate_x", "heng", "' OR 1=1 --"};
  for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
    CHECK_ROW("%s", tokens[i]);
    CHECK_REFUSED(fixture, people_act(fixture, text_of(tokens[i]), "session_read", "{}"),
                  no_session);
  }
  CHECK_REFUSED(fixture, people_act(fixture, NO_TEXT, "session_read", "{}"), no_session);
  people_fixture_free(fixture);
}

/* An unknown login, a wrong password and a shut account are the same answer. */
static void lockout(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  people_sign_in_by_password(fixture, person, "wang");
  CHECK_REFUSED(fixture, open_session(fixture, "nobody", "whatever else", ""), bad_login);
  struct error unknown = fixture->act.error;
  CHECK_INTEGER(count_at(fixture, &count_unknown, V(fixture->now_us)), 1);
  for (int failures = 1; failures <= 9; failures++)
    CHECK_REFUSED(fixture, open_session(fixture, "wang", "whatever else", ""), bad_login);
  CHECK(memcmp(&unknown, &fixture->act.error, sizeof unknown) == 0);
  /* The right one clears the count. */
  CHECK(open_session(fixture, "wang", "correct horse battery", "") != NULL);
  for (int failures = 1; failures <= 9; failures++)
    CHECK_REFUSED(fixture, open_session(fixture, "wang", "whatever else", ""), bad_login);
  CHECK_INTEGER(count(fixture, &count_events, TEXT("account_shut")), 0);
  static const int64_t waits_minutes[] = {1, 2, 4, 8, 16, 32, 60, 60};
  for (size_t i = 0; i < sizeof waits_minutes / sizeof *waits_minutes; i++) {
    CHECK_ROW("failure %zu", i + 10);
    CHECK_REFUSED(fixture, open_session(fixture, "wang", "whatever else", ""), bad_login);
    CHECK_INTEGER(count(fixture, &count_events, TEXT("account_shut")), i + 1);
    fixture->now_us += waits_minutes[i] * MINUTE_US - 1;
    CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""), bad_login);
    CHECK_INTEGER(count(fixture, &count_events, TEXT("session_refused")), 18 + i + 1);
    fixture->now_us += 1;
  }
  CHECK(open_session(fixture, "wang", "correct horse battery", "") != NULL);
  /* A security administrator opens it at once. */
  for (int failures = 1; failures <= 10; failures++)
    open_session(fixture, "wang", "whatever else", "");
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""), bad_login);
  CHECK(people_self(fixture, "person_unlock",
                    people_format(fixture, "{\"person\":\"%s\"}", person)) != NULL);
  CHECK(open_session(fixture, "wang", "correct horse battery", "") != NULL);
  people_fixture_free(fixture);
}

/* Somebody else's guesses at the current password count as well. */
static void lockout_of_password_change(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  struct text token = people_sign_in_by_password(fixture, person, "wang");
  const char *wrong = "{\"current\":\"whatever else\",\"password\":\"another good one\"}";
  const char *right = "{\"current\":\"correct horse battery\",\"password\":\"another good one\"}";
  for (int failures = 1; failures <= 10; failures++)
    CHECK_REFUSED(fixture, people_act(fixture, token, "password_change", wrong), bad_login);
  CHECK_REFUSED(fixture, people_act(fixture, token, "password_change", right), bad_login);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""), bad_login);
  fixture->now_us += MINUTE_US;
  CHECK(people_act(fixture, token, "password_change", right) != NULL);
  people_fixture_free(fixture);
}

/* Sets up an authenticator; returns its secret, and the recovery codes. */
static struct text enrol(struct people_fixture *fixture, struct text token, const char *begin,
                         struct texts *ret_recovery) {
  const struct second_factor_view *view = people_act(fixture, token, "second_factor_begin", begin);
  if (!CHECK(view != NULL)) exit(1);
  const struct recovery_view *recovery =
      people_act(fixture, token, "second_factor_confirm",
                 people_format(fixture, "{\"code\":\"%06u\"}", people_totp(fixture, view->secret)));
  if (!CHECK(recovery != NULL)) exit(1);
  *ret_recovery = recovery->recovery;
  return view->secret;
}

static void a_head_needs_a_second_factor(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "li", "[\"head\"]", ",\"unit\":\"u1\"");
  struct text token = people_sign_in_by_password(fixture, person, "li");
  struct texts recovery;
  CHECK_REFUSED(fixture, people_act(fixture, token, "colleague_list", "{}"), second_factor_missing);
  const struct session_view *session = people_act(fixture, token, "session_read", "{}");
  CHECK(session != NULL && session->next.count == 1);
  CHECK_TEXT(session->next.at[0], "set_second_factor");
  CHECK_TEXT(session->head_of, "u1");
  CHECK_REFUSED(fixture,
                people_act(fixture, token, "second_factor_confirm", "{\"code\":\"123456\"}"),
                wrong_state);
  const struct second_factor_view *view = people_act(fixture, token, "second_factor_begin", "{}");
  CHECK(text_starts(view->uri, TEXT("otpauth://totp/Heng:li?secret=")));
  const char *wrong =
      people_format(fixture, "{\"code\":\"%06u\"}", people_totp(fixture, view->secret) ^ 1U);
  CHECK_REFUSED(fixture, people_act(fixture, token, "second_factor_confirm", wrong),
                bad_second_factor);
  struct text secret = enrol(fixture, token, "{}", &recovery);
  CHECK_INTEGER(recovery.count, 8);
  CHECK(people_act(fixture, token, "colleague_list", "{}") != NULL);

  /* From now on every sign-in asks for it, and no code works twice. */
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", ""),
                second_factor_wanted);
  const char *code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, secret));
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", code),
                bad_second_factor);
  fixture->now_us += 30 * SECOND_US;
  code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, secret));
  session = open_session(fixture, "li", "correct horse battery", code);
  CHECK(session != NULL);
  CHECK(people_act(fixture, session->token, "colleague_list", "{}") != NULL);
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", code),
                bad_second_factor);
  CHECK_REFUSED(fixture, open_session(fixture, "li", "wrong horse battery", code), bad_login);

  /* A recovery code works once. */
  code = people_format(fixture, ",\"code\":\"%.*s\"", TEXT_ARGS(recovery.at[3]));
  CHECK(open_session(fixture, "li", "correct horse battery", code) != NULL);
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", code),
                bad_second_factor);

  /* Another app only for whoever shows the first, or a recovery code. */
  CHECK_REFUSED(fixture, people_act(fixture, session->token, "second_factor_begin", "{}"),
                second_factor_wanted);
  CHECK_REFUSED(
      fixture,
      people_act(fixture, session->token, "second_factor_begin", "{\"code\":\"000-wrong\"}"),
      bad_second_factor);
  const char *begin = people_format(fixture, "{\"code\":\"%.*s\"}", TEXT_ARGS(recovery.at[0]));
  struct text other = enrol(fixture, session->token, begin, &recovery);
  fixture->now_us += 30 * SECOND_US;
  code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, secret));
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", code),
                bad_second_factor);
  code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, other));
  CHECK(open_session(fixture, "li", "correct horse battery", code) != NULL);

  /* A lost phone: the security administrator takes it away. */
  const char *subject = people_format(fixture, "{\"person\":\"%s\"}", person);
  CHECK(people_self(fixture, "person_reset_second_factor", subject) != NULL);
  CHECK_REFUSED(fixture, people_self(fixture, "person_reset_second_factor", subject), already_done);
  CHECK(open_session(fixture, "li", "correct horse battery", "") != NULL);
  people_fixture_free(fixture);
}

static void a_city_may_do_without(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "li", "[\"head\"]", ",\"unit\":\"u1\"");
  fixture->city.settings.second_factor = false;
  struct text token = people_sign_in_by_password(fixture, person, "li");
  CHECK(people_act(fixture, token, "colleague_list", "{}") != NULL);
  const struct session_view *session = people_act(fixture, token, "session_read", "{}");
  CHECK(session != NULL && session->next.count == 0);
  people_fixture_free(fixture);
}

static void second_factors_are_counted(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "li", "[\"head\"]", ",\"unit\":\"u1\"");
  struct texts recovery;
  struct text token = people_sign_in_by_password(fixture, person, "li");
  struct text secret = enrol(fixture, token, "{}", &recovery);
  fixture->now_us += 30 * SECOND_US;
  for (int failures = 1; failures <= 10; failures++)
    CHECK_REFUSED(fixture,
                  open_session(fixture, "li", "correct horse battery", ",\"code\":\"no such\""),
                  bad_second_factor);
  const char *code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, secret));
  CHECK_REFUSED(fixture, open_session(fixture, "li", "correct horse battery", code), bad_login);
  fixture->now_us += MINUTE_US;
  code = people_format(fixture, ",\"code\":\"%06u\"", people_totp(fixture, secret));
  CHECK(open_session(fixture, "li", "correct horse battery", code) != NULL);
  people_fixture_free(fixture);
}

static void who_may_not_come_in(void) {
  struct people_fixture *fixture = people_fixture_make();
  const char *person = people_make(fixture, "wang", "[\"officer\"]", ",\"unit\":\"u1\"");
  struct text token = people_sign_in_by_password(fixture, person, "wang");
  const char *subject = people_format(fixture, "{\"person\":\"%s\"}", person);
  CHECK(people_self(fixture, "person_lock", subject) != NULL);
  CHECK_REFUSED(fixture, people_act(fixture, token, "session_read", "{}"), no_session);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""),
                account_locked);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "whatever else", ""), bad_login);
  CHECK_REFUSED(fixture, people_self(fixture, "person_token", subject), account_locked);
  CHECK(people_self(fixture, "person_unlock", subject) != NULL);
  CHECK(open_session(fixture, "wang", "correct horse battery", "") != NULL);
  CHECK(people_self(fixture, "person_grant",
                    people_format(fixture, "{\"person\":\"%s\",\"roles\":[]}", person)) != NULL);
  CHECK_REFUSED(fixture, open_session(fixture, "wang", "correct horse battery", ""), no_role);
  const struct token_view *once = people_self(fixture, "person_token", subject);
  CHECK_REFUSED(fixture,
                people_act(fixture, NO_TEXT, "session_redeem",
                           people_format(fixture, "{\"token\":\"%.*s\"}", TEXT_ARGS(once->token))),
                no_role);
  people_fixture_free(fixture);
}

TESTS(one_time_token_to_password, one_time_tokens_run_out, idle_and_absolute_limits,
      last_use_is_stored, closing, cookies_need_csrf, tokens_that_are_none, lockout,
      lockout_of_password_change, a_head_needs_a_second_factor, a_city_may_do_without,
      second_factors_are_counted, who_may_not_come_in)
