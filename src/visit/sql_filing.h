/* The SQL of filings. */
#ifndef HENG_VISIT_SQL_FILING_H
#define HENG_VISIT_SQL_FILING_H

#include "directory/sql.h"

/* Under the names of filing_fields. */
#define FILING_SELECTED                                                                            \
  "enterprise, id, unit, year, visits, state, words, by_id AS \"by\", at_us AS at, answer, "       \
  "decided_by, decided_us AS decided, version, " NAMES("filing")

/* A page: of unit $1, enterprise $2, year $3 (0: any) and state $4, after ($5, $6), at most $7.
 * `driven` is what the index in use leads with. */
#define FILING_PAGE(driven)                                                                        \
  "SELECT " FILING_SELECTED " FROM filing WHERE " driven "(enterprise, id) > ($5, $6) "            \
  "AND ($1 = '' OR unit = $1) AND ($2 = '' OR enterprise = $2) AND ($3 = 0 OR year = $3) "         \
  "AND ($4 = '' OR state = $4) ORDER BY enterprise, id LIMIT $7"

/* What counts of year $1. */
#define STANDING "f.year = $1 AND f.state IN ('filed', 'granted') "
#define BY_ENTERPRISE                                                                              \
  "SELECT f.enterprise, e.name, count(DISTINCT f.unit) AS units, sum(f.visits) AS visits "         \
  "FROM filing f JOIN enterprise e ON e.id = f.enterprise WHERE " STANDING                         \
  "GROUP BY f.enterprise, e.name "
#define MOST_VISITS_FIRST "ORDER BY visits DESC, 1 LIMIT "

#define FILING_SQL(S)                                                                              \
  S(sql_filing_insert, "INSERT INTO filing (enterprise, id, unit, year, visits, state, words, "    \
                       "by_id, at_us, version) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,1)")             \
  S(sql_filing_change, "UPDATE filing SET visits = $3, version = version + 1 "                     \
                       "WHERE enterprise = $1 AND id = $2")                                        \
  S(sql_filing_decide, "UPDATE filing SET state = $3, answer = $4, decided_by = $5, "              \
                       "decided_us = $6, version = version + 1 "                                   \
                       "WHERE enterprise = $1 AND id = $2")                                        \
  S(sql_filing_by_id, "SELECT " FILING_SELECTED " FROM filing WHERE id = $1")                      \
  S(sql_filing_in_state, "SELECT " FILING_SELECTED " FROM filing WHERE enterprise = $1 "           \
                         "AND unit = $2 AND year = $3 AND state = $4 LIMIT 1")                     \
  S(sql_filing_total, "SELECT coalesce(sum(visits), 0) AS visits FROM filing "                     \
                      "WHERE enterprise = $1 AND unit = $2 AND year = $3 "                         \
                      "AND state IN ('filed', 'granted')")                                         \
  S(sql_filings_of, "SELECT unit, year, sum(visits) AS visits FROM filing "                        \
                    "WHERE enterprise = $1 AND year >= $2 AND state IN ('filed', 'granted') "      \
                    "GROUP BY unit, year")                                                         \
  S(sql_filing_balances,                                                                           \
    "SELECT f.unit, u.name, "                                                                      \
    "sum(CASE WHEN f.state = 'filed' THEN f.visits ELSE 0 END) AS filed, "                         \
    "sum(CASE WHEN f.state = 'granted' THEN f.visits ELSE 0 END) AS amended, "                     \
    "sum(CASE WHEN f.state = 'asked' THEN f.visits ELSE 0 END) AS asked "                          \
    "FROM filing f JOIN unit u ON u.id = f.unit WHERE f.enterprise = $1 AND f.year = $2 "          \
    "GROUP BY f.unit, u.name ORDER BY f.unit LIMIT $3")                                            \
  S(sql_filings_by_unit, FILING_PAGE("unit = $1 AND year = $3 AND "))                              \
  S(sql_filings_by_enterprise, FILING_PAGE("enterprise = $2 AND "))                                \
  S(sql_filings_by_year, FILING_PAGE("year = $3 AND "))                                            \
  S(sql_filings_asked, FILING_PAGE("state = 'asked' AND "))                                        \
  S(sql_filing_check_asked,                                                                        \
    "SELECT count(*) AS asked FROM filing WHERE state = 'asked' AND year = $1")                    \
  S(sql_filing_check_units, "SELECT f.unit, u.name, count(DISTINCT f.enterprise) AS enterprises, " \
                            "sum(f.visits) AS visits FROM filing f JOIN unit u ON u.id = f.unit "  \
                            "WHERE " STANDING "GROUP BY f.unit, u.name ORDER BY 1 LIMIT $2")       \
  S(sql_filing_check_silent,                                                                       \
    "SELECT u.id AS unit, u.name FROM unit u WHERE u.active = 1 AND NOT EXISTS "                   \
    "(SELECT 1 FROM filing f WHERE f.unit = u.id AND " STANDING ") ORDER BY u.id LIMIT $2")        \
  S(sql_filing_check_most, BY_ENTERPRISE MOST_VISITS_FIRST "$2")                                   \
  S(sql_filing_check_over, BY_ENTERPRISE "HAVING sum(f.visits) > $2 " MOST_VISITS_FIRST "$3")      \
  S(sql_filing_check_duplicates,                                                                   \
    "SELECT f.unit, e.name, count(DISTINCT f.enterprise) AS enterprises, "                         \
    "sum(f.visits) AS visits FROM filing f JOIN enterprise e ON e.id = f.enterprise "              \
    "WHERE " STANDING "GROUP BY f.unit, e.name HAVING count(DISTINCT f.enterprise) > 1 "           \
    "ORDER BY 1, 2 LIMIT $2")                                                                      \
  S(sql_filing_any_visit, "SELECT 1 AS one FROM visit WHERE enterprise = $1 LIMIT 1")              \
  S(sql_filing_year_insert, "INSERT INTO filing_year (year, published_us, published_by) "          \
                            "VALUES ($1,$2,$3)")                                                   \
  S(sql_filing_year_published, "SELECT published_us FROM filing_year WHERE year = $1")

DECLARE_SQL(filing_sql, FILING_SQL);

extern const char *const filing_migrations[];

#endif
