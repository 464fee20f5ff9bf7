/* The seam between the store and an engine: one constant table of functions for each.
 *
 * A driver knows SQL text, values and rows, and nothing of Heng. Its calls return false or
 * STEP_FAILED after a failure and `message` then says why, without values. */
#ifndef HENG_STORE_DRIVER_H
#define HENG_STORE_DRIVER_H

#include "store/store.h"

enum step { STEP_ROW, STEP_DONE, STEP_FAILED };

struct driver {
  bool (*open)(const char *place, bool read_only, void **ret_connection);
  void (*close)(void *connection);
  const char *(*message)(void *connection);
  /* Whether the last failure would pass if the transaction were run again; NULL: never. */
  bool (*conflicted)(void *connection);
  /* Several statements without values, in Heng's one dialect. */
  bool (*script)(void *connection, const char *sql);
  const char *begin_sql;
  bool prepares_control; /* BEGIN and its like are worth preparing, and may be */
  /* A handle that can be started again and again; NULL after a failure. */
  void *(*prepare)(void *connection, const char *sql);
  void (*finish)(void *handle);
  /* Binds and makes ready for step. The values must stay until reset. */
  bool (*start)(void *handle, const struct value *values, size_t count);
  enum step (*step)(void *handle);
  void (*reset)(void *handle);
  int64_t (*changes)(void *handle);
  int (*columns)(void *handle);
  const char *(*column_name)(void *handle, int column);
  /* Text and bytes point into the engine's memory, valid until the next step or reset. */
  struct value (*column)(void *handle, int column);
  const struct statement *schema; /* for store_schema; NULL: none */
  /* Give one row "ok" when the file is sound; NULL: no such check. */
  const struct statement *check, *check_quick;
  /* NULL when the engine has its own way (pg_dump). */
  bool (*copy)(void *connection, const char *path);
};

extern const struct driver sqlite_driver;
extern const struct driver postgres_driver;

/* For row.c: memory for one statement's values, given back at the next call. */
struct arena *store_scratch(struct store *store);

#endif
