/* JSON in and out by field tables: one table describes a struct, reads it, writes it, bounds it,
 * and becomes its schema in openapi.json.
 *
 * The reader is strict RFC 8259 in UTF-8. It is Heng's own because the usual library refuses a NUL
 * in a member name, allocates node by node and cannot name the place by field. Texts that were read
 * point into the arena. */
#ifndef HENG_BASE_JSON_H
#define HENG_BASE_JSON_H

#include "base/arena.h"
#include "base/error.h"

/* What stands for "no value" in a member that may be absent or null; a text uses NO_TEXT. */
#define NO_INTEGER INT64_MIN
enum { NO_ENUM = -1 };

struct list {
  void *at;
  size_t count;
};

/* type        member in C        in JSON
 * TEXT        struct text        string; least and most count code points
 * INTEGER     int64_t            number without fraction or exponent, least to most
 * BOOLEAN     bool               true, false
 * TIME        int64_t, µs UTC    RFC 3339 string; written with Z
 * DATE        int64_t, days      "2026-05-07"
 * ENUM        int, index         one of .names (NULL-ended)
 * RAW         struct text        any value, kept as JSON text
 * TEXTS       struct texts       array of strings, least to most of them, each up to .size code
 * points OBJECT      a struct           object by .fields POINTER     a pointer to one   the same,
 * or null (NULL) LIST        struct list        array of objects by .fields, .size bytes each;
 * least to most ROWS        struct list        the same, each element an array of the fields'
 * values in order MAP         struct list        object; each member an object by .fields, its name
 * at .key_offset */
enum field_type {
  FIELD_END,      /* ends a table; other members are refused */
  FIELD_OPEN_END, /* ends a table; other members are passed over */
  FIELD_TEXT,
  FIELD_INTEGER,
  FIELD_BOOLEAN,
  FIELD_TIME,
  FIELD_DATE,
  FIELD_ENUM,
  FIELD_RAW,
  FIELD_TEXTS,
  FIELD_OBJECT,
  FIELD_POINTER,
  FIELD_LIST,
  FIELD_ROWS,
  FIELD_MAP
};

enum field_flags {
  FIELD_OPTIONAL = 1, /* may be absent; not written when it has no value */
  FIELD_NULLABLE = 2, /* may be null; written as null when it has no value */
  FIELD_PRIVATE = 4,  /* personal or secret: never in a log line; in a leaf only as a commitment */
};

struct field {
  const char *name;
  enum field_type type;
  size_t offset;
  unsigned flags;
  int64_t least, most;
  size_t size;
  size_t key_offset;
  const struct field *fields;
  const char *const *names;
  const char *help; /* one line of English for the API's description */
};

/* Compile-time proof that a member has the type its field says. */
#define FIELD_C_TEXT    struct text
#define FIELD_C_INTEGER int64_t
#define FIELD_C_BOOLEAN bool
#define FIELD_C_TIME    int64_t
#define FIELD_C_DATE    int64_t
#define FIELD_C_ENUM    int
#define FIELD_C_RAW     struct text
#define FIELD_C_TEXTS   struct texts
#define FIELD_C_LIST    struct list
#define FIELD_C_ROWS    struct list
#define FIELD_C_MAP     struct list
#define FIELD_IS(owner, member, type)                                                              \
  (0 * sizeof(char[_Generic(((owner *)0)->member, type : 1, default : -1)]))

/* FIELD(INTEGER, struct input, people, .least = 1, .most = 50): named as its member. */
#define FIELD(kind, owner, member, ...) FIELD_NAMED(#member, kind, owner, member, ##__VA_ARGS__)
#define FIELD_NAMED(json_name, kind, owner, member, ...)                                           \
  {                                                                                                \
    .name = (json_name), .type = FIELD_##kind,                                                     \
    .offset = offsetof(owner, member) + FIELD_IS(owner, member, FIELD_C_##kind), ##__VA_ARGS__     \
  }
#define FIELD_STRUCT(owner, member, ...)                                                           \
  { .name = #member, .type = FIELD_OBJECT, .offset = offsetof(owner, member), ##__VA_ARGS__ }
#define FIELD_POINTER_TO(owner, member, element, ...)                                              \
  {                                                                                                \
    .name = #member, .type = FIELD_POINTER, .offset = offsetof(owner, member),                     \
    .size = sizeof(element), ##__VA_ARGS__                                                         \
  }
#define FIELDS_END                                                                                 \
  { .type = FIELD_END }
#define FIELDS_OPEN_END                                                                            \
  { .type = FIELD_OPEN_END }

/* Nesting beyond this is refused, whatever the table. */
enum { JSON_DEPTH_MOST = 128 };

/* Reads one object into `*ret_value` (zeroed first). Refusals: bad_json with "byte N" as its place,
 * bad_field with the member's path ("visits[3].start"): unknown, missing, twice, wrong type, out of
 * bounds. */
bool json_read(struct text json, const struct field *fields, void *ret_value, struct arena *arena,
               struct error *ret_error);
/* Whether a text is one JSON value; refusal bad_json. */
bool json_check(struct text json, struct error *ret_error);
/* Reads one member's value from plain text, as in a path or a query string: TEXT, INTEGER, BOOLEAN,
 * TIME, DATE, ENUM, and TEXTS separated by commas. Refusal bad_field. */
bool json_read_plain(struct text plain, const struct field *field, void *ret_value,
                     struct arena *arena, struct error *ret_error);
/* Checks bounds, sets defaults: what an absent member becomes. Refusal bad_field when required. */
bool json_read_absent(const struct field *field, void *ret_value, struct error *ret_error);

/* Writes an object without spaces, members in the table's order. */
void json_write(struct buffer *buffer, const struct field *fields, const void *value);
/* The same with only the private members, or only the others. */
void json_write_part(struct buffer *buffer, const struct field *fields, const void *value,
                     bool private_part);
/* One member's value alone; used where a table's values do not stand in one object. */
void json_write_value(struct buffer *buffer, const struct field *field, const void *value);
/* A quoted string; bytes that are not UTF-8 must not come here (assert). */
void json_write_text(struct buffer *buffer, struct text text);
/* Whether a member holds "no value". */
bool json_is_absent(const struct field *field, const void *value);

#endif
