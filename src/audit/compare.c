/* The rebuilt tables against the real ones, both ways, in one pass over each in the order of its
 * key; and the structure of both databases. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "audit/inside.h"

enum { KEY_COLUMNS_MOST = 8, COLUMNS_MOST = 64, VALUE_SHOWN_MOST = 60, TABLES_MOST = 256 };

/* A table while it is compared. */
struct table {
  struct audit *audit;
  const struct table_entry *entry;
  int key[KEY_COLUMNS_MOST]; /* columns */
  size_t key_count;
  int column_count;
  bool left_out[COLUMNS_MOST], shown[COLUMNS_MOST];
  int64_t row_count;
};

/* Whether a list like "enterprise, id" has the name. */
static bool lists(const char *list, const char *name) {
  struct text rest = list ? text_of(list) : NO_TEXT;
  while (rest.at)
    if (text_equal(text_trim(text_cut(&rest, ',')), text_of(name))) return true;
  return false;
}

static int column_named(const struct cursor *cursor, struct text name) {
  for (int column = 0; column < store_columns(cursor); column++)
    if (text_equal(name, text_of(store_column_name(cursor, column)))) return column;
  assert(false && "a table's key names a column that it has not");
}

static void learn_columns(struct table *table, const struct cursor *cursor) {
  struct text rest = text_of(table->entry->key);
  table->column_count = store_columns(cursor);
  assert(table->column_count <= COLUMNS_MOST);
  for (int column = 0; column < table->column_count; column++) {
    const char *name = store_column_name(cursor, column);
    table->left_out[column] = lists(table->entry->left_out, name);
    table->shown[column] = lists(table->entry->shown, name);
  }
  while (rest.at) {
    assert(table->key_count < KEY_COLUMNS_MOST);
    table->key[table->key_count++] = column_named(cursor, text_trim(text_cut(&rest, ',')));
  }
}

/* As SQLite orders values: NULL, numbers, texts by bytes, bytes. */
static int order(struct value a, struct value b) {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.kind == VALUE_INTEGER) return (a.integer > b.integer) - (a.integer < b.integer);
  return a.kind == VALUE_NULL ? 0 : text_compare(a.text, b.text);
}

static int order_rows(const struct table *table, const struct cursor *a, const struct cursor *b) {
  int result = 0;
  for (size_t i = 0; i < table->key_count && result == 0; i++)
    result = order(store_value(a, table->key[i]), store_value(b, table->key[i]));
  return result;
}

static void add_value(struct buffer *out, struct value value) {
  size_t length = value.text.length < VALUE_SHOWN_MOST ? value.text.length : VALUE_SHOWN_MOST;
  switch (value.kind) {
  case VALUE_NULL:
    buffer_add(out, TEXT("nothing"));
    break;
  case VALUE_INTEGER:
    buffer_format(out, "%" PRId64, value.integer);
    break;
  case VALUE_TEXT:
    while (length < value.text.length && length > 0 && (value.text.at[length] & 0xC0) == 0x80)
      length--;
    buffer_add(out, (struct text){value.text.at, length});
    if (length < value.text.length) buffer_add(out, TEXT("…"));
    break;
  case VALUE_BYTES:
    buffer_format(out, "%zu bytes", value.text.length);
    break;
  }
}

static struct text key_of(const struct table *table, const struct cursor *cursor) {
  struct buffer out = BUFFER(table->audit->arena);
  for (size_t i = 0; i < table->key_count; i++) {
    buffer_format(&out, "%s%s=", i ? ", " : "", store_column_name(cursor, table->key[i]));
    add_value(&out, store_value(cursor, table->key[i]));
  }
  return buffer_text(&out);
}

static void say_row(const struct table *table, enum audit_finding_kind kind,
                    const struct cursor *cursor) {
  audit_found_row(table->audit, kind, table->entry->name, key_of(table, cursor), NULL, "%s", "");
}

static void compare_row(const struct table *table, const struct cursor *real,
                        const struct cursor *rebuilt) {
  for (int column = 0; column < table->column_count; column++) {
    struct value is = store_value(real, column), should = store_value(rebuilt, column);
    if (table->left_out[column] || order(is, should) == 0) continue;
    bool shown = table->shown[column] || (is.kind <= VALUE_INTEGER && should.kind <= VALUE_INTEGER);
    struct buffer detail = BUFFER(table->audit->arena);
    if (shown) {
      add_value(&detail, is);
      buffer_add(&detail, TEXT(", not "));
      add_value(&detail, should);
    }
    audit_found_row(table->audit, AUDIT_value_altered, table->entry->name, key_of(table, real),
                    store_column_name(real, column), "%.*s", TEXT_ARGS(buffer_text(&detail)));
  }
}

