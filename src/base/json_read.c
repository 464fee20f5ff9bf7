/* JSON to structs by field tables: a strict recursive reader that keeps the path it is at. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/time.h"

struct reader {
  struct text in;
  size_t at;
  struct arena *arena; /* NULL when values are only checked */
  struct error *ret_error;
  int depth;
  size_t path_length;
  char path[128];
};

static bool bad_json(struct reader *reader, const char *what) {
  char place[40];
  snprintf(place, sizeof place, "byte %zu", reader->at);
  return fail(reader->ret_error, ERROR_bad_json, place, "%s", what);
}

static bool bad_field(struct reader *reader, const char *what) {
  return fail(reader->ret_error, ERROR_bad_field, reader->path, "%s", what);
}

enum { PATH_NAME_BYTES_MOST = 64 };

/* The path is cut, not overrun, when names are long; between characters, so that it stays UTF-8. */
static void add_to_path(struct reader *reader, struct text part) {
  size_t length = sizeof reader->path - 1 - reader->path_length;
  if (length > PATH_NAME_BYTES_MOST) length = PATH_NAME_BYTES_MOST;
  if (length >= part.length)
    length = part.length;
  else
    while (length > 0 && (part.at[length] & 0xc0) == 0x80) length--;
  memcpy(reader->path + reader->path_length, part.at, length);
  reader->path_length += length;
  reader->path[reader->path_length] = 0;
}

/* Returns the length to go back to. */
static size_t enter_name(struct reader *reader, struct text name) {
  size_t before = reader->path_length;
  if (before) add_to_path(reader, TEXT("."));
  add_to_path(reader, name);
  return before;
}

static size_t enter_index(struct reader *reader, size_t index) {
  size_t before = reader->path_length;
  char number[24];
  int length = snprintf(number, sizeof number, "[%zu]", index);
  add_to_path(reader, (struct text){number, (size_t)length});
  return before;
}

static void leave(struct reader *reader, size_t before) {
  reader->path_length = before;
  reader->path[before] = 0;
}

static void skip_blanks(struct reader *reader) {
  for (; reader->at < reader->in.length; reader->at++) {
    char c = reader->in.at[reader->at];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
  }
}

/* The next byte that matters, or 0 at the end; a NUL byte itself is no JSON either. */
static char peek(struct reader *reader) {
  skip_blanks(reader);
  return reader->at < reader->in.length ? reader->in.at[reader->at] : 0;
}

static bool take(struct reader *reader, char wanted) {
  if (peek(reader) != wanted) return false;
  reader->at++;
  return true;
}

static bool read_word(struct reader *reader, struct text word) {
  struct text rest = {reader->in.at + reader->at, reader->in.length - reader->at};
  if (!text_starts(rest, word)) return false;
  reader->at += word.length;
  return true;
}

static bool read_hex4(struct reader *reader, int32_t *ret_unit) {
  uint8_t bytes[2];
  struct text hex = {reader->in.at + reader->at, 4};
  if (reader->in.length - reader->at < 4 || !hex_decode(hex, bytes, 2))
    return bad_json(reader, "\\u needs four hexadecimal digits");
  reader->at += 4;
  *ret_unit = bytes[0] << 8 | bytes[1];
  return true;
}

static bool read_unicode_escape(struct reader *reader, int32_t *ret_code_point) {
  int32_t high, low;
  if (!read_hex4(reader, &high)) return false;
  *ret_code_point = high;
  if (high < 0xd800 || high > 0xdfff) return true;
  if (high > 0xdbff || !read_word(reader, TEXT("\\u")))
    return bad_json(reader, "half of a surrogate pair");
  if (!read_hex4(reader, &low)) return false;
  if (low < 0xdc00 || low > 0xdfff) return bad_json(reader, "half of a surrogate pair");
  *ret_code_point = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  return true;
}

