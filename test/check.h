/* What every test needs: CHECK, a count, and a way to say "skipped".
 *
 * A test file defines its cases as functions and ends with TESTS(case, case, …), which makes main.
 * A failed CHECK prints the place and what was expected, and the program goes on; the last line is
 * "name: N passed, N failed, N skipped", which tools/test-all adds up. */
#ifndef HENG_TEST_CHECK_H
#define HENG_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int check_passed, check_failed, check_skipped;
/* Stands in front of a failure: the row of a table being tried. */
static char check_row[400];

#define CHECK_ROW(...) snprintf(check_row, sizeof check_row, __VA_ARGS__)

__attribute__((format(printf, 4, 5), unused)) static int
check_report(int holds, const char *file, int line, const char *format, ...) {
  if (holds) {
    check_passed++;
    return 1;
  }
  check_failed++;
  fprintf(stderr, "%s:%d: %s%s", file, line, check_row, *check_row ? ": " : "");
  __builtin_va_list values;
  __builtin_va_start(values, format);
  vfprintf(stderr, format, values);
  __builtin_va_end(values);
  fputc('\n', stderr);
  return 0;
}

#define CHECK(condition)                                                                           \
  check_report(!!(condition), __FILE__, __LINE__, "does not hold: %s", #condition)
#define CHECK_INTEGER(got, wanted)                                                                 \
  check_integer((long long)(got), (long long)(wanted), __FILE__, __LINE__)
#define CHECK_TEXT(got, wanted) check_text((got), (wanted), __FILE__, __LINE__)

__attribute__((unused)) static int check_integer(long long got, long long wanted, const char *file,
                                                 int line) {
  return check_report(got == wanted, file, line, "got %lld, wanted %lld", got, wanted);
}

__attribute__((unused)) static int check_text(struct text got, const char *wanted, const char *file,
                                              int line) {
  return check_report(text_equal(got, text_of(wanted)), file, line, "got \"%.*s\", wanted \"%s\"",
                      TEXT_ARGS(got), wanted);
}

/* Counts one case that could not be tried, and says why. */
__attribute__((unused)) static void check_skip(const char *why) {
  check_skipped++;
  printf("skipped: %s\n", why);
}

/* A path below the folder of public test vectors: $HENG_SHARED, else ../shared. */
__attribute__((unused)) static const char *check_shared_path(const char *below) {
  static char path[1024];
  const char *shared = getenv("HENG_SHARED");
  snprintf(path, sizeof path, "%s/%s", shared ? shared : "../shared", below);
  return path;
}

#define TESTS(...)                                                                                 \
  int main(void) {                                                                                 \
    void (*const check_cases[])(void) = {__VA_ARGS__};                                             \
    for (size_t i = 0; i < sizeof check_cases / sizeof *check_cases; i++) {                        \
      check_row[0] = 0;                                                                            \
      check_cases[i]();                                                                            \
    }                                                                                              \
    const char *name = strrchr(__FILE__, '/');                                                     \
    printf("%s: %d passed, %d failed, %d skipped\n", name ? name + 1 : __FILE__, check_passed,     \
           check_failed, check_skipped);                                                           \
    return check_failed != 0;                                                                      \
  }

#endif
