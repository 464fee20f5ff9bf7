/* The SQL of people. */
#ifndef HENG_PEOPLE_SQL_H
#define HENG_PEOPLE_SQL_H

#include "directory/sql.h"

#define PERSON_COLUMNS                                                                             \
  "id, login, name, phone, roles, unit, enterprise, site, state, password, totp, recovery, "       \
  "created_us, version"

/* What others may see of a person, under the names of the API. */
#define PERSON_VIEW_COLUMNS                                                                        \
  "id AS person, login, name, phone, roles, unit, enterprise, site, state, "                       \
  "CASE WHEN password IS NULL THEN 0 ELSE 1 END AS password_set, "                                 \
  "CASE WHEN totp IS NULL THEN 0 ELSE 1 END AS second_factor, created_us AS created, "             \
  "forgotten_us AS forgotten, version, " NAMES("person") ", " SITE_NAME("person")

/* Is the delegation d in force at $2, made by somebody who is a head of the unit still? */
#define DELEGATION_RUNS                                                                            \
  "d.from_us <= $2 AND d.until_us > $2 AND d.revoked_us IS NULL AND EXISTS (SELECT 1 AS one "      \
  "FROM person h WHERE h.id = d.head AND h.unit = d.unit AND h.state = 'active' "                  \
  "AND h.roles LIKE '%\"head\"%')"

/* Delegations with the names of both, under the names of the API. */
#define DELEGATION_VIEW(which)                                                                     \
  "SELECT d.unit, " UNIT_NAME(                                                                     \
      "d") ", d.id AS delegation, d.head, h.name AS head_name, d.delegate, "                       \
           "p.name AS delegate_name, d.from_us AS \"from\", d.until_us AS until, "                 \
           "d.revoked_us AS revoked FROM delegation d JOIN person h ON h.id = d.head "             \
           "JOIN person p ON p.id = d.delegate WHERE " which

/* Who is meant by an event's column, NULL unless they are a person and not forgotten. */
#define PERSON_OF(column)                                                                          \
  "(SELECT p.name FROM person p WHERE p.id = event." column "), "                                  \
  "(SELECT p.login FROM person p WHERE p.id = event." column ")"

/* One text for each index that the search may walk, newest first. */
#define EVENT_SEARCH(walked)                                                                       \
  "SELECT seq, leaf, " PERSON_OF("by_id") ", " PERSON_OF(                                          \
      "subject") " FROM event WHERE " walked "seq < $1 AND at_us >= $2 AND at_us < $3 "            \
                 "AND (CAST($4 AS TEXT) IS NULL OR type = $4) AND (CAST($5 AS TEXT) IS NULL OR "   \
                 "by_id = $5) "                                                                    \
                 "AND (CAST($6 AS TEXT) IS NULL OR subject = $6) ORDER BY seq DESC LIMIT $7"

