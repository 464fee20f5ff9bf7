/* Somebody changes the database behind the program's back: each kind of tampering is found, and
 * named by what was done and where. An untouched database is silent. */
#include "audit_city.h"

static struct audit_city city;
static void silence_before_anything_is_done(void) {
  static struct audit_result result;
  city = audit_city_make();
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  audit_print(&result);
  CHECK_INTEGER(result.count, 0);
  CHECK(result.report.event_count > 380);
  CHECK(result.report.verdict_count > 60);
  CHECK(result.report.row_count > 350);
}

#define VISIT(name, assignment)   "UPDATE visit SET " assignment " WHERE id = '@" name "'"
#define PERSON(login, assignment) "UPDATE person SET " assignment " WHERE login = '" login "'"
#define EVENT(type, assignment)                                                                    \
  "UPDATE event SET " assignment " WHERE seq = (SELECT min(seq) FROM event WHERE type = '" type "')"
#define LAST "(SELECT max(seq) FROM event)"

/* What was done; the SQL; what is found: kind, table, part of the key ("@v1": the visit's id),
 * column. */
static const struct tampering {
  const char *what, *sql;
  const char *kind, *table, *key, *column;
} tamperings[] = {
    /* verdicts and what they rest on */
    {"a verdict turned", VISIT("v4", "code = 'green', reasons = '[]'"), "value_altered", "visit",
     "@v4", "code"},
    {"a reason taken away", VISIT("v7", "reasons = '[\"not_agreed\"]'"), "value_altered", "visit",
     "@v7", "reasons"},
    {"an approval forged", VISIT("v4", "approval = 'approved'"), "value_altered", "visit", "@v4",
     "approval"},
    {"a consent forged", VISIT("v7", "consent = 'agreed'"), "value_altered", "visit", "@v7",
     "consent"},
    {"a freeze removed", VISIT("v3", "frozen = 0, frozen_words = NULL"), "value_altered", "visit",
     "@v3", "frozen"},
    {"a place in the order taken", VISIT("v3", "seq = 1"), "value_altered", "visit", "@v3", "seq"},
    {"a joint group left", VISIT("v2", "joint = NULL"), "value_altered", "visit", "@v2", "joint"},
    {"evidence replaced", VISIT("v5", "evidence = '没有'"), "value_altered", "visit", "@v5",
     "evidence"},
    {"an exemption given", VISIT("v4", "exemption = 'emergency'"), "value_altered", "visit", "@v4",
     "exemption"},
    {"a life given back", VISIT("v6", "life = 'done'"), "value_altered", "visit", "@v6", "life"},
    {"a serial lowered", VISIT("v1", "serial = serial - 1"), "value_altered", "visit", "@v1",
     "serial"},
    {"a booking backdated", VISIT("v1", "booked_us = booked_us - 86400000000"), "value_altered",
     "visit", "@v1", "booked_us"},
    {"a visit moved to another day",
     VISIT("v1", "start_us = start_us + 86400000000, end_us = end_us + 86400000000"),
     "value_altered", "visit", "@v1", "start_us"},
    {"another unit's visit", VISIT("v1", "unit = 'fire'"), "value_altered", "visit", "@v1", "unit"},
    {"certificates invented", VISIT("v1", "certified = 9"), "value_altered", "visit", "@v1",
     "certified"},
    {"a policy version named", VISIT("v1", "policy_version = 0"), "value_altered", "visit", "@v1",
     "policy_version"},
    {"a gate's site moved", VISIT("v1", "site = 'elsewhere0000'"), "value_altered", "visit", "@v1",
     "site"},
    {"a visit deleted", "DELETE FROM visit WHERE id = '@v4'", "row_missing", "visit", "@v4", ""},
    {"a visit added",
     "CREATE TEMP TABLE t AS SELECT * FROM visit WHERE id = '@v4';"
     "UPDATE t SET id = 'forged000000'; INSERT INTO visit SELECT * FROM t",
     "row_added", "visit", "forged000000", ""},
    /* filings and policies */
    {"a filing raised", "UPDATE filing SET visits = 99 WHERE unit = 'market'", "value_altered",
     "filing", "enterprise=", "visits"},
    {"a filing deleted", "DELETE FROM filing WHERE unit = 'fire'", "row_missing", "filing",
     "enterprise=", ""},
    {"an amendment refused afterwards",
     "UPDATE filing SET state = 'refused' WHERE state = 'granted'", "value_altered", "filing",
     "enterprise=", "state"},
    {"a publication undone", "DELETE FROM filing_year", "row_missing", "filing_year", "year=2026",
     ""},
    {"a policy rewritten", "UPDATE policy SET body = replace(body, '\"day\":1', '\"day\":9')",
     "value_altered", "policy", "name=test", "body"},
    {"a policy backdated", "UPDATE policy SET effective_day = effective_day - 30", "value_altered",
     "policy", "name=test", "effective_day"},
    /* people */
    {"a password replaced", PERSON("officer", "password = '$argon2id$mine'"), "value_altered",
     "person", "id=", "password"},
    {"a role raised", PERSON("officer", "roles = '[\"officer\",\"head\"]'"), "value_altered",
     "person", "id=", "roles"},
    {"a person moved to another unit", PERSON("officer", "unit = 'fire'"), "value_altered",
     "person", "id=", "unit"},
    {"a second factor planted", PERSON("head", "totp = 'AAAAAAAA'"), "value_altered", "person",
     "id=", "totp"},
    {"an account reopened", "UPDATE person SET state = 'active' WHERE state = 'forgotten'",
     "value_altered", "person", "id=", "state"},
    {"an account added",
     "INSERT INTO person (id, login, roles, state, recovery, created_us, version) "
     "VALUES ('ghost0000000', 'ghost', '[]', 'active', '[]', 1, 1)",
     "row_added", "person", "ghost0000000", ""},
    {"an account deleted", "DELETE FROM person WHERE login = 'supervisor'", "row_missing", "person",
     "id=", ""},
    {"a delegation prolonged", "UPDATE delegation SET until_us = until_us + 1", "value_altered",
     "delegation", "unit=market", "until_us"},
    {"a delegate exchanged", "UPDATE delegation SET delegate = head", "value_altered", "delegation",
     "unit=market", "delegate"},
    /* the directory */
    {"a site renamed", "UPDATE site SET name = '二厂' WHERE enterprise = '" ENTERPRISE "'",
     "value_altered", "site", "enterprise=" ENTERPRISE, "name"},
    {"a site given to another enterprise",
     "UPDATE site SET enterprise = '" ENTERPRISE "', name = '三厂' "
     "WHERE enterprise = '" OTHER_ENTERPRISE "'",
     "row_missing", "site", "enterprise=" OTHER_ENTERPRISE, ""},
    {"a unit renamed", "UPDATE unit SET name = 'x' WHERE id = 'fire'", "value_altered", "unit",
     "id=fire", "name"},
    {"an enterprise closed", "UPDATE enterprise SET active = 0 WHERE id = '" ENTERPRISE "'",
     "value_altered", "enterprise", "id=" ENTERPRISE, "active"},
    {"an enterprise hidden from search",
     "DELETE FROM enterprise_gram WHERE gram = (SELECT min(gram) FROM enterprise_gram)",
     "row_missing", "enterprise_gram", "gram=", ""},
    {"an item deleted", "DELETE FROM item WHERE id = 'B7'", "row_missing", "item", "id=B7", ""},
    /* at the gate, and what enterprises say */
    {"a gate moved to another site", "UPDATE gate SET site = 'elsewhere0000'", "value_altered",
     "gate", "enterprise=" ENTERPRISE, "site"},
    {"a gate's token replaced", "UPDATE gate SET token_hash = 'mine'", "value_altered", "gate",
     "enterprise=" ENTERPRISE, "token_hash"},
    {"a gate added",
     "INSERT INTO gate (enterprise, id, site, name, enrolled_us) "
     "VALUES ('" ENTERPRISE "', 'ghost0000000', 'x', 'x', 1)",
     "row_added", "gate", "ghost0000000", ""},
    {"an arrival antedated",
     "UPDATE scan SET scanned_us = scanned_us - 3600000000 WHERE kind = 'arrive'", "value_altered",
     "scan", "id=scan-arrive", "scanned_us"},
    {"a red arrival made green", "UPDATE scan SET code = 'green' WHERE kind = 'walk_in'",
     "value_altered", "scan", "id=scan-walk-in", "code"},
    {"a walk-in deleted", "DELETE FROM visit WHERE walk_in = 1", "row_missing", "visit",
     "enterprise=" ENTERPRISE, ""},
    {"an outcome rewritten", VISIT("v5", "outcome = '一切正常'"), "value_altered", "visit", "@v5",
     "outcome"},
    {"a rating raised", "UPDATE rating SET efficiency = 5", "value_altered", "rating",
     "enterprise=" ENTERPRISE, "efficiency"},
    {"a rating deleted", "DELETE FROM rating", "row_missing", "rating", "enterprise=" ENTERPRISE,
     ""},
    {"a complaint deleted", "DELETE FROM complaint", "row_missing", "complaint",
     "enterprise=" ENTERPRISE, ""},
    {"a complaint closed", "UPDATE complaint SET state = 'answered'", "value_altered", "complaint",
     "enterprise=" ENTERPRISE, "state"},
    {"a complaint put off", "UPDATE complaint SET due_us = due_us + 86400000000", "value_altered",
     "complaint", "enterprise=" ENTERPRISE, "due_us"},
    {"a subscriber's address replaced", "UPDATE subscriber SET url = 'https://evil.example'",
     "value_altered", "subscriber", "id=", "url"},
    /* the log */
    {"a leaf altered", EVENT("visit_approved", "leaf = replace(leaf, 'true', 'false')"),
     "leaf_altered", "event", "visit_approved @v1", ""},
    {"an approval backdated in its leaf",
     EVENT("visit_approved", "leaf = replace(leaf, '2026-05-04', '2026-05-03')"), "leaf_altered",
     "event", "visit_approved @v1", ""},
    {"an approval backdated in its column", EVENT("visit_approved", "at_us = at_us - 60000000"),
     "event_columns_altered", "event", "visit_approved @v1", ""},
    {"somebody else's act", EVENT("visit_approved", "by_id = 'somebody0000'"),
     "event_columns_altered", "event", "visit_approved @v1", ""},
    {"another type of event", EVENT("visit_approved", "type = 'visit_refused'"),
     "event_columns_altered", "event", "visit_refused @v1", ""},
    {"an event about another enterprise",
     EVENT("visit_approved", "enterprise = '" OTHER_ENTERPRISE "'"), "event_columns_altered",
     "event", "visit_approved @v1", ""},
    {"a leaf emptied", EVENT("visit_approved", "leaf = '{}'"), "event_unreadable", "event",
     "visit_approved @v1", ""},
    {"two leaves swapped",
     "CREATE TEMP TABLE t AS SELECT seq, leaf FROM event WHERE seq IN (3, 4);"
     "UPDATE event SET leaf = (SELECT leaf FROM t WHERE t.seq = 7 - event.seq) "
     "WHERE seq IN (3, 4)",
     "leaf_altered", "event", "unit_added", ""},
    {"a stored hash altered", "UPDATE event SET hash = zeroblob(32) WHERE seq = 30", "leaf_altered",
     "event", "", ""},
    {"the newest event deleted", "DELETE FROM event WHERE seq = " LAST, "event_missing", "", "",
     ""},
    {"an event in the middle deleted", "DELETE FROM event WHERE seq = 100", "event_missing",
     "event", "", ""},
    {"an event renumbered", "UPDATE event SET seq = seq + 100 WHERE seq = " LAST, "event_missing",
     "event", "", ""},
    {"an event added",
     "INSERT INTO event SELECT seq + 1, type, at_us, by_id, request, enterprise, subject, leaf, "
     "sealed, salt, hash FROM event WHERE seq = " LAST,
     "event_unsigned", "event", "", ""},
    {"an event added that cannot be",
     "INSERT INTO event SELECT " LAST " + 1, type, at_us, by_id, request, enterprise, subject, "
     "leaf, sealed, salt, hash FROM event WHERE type = 'item_added' LIMIT 1",
     "event_not_applied", "event", "item_added", ""},
    {"an event before the first",
     "INSERT INTO event SELECT -1, type, at_us, by_id, request, enterprise, subject, leaf, sealed, "
     "salt, hash FROM event WHERE seq = 0",
     "event_unsigned", "event", "", ""},
    {"the checkpoint deleted", "DELETE FROM checkpoint", "checkpoint_missing", "", "", ""},
    {"the newest event and the checkpoint deleted",
     "DELETE FROM event WHERE seq = " LAST "; DELETE FROM checkpoint", "checkpoint_missing", "", "",
     ""},
    {"the checkpoint's size altered",
     "UPDATE checkpoint SET note = replace(note, char(10) || (" LAST " + 1) || char(10), "
     "char(10) || " LAST " || char(10))",
     "checkpoint_untrusted", "", "", ""},
    {"a node of the tree altered", "UPDATE log_node SET hash = zeroblob(32)", "node_altered",
     "log_node", "level=1, position=0", "hash"},
    {"a node of the tree deleted", "DELETE FROM log_node", "node_missing", "log_node",
     "level=1, position=0", ""},
    {"a node of the tree added", "INSERT INTO log_node VALUES (1, 5, zeroblob(32))", "node_added",
     "log_node", "level=1, position=5", ""},
    {"a level of the tree added", "INSERT INTO log_node VALUES (9, 0, zeroblob(32))", "node_added",
     "log_node", "level=9, position=0", ""},
    /* what is private */
    {"a salt replaced", EVENT("visit_refused", "salt = zeroblob(32)"), "private_altered", "event",
     "visit_refused @v4", ""},
    {"private words replaced", EVENT("visit_refused", "sealed = replace(sealed, '不全', '齐全')"),
     "private_altered", "event", "visit_refused @v4", ""},
    {"private words made unreadable", EVENT("visit_refused", "sealed = 'x'"), "private_altered",
     "event", "visit_refused @v4", ""},
    {"private words erased", EVENT("visit_refused", "sealed = NULL, salt = NULL"),
     "private_missing", "event", "visit_refused @v4", ""},
    {"somebody forgotten remembered",
     "UPDATE event SET sealed = '{\"login\":\"leaver\"}', salt = zeroblob(32) WHERE seq = "
     "(SELECT min(c.seq) FROM event c JOIN event f ON f.subject = c.subject "
     "WHERE f.type = 'person_forgotten')",
     "private_kept", "event", "person_forgotten", ""},
    /* the structure */
    {"a trigger added",
     "CREATE TRIGGER quietly AFTER INSERT ON visit BEGIN UPDATE visit SET code = 'green'; END",
     "schema_altered", "quietly", "", ""},
    {"a table added", "CREATE TABLE aside (x)", "schema_altered", "aside", "", ""},
    {"an index dropped", "DROP INDEX visit_by_seq", "schema_altered", "visit_by_seq", "", ""},
    {"a column added", "ALTER TABLE visit ADD COLUMN paid INTEGER", "schema_altered", "visit", "",
     ""},
    {"a table dropped", "DROP TABLE delegation", "schema_altered", "delegation", "", ""},
    {"a migration forgotten", "UPDATE migration SET number = 0 WHERE domain = 'visit'", "", "", "",
     ""},
};

