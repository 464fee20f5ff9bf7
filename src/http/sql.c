/* The table and the statements of subscribers. */
#include "http/sql.h"

const char *const http_migrations[] = {
    "CREATE TABLE subscriber ("
    " id TEXT PRIMARY KEY, url TEXT, types TEXT NOT NULL, secret TEXT, made_us INTEGER NOT NULL,"
    " paused INTEGER NOT NULL, next_seq INTEGER NOT NULL, attempts INTEGER NOT NULL,"
    " next_us INTEGER, failing_since_us INTEGER, last_status INTEGER) STRICT;",
    NULL,
};

DEFINE_SQL(http_sql, HTTP_SQL);