/* After the backslash. Appends to `out` at `*length`. */
static bool read_escape(struct reader *reader, char *out, size_t *length) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  if (reader->at >= reader->in.length) return bad_json(reader, "a string that does not end");
  char letter = reader->in.at[reader->at++];
  const char *known = letter ? strchr(letters, letter) : NULL;
  if (known) {
    out[(*length)++] = meanings[known - letters];
    return true;
  }
  if (letter != 'u') return bad_json(reader, "an unknown escape");
  int32_t code_point;
  if (!read_unicode_escape(reader, &code_point)) return false;
  *length += text_put_code_point(code_point, out + *length);
  return true;
}

/* From the opening quote to behind the closing one, without decoding. */
static bool find_string_end(struct reader *reader, size_t *ret_end) {
  for (size_t i = reader->at; i < reader->in.length; i++) {
    if (reader->in.at[i] == '\\')
      i++;
    else if (reader->in.at[i] == '"') {
      *ret_end = i;
      return true;
    }
  }
  return bad_json(reader, "a string that does not end");
}

/* Most text: ASCII that stands for itself, taken in runs. */
static bool is_plain(char c) {
  return c >= 0x20 && c != '\\' && (uint8_t)c < 0x80;
}

/* An escape is never shorter than what it stands for, so the decoded text fits the raw length. With
 * no arena the text is checked and *ret_text left empty. */
static bool read_string(struct reader *reader, struct text *ret_text) {
  if (!take(reader, '"')) return bad_json(reader, "a string is expected here");
  size_t end = 0;
  if (!find_string_end(reader, &end)) return false;
  char *out = reader->arena ? arena_take(reader->arena, end - reader->at + 1) : NULL;
  size_t length = 0;
  while (reader->at < end) {
    uint8_t byte = (uint8_t)reader->in.at[reader->at];
    char spare[4];
    size_t spare_length = 0;
    if (byte < 0x20) return bad_json(reader, "a control character in a string");
    if (byte == '\\') {
      reader->at++;
      if (!read_escape(reader, out ? out : spare, out ? &length : &spare_length)) return false;
      continue;
    }
    size_t before = reader->at;
    while (reader->at < end && is_plain(reader->in.at[reader->at])) reader->at++;
    if (reader->at == before &&
        text_next_code_point((struct text){reader->in.at, end}, &reader->at) < 0)
      return bad_json(reader, "not UTF-8");
    if (out) memcpy(out + length, reader->in.at + before, reader->at - before);
    length += reader->at - before;
  }
  reader->at++;
  *ret_text = out ? (struct text){out, length} : TEXT("");
  return true;
}

static bool take_digits(struct reader *reader) {
  size_t before = reader->at;
  while (reader->at < reader->in.length && reader->in.at[reader->at] >= '0' &&
         reader->in.at[reader->at] <= '9')
    reader->at++;
  return reader->at > before;
}

static bool take_byte(struct reader *reader, const char *any_of) {
  if (reader->at >= reader->in.length || !reader->in.at[reader->at]) return false;
  if (!strchr(any_of, reader->in.at[reader->at])) return false;
  reader->at++;
  return true;
}

static bool read_number(struct reader *reader, struct text *ret_digits) {
  skip_blanks(reader);
  size_t start = reader->at;
  take_byte(reader, "-");
  if (!take_byte(reader, "0") && !take_digits(reader)) return bad_json(reader, "no value here");
  if (take_byte(reader, ".") && !take_digits(reader))
    return bad_json(reader, "a fraction without digits");
  if (take_byte(reader, "eE")) {
    take_byte(reader, "+-");
    if (!take_digits(reader)) return bad_json(reader, "an exponent without digits");
  }
  *ret_digits = (struct text){reader->in.at + start, reader->at - start};
  return true;
}

static bool skip_value(struct reader *reader);