static void every_tampering_is_found_and_named(void) {
  static struct audit_result result;
  for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
    const struct tampering *row = &tamperings[i];
    CHECK_ROW("%s", row->what);
    put_back(&city);
    spoil(&city, row->sql);
    bool done = audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result);
    if (!*row->kind) { /* refused outright */
      CHECK(!done && result.error.code == ERROR_other_version);
      continue;
    }
    note_kinds(&result);
    if (!CHECK(done &&
               was_found(&result, row->kind, row->table, with_ids(&city, row->key), row->column)))
      audit_print(&result);
  }
  check_row[0] = 0;
}

/* What is private is never shown. */
static void findings_keep_secrets(void) {
  static struct audit_result result;
  put_back(&city);
  spoil(&city, PERSON("officer", "password = 'hunter2', phone = '139', name = '司马'"));
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  CHECK_INTEGER(result.count, 3);
  for (size_t i = 0; i < result.count; i++) CHECK_TEXT(text_of(result.found[i].detail), "");
}

/* Leaf and hash together: only the signed root can tell. */
static void a_leaf_with_a_fitting_hash_is_found(void) {
  static struct audit_result result;
  struct merkle_hash hash = merkle_leaf_hash(log_hash, TEXT("{\"seq\":1,\"type\":\"unit_added\"}"));
  char hex[2 * MERKLE_HASH_SIZE + 1] = {0};
  hex_encode(hash.bytes, sizeof hash.bytes, hex);
  put_back(&city);
  spoil(&city, arena_format(city.play->city.arena,
                            "UPDATE event SET leaf = '{\"seq\":1,\"type\":\"unit_added\"}', "
                            "hash = x'%s' WHERE seq = 1",
                            hex)
                   .at);
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  note_kinds(&result);
  CHECK(was_found(&result, "checkpoint_wrong_root", "", "", ""));
  CHECK(was_found(&result, "node_altered", "log_node", "level=1, position=0", "hash"));
}

