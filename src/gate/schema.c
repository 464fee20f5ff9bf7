/* The tables of gates, and the statements on them. */
#include "act/domain.h"
#include "gate/sql.h"

const char *const gate_migrations[] = {
    "CREATE TABLE gate ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL,"
    " token_hash TEXT UNIQUE," /* SHA-256 in hexadecimal; NULL once revoked */
    " enrolled_us INTEGER NOT NULL, revoked_us INTEGER, heard_us INTEGER,"
    " PRIMARY KEY (enterprise, id)) STRICT;"
    "CREATE UNIQUE INDEX gate_by_id ON gate (id);"
    "CREATE INDEX gate_by_enrolled ON gate (enrolled_us, id);"
    /* No event carries these: losing one means asking for another. */
    "CREATE TABLE invitation ("
    " code_hash TEXT PRIMARY KEY, enterprise TEXT NOT NULL, site TEXT NOT NULL,"
    " ends_us INTEGER NOT NULL) STRICT;"
    "CREATE TABLE scan ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('arrive','depart','walk_in')), visit TEXT NOT NULL,"
    " by_id TEXT NOT NULL, scanned_us INTEGER NOT NULL, uploaded_us INTEGER NOT NULL,"
    " people INTEGER, code TEXT CHECK (code IN ('red','green')), reasons TEXT NOT NULL,"
    " PRIMARY KEY (enterprise, id)) STRICT;"
    "CREATE INDEX scan_by_visit ON scan (enterprise, visit);",
    NULL,
};

const struct table_entry gate_tables[] = {
    {.name = "gate", .key = "enterprise, id", .left_out = "heard_us", .shown = "site"},
    {.name = "scan", .key = "enterprise, id", .shown = "kind, visit, code, reasons"},
    {0},
};

DEFINE_SQL(gate_sql, GATE_SQL);
