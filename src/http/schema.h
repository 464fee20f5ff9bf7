/* Field tables as JSON Schema (2020-12, as OpenAPI 3.1 has it). */
#ifndef HENG_HTTP_SCHEMA_H
#define HENG_HTTP_SCHEMA_H

#include "base/json.h"

/* Tables that have a name of their own; wherever one is met inside another, it is referred to. */
enum { SCHEMAS_MOST = 1024 };
struct schemas {
  size_t count;
  struct {
    const struct field *fields;
    struct text name;
  } entries[SCHEMAS_MOST];
};

/* Gives a table a name, unless it has one. `kind` is added to `stem`: "visit_book" + "_reply". */
void schema_name(struct schemas *schemas, const struct field *fields, const char *stem,
                 const char *kind, struct arena *arena);
/* {"$ref": …} when the table has a name, else the schema itself. */
void schema_write_use(struct buffer *out, const struct schemas *schemas,
                      const struct field *fields);
/* The schema of a whole table. */
void schema_write(struct buffer *out, const struct schemas *schemas, const struct field *fields);
/* The schema of one member. */
void schema_write_member(struct buffer *out, const struct schemas *schemas,
                         const struct field *field);

#endif
