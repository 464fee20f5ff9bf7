/* Transcripts: who asks the server for what, and what comes of it, one call a line.
 *
 *   outcome  who  METHOD /path  {body}
 *            with Header: value      a further header of the request
 *            says TEXT               the reply's body has this
 *            lacks TEXT              the reply's body has not
 *            keep NAME MEMBER        $NAME is that member of the reply from now on
 *            cookie NAME             $NAME is the session in the reply's cookie
 *            soon                    asks again, for some seconds, until it comes out so
 *            again N                 asks N times more
 *
 * `outcome` is an HTTP status or the code of a refusal; `who` a person of the city (api_city.h),
 * "nobody", or "$NAME" for a token that was kept. A line that begins with a blank goes on with the
 * one before; any other word there goes on with the body. In all of it stand for themselves:
 * $NAME, the id of a person of the city or what was kept; $now+90, that many seconds from now;
 * $day+2, a date that many days ahead; $year; $code(NAME), the digits that an authenticator with
 * the secret $NAME shows, $code+1(NAME) those it shows next; $table(a,b|1,2), the base64 of a table
 * of these rows. */
#ifndef HENG_TEST_API_PLAY_H
#define HENG_TEST_API_PLAY_H

#include "api_city.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/time.h"
#include "http/router.h"
#include "people/hotp.h"
#include "people/totp.h"

enum { PLAY_KEPT_MOST = 200, PLAY_ROUTES_MOST = 1000, CITY_OFFSET_MINUTES = 8 * 60 };

struct kept {
  struct text name, value;
};

struct play {
  struct api *api;
  struct api_city *city;
  struct router *router;
  struct arena *arena; /* as long as the play */
  struct kept kept[PLAY_KEPT_MOST];
  size_t kept_count;
  bool tried[PLAY_ROUTES_MOST]; /* by endpoint->index: it went well once */
  int64_t key;                  /* the last Idempotency-Key */
  const char *unknown;          /* what a name that was not kept stands for; NULL: a failure */
};

struct play_line {
  struct text outcome, who, method, target, body; /* as written */
  struct text more;                               /* the lines that go on with it */
};

__attribute__((unused)) static void play_keep(struct play *play, struct text name,
                                              struct text value) {
  size_t i = 0;
  while (i < play->kept_count && !text_equal(play->kept[i].name, name)) i++;
  if (!CHECK(i < PLAY_KEPT_MOST)) exit(1);
  if (i == play->kept_count) play->kept_count++;
  play->kept[i] = (struct kept){arena_copy(play->arena, name), arena_copy(play->arena, value)};
}

static struct text play_kept(const struct play *play, struct text name) {
  for (size_t i = 0; i < play->kept_count; i++)
    if (text_equal(play->kept[i].name, name)) return play->kept[i].value;
  if (play->unknown) return text_of(play->unknown);
  check_report(0, __FILE__, __LINE__, "nothing was kept as $%.*s", TEXT_ARGS(name));
  return TEXT("");
}

/* ---- what stands for something else ---- */

static bool play_is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static struct text play_take(struct text *rest, size_t length) {
  struct text taken = {rest->at, length};
  *rest = (struct text){rest->at + length, rest->length - length};
  return taken;
}

static struct text play_take_name(struct text *rest) {
  size_t length = 0;
  while (length < rest->length && play_is_name(rest->at[length])) length++;
  return play_take(rest, length);
}

/* "+90", "-1"; 0 when there is none. */
static int64_t play_take_offset(struct text *rest) {
  size_t length = rest->length && (rest->at[0] == '+' || rest->at[0] == '-');
  bool any = length;
  while (any && length < rest->length && rest->at[length] >= '0' && rest->at[length] <= '9')
    length++;
  if (length < 2) return 0;
  struct text taken = play_take(rest, length);
  int64_t offset = 0;
  bool negative = taken.at[0] == '-';
  text_to_integer((struct text){taken.at + 1, taken.length - 1}, &offset);
  return negative ? -offset : offset;
}

/* The digits of another step of the clock; near a step's end it waits for the next one, so that the
 * server sees the same. */
static uint32_t play_code(struct text secret, int64_t steps) {
  uint8_t bytes[TOTP_SECRET_SIZE];
  size_t size;
  while (clock_now_us() / SECOND_US % TOTP_STEP_SECONDS >= TOTP_STEP_SECONDS - 2) usleep(100000);
  if (!CHECK(base32_decode(secret, bytes, sizeof bytes, &size))) return 0;
  return hotp_value(bytes, size, clock_now_us() / (TOTP_STEP_SECONDS * SECOND_US) + steps,
                    TOTP_DIGITS);
}

