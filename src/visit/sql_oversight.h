/* The SQL of history, turned codes and statistics. */
#ifndef HENG_VISIT_SQL_OVERSIGHT_H
#define HENG_VISIT_SQL_OVERSIGHT_H

#include "directory/sql.h"

/* The numbers of struct tally, under its names: N(which, name) counts those that `which` holds for.
 */
#define EACH_NUMBER(N)                                                                             \
  N("1 = 1", "visits")                                                                             \
  N("life IN ('arrived', 'done')", "came")                                                         \
  N("code = 'red'", "red")                                                                         \
  N("life = 'missed'", "missed")                                                                   \
  N("joint IS NOT NULL", "joint")                                                                  \
  N("exemption IS NOT NULL", "exempt")                                                             \
  N("ratify_by_us IS NOT NULL", "unratified")                                                      \
  N("walk_in = 1", "walk_in")
#define OF_ONE(which, name) ", CASE WHEN " which " THEN 1 ELSE 0 END AS " name
#define OF_ALL(which, name) ", count(CASE WHEN " which " THEN 1 END) AS " name
#define COUNTED_ALONE       EACH_NUMBER(OF_ONE)
#define COUNTED             EACH_NUMBER(OF_ALL)

/* Visits after ($1, $2) that begin before $3, one by one; at most $4. */
#define TALLY                                                                                      \
  "SELECT v.start_us AS \"start\", v.id, v.kind, v.unit, u.name AS unit_name, v.enterprise, "      \
  "e.name AS enterprise_name, e.county" COUNTED_ALONE " FROM visit v "                             \
  "LEFT JOIN unit u ON u.id = v.unit LEFT JOIN enterprise e ON e.id = v.enterprise "               \
  "WHERE (v.start_us, v.id) > ($1, $2) AND v.start_us < $3 ORDER BY v.start_us, v.id "             \
  "LIMIT $4"

/* The same for each day from $1 on, counted from 0: of unit $3, enterprise $4, kind $5 and county
 * $6, where they are not empty. `driven` is what the index in use leads with. */
#define TREND(driven)                                                                              \
  "SELECT (v.start_us - $1) / 86400000000 AS day" COUNTED " FROM visit v WHERE " driven            \
  "v.start_us >= $1 AND v.start_us < $2 AND ($3 = '' OR v.unit = $3) "                             \
  "AND ($4 = '' OR v.enterprise = $4) AND ($5 = '' OR v.kind = $5) "                               \
  "AND ($6 = '' OR EXISTS (SELECT 1 FROM enterprise e "                                            \
  "WHERE e.id = v.enterprise AND e.county = $6)) GROUP BY 1 ORDER BY 1"

/* Enterprises after $1 that visits of several units are booked to from $2 to $3; $4 alone, of
 * county $5, where these are not empty; at most $6. */
#define JOINS                                                                                      \
  "SELECT v.enterprise, e.name AS enterprise_name, e.county FROM visit v "                         \
  "JOIN enterprise e ON e.id = v.enterprise "                                                      \
  "WHERE v.open = 1 AND v.life = 'booked' AND v.enterprise > $1 AND v.start_us >= $2 "             \
  "AND v.start_us < $3 AND ($4 = '' OR v.enterprise = $4) AND ($5 = '' OR e.county = $5) "         \
  "GROUP BY v.enterprise, e.name, e.county HAVING count(DISTINCT v.unit) > 1 "                     \
  "ORDER BY v.enterprise LIMIT $6"

#define OVERSIGHT_SQL(S)                                                                           \
  S(sql_history, "SELECT e.seq, e.type, e.at_us AS at, e.by_id AS \"by\", COALESCE(p.roles, "      \
                 "'[]') AS by_roles, "                                                             \
                 "(SELECT u.name FROM unit u WHERE u.id = p.unit) AS by_unit_name, e.leaf AS "     \
                 "data FROM event e "                                                              \
                 "LEFT JOIN person p ON p.id = e.by_id WHERE e.subject = $1 AND e.seq > $2 "       \
                 "ORDER BY e.seq LIMIT $3")                                                        \
  S(sql_events_of_type, "SELECT seq, at_us, enterprise, subject, leaf FROM event "                 \
                        "WHERE type = $1 AND seq < $2 AND ($3 = '' OR enterprise = $3) "           \
                        "AND at_us >= $4 AND at_us < $5 ORDER BY seq DESC LIMIT $6")               \
  S(sql_turned_names, "SELECT " NAMES("visit") " FROM visit WHERE id = $1")                        \
  S(sql_joins, JOINS)                                                                              \
  S(sql_tally, TALLY)                                                                              \
  S(sql_statement,                                                                                 \
    "SELECT v.unit, " UNIT_NAME(                                                                   \
        "v") ", v.kind" COUNTED ", count(CASE WHEN consent = 'declined' THEN 1 END) AS declined, " \
             "sum((departed_us - arrived_us) / 60000000) AS minutes FROM visit v "                 \
             "WHERE v.enterprise = $1 AND v.start_us >= $2 AND v.start_us < $3 "                   \
             "GROUP BY v.unit, v.kind ORDER BY v.unit, v.kind LIMIT $4")                           \
  S(sql_trend_all, TREND(""))                                                                      \
  S(sql_trend_by_unit, TREND("v.unit = $3 AND "))                                                  \
  S(sql_trend_by_enterprise, TREND("v.enterprise = $4 AND "))

DECLARE_SQL(oversight_sql, OVERSIGHT_SQL);

#endif
