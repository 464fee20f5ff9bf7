/* PostgreSQL behind the driver seam, by libpq: prepared statements, serializable transactions.
 *
 * Heng's dialect differs from PostgreSQL's in a few words of its table definitions only; they are
 * replaced here. Several programs could write one database, but a log has one writer, so whoever
 * opens it for writing holds an advisory lock. */
#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/driver.h"

enum { PARAMETERS_MOST = 64, INTEGER_TEXT_SIZE = 24, WRITER_LOCK = 0x48454e47 };
/* Type numbers that never change (pg_type.dat). */
enum { TYPE_BYTEA = 17, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_NUMERIC = 1700 };

struct connection {
  PGconn *link;
  int statement_count;
  bool conflicted; /* the last failure was 40001 or 40P01: the same again may succeed */
};

struct handle {
  struct connection *connection;
  char name[24];
  PGresult *result;
  int row;             /* of the result; -1 before the first */
  struct arena *arena; /* parameters as C strings, and bytes decoded, until reset */
};

static bool succeeded(struct connection *connection, const PGresult *result) {
  ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
  const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  connection->conflicted = state && (!strcmp(state, "40001") || !strcmp(state, "40P01"));
  return false;
}

static bool execute(struct connection *connection, const char *sql) {
  PGresult *result = PQexec(connection->link, sql);
  bool done = succeeded(connection, result);
  PQclear(result);
  return done;
}

static bool lock_for_writing(struct connection *connection) {
  char sql[64];
  snprintf(sql, sizeof sql, "SELECT pg_try_advisory_lock(%d)", WRITER_LOCK);
  PGresult *result = PQexec(connection->link, sql);
  bool locked =
      succeeded(connection, result) && PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't';
  PQclear(result);
  return locked;
}

static bool open_connection(const char *place, bool read_only, void **ret_connection) {
  struct connection *connection = calloc(1, sizeof *connection);
  assert(connection);
  *ret_connection = connection;
  connection->link = PQconnectdb(place);
  if (PQstatus(connection->link) != CONNECTION_OK) return false;
  if (PQsetClientEncoding(connection->link, "UTF8") != 0) return false;
  if (!execute(connection, "SET client_min_messages = warning; SET bytea_output = hex"))
    return false;
  if (read_only)
    return execute(connection, "SET default_transaction_read_only = on;"
                               "SET default_transaction_isolation = 'repeatable read'");
  return lock_for_writing(connection);
}

static void close_connection(void *context) {
  struct connection *connection = context;
  PQfinish(connection->link);
  free(connection);
}

static const char *message(void *context) {
  const struct connection *connection = context;
  const char *text = PQerrorMessage(connection->link);
  return *text ? text : "another program has the database open for writing";
}

/* The words of a table definition that PostgreSQL has otherwise. */
static const struct {
  const char *heng, *postgres;
} words[] = {{" INTEGER", " BIGINT"},
             {" BLOB", " BYTEA"},
             {") STRICT, WITHOUT ROWID", ")"},
             {") STRICT", ")"}};

static struct text translate(const char *sql, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  struct text rest = text_of(sql);
  while (rest.length) {
    size_t word = 0, count = sizeof words / sizeof *words;
    while (word < count && !text_starts(rest, text_of(words[word].heng))) word++;
    struct text taken = {rest.at, word < count ? strlen(words[word].heng) : 1};
    buffer_add(&out, word < count ? text_of(words[word].postgres) : taken);
    rest = (struct text){rest.at + taken.length, rest.length - taken.length};
  }
  buffer_add_byte(&out, 0);
  return buffer_text(&out);
}

static bool script(void *context, const char *sql) {
  struct arena *arena = arena_make();
  bool done = execute(context, translate(sql, arena).at);
  arena_free(arena);
  return done;
}

static void *prepare(void *context, const char *sql) {
  struct connection *connection = context;
  struct handle *handle = calloc(1, sizeof *handle);
  assert(handle);
  handle->connection = connection;
  handle->arena = arena_make();
  snprintf(handle->name, sizeof handle->name, "heng_%d", ++connection->statement_count);
  PGresult *result = PQprepare(connection->link, handle->name, sql, 0, NULL);
  bool prepared = succeeded(connection, result);
  PQclear(result);
  if (prepared) return handle;
  arena_free(handle->arena);
  free(handle);
  return NULL;
}

