/* A schema for each type of field. */
#include "http/schema.h"

#include <assert.h>
#include <inttypes.h>

void schema_name(struct schemas *schemas, const struct field *fields, const char *stem,
                 const char *kind, struct arena *arena) {
  for (size_t i = 0; i < schemas->count; i++)
    if (schemas->entries[i].fields == fields) return;
  assert(schemas->count < SCHEMAS_MOST);
  schemas->entries[schemas->count].fields = fields;
  schemas->entries[schemas->count++].name = arena_format(arena, "%s%s", stem, kind);
}

void schema_write_use(struct buffer *out, const struct schemas *schemas,
                      const struct field *fields) {
  for (size_t i = 0; i < schemas->count; i++) {
    if (schemas->entries[i].fields != fields) continue;
    buffer_format(out, "{\"$ref\":\"#/components/schemas/%.*s\"}",
                  TEXT_ARGS(schemas->entries[i].name));
    return;
  }
  schema_write(out, schemas, fields);
}

static void write_type(struct buffer *out, const struct field *field, const char *type) {
  buffer_format(
      out, field->flags & FIELD_NULLABLE ? "\"type\":[\"%s\",\"null\"]" : "\"type\":\"%s\"", type);
}

static void write_bounds(struct buffer *out, const struct field *field, const char *least,
                         const char *most) {
  if (field->least) buffer_format(out, ",\"%s\":%" PRId64, least, field->least);
  if (field->most != INT64_MAX) buffer_format(out, ",\"%s\":%" PRId64, most, field->most);
}

static void write_enum(struct buffer *out, const struct field *field) {
  write_type(out, field, "string");
  buffer_add(out, TEXT(",\"enum\":["));
  for (int i = 0; field->names[i]; i++) {
    if (i) buffer_add_byte(out, ',');
    json_write_text(out, text_of(field->names[i]));
  }
  if (field->flags & FIELD_NULLABLE) buffer_add(out, TEXT(",null"));
  buffer_add_byte(out, ']');
}

static void write_row(struct buffer *out, const struct schemas *schemas,
                      const struct field *fields) {
  size_t count = 0;
  buffer_add(out, TEXT("{\"type\":\"array\",\"prefixItems\":["));
  for (; fields[count].name; count++) {
    if (count) buffer_add_byte(out, ',');
    schema_write_member(out, schemas, &fields[count]);
  }
  buffer_format(out, "],\"minItems\":%zu,\"maxItems\":%zu}", count, count);
}

static void write_array(struct buffer *out, const struct schemas *schemas,
                        const struct field *field) {
  write_type(out, field, "array");
  buffer_add(out, TEXT(",\"items\":"));
  if (field->type == FIELD_TEXTS)
    buffer_format(out, "{\"type\":\"string\",\"minLength\":1,\"maxLength\":%zu}", field->size);
  else if (field->type == FIELD_ROWS)
    write_row(out, schemas, field->fields);
  else
    schema_write_use(out, schemas, field->fields);
  write_bounds(out, field, "minItems", "maxItems");
}

/* In OpenAPI 3.1 a reference may have neighbours, so only null needs a choice. */
static void write_object(struct buffer *out, const struct schemas *schemas,
                         const struct field *field) {
  struct buffer object = BUFFER(out->arena);
  schema_write_use(&object, schemas, field->fields);
  if (field->flags & FIELD_NULLABLE)
    buffer_format(out, "\"anyOf\":[{\"type\":\"null\"},%.*s]", TEXT_ARGS(buffer_text(&object)));
  else
    buffer_add(out, (struct text){object.at + 1, object.length - 2});
}

static void write_map(struct buffer *out, const struct schemas *schemas,
                      const struct field *field) {
  write_type(out, field, "object");
  buffer_add(out, TEXT(",\"additionalProperties\":"));
  schema_write_use(out, schemas, field->fields);
  write_bounds(out, field, "minProperties", "maxProperties");
}

static void write_text_of(struct buffer *out, const struct field *field, const char *format) {
  write_type(out, field, "string");
  if (format)
    buffer_format(out, ",\"format\":\"%s\"", format);
  else
    write_bounds(out, field, "minLength", "maxLength");
}

static bool write_keywords(struct buffer *out, const struct schemas *schemas,
                           const struct field *field) {
  switch (field->type) {
  case FIELD_TEXT:
    write_text_of(out, field, NULL);
    return true;
  case FIELD_TIME:
    write_text_of(out, field, "date-time");
    return true;
  case FIELD_DATE:
    write_text_of(out, field, "date");
    return true;
  case FIELD_INTEGER:
    write_type(out, field, "integer");
    buffer_add(out, TEXT(",\"format\":\"int64\""));
    if (field->least != INT64_MIN) buffer_format(out, ",\"minimum\":%" PRId64, field->least);
    if (field->most != INT64_MAX) buffer_format(out, ",\"maximum\":%" PRId64, field->most);
    return true;
  case FIELD_BOOLEAN:
    write_type(out, field, "boolean");
    return true;
  case FIELD_ENUM:
    write_enum(out, field);
    return true;
  case FIELD_TEXTS:
  case FIELD_LIST:
  case FIELD_ROWS:
    write_array(out, schemas, field);
    return true;
  case FIELD_OBJECT:
  case FIELD_POINTER:
    write_object(out, schemas, field);
    return true;
  case FIELD_MAP:
    write_map(out, schemas, field);
    return true;
  case FIELD_RAW:
    return false; /* any value */
  case FIELD_END:
  case FIELD_OPEN_END:
    break;
  }
  assert(false && "a table's end has no schema");
}

void schema_write_member(struct buffer *out, const struct schemas *schemas,
                         const struct field *field) {
  buffer_add_byte(out, '{');
  bool any = write_keywords(out, schemas, field);
  if (field->help) {
    buffer_add(out, any ? TEXT(",\"description\":") : TEXT("\"description\":"));
    json_write_text(out, text_of(field->help));
  }
  buffer_add_byte(out, '}');
}

void schema_write(struct buffer *out, const struct schemas *schemas, const struct field *fields) {
  const struct field *field = fields;
  buffer_add(out, TEXT("{\"type\":\"object\",\"properties\":{"));
  for (; field->name; field++) {
    if (field != fields) buffer_add_byte(out, ',');
    json_write_text(out, text_of(field->name));
    buffer_add_byte(out, ':');
    schema_write_member(out, schemas, field);
  }
  bool open = field->type == FIELD_OPEN_END, first = true;
  buffer_add_byte(out, '}');
  for (field = fields; field->name; field++) {
    if (field->flags & FIELD_OPTIONAL) continue;
    buffer_add(out, first ? TEXT(",\"required\":[") : TEXT(","));
    json_write_text(out, text_of(field->name));
    first = false;
  }
  if (!first) buffer_add_byte(out, ']');
  buffer_add(out, open ? TEXT("}") : TEXT(",\"additionalProperties\":false}"));
}
