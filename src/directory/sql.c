/* The directory's tables and statements. */
#include "directory/sql.h"

const char *const directory_migrations[] = {
    "CREATE TABLE unit ("
    "  id TEXT PRIMARY KEY, name TEXT NOT NULL, short_name TEXT, county TEXT NOT NULL,"
    "  body TEXT NOT NULL, active INTEGER NOT NULL CHECK (active IN (0, 1)),"
    "  version INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE enterprise ("
    "  id TEXT PRIMARY KEY CHECK (length(id) = 18), name TEXT NOT NULL, short_name TEXT,"
    "  county TEXT NOT NULL, industry TEXT NOT NULL, address TEXT, scale TEXT,"
    "  active INTEGER NOT NULL CHECK (active IN (0, 1)), version INTEGER NOT NULL,"
    "  number INTEGER NOT NULL UNIQUE"
    ") STRICT;"
    /* The pieces of one and two characters of names; length is the name's. Its key is the order of
     * an answer, so that a search reads little more than it shows. It names an enterprise by
     * number, for numbers grow: new rows of a piece go to one place, where codes would go
     * everywhere. */
    "CREATE TABLE enterprise_gram ("
    "  gram TEXT NOT NULL, inside INTEGER NOT NULL, length INTEGER NOT NULL,"
    "  number INTEGER NOT NULL, PRIMARY KEY (gram, inside, length, number)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE site ("
    "  enterprise TEXT NOT NULL REFERENCES enterprise (id), id TEXT NOT NULL, name TEXT NOT NULL,"
    "  address TEXT, active INTEGER NOT NULL CHECK (active IN (0, 1)), version INTEGER NOT NULL,"
    "  PRIMARY KEY (enterprise, id), UNIQUE (enterprise, name)"
    ") STRICT;"
    "CREATE TABLE item ("
    "  id TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT, basis TEXT,"
    "  active INTEGER NOT NULL CHECK (active IN (0, 1)), version INTEGER NOT NULL"
    ") STRICT;",
    NULL,
};

DEFINE_SQL(directory_sql, DIRECTORY_SQL);
