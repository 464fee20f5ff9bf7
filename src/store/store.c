/* Connections, transactions, statements and rows over a driver; failures stick here. */
#include "store/store.h"

#include <assert.h>
#include <stdlib.h>

#include "store/driver.h"

/* More statements than all domains have together; a full table is a bug. */
enum { STATEMENTS_MOST = 1024 };

enum control { CONTROL_BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, CONTROL_COUNT };

struct store {
  const struct driver *driver;
  void *connection;
  bool read_only;
  bool in_transaction;
  bool begins_late;   /* a reading transaction that has read nothing yet */
  struct error error; /* code ERROR_NONE: nothing has failed */
  struct error before_savepoint[SAVEPOINTS_MOST];
  size_t savepoint_count;
  struct arena *scratch;
  int64_t fail_at;              /* counts down to a made-up failure; 0: none */
  void *control[CONTROL_COUNT]; /* prepared when first needed */
  struct {
    const struct statement *statement;
    void *handle;
    bool busy;
  } prepared[STATEMENTS_MOST]; /* open addressing by the constant's address */
};

struct value value_text(struct text text) {
  return (struct value){.kind = text.at ? VALUE_TEXT : VALUE_NULL, .text = text};
}

struct value value_bytes(struct text bytes) {
  return (struct value){.kind = bytes.at ? VALUE_BYTES : VALUE_NULL, .text = bytes};
}

struct value value_integer(int64_t integer) {
  return (struct value){.kind = integer == NO_INTEGER ? VALUE_NULL : VALUE_INTEGER,
                        .integer = integer};
}

static void stick(struct store *store, const char *name) {
  if (store->error.code) return;
  bool conflicted = store->driver->conflicted && store->driver->conflicted(store->connection);
  fail(&store->error, conflicted ? ERROR_store_conflict : ERROR_store, name, "%s",
       store->driver->message(store->connection));
}

static const struct driver *driver_for(const char *place) {
  struct text text = text_of(place);
  bool postgres =
      text_starts(text, TEXT("postgres://")) || text_starts(text, TEXT("postgresql://"));
  return postgres ? &postgres_driver : &sqlite_driver;
}

bool store_open(const char *place, bool read_only, struct store **ret_store,
                struct error *ret_error) {
  struct store *store = calloc(1, sizeof *store);
  assert(store);
  store->driver = driver_for(place);
  store->read_only = read_only;
  store->scratch = arena_make();
  if (store->driver->open(place, read_only, &store->connection)) {
    *ret_store = store;
    return true;
  }
  fail(ret_error, ERROR_store, NULL, "%s", store->driver->message(store->connection));
  store_close(store);
  return false;
}

bool store_open_memory(struct store **ret_store, struct error *ret_error) {
  return store_open(":memory:", false, ret_store, ret_error);
}

bool store_open_scratch(struct store **ret_store, struct error *ret_error) {
  return store_open("", false, ret_store, ret_error);
}

void store_close(struct store *store) {
  if (!store) return;
  for (size_t i = 0; i < STATEMENTS_MOST; i++)
    if (store->prepared[i].handle) store->driver->finish(store->prepared[i].handle);
  for (size_t i = 0; i < CONTROL_COUNT; i++)
    if (store->control[i]) store->driver->finish(store->control[i]);
  store->driver->close(store->connection);
  arena_free(store->scratch);
  free(store);
}

struct arena *store_scratch(struct store *store) {
  arena_reset(store->scratch);
  return store->scratch;
}

/* Transactions */

static bool control(struct store *store, enum control which) {
  static const char *const words[CONTROL_COUNT] = {
      "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT act", "RELEASE act", "ROLLBACK TO act"};
  const struct driver *driver = store->driver;
  bool writes = which == CONTROL_BEGIN && !store->read_only;
  const char *sql = writes ? driver->begin_sql : words[which];
  if (!driver->prepares_control) return driver->script(store->connection, sql);
  if (!store->control[which]) store->control[which] = driver->prepare(store->connection, sql);
  void *handle = store->control[which];
  if (!handle) return false;
  bool done = driver->start(handle, NULL, 0) && driver->step(handle) == STEP_DONE;
  driver->reset(handle);
  return done;
}

static void must_control(struct store *store, enum control which, const char *name) {
  if (!control(store, which)) stick(store, name);
}

