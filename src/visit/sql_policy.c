/* The table of policies, in the order in which it came. */
#include "visit/sql_policy.h"

const char *const policy_migrations[] = {
    "CREATE TABLE policy ("
    " name TEXT NOT NULL, version INTEGER NOT NULL, effective_day INTEGER NOT NULL UNIQUE,"
    " body TEXT NOT NULL, adopted_us INTEGER NOT NULL, adopted_by TEXT NOT NULL,"
    " PRIMARY KEY (name, version)) STRICT;",
    NULL,
};

DEFINE_SQL(policy_sql, POLICY_SQL);