static bool skip_members(struct reader *reader, bool object) {
  char close = object ? '}' : ']';
  reader->at++;
  if (take(reader, close)) return true;
  do {
    struct text name;
    if (object && !read_string(reader, &name)) return false;
    if (object && !take(reader, ':')) return bad_json(reader, "a colon is expected here");
    if (!skip_value(reader)) return false;
  } while (take(reader, ','));
  return take(reader, close) || bad_json(reader, "a comma or the end is expected here");
}

static bool skip_value(struct reader *reader) {
  struct text ignored;
  switch (peek(reader)) {
  case '"':
    return read_string(reader, &ignored);
  case '{':
  case '[':
    if (++reader->depth > JSON_DEPTH_MOST) return bad_json(reader, "nested too deep");
    if (!skip_members(reader, peek(reader) == '{')) return false;
    reader->depth--;
    return true;
  case 't':
    return read_word(reader, TEXT("true")) || bad_json(reader, "no value here");
  case 'f':
    return read_word(reader, TEXT("false")) || bad_json(reader, "no value here");
  case 'n':
    return read_word(reader, TEXT("null")) || bad_json(reader, "no value here");
  default:
    return read_number(reader, &ignored);
  }
}

/* Plain values, whether they came from JSON or from a query string. */

static bool set_text(struct reader *reader, const struct field *field, struct text text,
                     struct text *ret_text) {
  int64_t count = (int64_t)text_count_code_points(text);
  if (count < field->least) return bad_field(reader, "shorter than allowed");
  if (count > field->most) return bad_field(reader, "longer than allowed");
  *ret_text = text;
  return true;
}

static bool set_integer(struct reader *reader, const struct field *field, struct text digits,
                        int64_t *ret_integer) {
  if (!text_to_integer(digits, ret_integer)) return bad_field(reader, "not a whole number");
  if (*ret_integer < field->least) return bad_field(reader, "less than allowed");
  if (*ret_integer > field->most) return bad_field(reader, "more than allowed");
  return true;
}

static bool set_enum(struct reader *reader, const struct field *field, struct text name,
                     int *ret_index) {
  for (int i = 0; field->names[i]; i++) {
    if (!text_equal(name, text_of(field->names[i]))) continue;
    *ret_index = i;
    return true;
  }
  return bad_field(reader, "not one of the values allowed");
}

static bool set_date(struct reader *reader, struct text text, int64_t *ret_day) {
  struct date date;
  if (!date_parse(text, &date)) return bad_field(reader, "not a date such as 2026-05-07");
  *ret_day = day_of_date(date);
  return true;
}

static bool set_boolean(struct reader *reader, struct text word, bool *ret_boolean) {
  *ret_boolean = text_equal(word, TEXT("true"));
  return *ret_boolean || text_equal(word, TEXT("false")) || bad_field(reader, "not true or false");
}

static bool set_plain(struct reader *reader, const struct field *field, struct text plain,
                      void *ret_value) {
  switch (field->type) {
  case FIELD_TEXT:
    return set_text(reader, field, plain, ret_value);
  case FIELD_INTEGER:
    return set_integer(reader, field, plain, ret_value);
  case FIELD_BOOLEAN:
    return set_boolean(reader, plain, ret_value);
  case FIELD_TIME:
    return time_parse(plain, ret_value) ||
           bad_field(reader, "not an RFC 3339 time such as 2026-05-07T09:00:00+08:00");
  case FIELD_DATE:
    return set_date(reader, plain, ret_value);
  case FIELD_ENUM:
    return set_enum(reader, field, plain, ret_value);
  default:
    assert(false && "a field that plain text cannot hold");
  }
}

/* Arrays and objects */

static bool read_members(struct reader *reader, const struct field *fields, void *ret_value);
static bool read_field(struct reader *reader, const struct field *field, void *ret_value);

static void *grow(struct arena *arena, struct list *list, size_t element_size) {
  list->at = arena_room(arena, list->at, list->count, element_size);
  return (char *)list->at + list->count++ * element_size;
}