/* A reader's transaction begins with the first thing that it reads. */
void store_begin(struct store *store) {
  assert(!store->in_transaction);
  store->error.code = ERROR_NONE;
  store->begins_late = store->read_only;
  if (!store->begins_late) must_control(store, CONTROL_BEGIN, "begin");
  store->in_transaction = true;
}

bool store_failed(const struct store *store, struct error *ret_error) {
  if (!store->error.code) return false;
  if (ret_error) *ret_error = store->error;
  return true;
}

bool store_commit(struct store *store, struct error *ret_error) {
  assert(store->in_transaction);
  if (!store->error.code && !store->begins_late) must_control(store, COMMIT, "commit");
  if (!store_failed(store, ret_error)) {
    store->in_transaction = false;
    return true;
  }
  store_rollback(store);
  return false;
}

void store_rollback(struct store *store) {
  assert(store->in_transaction);
  /* Some failures have rolled the transaction back already; then this one has nothing to do. */
  if (!store->begins_late) control(store, ROLLBACK);
  store->error.code = ERROR_NONE;
  store->savepoint_count = 0;
  store->in_transaction = store->begins_late = false;
}

void store_savepoint(struct store *store) {
  assert(store->savepoint_count < SAVEPOINTS_MOST);
  store->before_savepoint[store->savepoint_count++] = store->error;
  must_control(store, SAVEPOINT, "savepoint");
}

void store_release(struct store *store) {
  assert(store->savepoint_count > 0);
  store->savepoint_count--;
  must_control(store, RELEASE, "release");
}

void store_rollback_to_savepoint(struct store *store) {
  assert(store->savepoint_count > 0);
  store->error = store->before_savepoint[--store->savepoint_count];
  must_control(store, ROLLBACK_TO, "rollback to savepoint");
  must_control(store, RELEASE, "release");
}

/* Statements */

static bool made_to_fail(struct store *store, const struct statement *statement) {
  if (!store->fail_at || --store->fail_at) return false;
  return !fail(&store->error, ERROR_store, statement->name, "made to fail");
}

void store_fail_at(struct store *store, int64_t statements) {
  store->fail_at = statements;
}

static size_t slot_of(struct store *store, const struct statement *statement) {
  size_t slot = ((uintptr_t)statement / sizeof *statement) % STATEMENTS_MOST;
  for (size_t tried = 0; tried < STATEMENTS_MOST; tried++) {
    const struct statement *found = store->prepared[slot].statement;
    if (!found || found == statement) return slot;
    slot = (slot + 1) % STATEMENTS_MOST;
  }
  assert(false && "more statements than STATEMENTS_MOST");
}

/* NULL after a failure. The handle is busy until it is reset. */
static void *start(struct store *store, const struct statement *statement,
                   const struct value *values, size_t count, size_t *ret_slot) {
  if (store->error.code || made_to_fail(store, statement)) return NULL;
  if (store->begins_late) {
    store->begins_late = false;
    must_control(store, CONTROL_BEGIN, "begin");
    if (store->error.code) return NULL;
  }
  size_t slot = *ret_slot = slot_of(store, statement);
  if (!store->prepared[slot].handle) {
    void *handle = store->driver->prepare(store->connection, statement->sql);
    if (!handle) return stick(store, statement->name), NULL;
    store->prepared[slot].statement = statement;
    store->prepared[slot].handle = handle;
  }
  assert(!store->prepared[slot].busy); /* a cursor on the same statement is still open */
  void *handle = store->prepared[slot].handle;
  store->prepared[slot].busy = true;
  if (store->driver->start(handle, values, count)) return handle;
  stick(store, statement->name);
  store->driver->reset(handle);
  store->prepared[slot].busy = false;
  return NULL;
}

static void end(struct store *store, size_t slot) {
  store->driver->reset(store->prepared[slot].handle);
  store->prepared[slot].busy = false;
}

int64_t store_run(struct store *store, const struct statement *statement,
                  const struct value *values, size_t count) {
  size_t slot;
  void *handle = start(store, statement, values, count, &slot);
  if (!handle) return 0;
  int64_t changed = 0;
  enum step step = store->driver->step(handle);
  if (step == STEP_FAILED)
    stick(store, statement->name);
  else
    changed = store->driver->changes(handle);
  end(store, slot);
  return changed;
}

