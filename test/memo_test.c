/* Things parsed once: found by the whole text, kept while there is room, never a failed one. */
#include "act/memo.h"
#include "check.h"

static int parse_count;

static bool parse(struct text source, struct arena *arena, const void **ret_parsed,
                  struct error *ret_error) {
  parse_count++;
  if (text_equal(source, TEXT("bad"))) return fail(ret_error, ERROR_bad_json, "byte 0", "%s", "");
  *ret_parsed = arena_format(arena, "<%.*s>", TEXT_ARGS(source)).at;
  return true;
}

static void what_is_the_same_is_parsed_once(void) {
  static const struct {
    const char *source;
    int parsed; /* how often anything was, after this */
    const char *result;
  } cases[] = {
      {"a", 1, "<a>"}, {"a", 1, "<a>"},  {"b", 2, "<b>"},  {"a", 2, "<a>"},
      {"", 3, "<>"},   {"bad", 4, NULL}, {"bad", 5, NULL}, {"aa", 6, "<aa>"},
  };
  struct memo *memo = memo_make();
  struct arena *arena = arena_make();
  parse_count = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const void *parsed;
    struct error error;
    CHECK_ROW("%s", cases[i].source);
    bool got = memo_get(memo, text_of(cases[i].source), parse, arena, &parsed, &error);
    CHECK_INTEGER(got, cases[i].result != NULL);
    CHECK_INTEGER(parse_count, cases[i].parsed);
    if (got) CHECK_TEXT(text_of(parsed), cases[i].result);
  }
  arena_free(arena);
  memo_free(memo);
}

/* More than it keeps are parsed all the same, and without one nothing is kept. */
static void what_does_not_fit_is_parsed_each_time(void) {
  struct memo *memos[] = {memo_make(), NULL};
  struct arena *arena = arena_make();
  for (int which = 0; which < 2; which++) {
    parse_count = 0;
    for (int round = 0; round < 2; round++)
      for (int i = 0; i < 100; i++) {
        const void *parsed;
        struct error error;
        struct text source = arena_format(arena, "%d", i);
        CHECK(memo_get(memos[which], source, parse, arena, &parsed, &error));
        CHECK_TEXT(text_of(parsed), arena_format(arena, "<%d>", i).at);
      }
    CHECK(which == 0 ? parse_count > 100 && parse_count < 200 : parse_count == 200);
    memo_free(memos[which]);
  }
  arena_free(arena);
}

TESTS(what_is_the_same_is_parsed_once, what_does_not_fit_is_parsed_each_time)
