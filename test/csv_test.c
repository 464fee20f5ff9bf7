/* CSV and the encodings it comes in. */
#include "base/csv.h"

#include "base/encoding.h"
#include "check.h"

/* A table as one line: fields between bars, rows between semicolons. With `place` the table is read
 * up to there and refused there. */
static const struct {
  const char *csv, *rows, *place;
} cases[] = {
    {"a,b\n1,2\n", "a|b;1|2", NULL},
    {"a,b\r\n1,2\r\n", "a|b;1|2", NULL},
    {"a,b\n1,2", "a|b;1|2", NULL},
    {"a,b\n1,2\r", "a|b;1|2", NULL},
    {"a,b\n,\n", "a|b;|", NULL},
    {"\n\na,b\n\n1,2\n\n", "a|b;1|2", NULL},
    {" a ,\tb\n 1 , 2\n", "a|b; 1 | 2", NULL},
    {"a\n\"\"\n", "a;", NULL},
    {"\"a\",\"b\"\n\"1\",\"2\"", "a|b;1|2", NULL},
    {"a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "a|b;x,y|say \"hi\"", NULL},
    {"a,b\n\"two\nlines\",\"two\r\nlines\"\n", "a|b;two\nlines|two\r\nlines", NULL},
    {"名称,代码\n衡阳,91\n", "名称|代码;衡阳|91", NULL},
    {"", "", "row 1"},
    {"\n\n", "", "row 1"},
    {"a,a\n", "", "row 1"},
    {"a,b\n1\n", "a|b", "row 2"},
    {"a,b\n1,2,3\n", "a|b", "row 2"},
    {"a,b\n\n1,2\n3\n", "a|b;1|2", "row 4"},
    {"a,b\n1,x\"y\n", "a|b", "row 2, column b"},
    {"a,b\n1,\"y\n", "a|b", "row 2, column b"},
    {"a,b\n1,\"y\" \n", "a|b", "row 2, column b"},
    {"a,b\n1,\"\"y\n", "a|b", "row 2, column b"},
    {"a,b\n\"1\r\n2\",3\n4,\"", "a|b;1\r\n2|3", "row 3, column b"},
};

static void add_row(struct buffer *out, struct texts fields) {
  if (out->length > 0) buffer_add_byte(out, ';');
  for (size_t i = 0; i < fields.count; i++) {
    if (i > 0) buffer_add_byte(out, '|');
    buffer_add(out, fields.at[i]);
  }
}

static void tables_are_read(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct csv csv;
    struct error error;
    struct buffer rows = BUFFER(arena);
    CHECK_ROW("%s", cases[i].csv);
    if (csv_start(&csv, text_of(cases[i].csv), arena, &error)) {
      add_row(&rows, csv.header);
      while (csv_next(&csv, &error)) add_row(&rows, csv.fields);
    }
    CHECK_TEXT(buffer_text(&rows), cases[i].rows);
    CHECK_INTEGER(error.code, cases[i].place ? ERROR_bad_csv : ERROR_NONE);
    CHECK_TEXT(text_of(error.place), cases[i].place ? cases[i].place : "");
  }
  arena_free(arena);
}

static void what_is_written_is_read_again(void) {
  static const struct text rows[][2] = {
      {{"a", 1}, {"b", 1}},       {{"", 0}, {"", 0}},
      {{"x,y", 3}, {"\"", 1}},    {{"two\r\nlines", 10}, {" spaced ", 8}},
      {{"衡阳", 6}, {"\"\"", 2}},
  };
  struct arena *arena = arena_make();
  struct buffer out = BUFFER(arena);
  struct csv csv;
  struct error error;
  for (size_t i = 0; i < 5; i++) csv_write_row(&out, rows[i], 2);
  CHECK(csv_start(&csv, buffer_text(&out), arena, &error));
  for (size_t i = 1; i < 5; i++) {
    CHECK(csv_next(&csv, &error));
    for (size_t j = 0; j < 2; j++) CHECK(text_equal(csv.fields.at[j], rows[i][j]));
  }
  CHECK(!csv_next(&csv, &error) && error.code == ERROR_NONE);
  CHECK_INTEGER(csv_column(&csv, TEXT(" b ")), 1);
  CHECK_INTEGER(csv_column(&csv, TEXT("c")), -1);
  arena_free(arena);
}