/* An older checkpoint was signed too; but the events go on behind it. */
static void an_old_checkpoint_is_found(void) {
  static struct audit_result result;
  put_back(&city);
  spoil(&city, arena_format(city.play->city.arena, "UPDATE checkpoint SET note = '%.*s'",
                            TEXT_ARGS(city.old_note))
                   .at);
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  CHECK(was_found(&result, "event_unsigned", "event", "", ""));
}

/* All that can be found by altering a database was. */
static void every_kind_was_found(void) {
  for (int kind = 0; kind <= AUDIT_value_altered; kind++) {
    if (kind == AUDIT_older_checkpoint_broken || kind == AUDIT_time_backwards ||
        kind == AUDIT_time_ahead)
      continue; /* only by who has the keys: audit_forged_test.c */
    CHECK_ROW("%s", audit_finding_entries[kind].name);
    CHECK(kind_seen[kind]);
  }
  check_row[0] = 0;
}

static void silence_again_when_put_back(void) {
  static struct audit_result result;
  put_back(&city);
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  audit_print(&result);
  CHECK_INTEGER(result.count, 0);
  CHECK(audit_folder(city.play->city.folder, city.old_note, city.play->now_us, &result));
  CHECK_INTEGER(result.count, 0);
  audit_city_free(&city);
}

TESTS(silence_before_anything_is_done, every_tampering_is_found_and_named, findings_keep_secrets,
      a_leaf_with_a_fitting_hash_is_found, an_old_checkpoint_is_found, every_kind_was_found,
      silence_again_when_put_back)