static void merge(struct table *table, struct cursor *real, struct cursor *rebuilt) {
  bool has_real = store_next(real), has_rebuilt = store_next(rebuilt);
  if (has_real || has_rebuilt) learn_columns(table, has_real ? real : rebuilt);
  if (has_real && has_rebuilt && store_columns(real) != store_columns(rebuilt)) {
    store_done(real);
    store_done(rebuilt);
    return; /* the structure differs, which is found elsewhere */
  }
  while (has_real || has_rebuilt) {
    arena_reset(table->audit->arena);
    int which = !has_rebuilt ? -1 : !has_real ? 1 : order_rows(table, real, rebuilt);
    if (which < 0) say_row(table, AUDIT_row_added, real);
    if (which > 0) say_row(table, AUDIT_row_missing, rebuilt);
    if (which == 0) compare_row(table, real, rebuilt);
    table->row_count += which <= 0;
    if (which <= 0) has_real = store_next(real);
    if (which >= 0) has_rebuilt = store_next(rebuilt);
  }
}

/* The name and the key are this program's own words. The statement must outlive both stores. */
static const struct statement *select_table(const struct table_entry *entry, struct arena *arena) {
  struct statement *statement = ARENA_NEW(arena, struct statement);
  *statement = (struct statement){
      entry->name, arena_format(arena, "SELECT * FROM %s ORDER BY %s", entry->name, entry->key).at};
  return statement;
}

static void compare_table(struct audit *audit, const struct table_entry *entry,
                          struct arena *arena) {
  struct error error;
  struct table table = {.audit = audit, .entry = entry};
  const struct statement *statement = select_table(entry, arena);
  if (!store_prepares(audit->input->store, statement, &error)) {
    audit_found_row(audit, AUDIT_schema_altered, entry->name, NO_TEXT, NULL, "it is not there");
    return;
  }
  struct cursor real = store_query(audit->input->store, statement, NULL, 0);
  struct cursor rebuilt = store_query(audit->replay, statement, NULL, 0);
  merge(&table, &real, &rebuilt);
  audit->report->table_count++;
  audit->report->row_count += table.row_count;
}

/* Looked at besides the domains' tables: the first here, the others event by event. */
static const struct table_entry migration_table = {.name = "migration", .key = "domain, number"};
static const char *const log_tables[] = {"event", "log_node", "checkpoint", "migration"};

static bool is_audited(struct text name) {
  for (size_t i = 0; i < sizeof log_tables / sizeof *log_tables; i++)
    if (text_equal(name, text_of(log_tables[i]))) return true;
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct table_entry *entry = (*domain)->tables; entry && entry->name; entry++)
      if (text_equal(name, text_of(entry->name))) return true;
  return false;
}

enum { SCHEMA_KIND, SCHEMA_NAME, SCHEMA_SQL };

static int order_objects(const struct cursor *a, const struct cursor *b) {
  int kinds = order(store_value(a, SCHEMA_KIND), store_value(b, SCHEMA_KIND));
  return kinds ? kinds : order(store_value(a, SCHEMA_NAME), store_value(b, SCHEMA_NAME));
}

static void say_object(struct audit *audit, const struct cursor *object, const char *what) {
  struct text kind = store_value(object, SCHEMA_KIND).text,
              name = store_value(object, SCHEMA_NAME).text;
  audit_found_row(audit, AUDIT_schema_altered, arena_string(audit->arena, name), NO_TEXT, NULL,
                  "the %.*s %s", TEXT_ARGS(kind), what);
}

/* An engine that does not tell its structure has no objects, and nothing to compare. */
static void compare_schemas(struct audit *audit) {
  struct cursor real = store_schema(audit->input->store), rebuilt = store_schema(audit->replay);
  bool has_real = store_next(&real), has_rebuilt = has_real && store_next(&rebuilt);
  while (has_real || has_rebuilt) {
    int which = !has_rebuilt ? -1 : !has_real ? 1 : order_objects(&real, &rebuilt);
    if (which < 0) say_object(audit, &real, "was added");
    if (which > 0) say_object(audit, &rebuilt, "is not there");
    if (which == 0 && order(store_value(&real, SCHEMA_SQL), store_value(&rebuilt, SCHEMA_SQL)))
      say_object(audit, &real, "is defined otherwise");
    if (which <= 0) has_real = store_next(&real);
    if (which >= 0) has_rebuilt = store_next(&rebuilt);
  }
  store_done(&rebuilt);
}

static struct texts list_not_audited(struct audit *audit, struct arena *arena) {
  struct texts names = {.at = ARENA_ARRAY(arena, TABLES_MOST, struct text)};
  for (struct cursor c = store_schema(audit->replay); store_next(&c);) {
    struct text name = store_text(&c, SCHEMA_NAME, arena);
    if (!text_equal(store_value(&c, SCHEMA_KIND).text, TEXT("table")) || is_audited(name)) continue;
    assert(names.count < TABLES_MOST);
    names.at[names.count++] = name;
  }
  return names;
}

bool audit_compare(struct audit *audit, struct arena *result_arena) {
  arena_reset(audit->arena);
  compare_schemas(audit);
  compare_table(audit, &migration_table, result_arena);
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct table_entry *entry = (*domain)->tables; entry && entry->name; entry++)
      compare_table(audit, entry, result_arena);
  audit->report->not_audited = list_not_audited(audit, result_arena);
  return !store_failed(audit->input->store, audit->error) &&
         !store_failed(audit->replay, audit->error);
}