static void one_column_survives_empty_fields(void) {
  const struct text header = TEXT("a"), empty = TEXT("");
  struct arena *arena = arena_make();
  struct buffer out = BUFFER(arena);
  struct csv csv;
  struct error error;
  csv_write_row(&out, &header, 1);
  csv_write_row(&out, &empty, 1);
  CHECK(csv_start(&csv, buffer_text(&out), arena, &error) && csv_next(&csv, &error));
  CHECK_INTEGER(csv.fields.at[0].length, 0);
  arena_free(arena);
}

static void limits_hold(void) {
  struct arena *arena = arena_make();
  struct csv csv;
  struct error error;
  struct buffer wide = BUFFER(arena), longer = BUFFER(arena);
  for (int i = 0; i <= CSV_COLUMNS_MOST; i++) buffer_format(&wide, "%sc%d", i ? "," : "", i);
  CHECK(!csv_start(&csv, buffer_text(&wide), arena, &error));
  CHECK_TEXT(text_of(error.place), "row 1");
  buffer_add(&longer, TEXT("a\n"));
  for (int i = 0; i <= CSV_FIELD_BYTES_MOST; i++) buffer_add_byte(&longer, 'x');
  CHECK(csv_start(&csv, buffer_text(&longer), arena, &error) && !csv_next(&csv, &error));
  CHECK_TEXT(text_of(error.place), "row 2, column a");
  arena_free(arena);
}

static const struct {
  const char *bytes;
  int encoding; /* -1: refused */
  const char *text;
} encodings[] = {
    {"", ENCODING_UTF8, ""},
    {"plain", ENCODING_UTF8, "plain"},
    {"衡阳", ENCODING_UTF8, "衡阳"},
    {"\xef\xbb\xbf衡阳", ENCODING_UTF8_WITH_MARK, "衡阳"},
    {"\xef\xbb\xbf", ENCODING_UTF8_WITH_MARK, ""},
    {"\xba\xe2\xd1\xf4", ENCODING_GB18030, "衡阳"},
    {"uscc,\xc3\xfb\xb3\xc6\n", ENCODING_GB18030, "uscc,名称\n"},
    {"\x95\x32\x82\x36\xba\xe2", ENCODING_GB18030, "𠀀衡"},
    {"\xba\xe2\xd1", -1, NULL},
    {"\xff\xfe\x61", -1, NULL},
    {"\xfe\xff\x61", -1, NULL},
    {"\xef\xbb\xbf\xba\xe2", -1, NULL},
    {"\x80\xff", -1, NULL},
};

static void encodings_are_told_apart(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
    struct text bytes = text_of(encodings[i].bytes), text;
    enum encoding encoding;
    struct error error;
    CHECK_ROW("encoding case %zu", i);
    bool read = encoding_read(bytes, arena, &encoding, &text, &error);
    CHECK_INTEGER(read, encodings[i].encoding >= 0);
    if (!read) continue;
    CHECK_INTEGER(encoding, encodings[i].encoding);
    CHECK_TEXT(text, encodings[i].text);
    CHECK(text_equal(encoding_write(text, encoding, arena), bytes));
  }
  struct text text;
  enum encoding encoding;
  struct error error;
  CHECK(!encoding_read((struct text){"a\0b", 3}, arena, &encoding, &text, &error));
  arena_free(arena);
}

TESTS(tables_are_read, what_is_written_is_read_again, one_column_survives_empty_fields, limits_hold,
      encodings_are_told_apart)
