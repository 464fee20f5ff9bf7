/* The tables of ratings and complaints, in the order in which they came. */
#include "visit/sql_feedback.h"

const char *const feedback_migrations[] = {
    "CREATE TABLE rating ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, unit TEXT NOT NULL,"
    " conduct INTEGER NOT NULL CHECK (conduct BETWEEN 1 AND 5),"
    " integrity INTEGER NOT NULL CHECK (integrity BETWEEN 1 AND 5),"
    " efficiency INTEGER NOT NULL CHECK (efficiency BETWEEN 1 AND 5),"
    " words TEXT, by_id TEXT NOT NULL, at_us INTEGER NOT NULL,"
    " PRIMARY KEY (enterprise, id)) STRICT;"
    "CREATE UNIQUE INDEX rating_by_id ON rating (id);"
    "CREATE UNIQUE INDEX rating_once ON rating (enterprise, visit);"
    "CREATE INDEX rating_by_time ON rating (at_us, id);"
    "CREATE INDEX rating_by_unit ON rating (unit, at_us, id);"
    "CREATE INDEX rating_by_enterprise ON rating (enterprise, at_us, id);"
    "CREATE TABLE complaint ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL, visit TEXT NOT NULL, unit TEXT NOT NULL,"
    " words TEXT, state TEXT NOT NULL CHECK (state IN ('open','answered')),"
    " by_id TEXT NOT NULL, at_us INTEGER NOT NULL, due_us INTEGER NOT NULL,"
    " overdue INTEGER NOT NULL CHECK (overdue IN (0, 1)),"
    " answer TEXT, answered_by TEXT, answered_us INTEGER, version INTEGER NOT NULL,"
    " PRIMARY KEY (enterprise, id)) STRICT;"
    "CREATE UNIQUE INDEX complaint_by_id ON complaint (id);"
    "CREATE UNIQUE INDEX complaint_open_once ON complaint (enterprise, visit) "
    "WHERE state = 'open';"
    "CREATE INDEX complaint_to_flag ON complaint (due_us) WHERE state = 'open' AND overdue = 0;"
    "CREATE INDEX complaint_by_due ON complaint (due_us, id);"
    "CREATE INDEX complaint_by_unit ON complaint (unit, due_us, id);"
    "CREATE INDEX complaint_by_enterprise ON complaint (enterprise, due_us, id);",
    NULL,
};

DEFINE_SQL(feedback_sql, FEEDBACK_SQL);
