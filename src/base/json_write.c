/* Structs to JSON by field tables. */
#include "base/json.h"

#include <assert.h>
#include <string.h>

#include "base/time.h"

void json_write_text(struct buffer *buffer, struct text text) {
  assert(text_is_utf8(text));
  buffer_add_byte(buffer, '"');
  size_t plain_from = 0;
  for (size_t i = 0; i < text.length; i++) {
    uint8_t byte = (uint8_t)text.at[i];
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    buffer_add(buffer, (struct text){text.at + plain_from, i - plain_from});
    plain_from = i + 1;
    if (byte == '"' || byte == '\\') {
      buffer_add_byte(buffer, '\\');
      buffer_add_byte(buffer, (char)byte);
    } else if (byte == '\n') {
      buffer_add(buffer, TEXT("\\n"));
    } else {
      buffer_format(buffer, "\\u%04x", byte);
    }
  }
  buffer_add(buffer, (struct text){text.at + plain_from, text.length - plain_from});
  buffer_add_byte(buffer, '"');
}

static void write_texts(struct buffer *buffer, const struct texts *texts) {
  buffer_add_byte(buffer, '[');
  for (size_t i = 0; i < texts->count; i++) {
    if (i) buffer_add_byte(buffer, ',');
    json_write_text(buffer, texts->at[i]);
  }
  buffer_add_byte(buffer, ']');
}

static void write_row(struct buffer *buffer, const struct field *fields, const void *value) {
  buffer_add_byte(buffer, '[');
  for (const struct field *field = fields; field->name; field++) {
    if (field != fields) buffer_add_byte(buffer, ',');
    json_write_value(buffer, field, (const char *)value + field->offset);
  }
  buffer_add_byte(buffer, ']');
}

static void write_list(struct buffer *buffer, const struct field *field, const struct list *list) {
  bool map = field->type == FIELD_MAP;
  buffer_add_byte(buffer, map ? '{' : '[');
  for (size_t i = 0; i < list->count; i++) {
    const char *element = (const char *)list->at + i * field->size;
    if (i) buffer_add_byte(buffer, ',');
    if (map) {
      json_write_text(buffer, *(const struct text *)(const void *)(element + field->key_offset));
      buffer_add_byte(buffer, ':');
    }
    if (field->type == FIELD_ROWS)
      write_row(buffer, field->fields, element);
    else
      json_write(buffer, field->fields, element);
  }
  buffer_add_byte(buffer, map ? '}' : ']');
}

bool json_is_absent(const struct field *field, const void *value) {
  switch (field->type) {
  case FIELD_TEXT:
  case FIELD_RAW:
    return ((const struct text *)value)->at == NULL;
  case FIELD_INTEGER:
  case FIELD_TIME:
  case FIELD_DATE:
    return *(const int64_t *)value == NO_INTEGER;
  case FIELD_ENUM:
    return *(const int *)value == NO_ENUM;
  case FIELD_POINTER:
    return *(void *const *)value == NULL;
  default:
    return false;
  }
}

static void write_time(struct buffer *buffer, int64_t time_us) {
  char text[TIME_TEXT_SIZE];
  buffer_add_byte(buffer, '"');
  buffer_add(buffer, (struct text){text, time_format(time_us, 0, text)});
  buffer_add_byte(buffer, '"');
}

static void write_date(struct buffer *buffer, int64_t day) {
  char text[DATE_TEXT_SIZE];
  buffer_add_byte(buffer, '"');
  buffer_add(buffer, (struct text){text, date_format(date_of_day((int32_t)day), text)});
  buffer_add_byte(buffer, '"');
}

void json_write_value(struct buffer *buffer, const struct field *field, const void *value) {
  if (json_is_absent(field, value)) {
    buffer_add(buffer, TEXT("null"));
    return;
  }
  switch (field->type) {
  case FIELD_TEXT:
    json_write_text(buffer, *(const struct text *)value);
    break;
  case FIELD_RAW:
    buffer_add(buffer, *(const struct text *)value);
    break;
  case FIELD_INTEGER:
    buffer_add_integer(buffer, *(const int64_t *)value);
    break;
  case FIELD_BOOLEAN:
    buffer_add(buffer, *(const bool *)value ? TEXT("true") : TEXT("false"));
    break;
  case FIELD_TIME:
    write_time(buffer, *(const int64_t *)value);
    break;
  case FIELD_DATE:
    write_date(buffer, *(const int64_t *)value);
    break;
  case FIELD_ENUM:
    json_write_text(buffer, text_of(field->names[*(const int *)value]));
    break;
  case FIELD_TEXTS:
    write_texts(buffer, value);
    break;
  case FIELD_OBJECT:
    json_write(buffer, field->fields, value);
    break;
  case FIELD_POINTER:
    json_write(buffer, field->fields, *(void *const *)value);
    break;
  case FIELD_LIST:
  case FIELD_ROWS:
  case FIELD_MAP:
    write_list(buffer, field, value);
    break;
  case FIELD_END:
  case FIELD_OPEN_END:
    assert(false && "a table's end has no value");
  }
}

/* A name in a field table is a plain word and needs no escape. */
static void write_name(struct buffer *buffer, const char *name) {
  size_t length = strlen(name);
  char *room = buffer_take(buffer, length + 3);
  room[0] = '"';
  memcpy(room + 1, name, length);
  memcpy(room + 1 + length, "\":", 2);
}

/* `unwanted` and `wanted` are flags that leave a member out when it has, or lacks, them. */
static void write_members(struct buffer *buffer, const struct field *fields, const void *value,
                          unsigned unwanted, unsigned wanted) {
  buffer_add_byte(buffer, '{');
  bool first = true;
  for (const struct field *field = fields; field->name; field++) {
    if (field->flags & unwanted || (field->flags & wanted) != wanted) continue;
    const void *member = (const char *)value + field->offset;
    bool omitted = (field->flags & (FIELD_OPTIONAL | FIELD_NULLABLE)) == FIELD_OPTIONAL;
    if (omitted && json_is_absent(field, member)) continue;
    if (!first) buffer_add_byte(buffer, ',');
    first = false;
    write_name(buffer, field->name);
    json_write_value(buffer, field, member);
  }
  buffer_add_byte(buffer, '}');
}

void json_write(struct buffer *buffer, const struct field *fields, const void *value) {
  write_members(buffer, fields, value, 0, 0);
}

void json_write_part(struct buffer *buffer, const struct field *fields, const void *value,
                     bool private_part) {
  write_members(buffer, fields, value, private_part ? 0 : FIELD_PRIVATE,
                private_part ? FIELD_PRIVATE : 0);
}