static bool read_row(struct reader *reader, const struct field *fields, void *ret_value) {
  if (!take(reader, '[')) return bad_field(reader, "an array is expected here");
  for (const struct field *field = fields; field->name; field++) {
    if (field != fields && !take(reader, ',')) return bad_field(reader, "too few values");
    size_t before = enter_index(reader, (size_t)(field - fields));
    if (!read_field(reader, field, (char *)ret_value + field->offset)) return false;
    leave(reader, before);
  }
  return take(reader, ']') || bad_field(reader, "too many values");
}

static bool read_element(struct reader *reader, const struct field *field, void *ret_element) {
  if (field->type == FIELD_ROWS) return read_row(reader, field->fields, ret_element);
  return read_members(reader, field->fields, ret_element);
}

static bool check_count(struct reader *reader, const struct field *field, size_t count,
                        bool ended) {
  if ((int64_t)count > field->most) return bad_field(reader, "more entries than allowed");
  if (ended && (int64_t)count < field->least)
    return bad_field(reader, "fewer entries than allowed");
  return true;
}

static bool read_list(struct reader *reader, const struct field *field, struct list *ret_list) {
  if (!take(reader, '[')) return bad_field(reader, "an array is expected here");
  if (take(reader, ']')) return check_count(reader, field, 0, true);
  do {
    if (!check_count(reader, field, ret_list->count + 1, false)) return false;
    size_t before = enter_index(reader, ret_list->count);
    void *element = grow(reader->arena, ret_list, field->size);
    if (!read_element(reader, field, element)) return false;
    leave(reader, before);
  } while (take(reader, ','));
  if (!take(reader, ']')) return bad_json(reader, "a comma or the end is expected here");
  return check_count(reader, field, ret_list->count, true);
}

static bool read_texts(struct reader *reader, const struct field *field, struct texts *ret_texts) {
  const struct field each = {.type = FIELD_TEXT, .least = 1, .most = (int64_t)field->size};
  struct list list = {0};
  if (!take(reader, '[')) return bad_field(reader, "an array is expected here");
  if (take(reader, ']')) return check_count(reader, field, 0, true);
  do {
    if (!check_count(reader, field, list.count + 1, false)) return false;
    size_t before = enter_index(reader, list.count);
    if (!read_field(reader, &each, grow(reader->arena, &list, sizeof(struct text)))) return false;
    leave(reader, before);
  } while (take(reader, ','));
  if (!take(reader, ']')) return bad_json(reader, "a comma or the end is expected here");
  *ret_texts = (struct texts){list.at, list.count};
  return check_count(reader, field, list.count, true);
}

static struct text key_of(const struct field *field, const struct list *list, size_t index) {
  const char *element = (const char *)list->at + index * field->size;
  return *(const struct text *)(const void *)(element + field->key_offset);
}

static bool read_map(struct reader *reader, const struct field *field, struct list *ret_list) {
  if (!take(reader, '{')) return bad_field(reader, "an object is expected here");
  if (take(reader, '}')) return check_count(reader, field, 0, true);
  do {
    if (!check_count(reader, field, ret_list->count + 1, false)) return false;
    struct text name;
    if (!read_string(reader, &name)) return false;
    size_t before = enter_name(reader, name);
    for (size_t i = 0; i < ret_list->count; i++)
      if (text_equal(name, key_of(field, ret_list, i))) return bad_field(reader, "given twice");
    if (!take(reader, ':')) return bad_json(reader, "a colon is expected here");
    char *element = grow(reader->arena, ret_list, field->size);
    if (!read_members(reader, field->fields, element)) return false;
    *(struct text *)(void *)(element + field->key_offset) = name;
    leave(reader, before);
  } while (take(reader, ','));
  if (!take(reader, '}')) return bad_json(reader, "a comma or the end is expected here");
  return check_count(reader, field, ret_list->count, true);
}

static bool read_raw(struct reader *reader, struct text *ret_text) {
  skip_blanks(reader);
  size_t start = reader->at;
  if (!skip_value(reader)) return false;
  *ret_text = (struct text){reader->in.at + start, reader->at - start};
  return true;
}