static const char *play_expand(struct play *play, struct text written);

static void play_add_table(struct play *play, struct text rows, struct buffer *out) {
  struct buffer table = BUFFER(play->arena);
  while (rows.at) {
    buffer_add(&table, text_of(play_expand(play, text_cut(&rows, '|'))));
    buffer_add_byte(&table, '\n');
  }
  char *text = buffer_take(out, BASE64_SIZE(table.length));
  base64_encode((const uint8_t *)table.at, table.length, false, text);
}

static void play_add_value(struct play *play, struct text name, struct text *rest,
                           struct buffer *out) {
  char text[TIME_TEXT_SIZE];
  if (text_equal(name, TEXT("now"))) {
    int64_t time_us = clock_now_us() + play_take_offset(rest) * SECOND_US;
    buffer_add(out, (struct text){text, time_format(time_us, 0, text)});
  } else if (text_equal(name, TEXT("day"))) {
    int32_t day = day_of_time(clock_now_us(), CITY_OFFSET_MINUTES);
    struct date date = date_of_day((int32_t)(day + play_take_offset(rest)));
    buffer_add(out, (struct text){text, date_format(date, text)});
  } else if (text_equal(name, TEXT("year"))) {
    struct date date = date_of_day(day_of_time(clock_now_us(), CITY_OFFSET_MINUTES));
    buffer_format(out, "%d", (int)(date.year + play_take_offset(rest)));
  } else if (text_equal(name, TEXT("code"))) {
    int64_t steps = play_take_offset(rest);
    text_cut(rest, '(');
    struct text secret = play_kept(play, text_cut(rest, ')'));
    buffer_format(out, "%06u", play->unknown ? 0U : (unsigned)play_code(secret, steps));
  } else if (text_equal(name, TEXT("table"))) {
    text_cut(rest, '(');
    play_add_table(play, text_cut(rest, ')'), out);
  } else {
    buffer_add(out, play_kept(play, name));
  }
}

/* As a C string in the play's arena. */
__attribute__((unused)) static const char *play_expand(struct play *play, struct text written) {
  struct buffer out = BUFFER(play->arena);
  while (written.at) {
    buffer_add(&out, text_cut(&written, '$'));
    if (!written.at) break;
    struct text name = play_take_name(&written);
    play_add_value(play, name, &written, &out);
  }
  return arena_string(play->arena, buffer_text(&out));
}

/* A target as it is sent: what is not ASCII percent-encoded. */
__attribute__((unused)) static const char *play_target(struct play *play, struct text written) {
  struct buffer out = BUFFER(play->arena);
  for (const char *at = play_expand(play, written); *at; at++) {
    if (*at & 0x80)
      buffer_format(&out, "%%%02X", (unsigned)(unsigned char)*at);
    else
      buffer_add_byte(&out, *at);
  }
  return arena_string(play->arena, buffer_text(&out));
}

/* ---- reading ---- */

static struct text play_take_word(struct text *rest) {
  *rest = text_trim(*rest);
  struct text word = text_cut(rest, ' ');
  *rest = rest->at ? text_trim(*rest) : TEXT("");
  return word;
}

/* A text that several lines write together. */
static struct text play_join(struct arena *arena, struct text a, struct text b) {
  if (!a.length) return b;
  return arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(a), TEXT_ARGS(b));
}

static bool play_is_word_of_more(struct text line) {
  static const char *const words[] = {"with ",   "says ", "lacks ", "keep ",
                                      "cookie ", "soon",  "again "};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (text_starts(line, text_of(words[i]))) return true;
  return false;
}

/* The next call of a transcript; false at its end. */
__attribute__((unused)) static bool play_read(struct text *rest, struct arena *arena,
                                              struct play_line *ret_line) {
  struct text line = TEXT("");
  while (rest->at && rest->length && (!line.length || line.at[0] == '#'))
    line = text_cut(rest, '\n');
  if (!line.length || line.at[0] == '#') return false;
  struct play_line *read = ret_line;
  *read = (struct play_line){.more = TEXT("")};
  read->outcome = play_take_word(&line);
  read->who = play_take_word(&line);
  read->method = play_take_word(&line);
  read->target = play_take_word(&line);
  read->body = line;
  while (rest->at && rest->length && (rest->at[0] == ' ' || rest->at[0] == '\t')) {
    struct text more = text_trim(text_cut(rest, '\n'));
    if (play_is_word_of_more(more))
      read->more = play_join(arena, read->more, more);
    else
      read->body = play_join(arena, read->body, more);
  }
  return true;
}

/* ---- performing ---- */

