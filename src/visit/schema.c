/* The tables of visits, in the order in which they came. */
#include "visit/schema.h"

const char *const visit_migrations[] = {
    "CREATE TABLE visit ("
    " enterprise TEXT NOT NULL, id TEXT NOT NULL, unit TEXT NOT NULL, site TEXT,"
    " kind TEXT NOT NULL, items TEXT NOT NULL,"
    " start_us INTEGER NOT NULL, end_us INTEGER NOT NULL, booked_us INTEGER NOT NULL,"
    " booked_by TEXT NOT NULL, people INTEGER NOT NULL, certified INTEGER NOT NULL,"
    " officers TEXT NOT NULL, purpose TEXT,"
    " approval TEXT NOT NULL CHECK (approval IN ('pending','approved','refused','withdrawn')),"
    " approval_words TEXT,"
    " consent TEXT NOT NULL CHECK (consent IN ('none','agreed','declined')), consent_words TEXT,"
    " life TEXT NOT NULL CHECK (life IN ('booked','arrived','done','cancelled','missed')),"
    " seq INTEGER, joint TEXT, exemption TEXT, evidence TEXT, ratify_by_us INTEGER,"
    " proposed_start_us INTEGER, proposed_end_us INTEGER,"
    " suggested_join TEXT, suggested_words TEXT,"
    " frozen INTEGER NOT NULL, frozen_words TEXT,"
    " arrived_us INTEGER, departed_us INTEGER, arrived_people INTEGER,"
    " walk_in INTEGER NOT NULL, unit_words TEXT, outcome TEXT,"
    " code TEXT NOT NULL CHECK (code IN ('red','green')), reasons TEXT NOT NULL,"
    " policy TEXT, policy_version INTEGER, open INTEGER NOT NULL," /* 1: the verdict may turn */
    " serial INTEGER NOT NULL, version INTEGER NOT NULL,"
    " PRIMARY KEY (enterprise, id), CHECK (start_us < end_us)) STRICT;"
    "CREATE UNIQUE INDEX visit_by_id ON visit (id);"
    "CREATE INDEX visit_by_time ON visit (enterprise, end_us);"
    "CREATE INDEX visit_by_unit ON visit (unit, start_us, id);"
    "CREATE INDEX visit_by_start ON visit (start_us, id);"
    "CREATE INDEX visit_exempt ON visit (start_us, id) WHERE exemption IS NOT NULL;"
    "CREATE INDEX visit_walk_in ON visit (start_us, id) WHERE walk_in = 1;"
    "CREATE INDEX visit_by_enterprise ON visit (enterprise, start_us, id);"
    "CREATE INDEX visit_open ON visit (enterprise, start_us) WHERE open = 1;"
    "CREATE INDEX visit_booked_by_end ON visit (end_us) WHERE life = 'booked';"
    "CREATE INDEX visit_by_suggestion ON visit (enterprise, suggested_join) "
    "WHERE suggested_join IS NOT NULL;"
    "CREATE INDEX visit_by_ratification ON visit (ratify_by_us) WHERE ratify_by_us IS NOT NULL;"
    "CREATE INDEX visit_open_by_policy ON visit (policy, policy_version, enterprise) "
    "WHERE open = 1;"
    "CREATE UNIQUE INDEX visit_by_seq ON visit (enterprise, seq) WHERE seq IS NOT NULL;",
    NULL,
};

const struct table_entry visit_tables[] = {
    {.name = "visit",
     .key = "enterprise, id",
     .shown = "unit, kind, approval, consent, life, joint, code, reasons"},
    {0},
};
