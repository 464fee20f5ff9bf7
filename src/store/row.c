/* Structs to values and rows to structs, by field tables. */
#include <assert.h>
#include <string.h>

#include "store/driver.h"

enum { FIELDS_MOST = 64 };

static const void *member_of(const void *value, const struct field *field) {
  return (const char *)value + field->offset;
}

static struct text as_json(const struct field *field, const void *member, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  json_write_value(&out, field, member);
  return buffer_text(&out);
}

static struct value to_value(const struct field *field, const void *member, struct arena *arena) {
  if (json_is_absent(field, member)) return value_text(NO_TEXT);
  switch (field->type) {
  case FIELD_TEXT:
  case FIELD_RAW:
    return value_text(*(const struct text *)member);
  case FIELD_INTEGER:
  case FIELD_TIME:
  case FIELD_DATE:
    return value_integer(*(const int64_t *)member);
  case FIELD_BOOLEAN:
    return value_integer(*(const bool *)member);
  case FIELD_ENUM:
    return value_text(text_of(field->names[*(const int *)member]));
  default:
    return value_text(as_json(field, member, arena));
  }
}

int64_t store_run_fields(struct store *store, const struct statement *statement,
                         const struct field *fields, const void *value) {
  struct value values[FIELDS_MOST];
  size_t count = 0;
  struct arena *arena = store_scratch(store);
  for (const struct field *field = fields; field->name; field++) {
    assert(count < FIELDS_MOST);
    values[count++] = to_value(field, member_of(value, field), arena);
  }
  return store_run(store, statement, values, count);
}

static int enum_index(const struct field *field, struct text name) {
  for (int i = 0; field->names[i]; i++)
    if (text_equal(name, text_of(field->names[i]))) return i;
  return NO_ENUM;
}

/* Reads `{"value":…}` so that any field type can come out of a text column. A column that does not
 * fit its field was written by somebody else; it reads as absent and the auditor finds it. */
static void from_json(struct text json, const struct field *field, void *ret_member,
                      struct arena *arena) {
  struct buffer wrapped = BUFFER(arena);
  buffer_add(&wrapped, TEXT("{\"value\":"));
  buffer_add(&wrapped, json);
  buffer_add_byte(&wrapped, '}');
  struct field inner = *field;
  inner.name = "value";
  inner.offset = 0;
  const struct field table[] = {inner, FIELDS_END};
  struct error ignored;
  json_read(buffer_text(&wrapped), table, ret_member, arena, &ignored);
}

static void from_column(const struct cursor *cursor, int column, const struct field *field,
                        void *ret_member, struct arena *arena) {
  int64_t integer;
  switch (field->type) {
  case FIELD_TEXT:
  case FIELD_RAW:
    *(struct text *)ret_member = store_text(cursor, column, arena);
    break;
  case FIELD_INTEGER:
  case FIELD_TIME:
  case FIELD_DATE:
    *(int64_t *)ret_member = store_integer(cursor, column);
    break;
  case FIELD_BOOLEAN:
    integer = store_integer(cursor, column);
    *(bool *)ret_member = integer != 0 && integer != NO_INTEGER;
    break;
  case FIELD_ENUM:
    *(int *)ret_member = enum_index(field, store_text(cursor, column, arena));
    break;
  default: {
    struct text json = store_text(cursor, column, arena);
    if (json.at) from_json(json, field, ret_member, arena);
  }
  }
}

void store_row(const struct cursor *cursor, const struct field *fields, void *ret_value,
               struct arena *arena) {
  const struct field *next = fields;
  int count = store_columns(cursor);
  for (int column = 0; column < count; column++) {
    const char *name = store_column_name(cursor, column);
    if (!next->name || strcmp(next->name, name) != 0)
      for (next = fields; next->name && strcmp(next->name, name) != 0;) next++;
    assert(next->name); /* a column without a field */
    from_column(cursor, column, next, (char *)ret_value + next->offset, arena);
    next++;
  }
}