static void set_absent(const struct field *field, void *ret_value) {
  switch (field->type) {
  case FIELD_INTEGER:
  case FIELD_TIME:
  case FIELD_DATE:
    *(int64_t *)ret_value = NO_INTEGER;
    break;
  case FIELD_ENUM:
    *(int *)ret_value = NO_ENUM;
    break;
  default:
    break; /* zero already */
  }
}

static bool read_pointer(struct reader *reader, const struct field *field, void **ret_pointer) {
  *ret_pointer = arena_take(reader->arena, field->size);
  return read_members(reader, field->fields, *ret_pointer);
}

static bool read_word_field(struct reader *reader, const struct field *field, void *ret_value) {
  if (read_word(reader, TEXT("true"))) return set_plain(reader, field, TEXT("true"), ret_value);
  if (read_word(reader, TEXT("false"))) return set_plain(reader, field, TEXT("false"), ret_value);
  return bad_field(reader, "not true or false");
}

static bool read_field(struct reader *reader, const struct field *field, void *ret_value) {
  struct text plain;
  char next = peek(reader);
  if (next == 'n' && field->type != FIELD_RAW) {
    if (!read_word(reader, TEXT("null"))) return bad_json(reader, "no value here");
    set_absent(field, ret_value);
    return (field->flags & FIELD_NULLABLE) || bad_field(reader, "must not be null");
  }
  switch (field->type) {
  case FIELD_TEXT:
  case FIELD_TIME:
  case FIELD_DATE:
  case FIELD_ENUM:
    if (next != '"') return bad_field(reader, "a string is expected here");
    return read_string(reader, &plain) && set_plain(reader, field, plain, ret_value);
  case FIELD_INTEGER:
    if (next != '-' && (next < '0' || next > '9'))
      return bad_field(reader, "a number is expected here");
    return read_number(reader, &plain) && set_plain(reader, field, plain, ret_value);
  case FIELD_BOOLEAN:
    return read_word_field(reader, field, ret_value);
  case FIELD_RAW:
    return read_raw(reader, ret_value);
  case FIELD_TEXTS:
    return read_texts(reader, field, ret_value);
  case FIELD_OBJECT:
    return read_members(reader, field->fields, ret_value);
  case FIELD_POINTER:
    return read_pointer(reader, field, ret_value);
  case FIELD_LIST:
  case FIELD_ROWS:
    return read_list(reader, field, ret_value);
  case FIELD_MAP:
    return read_map(reader, field, ret_value);
  case FIELD_END:
  case FIELD_OPEN_END:
    break;
  }
  assert(false && "a table's end has no value");
}

static const struct field *field_named(const struct field *fields, struct text name) {
  const struct field *field = fields;
  while (field->name && !text_equal(name, text_of(field->name))) field++;
  return field;
}

static bool read_member(struct reader *reader, const struct field *fields, uint64_t *seen,
                        void *ret_value) {
  struct text name;
  if (!read_string(reader, &name)) return false;
  if (!take(reader, ':')) return bad_json(reader, "a colon is expected here");
  const struct field *field = field_named(fields, name);
  if (field->type == FIELD_OPEN_END) return skip_value(reader);
  size_t before = enter_name(reader, name);
  if (field->type == FIELD_END) return bad_field(reader, "unknown member");
  uint64_t bit = (uint64_t)1 << (field - fields);
  if (*seen & bit) return bad_field(reader, "given twice");
  *seen |= bit;
  if (!read_field(reader, field, (char *)ret_value + field->offset)) return false;
  leave(reader, before);
  return true;
}

static bool read_absent(struct reader *reader, const struct field *fields, uint64_t seen,
                        void *ret_value) {
  for (const struct field *field = fields; field->name; field++) {
    assert(field - fields < 64);
    if (seen >> (field - fields) & 1) continue;
    size_t before = enter_name(reader, text_of(field->name));
    if (!(field->flags & FIELD_OPTIONAL)) return bad_field(reader, "missing");
    set_absent(field, (char *)ret_value + field->offset);
    leave(reader, before);
  }
  return true;
}

