/* The SQL of screens: the table and the statements. */
#include "people/sql_screen.h"

const char *const screen_migrations[] = {
    "CREATE TABLE screen ("
    "  id TEXT PRIMARY KEY, name TEXT,"
    "  token_hash TEXT UNIQUE," /* SHA-256 in hexadecimal; NULL once revoked */
    "  made_us INTEGER NOT NULL, ends_us INTEGER NOT NULL,"
    "  opened_us INTEGER, revoked_us INTEGER"
    ") STRICT;",
    NULL,
};

DEFINE_SQL(screen_sql, SCREEN_SQL);
