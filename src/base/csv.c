/* CSV in and out. The reader owns nothing; see csv.h for where fields lie. */
#include "base/csv.h"

#include <stdio.h>
#include <string.h>

enum { COLUMN_NAME_SHOWN_MOST = 60 };

static const struct csv_fault no_table = {"表格是空的；第一行应为列名",
                                          "the table is empty; its first row names the columns"},
                              same_name = {"有两列同名", "two columns have the same name"},
                              open_quote = {"引号没有闭合", "a quote is opened and never closed"},
                              inner_quote = {"单元格不以引号开头，中间却有引号",
                                             "a quote inside a field that does not begin with one"},
                              after_quote = {"闭合的引号之后还有内容",
                                             "something stands behind the closing quote"},
                              long_field = {"单元格超过 64 KiB", "a field longer than 64 KiB"},
                              many_columns = {"列太多", "too many columns"},
                              many_fields = {"单元格比表头多", "more fields than the header has"},
                              few_fields = {"单元格比表头少", "fewer fields than the header has"};

static bool refuse(struct csv *csv, size_t column, const struct csv_fault *fault,
                   struct error *ret_error) {
  csv->fault = fault;
  csv->fault_column = column;
  char place[sizeof ret_error->place];
  if (column >= csv->header.count)
    snprintf(place, sizeof place, "row %zu", csv->row);
  else if (csv->header.at[column].length > COLUMN_NAME_SHOWN_MOST)
    snprintf(place, sizeof place, "row %zu, column %zu", csv->row, column + 1);
  else
    snprintf(place, sizeof place, "row %zu, column %.*s", csv->row,
             TEXT_ARGS(csv->header.at[column]));
  return fail(ret_error, ERROR_bad_csv, place, "%s", fault->en);
}

static char peek(const struct csv *csv) {
  return csv->at < csv->in.length ? csv->in.at[csv->at] : '\n';
}

static bool at_line_end(const struct csv *csv) {
  char c = peek(csv);
  bool cr_lf = c == '\r' && (csv->at + 1 == csv->in.length || csv->in.at[csv->at + 1] == '\n');
  return c == '\n' || cr_lf;
}

static void skip_line_end(struct csv *csv) {
  if (csv->at < csv->in.length && csv->in.at[csv->at] == '\r') csv->at++;
  if (csv->at < csv->in.length && csv->in.at[csv->at] == '\n') csv->at++;
}

static struct text without_doubled_quotes(struct csv *csv, struct text quoted) {
  char *out = arena_take(csv->arena, quoted.length);
  size_t length = 0;
  for (size_t i = 0; i < quoted.length; i++) {
    out[length++] = quoted.at[i];
    if (quoted.at[i] == '"') i++;
  }
  return (struct text){out, length};
}

/* Behind the opening quote. */
static bool read_quoted(struct csv *csv, size_t column, struct text *ret_field,
                        struct error *ret_error) {
  size_t start = csv->at;
  bool doubled = false;
  for (;; csv->at++) {
    const char *quote = memchr(csv->in.at + csv->at, '"', csv->in.length - csv->at);
    if (!quote) return refuse(csv, column, &open_quote, ret_error);
    csv->at = (size_t)(quote - csv->in.at) + 1;
    if (csv->at == csv->in.length || csv->in.at[csv->at] != '"') break;
    doubled = true;
  }
  *ret_field = (struct text){csv->in.at + start, csv->at - 1 - start};
  if (doubled) *ret_field = without_doubled_quotes(csv, *ret_field);
  return true;
}

static bool read_bare(struct csv *csv, size_t column, struct text *ret_field,
                      struct error *ret_error) {
  size_t start = csv->at;
  for (; peek(csv) != ',' && !at_line_end(csv); csv->at++)
    if (peek(csv) == '"') return refuse(csv, column, &inner_quote, ret_error);
  *ret_field = (struct text){csv->in.at + start, csv->at - start};
  return true;
}

