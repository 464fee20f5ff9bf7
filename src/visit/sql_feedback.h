/* The SQL of ratings and complaints. */
#ifndef HENG_VISIT_SQL_FEEDBACK_H
#define HENG_VISIT_SQL_FEEDBACK_H

#include "directory/sql.h"

/* Under the names of rating_fields and complaint_fields. */
#define RATING_SELECTED                                                                            \
  "enterprise, id, visit, unit, conduct, integrity, efficiency, words, by_id AS \"by\", at_us AS " \
  "at, " NAMES("rating")
#define COMPLAINT_SELECTED                                                                         \
  "enterprise, id, visit, unit, words, state, by_id AS \"by\", at_us AS at, due_us AS due, "       \
  "overdue, answer, answered_by, answered_us AS answered, version, " NAMES("complaint")

/* A page, newest first: of unit $1 and enterprise $2, from $3 to $4, before ($5, $6), at most $7.
 */
#define RATING_PAGE(driven)                                                                        \
  "SELECT " RATING_SELECTED " FROM rating WHERE " driven "at_us >= $3 AND at_us < $4 "             \
  "AND (at_us, id) < ($5, $6) AND ($1 = '' OR unit = $1) AND ($2 = '' OR enterprise = $2) "        \
  "ORDER BY at_us DESC, id DESC LIMIT $7"
/* A page, soonest due first: of unit $1 and enterprise $2, in state $3, where $4 is 1 only those
 * overdue, after ($5, $6), at most $7. */
#define COMPLAINT_PAGE(driven)                                                                     \
  "SELECT " COMPLAINT_SELECTED " FROM complaint WHERE " driven "(due_us, id) > ($5, $6) "          \
  "AND ($1 = '' OR unit = $1) AND ($2 = '' OR enterprise = $2) AND ($3 = '' OR state = $3) "       \
  "AND ($4 = 0 OR overdue = 1) ORDER BY due_us, id LIMIT $7"

#define FEEDBACK_SQL(S)                                                                            \
  S(sql_rating_insert, "INSERT INTO rating (enterprise, id, visit, unit, conduct, integrity, "     \
                       "efficiency, words, by_id, at_us) "                                         \
                       "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)")                                  \
  S(sql_rating_enterprise, "SELECT enterprise FROM rating WHERE id = $1")                          \
  S(sql_rating_of_visit,                                                                           \
    "SELECT " RATING_SELECTED " FROM rating WHERE enterprise = $1 AND visit = $2")                 \
  S(sql_ratings_by_unit, RATING_PAGE("unit = $1 AND "))                                            \
  S(sql_ratings_by_enterprise, RATING_PAGE("enterprise = $2 AND "))                                \
  S(sql_ratings_all, RATING_PAGE(""))                                                              \
  S(sql_rating_sums, "SELECT r.unit, u.name, count(*) AS ratings, sum(conduct) AS conduct, "       \
                     "sum(integrity) AS integrity, sum(efficiency) AS efficiency "                 \
                     "FROM rating r JOIN unit u ON u.id = r.unit "                                 \
                     "WHERE r.at_us >= $1 AND r.at_us < $2 GROUP BY r.unit, u.name "               \
                     "HAVING count(*) >= $3 ORDER BY r.unit LIMIT $4")                             \
  S(sql_complaint_insert, "INSERT INTO complaint (enterprise, id, visit, unit, words, state, "     \
                          "by_id, at_us, due_us, overdue, version) "                               \
                          "VALUES ($1,$2,$3,$4,$5,'open',$6,$7,$8,0,1)")                           \
  S(sql_complaint_by_id, "SELECT " COMPLAINT_SELECTED " FROM complaint WHERE id = $1")             \
  S(sql_complaint_enterprise, "SELECT enterprise FROM complaint WHERE id = $1")                    \
  S(sql_complaint_open, "SELECT " COMPLAINT_SELECTED " FROM complaint "                            \
                        "WHERE enterprise = $1 AND visit = $2 AND state = 'open'")                 \
  S(sql_complaint_answer, "UPDATE complaint SET state = 'answered', answer = $2, "                 \
                          "answered_by = $3, answered_us = $4, version = version + 1 "             \
                          "WHERE id = $1")                                                         \
  S(sql_complaint_overdue, "UPDATE complaint SET overdue = 1, version = version + 1 "              \
                           "WHERE id = $1")                                                        \
  S(sql_complaints_to_flag, "SELECT id FROM complaint WHERE state = 'open' AND overdue = 0 "       \
                            "AND due_us < $1 ORDER BY due_us LIMIT $2")                            \
  S(sql_complaints_by_enterprise, COMPLAINT_PAGE("enterprise = $2 AND "))                          \
  S(sql_complaints_by_unit, COMPLAINT_PAGE("unit = $1 AND "))                                      \
  S(sql_complaints_all, COMPLAINT_PAGE(""))

DECLARE_SQL(feedback_sql, FEEDBACK_SQL);

extern const char *const feedback_migrations[];

#endif
