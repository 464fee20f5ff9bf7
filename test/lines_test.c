/* Lines of a file, names as numbers, and tables for a terminal. */
#include "base/lines.h"

#include <unistd.h>

#include "base/names.h"
#include "base/table.h"
#include "check.h"

/* A file's lines between bars; `longest`: refused when longer. */
static const struct {
  const char *bytes;
  size_t longest;
  const char *lines;
  bool refused;
} cases[] = {
    {"", 10, "", false},
    {"a\nb\n", 10, "a|b|", false},
    {"a\nb", 10, "a|b|", false},
    {"a\r\n\r\nb\r\n", 10, "a||b|", false},
    {"a\rb\n", 10, "a\rb|", false},
    {"\n", 10, "|", false},
    {"1234567890\n", 10, "1234567890|", false},
    {"a\n12345678901\nb\n", 10, "a|", true},
    {"12345678901", 10, "", true},
};

static const char *write_file(struct arena *arena, struct text bytes) {
  static char path[64];
  snprintf(path, sizeof path, "/tmp/heng-lines-%d", (int)getpid());
  FILE *file = fopen(path, "wb");
  CHECK(file && fwrite(bytes.at, 1, bytes.length, file) == bytes.length && fclose(file) == 0);
  return arena_string(arena, text_of(path));
}

static void lines_are_read(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct buffer read = BUFFER(arena);
    struct text line;
    struct error error;
    CHECK_ROW("%s", cases[i].bytes);
    const char *path = write_file(arena, text_of(cases[i].bytes));
    struct lines *lines = lines_open(path, &error);
    size_t count = 0;
    while (lines_next(lines, cases[i].longest, &line, &error)) {
      buffer_format(&read, "%.*s|", TEXT_ARGS(line));
      CHECK_INTEGER(lines_number(lines), ++count);
    }
    CHECK_TEXT(buffer_text(&read), cases[i].lines);
    CHECK_INTEGER(error.code, cases[i].refused ? ERROR_bad_field : ERROR_NONE);
    lines_close(lines);
    unlink(path);
  }
  arena_free(arena);
}

/* Longer than what is read at once, so that lines lie across its borders. */
static void long_lines_hold_together(void) {
  struct arena *arena = arena_make();
  struct buffer bytes = BUFFER(arena);
  struct text line;
  struct error error;
  for (int i = 0; i < 50; i++) {
    for (int j = 0; j < i * 997; j++) buffer_add_byte(&bytes, (char)('a' + i % 26));
    buffer_add_byte(&bytes, '\n');
  }
  const char *path = write_file(arena, buffer_text(&bytes));
  struct lines *lines = lines_open(path, &error);
  int count = 0;
  for (; lines_next(lines, 1 << 20, &line, &error); count++) {
    bool same = line.length == (size_t)count * 997;
    for (size_t j = 0; j < line.length; j++) same &= line.at[j] == 'a' + count % 26;
    CHECK(same);
  }
  CHECK_INTEGER(count, 50);
  lines_close(lines);
  unlink(path);
  CHECK(!lines_open("/nonexistent/heng", &error) && error.code == ERROR_disk);
  arena_free(arena);
}

static void names_get_numbers(void) {
  struct arena *arena = arena_make();
  struct names *names = names_make(arena);
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 1000; i++)
      CHECK_INTEGER(names_number(names, arena_format(arena, "name %d", i)), i + 1);
  CHECK_INTEGER(names_count(names), 1000);
  CHECK_TEXT(names_text(names, 7), "name 6");
  CHECK_INTEGER(names_number(names, TEXT("")), 1001);
  CHECK_INTEGER(names_number(names, TEXT("")), 1001);
  arena_free(arena);
}

static void tables_are_aligned(void) {
  struct arena *arena = arena_make();
  struct table table = TABLE(arena, "lrl");
  struct buffer out = BUFFER(arena);
  static const char *const cells[] = {"单位", "次", "", "fire", "12", "衡阳", "税务局", "7", ""};
  for (size_t i = 0; i < 9; i++) table_add(&table, text_of(cells[i]));
  table_write(&table, &out);
  CHECK_TEXT(buffer_text(&out), "  单位    次\n"
                                "  fire    12  衡阳\n"
                                "  税务局   7\n");
  arena_free(arena);
}

static void numbers_are_grouped(void) {
  struct arena *arena = arena_make();
  static const struct {
    int64_t number;
    const char *text;
  } numbers[] = {{0, "0"},
                 {999, "999"},
                 {1000, "1,000"},
                 {67497, "67,497"},
                 {-1234, "-1,234"},
                 {-123, "-123"},
                 {1234567, "1,234,567"},
                 {INT64_MIN, "-9,223,372,036,854,775,808"}};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    CHECK_TEXT(number_with_commas(arena, numbers[i].number), numbers[i].text);
  struct table table = TABLE(arena, "ll");
  table_add_share(&table, 1, 3);
  table_add_share(&table, 0, 0);
  CHECK_TEXT(table.cells[0], "33.3%");
  CHECK_TEXT(table.cells[1], "-");
  arena_free(arena);
}

TESTS(lines_are_read, long_lines_hold_together, names_get_numbers, tables_are_aligned,
      numbers_are_grouped)