struct cursor store_query(struct store *store, const struct statement *statement,
                          const struct value *values, size_t count) {
  struct cursor cursor = {.store = store};
  cursor.handle = start(store, statement, values, count, &cursor.slot);
  return cursor;
}

bool store_next(struct cursor *cursor) {
  struct store *store = cursor->store;
  if (!cursor->handle) return false;
  enum step step = store->driver->step(cursor->handle);
  if (step == STEP_ROW) return true;
  if (step == STEP_FAILED) stick(store, store->prepared[cursor->slot].statement->name);
  store_done(cursor);
  return false;
}

void store_done(struct cursor *cursor) {
  if (cursor->handle) end(cursor->store, cursor->slot);
  cursor->handle = NULL;
}

int store_columns(const struct cursor *cursor) {
  return cursor->store->driver->columns(cursor->handle);
}

const char *store_column_name(const struct cursor *cursor, int column) {
  return cursor->store->driver->column_name(cursor->handle, column);
}

struct value store_value(const struct cursor *cursor, int column) {
  return cursor->store->driver->column(cursor->handle, column);
}

int64_t store_integer(const struct cursor *cursor, int column) {
  struct value value = store_value(cursor, column);
  return value.kind == VALUE_INTEGER ? value.integer : NO_INTEGER;
}

struct text store_text(const struct cursor *cursor, int column, struct arena *arena) {
  return arena_copy(arena, store_value(cursor, column).text);
}

bool store_find(struct store *store, const struct statement *statement, const struct value *values,
                size_t count, const struct field *fields, void *ret_value, struct arena *arena) {
  struct cursor cursor = store_query(store, statement, values, count);
  if (!store_next(&cursor)) return false;
  store_row(&cursor, fields, ret_value, arena);
  store_done(&cursor);
  return true;
}

int64_t store_find_integer(struct store *store, const struct statement *statement,
                           const struct value *values, size_t count, int64_t otherwise) {
  struct cursor cursor = store_query(store, statement, values, count);
  if (!store_next(&cursor)) return otherwise;
  int64_t found = store_integer(&cursor, 0);
  store_done(&cursor);
  return found;
}

struct list store_list(struct store *store, const struct statement *statement,
                       const struct value *values, size_t count, const struct field *fields,
                       size_t size, struct arena *arena) {
  struct list list = {0};
  for (struct cursor c = store_query(store, statement, values, count); store_next(&c);) {
    list.at = arena_room(arena, list.at, list.count, size);
    store_row(&c, fields, (char *)list.at + list.count++ * size, arena);
  }
  return list;
}

void store_script(struct store *store, const char *sql) {
  if (store->error.code || store->driver->script(store->connection, sql)) return;
  stick(store, "script");
}

bool store_prepares(struct store *store, const struct statement *statement,
                    struct error *ret_error) {
  void *handle = store->driver->prepare(store->connection, statement->sql);
  if (!handle)
    return fail(ret_error, ERROR_store, statement->name, "%s",
                store->driver->message(store->connection));
  store->driver->finish(handle);
  return true;
}

struct cursor store_schema(struct store *store) {
  const struct statement *schema = store->driver->schema;
  return schema ? store_query(store, schema, NULL, 0) : (struct cursor){.store = store};
}

bool store_check(struct store *store, bool quick, struct error *ret_error) {
  const struct statement *check = quick ? store->driver->check_quick : store->driver->check;
  if (!check) return true;
  struct cursor cursor = store_query(store, check, NULL, 0);
  if (!store_next(&cursor)) return !store_failed(store, ret_error);
  struct text answer = store_value(&cursor, 0).text;
  bool sound = text_equal(answer, TEXT("ok"));
  if (!sound) fail(ret_error, ERROR_store, check->name, "%.*s", TEXT_ARGS(answer));
  store_done(&cursor);
  return sound;
}

bool store_copy(struct store *store, const char *path, struct error *ret_error) {
  if (!store->driver->copy)
    return fail(ret_error, ERROR_store, NULL, "this engine is copied with its own tools (pg_dump)");
  return store->driver->copy(store->connection, path) ||
         fail(ret_error, ERROR_store, NULL, "%s", store->driver->message(store->connection));
}
