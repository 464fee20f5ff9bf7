/* The rules of people that need no database: roles together, lockout, one-time passwords, words. */
#include <stdio.h>

#include "act/seen.h"
#include "base/time.h"
#include "check.h"
#include "people/hotp.h"
#include "people/lockout.h"
#include "people/password.h"
#include "people/role.h"
#include "people/secret.h"
#include "people/totp.h"

static void roles_held_together(void) {
  enum { UNIT = 1, ENTERPRISE = 2 };
  static const struct {
    const char *name;
    unsigned roles;
    bool allowed;
    int needs;
  } rows[] = {
      {"none", 0, true, 0},
      {"officer", ROLE_OFFICER, true, UNIT},
      {"all of a unit", ROLES_UNIT, true, UNIT},
      {"head and coordinator", ROLE_HEAD | ROLE_COORDINATOR, true, UNIT},
      {"all of the city", ROLES_CITY, true, 0},
      {"all for the city", ROLES_UNIT | ROLES_CITY, true, UNIT},
      {"contact", ROLE_CONTACT, true, ENTERPRISE},
      {"contact and guard", ROLES_ENTERPRISE, true, ENTERPRISE},
      {"guard and clerk", ROLE_GUARD | ROLE_CLERK, false, UNIT | ENTERPRISE},
      {"contact and supervisor", ROLE_CONTACT | ROLE_SUPERVISOR, false, ENTERPRISE},
      {"contact and leader", ROLE_CONTACT | ROLE_LEADER, false, ENTERPRISE},
      {"system", ROLE_SYSTEM, true, 0},
      {"security", ROLE_SECURITY, true, 0},
      {"audit", ROLE_AUDIT, true, 0},
      {"system and security", ROLE_SYSTEM | ROLE_SECURITY, false, 0},
      {"system and audit", ROLE_SYSTEM | ROLE_AUDIT, false, 0},
      {"security and audit", ROLE_SECURITY | ROLE_AUDIT, false, 0},
      {"all three", ROLES_ADMINISTRATOR, false, 0},
      {"audit and officer", ROLE_AUDIT | ROLE_OFFICER, false, UNIT},
      {"system and leader", ROLE_SYSTEM | ROLE_LEADER, false, 0},
      {"security and contact", ROLE_SECURITY | ROLE_CONTACT, false, ENTERPRISE},
      {"anyone", ROLE_ANYONE, false, 0},
      {"the program itself", ROLE_SELF, false, 0},
      {"self and officer", ROLE_SELF | ROLE_OFFICER, false, UNIT},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].name);
    CHECK_INTEGER(roles_allowed(rows[i].roles), rows[i].allowed);
    for (int has = 0; has < 4; has++)
      CHECK_INTEGER(roles_placed(rows[i].roles, has & UNIT, has & ENTERPRISE),
                    (rows[i].needs & ~has) == 0);
  }
}

/* Whatever may be held may be held without any part of it. */
static void fewer_roles_are_allowed_too(void) {
  for (unsigned roles = 0; roles <= ROLES_PERSON; roles++) {
    if (!roles_allowed(roles)) continue;
    CHECK_ROW("roles %#x", roles);
    for (unsigned bit = 1; bit <= ROLES_PERSON; bit <<= 1) CHECK(roles_allowed(roles & ~bit));
  }
  CHECK(roles_allowed(0));
}

static void roles_as_words(void) {
  struct arena *arena = arena_make();
  for (unsigned roles = 0; roles <= ROLES_PERSON; roles++) {
    unsigned again;
    struct texts words = roles_to_words(roles, arena);
    CHECK(roles_of_words(words, &again));
    CHECK_INTEGER(again, roles);
    arena_reset(arena);
  }
  static const char *const not_roles[] = {"anyone", "self", "Officer", "", "officers", "root"};
  for (size_t i = 0; i < sizeof not_roles / sizeof *not_roles; i++) {
    struct text word = text_of(not_roles[i]);
    unsigned roles;
    CHECK_ROW("%s", not_roles[i]);
    CHECK(!roles_of_words((struct texts){&word, 1}, &roles));
  }
  arena_free(arena);
}

static void lockout_waits(void) {
  static const struct {
    int64_t failures, wait_minutes;
  } rows[] = {{0, 0},   {1, 0},   {9, 0},   {10, 1},  {11, 2},    {12, 4},        {13, 8},
              {14, 16}, {15, 32}, {16, 60}, {17, 60}, {1000, 60}, {INT64_MAX, 60}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%lld failures", (long long)rows[i].failures);
    CHECK_INTEGER(lockout_ends_us(rows[i].failures, 7 * DAY_US) - 7 * DAY_US,
                  rows[i].wait_minutes * MINUTE_US);
  }
}

