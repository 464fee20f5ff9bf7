/* The only door to a database. SQL text lives in each domain's sql.c as constants; callers pass
 * values, never text. One text serves SQLite and PostgreSQL: $1 for values, ON CONFLICT, RETURNING.
 *
 * A failure sticks: after the first one every call on the connection does nothing and reads
 * nothing, until the transaction is rolled back. So an operation reads straight on, and whoever
 * ends the transaction asks once, with store_failed, whether all of it happened. A connection
 * belongs to one thread at a time. */
#ifndef HENG_STORE_STORE_H
#define HENG_STORE_STORE_H

#include "base/json.h"

struct store;

struct statement {
  const char *name; /* for messages and tests */
  const char *sql;
};

enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BYTES };
struct value {
  enum value_kind kind;
  int64_t integer;
  struct text text;
};

/* NO_TEXT and NO_INTEGER are NULL in the database. */
struct value value_text(struct text text);
struct value value_bytes(struct text bytes);
struct value value_integer(int64_t integer);
#define V(x) _Generic((x), struct text : value_text, default : value_integer)(x)

/* "heng.db" or "file:…" is SQLite, "postgres://…" PostgreSQL. `read_only` connections never wait
 * for the writer. Failure store. */
bool store_open(const char *place, bool read_only, struct store **ret_store,
                struct error *ret_error);
/* A database in memory, for the auditor and for tests. */
bool store_open_memory(struct store **ret_store, struct error *ret_error);
/* A database of one's own that is gone once closed; what does not fit a bounded cache lies in a
 * temporary file. */
bool store_open_scratch(struct store **ret_store, struct error *ret_error);
/* Takes NULL. */
void store_close(struct store *store);

/* Transactions. begin waits for the write lock; savepoint and its two ends nest inside, at most
 * SAVEPOINTS_MOST deep. A rollback clears a stuck failure that belonged to what was rolled back. */
enum { SAVEPOINTS_MOST = 4 };
void store_begin(struct store *store);
/* False when anything failed; the transaction is then rolled back. The failure store_conflict says
 * that the same transaction, run again, may succeed. */
bool store_commit(struct store *store, struct error *ret_error);
void store_rollback(struct store *store);
void store_savepoint(struct store *store);
void store_release(struct store *store);
void store_rollback_to_savepoint(struct store *store);
/* Whether something failed since the last begin, savepoint or rollback, and what. */
bool store_failed(const struct store *store, struct error *ret_error);

/* Runs a statement that gives no rows; returns how many rows it changed. */
int64_t store_run(struct store *store, const struct statement *statement,
                  const struct value *values, size_t count);
/* The same with all of a struct's fields as $1, $2, … in the table's order. TEXTS and RAW are
 * stored as JSON text, ENUM by name. */
int64_t store_run_fields(struct store *store, const struct statement *statement,
                         const struct field *fields, const void *value);

struct cursor {
  struct store *store;
  void *handle; /* NULL at the end */
  size_t slot;
};
/* Rows one by one: for (struct cursor c = QUERY(store, sql_x, V(id)); store_next(&c);) … */
struct cursor store_query(struct store *store, const struct statement *statement,
                          const struct value *values, size_t count);
bool store_next(struct cursor *cursor);
/* Needed only when one stops before store_next said false. Takes an ended cursor. */
void store_done(struct cursor *cursor);
int store_columns(const struct cursor *cursor);
const char *store_column_name(const struct cursor *cursor, int column);
/* One column as the engine has it; its text points into the engine until the cursor moves. */
struct value store_value(const struct cursor *cursor, int column);
/* Columns count from 0. Texts are copied into the arena; NULL gives NO_TEXT or NO_INTEGER. */
int64_t store_integer(const struct cursor *cursor, int column);
struct text store_text(const struct cursor *cursor, int column, struct arena *arena);
/* Fills a struct from the row: columns find their fields by name, in any order; a column without a
 * field is a bug (assert). Members without a column are left as they are. */
void store_row(const struct cursor *cursor, const struct field *fields, void *ret_value,
               struct arena *arena);
/* The first row into a struct; false when there is none. */
bool store_find(struct store *store, const struct statement *statement, const struct value *values,
                size_t count, const struct field *fields, void *ret_value, struct arena *arena);
/* The first row's first column, or `otherwise`. */
int64_t store_find_integer(struct store *store, const struct statement *statement,
                           const struct value *values, size_t count, int64_t otherwise);
/* All rows as a list of structs of `size` bytes. */
struct list store_list(struct store *store, const struct statement *statement,
                       const struct value *values, size_t count, const struct field *fields,
                       size_t size, struct arena *arena);

#define VALUES(...)                                                                                \
  (const struct value[]){__VA_ARGS__},                                                             \
      sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)
/* RUN(store, sql_visit_cancel, V(visit), V(now_us)) */
#define RUN(store, statement, ...)   store_run((store), &(statement), VALUES(__VA_ARGS__))
#define QUERY(store, statement, ...) store_query((store), &(statement), VALUES(__VA_ARGS__))
#define FIND_INTEGER(store, statement, otherwise, ...)                                             \
  store_find_integer((store), &(statement), VALUES(__VA_ARGS__), (otherwise))
/* FIND(store, sql_visit_by_id, visit_fields, &visit, arena, V(id)) */
#define FIND(store, statement, fields, ret_value, arena, ...)                                      \
  store_find((store), &(statement), VALUES(__VA_ARGS__), (fields), (ret_value), (arena))
#define LIST(store, statement, fields, type, arena, ...)                                           \
  store_list((store), &(statement), VALUES(__VA_ARGS__), (fields), sizeof(type), (arena))

/* A domain's SQL is one X-macro list in its sql.h: #define PEOPLE_SQL(S) S(sql_person_by_id, "…") …
 * DECLARE_SQL there and DEFINE_SQL in sql.c make the constants and a NULL-ended list of them. */
#define SQL_EXTERN(name, text)   extern const struct statement name;
#define SQL_CONSTANT(name, text) const struct statement name = {#name, text};
#define SQL_ADDRESS(name, text)  &name,
#define DECLARE_SQL(list, LIST_MACRO)                                                              \
  LIST_MACRO(SQL_EXTERN) extern const struct statement *const list[]
#define DEFINE_SQL(list, LIST_MACRO)                                                               \
  LIST_MACRO(SQL_CONSTANT) const struct statement *const list[] = {LIST_MACRO(SQL_ADDRESS) NULL}

/* Runs a script of several statements, as migrations do; translates its few words of dialect. */
void store_script(struct store *store, const char *script);
/* Prepares a statement and forgets it: the test that every statement fits the engine. */
bool store_prepares(struct store *store, const struct statement *statement,
                    struct error *ret_error);
/* Every table, index, trigger and view as (kind, name, definition), in order of kind and name; no
 * rows on an engine that does not keep definitions as they were written. */
struct cursor store_schema(struct store *store);
/* Whether the file behind the database is sound; `quick` leaves out the indexes. Failure store with
 * what the engine found. True on an engine that has no such check. */
bool store_check(struct store *store, bool quick, struct error *ret_error);
/* Copies a SQLite database that is in use into a file, as it stood at one moment. Failure store. */
bool store_copy(struct store *store, const char *path, struct error *ret_error);

/* For fault sweeps in tests: the n-th statement from now fails once; 0 turns it off. */
void store_fail_at(struct store *store, int64_t statements);

#endif
