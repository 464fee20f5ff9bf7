/* Every line of the transcripts, and after it the same asked wrongly in several ways: one value is
 * replaced by something nasty, or one byte by another. Whatever comes of it, the server neither
 * fails nor breaks the shape of a reply, and in the end the auditor finds nothing. */
#include "act/domain.h"
#include "api_play.h"

enum { MUTANTS = 10, PLACES_MOST = 200 };

static struct stage stage;
static uint64_t state = 430400;
static int64_t mutants, refused;

static const char *const nasty[] = {
    "null",
    "true",
    "0",
    "-1",
    "1",
    "24",
    "999999",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1e5",
    "0.5",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"a\\u0000b\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\u202e\\u0007\"",
    "\"' OR 1=1 --\"",
    "\"%_\\\\\"",
    "\"../../city.json\"",
    "\"1970-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.999999Z\"",
    "\"9999-12-31T23:59:59-23:59\"",
    "\"2026-02-30T00:00:00Z\"",
    "\"2026-06-30T23:59:60Z\"",
    "\"zzzzzzzzzzzz\"",
    "\"" ACME "\"",
    "\"fire\"",
    "\"officer\"",
    "[]",
    "{}",
    "[[]]",
    "[\"A01\",\"A01\"]",
    "[null]",
    "{\"\":{}}",
};

static size_t below(size_t limit) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (size_t)(state >> 11) % limit;
}

/* A text longer than any limit, now and then; else one of the list. */
static struct text nasty_value(void) {
  struct arena *arena = stage.play.arena;
  if (below(20)) return text_of(nasty[below(sizeof nasty / sizeof *nasty)]);
  struct buffer out = BUFFER(arena);
  buffer_add_byte(&out, '"');
  for (size_t i = below(4000); i > 0; i--) buffer_add(&out, TEXT("汉"));
  buffer_add_byte(&out, '"');
  return buffer_text(&out);
}

/* ---- bodies ---- */

/* The end of the scalar that begins at `at`. */
static size_t scalar_end(struct text json, size_t at) {
  if (json.at[at] != '"') {
    while (at < json.length && !strchr(",]}\n ", json.at[at])) at++;
    return at;
  }
  for (at++; at < json.length && json.at[at] != '"'; at++) at += json.at[at] == '\\';
  return at + 1;
}

/* Where values begin: after a colon, an opening bracket or a comma. */
static size_t value_places(struct text json, size_t ret_places[PLACES_MOST]) {
  size_t count = 0;
  for (size_t at = 0; at + 1 < json.length && count < PLACES_MOST;) {
    if (json.at[at] == '"') {
      at = scalar_end(json, at);
      continue;
    }
    bool begins = strchr(":[,", json.at[at]) && !strchr(" \n]", json.at[at + 1]);
    at++;
    if (begins) ret_places[count++] = at;
  }
  return count;
}

static const char *mutant_body(const char *body) {
  struct text json = text_of(body), value = nasty_value();
  size_t places[PLACES_MOST], count = value_places(json, places);
  if (count == 0 || below(8) == 0) {
    char *bytes = arena_take(stage.play.arena, json.length + 1);
    memcpy(bytes, body, json.length);
    if (json.length) bytes[below(json.length)] = (char)(1 + below(126));
    return bytes;
  }
  size_t start = places[below(count)], end = scalar_end(json, start);
  struct text before = {body, start}, after = {body + end, json.length - end};
  return arena_format(stage.play.arena, "%.*s%.*s%.*s", TEXT_ARGS(before), TEXT_ARGS(value),
                      TEXT_ARGS(after))
      .at;
}

/* ---- paths and queries ---- */

static const char *const nasty_targets[] = {
    "%00",    "%ff",          "%",         "%2e%2e%2f",
    "..",     "%E6%B1%89",    "'",         "0",
    "-1",     "null",         "*",         "+",
    "%25",    "a%2Fb",        "999999999", "9223372036854775808",
    "%0d%0a", "zzzzzzzzzzzz", ACME,        "2026-13-01",
    "true"};

/* One segment or one query value is replaced, or something is put behind it all. */
static const char *mutant_target(const char *target) {
  size_t length = strlen(target), places[64], count = 0;
  const char *word = nasty_targets[below(sizeof nasty_targets / sizeof *nasty_targets)];
  for (size_t i = 5; i < length && count < 64; i++)
    if (target[i - 1] == '/' || target[i - 1] == '=') places[count++] = i;
  if (count == 0 || below(6) == 0)
    return arena_format(stage.play.arena, "%s%climit=%s", target, strchr(target, '?') ? '&' : '?',
                        word)
        .at;
  size_t start = places[below(count)], end = start + strcspn(target + start, "/?&");
  return arena_format(stage.play.arena, "%.*s%s%s", (int)start, target, word, target + end).at;
}

/* ---- asking ---- */

static void ask_wrongly(const struct request *request) {
  struct request mutant = *request;
  if (request->body && below(5))
    mutant.body = mutant_body(request->body);
  else
    mutant.target = mutant_target(request->target);
  CHECK_ROW("%s %.150s %.200s", mutant.method, mutant.target, mutant.body ? mutant.body : "");
  mutants++;
  refused += api_ask(&stage.api, &mutant) >= 400;
  CHECK(stage.api.answer.status < 500);
}

/* What a line keeps, as far as the reply has it: a mutant before it may have changed what comes. */
static void keep_what_is_there(const struct play_line *line) {
  for (struct text rest = line->more; rest.at && rest.length;) {
    struct text more = text_cut(&rest, '\n');
    if (!text_equal(text_cut(&more, ' '), TEXT("keep"))) continue;
    struct text name = text_cut(&more, ' ');
    const char *value =
        api_member(&stage.api, arena_string(stage.play.arena, more), stage.play.arena);
    if (value) play_keep(&stage.play, name, text_of(value));
  }
}

static void ask(const struct play_line *line) {
  const struct endpoint *endpoint;
  const struct request request = play_request(&stage.play, line, &endpoint);
  api_ask(&stage.api, &request);
  CHECK(stage.api.answer.status < 500);
  keep_what_is_there(line);
  for (int i = 0; i < MUTANTS; i++) ask_wrongly(&request);
  check_row[0] = 0;
}

static void mutants_break_nothing(void) {
  struct text rest = NO_TEXT;
  struct error error;
  struct play_line line;
  stage_open(&stage, "0", "/dev/null");
  stage.play.unknown = "zzzzzzzzzzzz";
  for (const struct domain *const *domain = domains; *domain; domain++) {
    const char *path = arena_format(stage.play.arena, "test/api/%s.txt", (*domain)->name).at;
    if (!(*domain)->routes || !CHECK(file_read(path, 1 << 20, stage.play.arena, &rest, &error)))
      continue;
    while (play_read(&rest, stage.play.arena, &line)) ask(&line);
  }
  CHECK(refused * 2 > mutants);
  printf("%lld mutants, %lld refused\n", (long long)mutants, (long long)refused);
}

static void the_auditor_finds_nothing(void) {
  struct text said;
  const char *const words[] = {"heng", "audit", "--data", stage.city.local.folder, NULL};
  CHECK_INTEGER(api_heng(words, &said), 0);
  stage_close(&stage);
}

TESTS(mutants_break_nothing, the_auditor_finds_nothing)