/* More failures never open sooner, nothing shuts for more than an hour, and whoever tries as often
 * as the clock lets them gets at most a few tries an hour. */
static void lockout_bounds(void) {
  for (int64_t failures = 0; failures < 100; failures++) {
    int64_t ends_us = lockout_ends_us(failures, 0);
    CHECK(ends_us <= lockout_ends_us(failures + 1, 0));
    CHECK(ends_us >= 0 && ends_us <= LOCKOUT_MOST_US);
  }
  int64_t now_us = DAY_US, failures = 0, tries = 0;
  for (; now_us < 8 * DAY_US; tries++) {
    failures = lockout_count(failures, now_us, now_us);
    int64_t ends_us = lockout_ends_us(failures, now_us);
    now_us = ends_us > now_us ? ends_us : now_us + 1;
  }
  CHECK(tries < 10 + 7 + 7 * 24);
  CHECK_INTEGER(lockout_count(9, 0, LOCKOUT_FORGET_US), 10);
  CHECK_INTEGER(lockout_count(9, 0, LOCKOUT_FORGET_US + 1), 1);
}

/* RFC 6238 appendix B, SHA-1, eight digits; and RFC 4226 appendix D. */
static void totp_vectors(void) {
  static const uint8_t secret[] = "12345678901234567890";
  static const struct {
    int64_t seconds;
    uint32_t code;
  } rows[] = {{59, 94287082},         {1111111109, 7081804},  {1111111111, 14050471},
              {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%lld s", (long long)rows[i].seconds);
    int64_t step = rows[i].seconds / TOTP_STEP_SECONDS;
    CHECK_INTEGER(hotp_value(secret, 20, step, 8), rows[i].code);
    CHECK_INTEGER(hotp_value(secret, 20, step, 6), rows[i].code % 1000000);
  }
  static const uint32_t counted[] = {755224, 287082, 359152, 969429, 338314,
                                     254676, 287922, 162583, 399871, 520489};
  for (int i = 0; i < 10; i++) CHECK_INTEGER(hotp_value(secret, 20, i, 6), counted[i]);
}

static void totp_windows(void) {
  struct text secret = TEXT("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"); /* that of the vectors */
  static const struct {
    const char *what, *code;
    int64_t now_seconds, last_step, step;
  } rows[] = {
      {"its own step", "287082", 59, 0, 1},
      {"the first second of it", "287082", 30, 0, 1},
      {"one step late", "287082", 89, 0, 1},
      {"one step early", "287082", 29, 0, 1},
      {"two steps late", "287082", 90, 0, -1},
      {"used already", "287082", 59, 1, -1},
      {"older than the last used", "287082", 89, 2, -1},
      {"the next after a used one", "359152", 60, 1, 2},
      {"another code", "287083", 59, 0, -1},
      {"too short", "28708", 59, 0, -1},
      {"too long", "0287082", 59, 0, -1},
      {"a sign", "-87082", 59, 0, -1},
      {"letters", "28708a", 59, 0, -1},
      {"nothing", "", 59, 0, -1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].what);
    CHECK_INTEGER(totp_check(secret, text_of(rows[i].code), rows[i].now_seconds * SECOND_US,
                             rows[i].last_step),
                  rows[i].step);
  }
  CHECK_INTEGER(totp_check(TEXT("not base32!"), TEXT("287082"), 59 * SECOND_US, 0), -1);
  CHECK_INTEGER(totp_check(TEXT(""), TEXT("287082"), 59 * SECOND_US, 0), -1);
}

/* RFC 4648 section 10, without the padding. */
static void base32_vectors(void) {
  static const struct {
    const char *plain, *encoded;
  } rows[] = {{"f", "MY"},         {"fo", "MZXQ"},        {"foo", "MZXW6"},
              {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].plain);
    size_t length = strlen(rows[i].plain), size;
    uint8_t bytes[8];
    CHECK_TEXT(base32_encode((const uint8_t *)rows[i].plain, length, arena), rows[i].encoded);
    CHECK(base32_decode(text_of(rows[i].encoded), bytes, sizeof bytes, &size));
    CHECK_INTEGER(size, length);
    CHECK(size == length && memcmp(bytes, rows[i].plain, length) == 0);
    if (length > 1) CHECK(!base32_decode(text_of(rows[i].encoded), bytes, length - 1, &size));
  }
  arena_free(arena);
}

