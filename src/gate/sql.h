/* The SQL of gates, scans and codes. */
#ifndef HENG_GATE_SQL_H
#define HENG_GATE_SQL_H

#include "visit/sql.h"

#define GATE_SELECTED                                                                              \
  "enterprise, id, site, name, enrolled_us AS enrolled, revoked_us AS revoked, "                   \
  "heard_us AS heard, " ENTERPRISE_NAME("gate") ", " SITE_NAME("gate")
/* A page, newest first: of enterprise $1, where $2 is 1 only those that count, before ($3, $4), at
 * most $5. */
#define GATE_PAGE(driven)                                                                          \
  "SELECT " GATE_SELECTED " FROM gate WHERE " driven "(enrolled_us, id) < ($3, $4) "               \
  "AND ($1 = '' OR enterprise = $1) AND ($2 = 0 OR revoked_us IS NULL) "                           \
  "ORDER BY enrolled_us DESC, id DESC LIMIT $5"

#define GATE_SQL(S)                                                                                \
  S(sql_gate_add, "INSERT INTO gate (enterprise, id, site, name, token_hash, enrolled_us) "        \
                  "VALUES ($1,$2,$3,$4,$5,$6)")                                                    \
  S(sql_gate_revoke, "UPDATE gate SET revoked_us = $3, token_hash = NULL "                         \
                     "WHERE enterprise = $1 AND id = $2")                                          \
  S(sql_gate_by_token, "SELECT id, enterprise, site FROM gate WHERE token_hash = $1")              \
  S(sql_gate_by_id, "SELECT " GATE_SELECTED " FROM gate WHERE id = $1")                            \
  S(sql_gates_by_enterprise, GATE_PAGE("enterprise = $1 AND "))                                    \
  S(sql_gates_all, GATE_PAGE(""))                                                                  \
  S(sql_gate_heard, "UPDATE gate SET heard_us = $2 WHERE id = $1")                                 \
  S(sql_invitation_add, "INSERT INTO invitation (code_hash, enterprise, site, ends_us) "           \
                        "VALUES ($1,$2,$3,$4)")                                                    \
  S(sql_invitation_by_hash,                                                                        \
    "SELECT enterprise, site FROM invitation WHERE code_hash = $1 AND ends_us > $2")               \
  S(sql_invitation_drop, "DELETE FROM invitation WHERE code_hash = $1")                            \
  S(sql_invitation_drop_old, "DELETE FROM invitation WHERE ends_us <= $1")                         \
  S(sql_scan_add, "INSERT INTO scan (enterprise, id, kind, visit, by_id, scanned_us, "             \
                  "uploaded_us, people, code, reasons) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)")   \
  S(sql_scan_by_id, "SELECT enterprise, id, kind, visit, by_id AS \"by\", "                        \
                    "scanned_us AS scanned_at, uploaded_us AS uploaded_at, people, code, "         \
                    "reasons FROM scan WHERE enterprise = $1 AND id = $2")                         \
  S(sql_visit_at_gate, "SELECT life, serial, reasons, arrived_us AS arrived, arrived_people "      \
                       "FROM visit WHERE enterprise = $1 AND id = $2")                             \
  S(sql_visit_serial, "SELECT serial FROM visit WHERE enterprise = $1 AND id = $2")                \
  S(sql_visit_arrive,                                                                              \
    CHANGE_VISIT("life = 'arrived', arrived_us = $3, arrived_people = $4, open = 1, "              \
                 "seq = CASE WHEN $5 = 1 THEN $6 ELSE seq END"))                                   \
  S(sql_visit_depart, CHANGE_VISIT("life = 'done', departed_us = $3"))                             \
  S(sql_visits_of_day,                                                                             \
    "SELECT " VISIT_SELECTED " FROM visit "                                                        \
    "WHERE enterprise = $1 AND site = $2 AND end_us > $3 AND start_us < $4 "                       \
    "ORDER BY CASE WHEN life IN ('booked', 'arrived') THEN 0 ELSE 1 END, start_us, id LIMIT $5")   \
  S(sql_visit_by_short_code,                                                                       \
    "SELECT " VISIT_SELECTED " FROM visit "                                                        \
    "WHERE enterprise = $1 AND id BETWEEN $2 AND $3 AND ($4 = '' OR site = $4) "                   \
    "ORDER BY abs(start_us - $5), id LIMIT 1")                                                     \
  S(sql_visit_last_booked_end, "SELECT max(end_us) AS last FROM visit WHERE life = 'booked'")      \
  S(sql_event_of_subject, "SELECT seq FROM event WHERE subject = $1 AND type = $2 LIMIT 1")

DECLARE_SQL(gate_sql, GATE_SQL);

extern const char *const gate_migrations[];
extern const struct table_entry gate_tables[];

#endif
