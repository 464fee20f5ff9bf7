/* The tables of filings, in the order in which they came. */
#include "visit/sql_filing.h"

const char *const filing_migrations[] = {
    "CREATE TABLE filing ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL, unit TEXT NOT NULL, year INTEGER NOT NULL,"
    " visits INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('filed','asked','granted','refused')),"
    " words TEXT, by_id TEXT NOT NULL, at_us INTEGER NOT NULL, answer TEXT, decided_by TEXT,"
    " decided_us INTEGER, version INTEGER NOT NULL,"
    " PRIMARY KEY (enterprise, id), CHECK (state <> 'filed' OR visits >= 0)) STRICT;"
    "CREATE UNIQUE INDEX filing_by_id ON filing (id);"
    "CREATE INDEX filing_by_enterprise ON filing (enterprise, unit, year);"
    "CREATE INDEX filing_by_unit ON filing (unit, year, enterprise, id);"
    "CREATE INDEX filing_by_year ON filing (year, enterprise, id);"
    "CREATE INDEX filing_asked ON filing (enterprise, id) WHERE state = 'asked';"
    "CREATE UNIQUE INDEX filing_once ON filing (enterprise, unit, year) WHERE state = 'filed';"
    "CREATE UNIQUE INDEX filing_asked_once ON filing (enterprise, unit, year) "
    "WHERE state = 'asked';"
    "CREATE TABLE filing_year ("
    " year INTEGER PRIMARY KEY, published_us INTEGER NOT NULL, published_by TEXT NOT NULL) STRICT;",
    NULL,
};

DEFINE_SQL(filing_sql, FILING_SQL);