static const char *play_token(struct play *play, struct text who) {
  if (text_equal(who, TEXT("nobody"))) return NULL;
  if (who.at[0] == '$') return play_expand(play, who);
  const struct city_person *person = api_city_find(play->city, who);
  if (!check_report(person != NULL, __FILE__, __LINE__, "who is %.*s?", TEXT_ARGS(who))) exit(1);
  return person->token;
}

/* The endpoint that a line asks; NULL when there is none. */
__attribute__((unused)) static const struct endpoint *
play_endpoint(struct play *play, const char *method, const char *target) {
  struct match match;
  struct error error;
  struct text path = text_of(target);
  for (int i = 0; i < METHOD_COUNT; i++)
    if (strcmp(method, method_names[i]) == 0 &&
        router_match(play->router, (enum method)i, text_cut(&path, '?'), play->arena, &match,
                     &error))
      return match.endpoint;
  return NULL;
}

static struct text play_headers(struct play *play, const struct play_line *line, bool edits,
                                bool writes) {
  struct buffer out = BUFFER(play->arena);
  bool version = false, key = false;
  for (struct text rest = line->more; rest.at;) {
    struct text more = text_cut(&rest, '\n');
    struct text word = text_cut(&more, ' ');
    if (!text_equal(word, TEXT("with"))) continue;
    version |= text_starts(more, TEXT("If-Match:"));
    key |= text_starts(more, TEXT("Idempotency-Key:"));
    buffer_format(&out, "%s\r\n", play_expand(play, more));
  }
  if (edits && !version) buffer_add(&out, TEXT("If-Match: *\r\n"));
  if (writes && !key) buffer_format(&out, "Idempotency-Key: play-%lld\r\n", (long long)++play->key);
  return buffer_text(&out);
}

/* The request of a line, expanded. */
__attribute__((unused)) static struct request play_request(struct play *play,
                                                           const struct play_line *line,
                                                           const struct endpoint **ret_endpoint) {
  const char *method = arena_string(play->arena, line->method);
  const char *target = play_target(play, line->target);
  const struct endpoint *endpoint = play_endpoint(play, method, target);
  unsigned flags = endpoint ? endpoint->route->flags : 0;
  *ret_endpoint = endpoint;
  return (struct request){
      .method = method,
      .target = target,
      .token = play_token(play, line->who),
      .headers = arena_string(play->arena,
                              play_headers(play, line, flags & ROUTE_EDITS, flags & ROUTE_WRITES)),
      .body = line->body.length ? play_expand(play, line->body) : NULL,
  };
}

/* Whether the last answer is the outcome that a line wants, silently. */
static bool play_came_out(const struct play *play, struct text outcome) {
  int64_t status;
  if (text_to_integer(outcome, &status)) return play->api->answer.status == status;
  return text_equal(play->api->problem.code, outcome);
}

__attribute__((unused)) static bool play_is_outcome(const struct play *play, struct text outcome) {
  return check_report(play_came_out(play, outcome), __FILE__, __LINE__, "got %d, wanted %.*s: %.*s",
                      play->api->answer.status, TEXT_ARGS(outcome),
                      TEXT_ARGS(play->api->answer.body));
}

static void play_keep_cookie(struct play *play, struct text name) {
  struct text cookie = http_header(&play->api->answer, "Set-Cookie");
  struct text value = cookie.at ? text_cut(&cookie, ';') : TEXT("");
  struct text before = text_cut(&value, '=');
  CHECK_TEXT(before, "heng_session");
  play_keep(play, name, value.at ? value : TEXT(""));
}

/* Whether the last answer has, or lacks, what a line says. */
static bool play_says(struct play *play, struct text word, const char *part) {
  bool has = text_find(play->api->answer.body, text_of(part)) != SIZE_MAX;
  return has == text_equal(word, TEXT("says"));
}

static bool play_is_saying(struct text word) {
  return text_equal(word, TEXT("says")) || text_equal(word, TEXT("lacks"));
}

/* What follows a word in the lines that go on with a call; NO_TEXT when it is not there. */
__attribute__((unused)) static struct text play_more(const struct play_line *line,
                                                     const char *wanted) {
  for (struct text rest = line->more; rest.at && rest.length;) {
    struct text more = text_cut(&rest, '\n');
    if (text_equal(text_cut(&more, ' '), text_of(wanted))) return more.at ? more : TEXT("");
  }
  return NO_TEXT;
}

/* All that a line wants of the answer, silently. */
__attribute__((unused)) static bool play_holds(struct play *play, const struct play_line *line) {
  bool holds = play_came_out(play, line->outcome);
  for (struct text rest = line->more; rest.at && rest.length;) {
    struct text more = text_cut(&rest, '\n');
    struct text word = text_cut(&more, ' ');
    if (play_is_saying(word)) holds &= play_says(play, word, play_expand(play, more));
  }
  return holds;
}

