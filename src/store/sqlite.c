/* SQLite behind the driver seam: WAL, a full sync at every commit, no waiting readers. */
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/driver.h"

enum { BUSY_MS = 10000, COPY_WAIT_MS = 20, CACHE_KIB = 65536 };

static bool script(void *connection, const char *sql) {
  return sqlite3_exec(connection, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool set_up(sqlite3 *connection, bool read_only) {
  sqlite3_busy_timeout(connection, BUSY_MS);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!script(connection,
              "PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;PRAGMA temp_store=MEMORY"))
    return false;
  char *cache = sqlite3_mprintf("PRAGMA cache_size=-%d", CACHE_KIB);
  bool cached = cache && script(connection, cache);
  sqlite3_free(cache);
  if (!cached) return false;
  if (read_only) return script(connection, "PRAGMA query_only=ON");
  return script(connection, "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL");
}

/* A database holds personal data, whatever the umask is. Only a file that is not there is touched:
 * closing one that is open elsewhere in this process would drop its locks. */
static void create_closed_to_others(const char *place) {
  struct text text = text_of(place);
  if (!text.length || text.at[0] == ':' || text_starts(text, TEXT("file:"))) return;
  int file = open(place, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) close(file);
}

/* Counting what memory is in use takes a lock that all threads share, at every allocation. */
static void count_no_memory(void) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool open_connection(const char *place, bool read_only, void **ret_connection) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  if (!read_only) {
    flags |= SQLITE_OPEN_CREATE;
    create_closed_to_others(place);
  }
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, count_no_memory);
  sqlite3 *connection;
  bool opened = sqlite3_open_v2(place, &connection, flags, NULL) == SQLITE_OK;
  *ret_connection = connection;
  return opened && set_up(connection, read_only);
}

static void close_connection(void *connection) {
  int status = sqlite3_close(connection);
  assert(status == SQLITE_OK);
}

static const char *message(void *connection) {
  return sqlite3_errmsg(connection);
}

/* SQLite numbers $1 in the order of first use, but ?1 by its number. */
static void *prepare(void *connection, const char *sql) {
  sqlite3_stmt *handle = NULL;
  char *numbered = strdup(sql);
  assert(numbered);
  for (char *at = numbered; (at = strchr(at, '$'));) *at = '?';
  int status =
      sqlite3_prepare_v3(connection, numbered, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  free(numbered);
  return status == SQLITE_OK ? handle : NULL;
}

static void finish(void *handle) {
  sqlite3_finalize(handle);
}

static bool bind(sqlite3_stmt *handle, int position, const struct value *value) {
  static const char nothing[] = "";
  const char *at = value->text.at ? value->text.at : nothing;
  switch (value->kind) {
  case VALUE_NULL:
    return sqlite3_bind_null(handle, position) == SQLITE_OK;
  case VALUE_INTEGER:
    return sqlite3_bind_int64(handle, position, value->integer) == SQLITE_OK;
  case VALUE_TEXT:
    return sqlite3_bind_text64(handle, position, at, value->text.length, SQLITE_STATIC,
                               SQLITE_UTF8) == SQLITE_OK;
  case VALUE_BYTES:
    return sqlite3_bind_blob64(handle, position, at, value->text.length, SQLITE_STATIC) ==
           SQLITE_OK;
  }
  return false;
}

static bool start(void *handle, const struct value *values, size_t count) {
  int most = sqlite3_bind_parameter_count(handle);
  assert((size_t)most <= count);
  for (int number = 1; number <= most; number++)
    if (!bind(handle, number, &values[number - 1])) return false;
  return true;
}

static enum step step(void *handle) {
  switch (sqlite3_step(handle)) {
  case SQLITE_ROW:
    return STEP_ROW;
  case SQLITE_DONE:
    return STEP_DONE;
  default:
    return STEP_FAILED;
  }
}

static void reset(void *handle) {
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
}

static int64_t changes(void *handle) {
  return sqlite3_changes64(sqlite3_db_handle(handle));
}

static int columns(void *handle) {
  return sqlite3_column_count(handle);
}

static const char *column_name(void *handle, int column) {
  return sqlite3_column_name(handle, column);
}

static struct value column(void *handle, int column) {
  struct value value = {.kind = VALUE_NULL};
  switch (sqlite3_column_type(handle, column)) {
  case SQLITE_NULL:
    return value;
  case SQLITE_INTEGER:
    return (struct value){.kind = VALUE_INTEGER, .integer = sqlite3_column_int64(handle, column)};
  case SQLITE_BLOB:
    value.kind = VALUE_BYTES;
    break;
  default:
    value.kind = VALUE_TEXT;
  }
  const void *at = value.kind == VALUE_BYTES ? sqlite3_column_blob(handle, column)
                                             : (const void *)sqlite3_column_text(handle, column);
  value.text = (struct text){at ? at : "", (size_t)sqlite3_column_bytes(handle, column)};
  return value;
}

static bool copy(void *connection, const char *path) {
  sqlite3 *target = NULL;
  bool done = sqlite3_open(path, &target) == SQLITE_OK;
  sqlite3_backup *backup = done ? sqlite3_backup_init(target, "main", connection, "main") : NULL;
  if (backup) {
    int status, waited_ms = 0;
    do {
      status = sqlite3_backup_step(backup, 1024);
      if (status != SQLITE_BUSY && status != SQLITE_LOCKED) continue;
      waited_ms += sqlite3_sleep(COPY_WAIT_MS);
      if (waited_ms < BUSY_MS) status = SQLITE_OK;
    } while (status == SQLITE_OK);
    done = sqlite3_backup_finish(backup) == SQLITE_OK && status == SQLITE_DONE;
  }
  sqlite3_close(target);
  return done && backup;
}

static const struct statement check = {"integrity_check", "PRAGMA integrity_check(1)"};
static const struct statement check_quick = {"quick_check", "PRAGMA quick_check(1)"};
static const struct statement schema = {
    "sqlite_schema", "SELECT type, name, sql FROM sqlite_schema "
                     "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"};

const struct driver sqlite_driver = {
    .open = open_connection,
    .close = close_connection,
    .message = message,
    .script = script,
    .begin_sql = "BEGIN IMMEDIATE",
    .prepares_control = true,
    .prepare = prepare,
    .finish = finish,
    .start = start,
    .step = step,
    .reset = reset,
    .changes = changes,
    .columns = columns,
    .column_name = column_name,
    .column = column,
    .schema = &schema,
    .check = &check,
    .check_quick = &check_quick,
    .copy = copy,
};
