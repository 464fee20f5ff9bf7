/* heng import as it is called: what it keeps and discards, what it exits with, and the encodings.
 */
#include "import/import_commands.h"

#include <unistd.h>

#include "base/encoding.h"
#include "base/file.h"
#include "directory/directory.h"
#include "local_fixture.h"

static const struct command commands[] = {
    {"import", "KIND FILE", 2, "", "", NULL, NULL, import_options, import_command},
    {0},
};

static struct local_fixture city;
static char table[100], errors[100];

/* Writes the table, runs the command on it, and opens the city again. */
static int import(enum encoding encoding, const char *kind, const char *text, const char *first,
                  const char *second) {
  struct error error;
  char *words[] = {(char *)"import",   (char *)kind, table,         (char *)"--data", city.folder,
                   (char *)"--errors", errors,       (char *)first, (char *)second};
  int count = 7 + (first != NULL) + (second != NULL);
  CHECK(file_replace(table, encoding_write(text_of(text), encoding, city.arena), 0600, &error));
  CHECK(local_commit(city.local, &error));
  local_close(city.local);
  city.local = NULL;
  int status = command_run(commands, count, words);
  local_fixture_reopen(&city);
  return status;
}

#define HEADER "编号,名称\n"
#define GOOD   "A01,营业执照\n"
#define BAD    "a2,年报\n"

static const struct {
  enum encoding encoding;
  const char *kind, *table, *first, *second;
  int status;
  bool kept;
} runs[] = {
    {ENCODING_UTF8, "items", HEADER GOOD BAD, NULL, NULL, EXIT_BAD, false},
    {ENCODING_UTF8, "items", HEADER GOOD, "--dry-run", NULL, EXIT_FINE, false},
    {ENCODING_UTF8, "items", HEADER GOOD "A02,\"x\n", "--good-rows", NULL, EXIT_BAD, false},
    {ENCODING_UTF8, "items", "编号\n", NULL, NULL, EXIT_BAD, false},
    {ENCODING_UTF8, "things", HEADER GOOD, NULL, NULL, EXIT_BAD, false},
    {ENCODING_UTF8, "items", HEADER GOOD BAD, "--good-rows", "--dry-run", EXIT_BAD, false},
    {ENCODING_GB18030, "items", HEADER GOOD BAD, "--good-rows", "--json", EXIT_NO, true},
    {ENCODING_UTF8_WITH_MARK, "items", HEADER GOOD, NULL, NULL, EXIT_FINE, true},
};

static void keeps_all_or_nothing(void) {
  struct item item;
  city = local_fixture_make();
  snprintf(table, sizeof table, "%s/table.csv", city.folder);
  snprintf(errors, sizeof errors, "%s/errors.csv", city.folder);
  for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
    CHECK_ROW("%zu", i);
    CHECK_INTEGER(
        import(runs[i].encoding, runs[i].kind, runs[i].table, runs[i].first, runs[i].second),
        runs[i].status);
    CHECK_INTEGER(item_find(local_store(city.local), TEXT("A01"), city.arena, &item), runs[i].kept);
  }
  local_fixture_free(&city);
}

/* Both ways: what comes in as GB18030 goes back as GB18030. */
static void gives_back_the_encoding(void) {
  static const enum encoding encodings[] = {ENCODING_UTF8, ENCODING_UTF8_WITH_MARK,
                                            ENCODING_GB18030};
  city = local_fixture_make();
  snprintf(table, sizeof table, "%s/table.csv", city.folder);
  snprintf(errors, sizeof errors, "%s/errors.csv", city.folder);
  for (size_t i = 0; i < 3; i++) {
    CHECK_ROW("%zu", i);
    enum encoding encoding;
    struct text bytes, text;
    struct error error;
    CHECK_INTEGER(import(encodings[i], "items", HEADER BAD, NULL, NULL), EXIT_BAD);
    CHECK(file_read(errors, 1000, city.arena, &bytes, &error));
    CHECK(encoding_read(bytes, city.arena, &encoding, &text, &error));
    CHECK_INTEGER(encoding, encodings[i]);
    CHECK_TEXT(text, "编号,名称,error\r\na2,年报,\"编号: it must be 1 to 16 capitals, digits, "
                     "dots or hyphens\"\r\n");
  }
  local_fixture_free(&city);
}

static void needs_a_city(void) {
  char *words[] = {(char *)"import", (char *)"items", (char *)"/dev/null", (char *)"--data",
                   (char *)"/nowhere"};
  CHECK_INTEGER(command_run(commands, 5, words), EXIT_TROUBLE);
  CHECK_INTEGER(command_run(commands, 2, words), EXIT_BAD);
}

TESTS(keeps_all_or_nothing, gives_back_the_encoding, needs_a_city)