/* What a line says of the answer. */
__attribute__((unused)) static void play_look(struct play *play, const struct play_line *line) {
  for (struct text rest = line->more; rest.at && rest.length;) {
    struct text more = text_cut(&rest, '\n');
    struct text word = text_cut(&more, ' ');
    if (text_equal(word, TEXT("keep"))) {
      struct text name = text_cut(&more, ' ');
      const char *value = api_member(play->api, arena_string(play->arena, more), play->arena);
      if (CHECK(value != NULL)) play_keep(play, name, text_of(value));
    } else if (text_equal(word, TEXT("cookie"))) {
      play_keep_cookie(play, more);
    } else if (play_is_saying(word)) {
      const char *part = play_expand(play, more);
      check_report(play_says(play, word, part), __FILE__, __LINE__, "it %.*s not %s: %.*s",
                   TEXT_ARGS(word), part, TEXT_ARGS(play->api->answer.body));
    }
  }
}

__attribute__((unused)) static void play_ask(struct play *play, const struct play_line *line) {
  const struct endpoint *endpoint;
  const struct request request = play_request(play, line, &endpoint);
  api_ask(play->api, &request);
}

__attribute__((unused)) static void play_perform(struct play *play, const struct play_line *line,
                                                 void (*ask)(struct play *,
                                                             const struct play_line *)) {
  const useconds_t pause_us = 50 * 1000;
  int tries = play_more(line, "soon").at ? 200 : 1;
  int64_t more = 0;
  text_to_integer(play_more(line, "again"), &more);
  for (; more >= 0; more--) {
    ask(play, line);
    for (int i = 1; i < tries && !play_holds(play, line); i++) {
      usleep(pause_us);
      ask(play, line);
    }
    if (play_is_outcome(play, line->outcome)) play_look(play, line);
  }
}

/* All of test/api/<name>.txt; `ask` makes the request of each line. */
__attribute__((unused)) static void play_transcript(struct play *play, const char *name,
                                                    void (*ask)(struct play *,
                                                                const struct play_line *)) {
  struct text rest = NO_TEXT;
  struct error error;
  struct play_line line;
  const char *path = arena_format(play->arena, "test/api/%s.txt", name).at;
  if (!CHECK(file_read(path, 1 << 20, play->arena, &rest, &error))) return;
  while (play_read(&rest, play->arena, &line)) {
    CHECK_ROW("%s: %.*s %.*s %.*s %.*s", name, TEXT_ARGS(line.outcome), TEXT_ARGS(line.who),
              TEXT_ARGS(line.method), TEXT_ARGS(line.target));
    play_perform(play, &line, ask);
  }
  check_row[0] = 0;
}

/* ---- a city that is served ---- */

struct stage {
  struct api_city city;
  struct api_server server;
  struct api api;
  struct play play;
};

static void stage_keep_names(struct stage *stage) {
  struct play *play = &stage->play;
  for (size_t i = 0; i < CITY_PEOPLE; i++)
    play_keep(play, text_of(stage->city.people[i].name), text_of(stage->city.people[i].id));
  play_keep(play, TEXT("acme"), TEXT(ACME));
  play_keep(play, TEXT("other"), TEXT(OTHER));
  play_keep(play, TEXT("site"), text_of(stage->city.site));
  play_keep(play, TEXT("other_site"), text_of(stage->city.other_site));
}

/* Everybody is signed in. `stage` stays where it is until it is closed. */
__attribute__((unused)) static void stage_open(struct stage *stage, const char *requests_per_minute,
                                               const char *held_path) {
  *stage = (struct stage){.city = api_city_make(), .api = {.arena = arena_make()}};
  stage->play = (struct play){.api = &stage->api,
                              .city = &stage->city,
                              .router = router_make(domains),
                              .arena = arena_make()};
  stage->server = api_server_start(stage->city.local.folder, requests_per_minute, held_path);
  stage->api.port = stage->server.port;
  for (size_t i = 0; i < CITY_PEOPLE; i++) api_city_sign_in(&stage->api, &stage->city.people[i]);
  stage_keep_names(stage);
}

/* Stops the server; the folder goes, too. */
__attribute__((unused)) static void stage_close(struct stage *stage) {
  api_server_stop(&stage->server);
  local_fixture_free(&stage->city.local);
  router_free(stage->play.router);
  arena_free(stage->play.arena);
  arena_free(stage->api.arena);
}

#endif