static bool read_field(struct csv *csv, size_t column, struct text *ret_field,
                       struct error *ret_error) {
  bool quoted = peek(csv) == '"';
  if (quoted) csv->at++;
  if (!(quoted ? read_quoted : read_bare)(csv, column, ret_field, ret_error)) return false;
  if (ret_field->length > CSV_FIELD_BYTES_MOST) return refuse(csv, column, &long_field, ret_error);
  if (peek(csv) == ',' || at_line_end(csv)) return true;
  return refuse(csv, column, &after_quote, ret_error);
}

static bool read_row(struct csv *csv, struct text *store, size_t most, struct texts *ret_fields,
                     struct error *ret_error) {
  *ret_fields = (struct texts){store, 0};
  for (;;) {
    size_t column = ret_fields->count;
    if (column == most)
      return refuse(csv, most, csv->row == 1 ? &many_columns : &many_fields, ret_error);
    if (!read_field(csv, column, &store[column], ret_error)) return false;
    ret_fields->count++;
    if (at_line_end(csv)) break;
    csv->at++;
  }
  skip_line_end(csv);
  return true;
}

/* To the beginning of a row that is not empty; false at the end of the text. */
static bool find_row(struct csv *csv) {
  for (csv->row++; csv->at < csv->in.length; csv->row++) {
    if (!at_line_end(csv)) return true;
    skip_line_end(csv);
  }
  return false;
}

bool csv_start(struct csv *ret_csv, struct text in, struct arena *arena, struct error *ret_error) {
  *ret_error = (struct error){0};
  ret_csv->in = in;
  ret_csv->at = 0;
  ret_csv->row = 0;
  ret_csv->arena = arena;
  ret_csv->header = ret_csv->fields = (struct texts){0};
  if (!find_row(ret_csv)) {
    ret_csv->row = 1;
    return refuse(ret_csv, 0, &no_table, ret_error);
  }
  struct texts names;
  if (!read_row(ret_csv, ret_csv->store[0], CSV_COLUMNS_MOST, &names, ret_error)) return false;
  for (size_t i = 0; i < names.count; i++) {
    names.at[i] = text_trim(names.at[i]);
    for (size_t j = 0; j < i; j++)
      if (names.at[i].length > 0 && text_equal(names.at[i], names.at[j]))
        return refuse(ret_csv, 0, &same_name, ret_error);
  }
  ret_csv->header = names;
  return true;
}

bool csv_next(struct csv *csv, struct error *ret_error) {
  *ret_error = (struct error){0};
  if (!find_row(csv)) return false;
  if (!read_row(csv, csv->store[1], csv->header.count, &csv->fields, ret_error)) return false;
  return csv->fields.count == csv->header.count ||
         refuse(csv, csv->header.count, &few_fields, ret_error);
}

int csv_column(const struct csv *csv, struct text name) {
  for (size_t i = 0; i < csv->header.count; i++)
    if (text_equal(csv->header.at[i], text_trim(name))) return (int)i;
  return -1;
}

static bool needs_quotes(struct text field) {
  for (size_t i = 0; i < field.length; i++)
    if (field.at[i] == ',' || field.at[i] == '"' || field.at[i] == '\r' || field.at[i] == '\n')
      return true;
  return false;
}

static void write_field(struct buffer *out, struct text field) {
  if (!needs_quotes(field)) {
    buffer_add(out, field);
    return;
  }
  buffer_add_byte(out, '"');
  for (size_t i = 0; i < field.length; i++) {
    if (field.at[i] == '"') buffer_add_byte(out, '"');
    buffer_add_byte(out, field.at[i]);
  }
  buffer_add_byte(out, '"');
}

void csv_write_row(struct buffer *out, const struct text *fields, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (i > 0) buffer_add_byte(out, ',');
    write_field(out, fields[i]);
  }
  /* an empty line would be passed over when read again */
  if (count == 1 && fields[0].length == 0) buffer_add(out, TEXT("\"\""));
  buffer_add(out, TEXT("\r\n"));
}