static void passwords_fit_to_be_one(void) {
  static const struct {
    const char *password;
    bool fit;
  } rows[] = {
      {"correct horse battery", true},
      {"今天天气很好我们去岳屏公园", true},
      {"zhangsan.z", true},
      {"123456789", false},
      {"1234567890", false},
      {"0987654321", false},
      {"abcdefghijkl", false},
      {"zzzzzzzzzzzz", false},
      {"zhangsan01", false}, /* the login */
      {"ZhangSan01", false},
      {"Password123", false},
      {"qwertyuiop", false},
      {"woaini1314520", false},
      {"衡阳市一二三四五六", false}, /* nine characters, twenty-seven bytes */
      {"衡阳市一二三四五六七", true},
      {"", false},
  };
  struct error error;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].password);
    CHECK_INTEGER(password_acceptable(text_of(rows[i].password), TEXT("zhangsan01"), &error),
                  rows[i].fit);
    if (!rows[i].fit) CHECK_INTEGER(error.code, ERROR_weak_password);
  }
  char bytes[129];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)('a' + i % 7);
  CHECK(password_acceptable((struct text){bytes, 128}, NO_TEXT, &error));
  CHECK(!password_acceptable((struct text){bytes, 129}, NO_TEXT, &error));
}

static void passwords_hashed(void) {
  struct arena *arena = arena_make();
  struct error error;
  struct text first, second;
  CHECK(password_hash(TEXT("correct horse"), 64, arena, &first, &error));
  CHECK(password_hash(TEXT("correct horse"), 64, arena, &second, &error));
  CHECK(text_starts(first, TEXT("$argon2id$v=19$m=64,t=3,p=1$")));
  CHECK(!text_equal(first, second));
  CHECK(password_matches(first, TEXT("correct horse"), 64));
  CHECK(!password_matches(first, TEXT("correct horsf"), 64));
  CHECK(!password_matches(first, TEXT(""), 64));
  CHECK(!password_matches(NO_TEXT, TEXT("correct horse"), 64));
  CHECK(!password_matches(TEXT("$argon2id$"), TEXT("correct horse"), 64));
  arena_free(arena);
}

static void words_typed_otherwise(void) {
  struct arena *arena = arena_make();
  struct text word = secret_word(arena, 5), other = secret_word(arena, 5);
  CHECK_INTEGER(word.length, 24);
  CHECK(!text_equal(word, other));
  CHECK_TEXT(secret_word_hash(TEXT(" 7K2M-9xyz \n"), arena),
             arena_string(arena, secret_hash(TEXT("7k2m9xyz"), arena)));
  CHECK(!secret_equal(TEXT("a"), TEXT("b")));
  CHECK(!secret_equal(TEXT(""), TEXT("")));
  CHECK(secret_equal(TEXT("same"), TEXT("same")));
  CHECK(!text_equal(csrf_of_token(TEXT("a"), arena), secret_hash(TEXT("a"), arena)));
  arena_free(arena);
}

static void sessions_seen(void) {
  struct seen *seen = seen_make();
  char session[SEEN_ID_MOST];
  size_t at = 0, length;
  int64_t seen_us;
  CHECK_INTEGER(seen_latest_us(seen, TEXT("a"), 5), 5);
  seen_note(seen, TEXT("a"), 10);
  seen_note(seen, TEXT("a"), 20);
  CHECK_INTEGER(seen_latest_us(seen, TEXT("a"), 5), 20);
  CHECK_INTEGER(seen_latest_us(seen, TEXT("a"), 25), 25);
  CHECK_INTEGER(seen_latest_us(seen, TEXT("b"), 5), 5);
  CHECK(seen_next(seen, &at, session, &length, &seen_us));
  CHECK_TEXT(((struct text){session, length}), "a");
  CHECK_INTEGER(seen_us, 20);
  CHECK(!seen_next(seen, &at, session, &length, &seen_us));
  at = 0;
  CHECK(!seen_next(seen, &at, session, &length, &seen_us));
  /* Twice as many as there is room for: the latest of them are known, none is known wrongly. */
  int64_t known = 0;
  for (int round = 0; round < 2; round++)
    for (int64_t i = 1; i <= 65536; i++) {
      int written = snprintf(session, sizeof session, "s%lld", (long long)i);
      struct text id = {session, (size_t)written};
      if (round == 0) {
        seen_note(seen, id, i);
        continue;
      }
      int64_t latest_us = seen_latest_us(seen, id, 0);
      CHECK(latest_us == 0 || latest_us == i);
      known += latest_us == i;
      if (i > 65530) CHECK_INTEGER(latest_us, i);
    }
  CHECK(known > 16384 && known <= 32768);
  seen_free(seen);
  seen_note(NULL, TEXT("a"), 1);
  CHECK_INTEGER(seen_latest_us(NULL, TEXT("a"), 3), 3);
  seen_free(NULL);
}

TESTS(roles_held_together, fewer_roles_are_allowed_too, roles_as_words, lockout_waits,
      lockout_bounds, totp_vectors, totp_windows, base32_vectors, passwords_fit_to_be_one,
      passwords_hashed, words_typed_otherwise, sessions_seen)
