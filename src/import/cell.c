#include "import/cell.h"

static struct import_words words(struct arena *arena, const char *zh, const char *en) {
  return (struct import_words){arena_copy(arena, text_of(zh)), arena_copy(arena, text_of(en))};
}

static struct text one_of(struct arena *arena, const char *start, const char *const *names,
                          const char *separator) {
  struct buffer out = BUFFER(arena);
  buffer_add(&out, text_of(start));
  for (size_t i = 0; names[i]; i++) buffer_format(&out, "%s%s", i ? separator : "", names[i]);
  return buffer_text(&out);
}

static struct import_words must_be_integer(const struct field *field, struct arena *arena) {
  long long least = field->least, most = field->most;
  return (struct import_words){
      arena_format(arena, "应为 %lld 至 %lld 的整数", least, most),
      arena_format(arena, "it must be a whole number from %lld to %lld", least, most)};
}

static struct import_words must_be_text(const struct field *field, struct arena *arena) {
  long long least = field->least, most = field->most;
  return (struct import_words){
      arena_format(arena, "应为 %lld 至 %lld 个字", least, most),
      arena_format(arena, "it must have %lld to %lld characters", least, most)};
}

struct import_words cell_must(const struct import_column *column, const struct field *field,
                              struct arena *arena) {
  if (column->must_zh) return words(arena, column->must_zh, column->must_en);
  const char *const *names = field->type == FIELD_ENUM ? field->names : column->names;
  if (names)
    return (struct import_words){
        one_of(arena, "应为：", column->names_zh ? column->names_zh : names, "、"),
        one_of(arena, "it must be one of: ", names, ", ")};
  switch (field->type) {
  case FIELD_INTEGER:
    return must_be_integer(field, arena);
  case FIELD_BOOLEAN:
    return words(arena, "应为“是”或“否”", "it must be true or false");
  case FIELD_DATE:
    return words(arena, "应为日期，如 2026-05-07", "it must be a date like 2026-05-07");
  case FIELD_TIME:
    return words(arena, "应为时间，如 2026-05-07T09:00:00+08:00",
                 "it must be a time like 2026-05-07T09:00:00+08:00");
  default:
    return must_be_text(field, arena);
  }
}

/* The English name for a Chinese one; the word itself when it is none. */
static struct text translated(struct text word, const char *const *names_zh,
                              const char *const *names) {
  for (size_t i = 0; names_zh && names_zh[i]; i++)
    if (text_equal(word, text_of(names_zh[i]))) return text_of(names[i]);
  return word;
}

/* Offices separate words by 、 ， ； as well: with commas instead, each word translated. */
static struct text list_cell(const struct import_column *column, struct text cell,
                             struct arena *arena) {
  struct buffer commas = BUFFER(arena), out = BUFFER(arena);
  for (size_t at = 0; at < cell.length;) {
    size_t start = at;
    int32_t c = text_next_code_point(cell, &at);
    bool separates = c == 0x3001 || c == 0xFF0C || c == 0xFF1B || c == ';';
    buffer_add(&commas, separates ? TEXT(",") : (struct text){cell.at + start, at - start});
  }
  for (struct text rest = buffer_text(&commas); rest.at;) {
    struct text word = text_trim(text_cut(&rest, ','));
    if (out.length) buffer_add_byte(&out, ',');
    buffer_add(&out, translated(word, column->names_zh, column->names));
  }
  return buffer_text(&out);
}

static struct text plain_cell(const struct import_column *column, const struct field *field,
                              struct text cell, struct arena *arena) {
  static const char *const yes_no_zh[] = {"是", "否", NULL}, *const yes_no[] = {"true", "false"};
  switch (field->type) {
  case FIELD_ENUM:
    return translated(cell, column->names_zh, field->names);
  case FIELD_BOOLEAN:
    return translated(cell, yes_no_zh, yes_no);
  case FIELD_TEXTS:
    return list_cell(column, cell, arena);
  default:
    return cell;
  }
}

bool cell_read(const struct import_column *column, const struct field *field, struct text cell,
               struct arena *arena, void *ret_value, struct import_words *ret_why) {
  struct error error;
  if (cell.length == 0) {
    if (json_read_absent(field, ret_value, &error)) return true;
    *ret_why = words(arena, "必填", "it must be filled in");
    return false;
  }
  if (column->check && !column->check(cell, ret_why)) return false;
  if (json_read_plain(plain_cell(column, field, cell, arena), field, ret_value, arena, &error))
    return true;
  *ret_why = cell_must(column, field, arena);
  return false;
}