#define PEOPLE_SQL(S)                                                                              \
  S(sql_person_add,                                                                                \
    "INSERT INTO person (id, login, name, phone, roles, unit, enterprise, site, state, "           \
    "recovery, created_us, version) "                                                              \
    "VALUES ($1,$2,$3,$4,'[]',$5,$6,$7,'active','[]',$8,1)")                                       \
  S(sql_person_edit, "UPDATE person SET name = $2, phone = $3, unit = $4, enterprise = $5, "       \
                     "site = $6, roles = $7, version = version + 1 WHERE id = $1")                 \
  S(sql_person_set_roles, "UPDATE person SET roles = $2, version = version + 1 WHERE id = $1")     \
  S(sql_person_set_state, "UPDATE person SET state = $2, version = version + 1 WHERE id = $1")     \
  S(sql_person_set_password,                                                                       \
    "UPDATE person SET password = $2, version = version + 1 WHERE id = $1")                        \
  S(sql_person_set_second_factor,                                                                  \
    "UPDATE person SET totp = $2, recovery = $3, version = version + 1 WHERE id = $1")             \
  S(sql_person_set_recovery,                                                                       \
    "UPDATE person SET recovery = $2, version = version + 1 WHERE id = $1")                        \
  S(sql_person_blank,                                                                              \
    "UPDATE person SET login = NULL, name = NULL, phone = NULL, roles = '[]', unit = NULL, "       \
    "enterprise = NULL, site = NULL, state = 'forgotten', password = NULL, totp = NULL, "          \
    "recovery = '[]', forgotten_us = $2, version = version + 1 WHERE id = $1")                     \
  S(sql_person_by_id, "SELECT " PERSON_COLUMNS " FROM person WHERE id = $1")                       \
  S(sql_person_by_login, "SELECT " PERSON_COLUMNS " FROM person WHERE login = $1")                 \
  S(sql_person_count, "SELECT count(*) AS n FROM person")                                          \
  S(sql_person_view, "SELECT " PERSON_VIEW_COLUMNS " FROM person WHERE id = $1")                   \
  S(sql_person_list,                                                                               \
    "SELECT " PERSON_VIEW_COLUMNS " FROM person WHERE id > $1 "                                    \
    "AND (CAST($2 AS TEXT) IS NULL OR login LIKE $2 ESCAPE '\\' OR name LIKE $2 ESCAPE '\\') "     \
    "AND (CAST($3 AS TEXT) IS NULL OR unit = $3) "                                                 \
    "AND (CAST($4 AS TEXT) IS NULL OR enterprise = $4) "                                           \
    "AND (CAST($5 AS TEXT) IS NULL OR roles LIKE $5) "                                             \
    "AND (CAST($6 AS TEXT) IS NULL OR state = $6) ORDER BY id LIMIT $7")                           \
  S(sql_colleague_list_unit, "SELECT id AS person, name, phone, roles, site FROM person "          \
                             "WHERE unit = $1 AND id > $2 AND state = 'active' "                   \
                             "AND roles <> '[]' ORDER BY id LIMIT $3")                             \
  S(sql_colleague_list_enterprise, "SELECT id AS person, name, phone, roles, site FROM person "    \
                                   "WHERE enterprise = $1 AND id > $2 AND state = 'active' "       \
                                   "AND roles <> '[]' ORDER BY id LIMIT $3")                       \
  S(sql_session_add, "INSERT INTO session (id, person, token_hash, opened_us, seen_us, ends_us, "  \
                     "second_factor, one_time) VALUES ($1,$2,$3,$4,$4,$5,$6,$7)")                  \
  S(sql_session_by_token,                                                                          \
    "SELECT s.id AS session, s.person, s.seen_us, s.ends_us, s.second_factor, s.one_time, "        \
    "p.roles, p.unit, p.enterprise, p.site, p.state, "                                             \
    "(SELECT max(d.until_us) FROM delegation d WHERE d.delegate = p.id AND d.unit = p.unit "       \
    "AND " DELEGATION_RUNS ") AS delegated_until_us "                                              \
    "FROM session s JOIN person p ON p.id = s.person WHERE s.token_hash = $1")                     \
  S(sql_session_by_id, "SELECT ends_us, second_factor, one_time, pending_totp FROM session "       \
                       "WHERE id = $1")                                                            \
  S(sql_session_seen, "UPDATE session SET seen_us = $2 WHERE id = $1 AND seen_us < $2")            \
  S(sql_session_password_set, "UPDATE session SET one_time = 0 WHERE id = $1")                     \
  S(sql_session_set_pending, "UPDATE session SET pending_totp = $2 WHERE id = $1")                 \
  S(sql_session_enrolled,                                                                          \
    "UPDATE session SET pending_totp = NULL, second_factor = 1 WHERE id = $1")                     \
  S(sql_session_end, "DELETE FROM session WHERE id = $1")                                          \
  S(sql_session_end_all, "DELETE FROM session WHERE person = $1")                                  \
  S(sql_session_end_others, "DELETE FROM session WHERE person = $1 AND id <> $2")                  \
  S(sql_session_keep_newest,                                                                       \
    "DELETE FROM session WHERE person = $1 AND id NOT IN "                                         \
    "(SELECT id FROM session WHERE person = $1 ORDER BY opened_us DESC, id LIMIT $2)")             \
  S(sql_session_drop_old, "DELETE FROM session WHERE ends_us <= $1 OR seen_us <= $2")              \
  S(sql_one_time_token_add,                                                                        \
    "INSERT INTO one_time_token (token_hash, person, ends_us) VALUES ($1,$2,$3)")                  \
  S(sql_one_time_token_by_hash,                                                                    \
    "SELECT person, ends_us FROM one_time_token WHERE token_hash = $1")                            \
  S(sql_one_time_token_drop_all, "DELETE FROM one_time_token WHERE person = $1")                   \
  S(sql_one_time_token_drop_old, "DELETE FROM one_time_token WHERE ends_us <= $1")                 \
  S(sql_attempts_by_person,                                                                        \
    "SELECT failures, failed_us, totp_step FROM attempts WHERE person = $1")                       \
  S(sql_attempts_set_failures,                                                                     \
    "INSERT INTO attempts (person, failures, failed_us, totp_step) VALUES ($1,$2,$3,0) "           \
    "ON CONFLICT (person) DO UPDATE SET failures = excluded.failures, "                            \
    "failed_us = excluded.failed_us")                                                              \
  S(sql_attempts_set_totp_step,                                                                    \
    "INSERT INTO attempts (person, failures, failed_us, totp_step) VALUES ($1,0,0,$2) "            \
    "ON CONFLICT (person) DO UPDATE SET totp_step = excluded.totp_step")                           \
  S(sql_attempts_clear, "UPDATE attempts SET failures = 0 WHERE person = $1")                      \
  S(sql_attempts_drop, "DELETE FROM attempts WHERE person = $1")                                   \
  S(sql_delegation_add,                                                                            \
    "INSERT INTO delegation (unit, id, head, delegate, from_us, until_us, made_us) "               \
    "VALUES ($1,$2,$3,$4,$5,$6,$7)")                                                               \
  S(sql_delegation_revoke, "UPDATE delegation SET revoked_us = $3 WHERE unit = $1 AND id = $2")    \
  S(sql_delegation_by_id, DELEGATION_VIEW("d.id = $1"))                                            \
  S(sql_delegation_list, DELEGATION_VIEW("d.unit = $1 AND d.id > $2 ORDER BY d.id LIMIT $3"))      \
  S(sql_event_search, EVENT_SEARCH(""))                                                            \
  S(sql_event_search_subject, EVENT_SEARCH("subject = $6 AND "))                                   \
  S(sql_event_search_person, EVENT_SEARCH("by_id = $5 AND "))                                      \
  S(sql_event_search_type, EVENT_SEARCH("type = $4 AND "))

DECLARE_SQL(people_sql, PEOPLE_SQL);

extern const char *const people_migrations[];

#endif