static bool read_members(struct reader *reader, const struct field *fields, void *ret_value) {
  uint64_t seen = 0;
  if (!take(reader, '{')) return bad_field(reader, "an object is expected here");
  if (!take(reader, '}')) {
    do {
      if (!read_member(reader, fields, &seen, ret_value)) return false;
    } while (take(reader, ','));
    if (!take(reader, '}')) return bad_json(reader, "a comma or the end is expected here");
  }
  return read_absent(reader, fields, seen, ret_value);
}

static bool at_end(struct reader *reader) {
  skip_blanks(reader);
  return reader->at == reader->in.length || bad_json(reader, "something stands behind the value");
}

static size_t size_of(const struct field *fields) {
  size_t size = 0;
  for (const struct field *field = fields; field->name; field++) {
    static const size_t sizes[] = {
        [FIELD_TEXT] = sizeof(struct text), [FIELD_INTEGER] = sizeof(int64_t),
        [FIELD_BOOLEAN] = sizeof(bool),     [FIELD_TIME] = sizeof(int64_t),
        [FIELD_DATE] = sizeof(int64_t),     [FIELD_ENUM] = sizeof(int),
        [FIELD_RAW] = sizeof(struct text),  [FIELD_TEXTS] = sizeof(struct texts),
        [FIELD_POINTER] = sizeof(void *),   [FIELD_LIST] = sizeof(struct list),
        [FIELD_ROWS] = sizeof(struct list), [FIELD_MAP] = sizeof(struct list),
    };
    size_t own = field->type == FIELD_OBJECT ? size_of(field->fields) : sizes[field->type];
    if (field->offset + own > size) size = field->offset + own;
  }
  return size;
}

bool json_read(struct text json, const struct field *fields, void *ret_value, struct arena *arena,
               struct error *ret_error) {
  struct reader reader = {.in = json, .arena = arena, .ret_error = ret_error};
  memset(ret_value, 0, size_of(fields));
  if (peek(&reader) != '{') {
    if (!skip_value(&reader)) return false;
    return bad_field(&reader, "an object is expected here");
  }
  return read_members(&reader, fields, ret_value) && at_end(&reader);
}

bool json_check(struct text json, struct error *ret_error) {
  struct reader reader = {.in = json, .ret_error = ret_error};
  return skip_value(&reader) && at_end(&reader);
}

static bool read_plain_texts(struct reader *reader, const struct field *field, struct text plain,
                             struct texts *ret_texts) {
  const struct field each = {.type = FIELD_TEXT, .least = 1, .most = (int64_t)field->size};
  struct list list = {0};
  for (struct text rest = plain; rest.at && rest.length;) {
    struct text *text = grow(reader->arena, &list, sizeof(struct text));
    if (!set_text(reader, &each, text_cut(&rest, ','), text)) return false;
  }
  *ret_texts = (struct texts){list.at, list.count};
  return check_count(reader, field, list.count, true);
}

bool json_read_plain(struct text plain, const struct field *field, void *ret_value,
                     struct arena *arena, struct error *ret_error) {
  struct reader reader = {.arena = arena, .ret_error = ret_error};
  enter_name(&reader, text_of(field->name));
  if (!text_is_utf8(plain)) return bad_field(&reader, "not UTF-8");
  if (field->type == FIELD_TEXTS) return read_plain_texts(&reader, field, plain, ret_value);
  return set_plain(&reader, field, plain, ret_value);
}

bool json_read_absent(const struct field *field, void *ret_value, struct error *ret_error) {
  if (!(field->flags & FIELD_OPTIONAL))
    return fail(ret_error, ERROR_bad_field, field->name, "missing");
  set_absent(field, ret_value);
  return true;
}