static void reset(void *context) {
  struct handle *handle = context;
  PQclear(handle->result);
  handle->result = NULL;
  arena_reset(handle->arena);
}

static void finish(void *context) {
  struct handle *handle = context;
  reset(handle);
  arena_free(handle->arena);
  free(handle);
}

struct parameters {
  const char *at[PARAMETERS_MOST];
  int lengths[PARAMETERS_MOST], formats[PARAMETERS_MOST];
};

static void add_parameter(struct handle *handle, struct parameters *parameters, size_t index,
                          const struct value *value) {
  parameters->formats[index] = value->kind == VALUE_BYTES;
  parameters->lengths[index] = (int)value->text.length;
  switch (value->kind) {
  case VALUE_NULL:
    parameters->at[index] = NULL;
    break;
  case VALUE_INTEGER:
    parameters->at[index] = arena_format(handle->arena, "%lld", (long long)value->integer).at;
    break;
  case VALUE_TEXT:
  case VALUE_BYTES:
    parameters->at[index] = arena_string(handle->arena, value->text);
    break;
  }
}

static bool start(void *context, const struct value *values, size_t count) {
  struct handle *handle = context;
  struct parameters parameters;
  assert(count <= PARAMETERS_MOST);
  for (size_t i = 0; i < count; i++) add_parameter(handle, &parameters, i, &values[i]);
  handle->row = -1;
  handle->result = PQexecPrepared(handle->connection->link, handle->name, (int)count, parameters.at,
                                  parameters.lengths, parameters.formats, 0);
  return succeeded(handle->connection, handle->result);
}

static enum step step(void *context) {
  struct handle *handle = context;
  return ++handle->row < PQntuples(handle->result) ? STEP_ROW : STEP_DONE;
}

static int64_t changes(void *context) {
  const struct handle *handle = context;
  int64_t count;
  return text_to_integer(text_of(PQcmdTuples(handle->result)), &count) ? count : 0;
}

static int columns(void *context) {
  const struct handle *handle = context;
  return PQnfields(handle->result);
}

static const char *column_name(void *context, int column) {
  const struct handle *handle = context;
  return PQfname(handle->result, column);
}

/* "\x0123…" */
static struct text decode_bytes(struct handle *handle, struct text hex) {
  size_t length = hex.length / 2 - 1;
  uint8_t *bytes = arena_take(handle->arena, length + 1);
  bool decoded = hex_decode((struct text){hex.at + 2, 2 * length}, bytes, length);
  assert(decoded);
  return (struct text){(char *)bytes, length};
}

static struct value column(void *context, int column) {
  struct handle *handle = context;
  struct value value = {.kind = VALUE_NULL};
  if (PQgetisnull(handle->result, handle->row, column)) return value;
  struct text text = {PQgetvalue(handle->result, handle->row, column),
                      (size_t)PQgetlength(handle->result, handle->row, column)};
  switch (PQftype(handle->result, column)) {
  case TYPE_INT2:
  case TYPE_INT4:
  case TYPE_INT8:
  case TYPE_NUMERIC:
    if (text_to_integer(text, &value.integer)) value.kind = VALUE_INTEGER;
    return value;
  case TYPE_BYTEA:
    return (struct value){.kind = VALUE_BYTES, .text = decode_bytes(handle, text)};
  default:
    return (struct value){.kind = VALUE_TEXT, .text = text};
  }
}

static bool conflicted(void *context) {
  const struct connection *connection = context;
  return connection->conflicted;
}

const struct driver postgres_driver = {
    .open = open_connection,
    .close = close_connection,
    .message = message,
    .conflicted = conflicted,
    .script = script,
    .begin_sql = "BEGIN ISOLATION LEVEL SERIALIZABLE",
    .prepare = prepare,
    .finish = finish,
    .start = start,
    .step = step,
    .reset = reset,
    .changes = changes,
    .columns = columns,
    .column_name = column_name,
    .column = column,
};
