/* Folding names and cutting them into pieces. */
#include "directory/gram.h"

#include "check.h"

static const struct {
  const char *whole, *part;
  int place; /* where it must be found; -1: nowhere */
} folds[] = {
    {"衡阳示例钢管有限公司", "钢管", 4},
    {"衡阳示例钢管有限公司", "管钢", -1},
    {"衡阳示例钢管有限公司", "衡", 0},
    {"（衡阳） TCL 电子", "(衡阳)tcl电", 0},
    {"ＴＣＬ电子", "tcl", 0},
    {"衡　阳", "衡阳", 0},
    {"衡", "衡阳", -1},
    {"91430400MA4L00001X", "ma4l", 8},
};

static void folds_before_it_compares(void) {
  for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
    CHECK_ROW("%s in %s", folds[i].part, folds[i].whole);
    struct folded whole, part;
    gram_fold(text_of(folds[i].whole), &whole);
    gram_fold(text_of(folds[i].part), &part);
    CHECK_INTEGER(gram_stands_in(&whole, &part), folds[i].place >= 0);
    if (folds[i].place >= 0) CHECK(gram_stands_at(&whole, &part, (size_t)folds[i].place));
  }
}

/* Pieces in their order, those inside marked by a dot. */
static void check_grams(size_t count, const struct gram *grams, const char *wanted) {
  char got[2048];
  size_t length = 0;
  for (size_t i = 0; i < count; i++)
    length += (size_t)snprintf(got + length, sizeof got - length, "%s%.*s%s", i ? " " : "",
                               (int)grams[i].length, grams[i].bytes, grams[i].inside ? "." : "");
  got[length] = 0;
  CHECK_TEXT(text_of(got), wanted);
}

static void cuts_each_piece_once(void) {
  struct gram grams[GRAMS_MOST];
  check_grams(grams_of_names(TEXT("衡钢衡钢"), NO_TEXT, grams), grams, "衡 衡钢 钢. 钢衡.");
  check_grams(grams_of_names(TEXT("衡钢"), TEXT("钢"), grams), grams, "衡 衡钢 钢");
  check_grams(grams_of_names(TEXT("a b"), NO_TEXT, grams), grams, "A AB B.");
}

static void cuts_a_query_in_twos(void) {
  struct gram grams[NAME_MOST];
  struct folded words;
  gram_fold(TEXT("衡阳 钢"), &words);
  check_grams(grams_of_query(&words, grams), grams, "衡阳 阳钢.");
  gram_fold(TEXT("钢"), &words);
  check_grams(grams_of_query(&words, grams), grams, "钢");
  gram_fold(TEXT(" "), &words);
  CHECK_INTEGER(grams_of_query(&words, grams), 0);
}

static void takes_the_longest_names(void) {
  struct arena *arena = arena_make();
  struct buffer name = BUFFER(arena);
  char bytes[4];
  for (int i = 0; i < NAME_MOST; i++)
    buffer_add(&name, (struct text){bytes, text_put_code_point(0x20000 + i, bytes)});
  struct gram grams[GRAMS_MOST];
  CHECK_INTEGER(grams_of_names(buffer_text(&name), buffer_text(&name), grams), 2 * NAME_MOST - 1);
  CHECK_INTEGER(grams[0].length, 4);
  CHECK_INTEGER(grams[1].length, GRAM_BYTES_MOST);
  arena_free(arena);
}

TESTS(folds_before_it_compares, cuts_each_piece_once, cuts_a_query_in_twos, takes_the_longest_names)
