/* The SQL of people: tables and statements. */
#include "people/sql.h"

const char *const people_migrations[] = {
    /* Rebuilt from events. A forgotten person's row stays, blank, for others refer to it. */
    "CREATE TABLE person ("
    "  id TEXT PRIMARY KEY, login TEXT UNIQUE, name TEXT, phone TEXT, roles TEXT NOT NULL,"
    "  unit TEXT, enterprise TEXT, site TEXT,"
    "  state TEXT NOT NULL CHECK (state IN ('active', 'locked', 'forgotten')),"
    "  password TEXT, totp TEXT, recovery TEXT NOT NULL,"
    "  created_us INTEGER NOT NULL, forgotten_us INTEGER, version INTEGER NOT NULL,"
    "  CHECK (unit IS NULL OR enterprise IS NULL), CHECK (site IS NULL OR enterprise IS NOT NULL)"
    ") STRICT;"
    "CREATE INDEX person_by_unit ON person (unit, id);"
    "CREATE INDEX person_by_enterprise ON person (enterprise, id);"
    "CREATE TABLE delegation ("
    "  unit TEXT NOT NULL, id TEXT NOT NULL, head TEXT NOT NULL, delegate TEXT NOT NULL,"
    "  from_us INTEGER NOT NULL, until_us INTEGER NOT NULL, made_us INTEGER NOT NULL,"
    "  revoked_us INTEGER, PRIMARY KEY (unit, id), CHECK (from_us < until_us)"
    ") STRICT;"
    "CREATE INDEX delegation_by_delegate ON delegation (delegate, until_us);"
    /* How things stand at the door: no event carries these, and losing them only means signing in
     * again. Tokens are kept as their SHA-256 in hexadecimal. */
    "CREATE TABLE session ("
    "  id TEXT PRIMARY KEY, person TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE,"
    "  opened_us INTEGER NOT NULL, seen_us INTEGER NOT NULL, ends_us INTEGER NOT NULL,"
    "  second_factor INTEGER NOT NULL, one_time INTEGER NOT NULL, pending_totp TEXT"
    ") STRICT;"
    "CREATE INDEX session_by_person ON session (person, opened_us);"
    "CREATE TABLE one_time_token ("
    "  token_hash TEXT PRIMARY KEY, person TEXT NOT NULL, ends_us INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX one_time_token_by_person ON one_time_token (person);"
    "CREATE TABLE attempts ("
    "  person TEXT PRIMARY KEY, failures INTEGER NOT NULL, failed_us INTEGER NOT NULL,"
    "  totp_step INTEGER NOT NULL"
    ") STRICT;",
    NULL,
};

DEFINE_SQL(people_sql, PEOPLE_SQL);
