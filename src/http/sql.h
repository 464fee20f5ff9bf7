/* The SQL of subscribers. */
#ifndef HENG_HTTP_SQL_H
#define HENG_HTTP_SQL_H

#include "store/store.h"

#define SUBSCRIBER_COLUMNS                                                                         \
  "id, url, types, made_us, paused, next_seq, attempts, next_us, failing_since_us, last_status"

#define HTTP_SQL(S)                                                                                \
  S(sql_subscriber_add, "INSERT INTO subscriber (id, url, types, secret, made_us, paused, "        \
                        "next_seq, attempts) VALUES ($1,$2,$3,$4,$5,0,$6,0)")                      \
  S(sql_subscriber_drop, "DELETE FROM subscriber WHERE id = $1")                                   \
  S(sql_subscriber_pause, "UPDATE subscriber SET paused = 1 WHERE id = $1")                        \
  S(sql_subscriber_resume, "UPDATE subscriber SET paused = 0, attempts = 0, next_us = NULL, "      \
                           "failing_since_us = NULL WHERE id = $1")                                \
  S(sql_subscriber_progress, "UPDATE subscriber SET next_seq = $2, attempts = $3, next_us = $4, "  \
                             "failing_since_us = $5, last_status = $6 WHERE id = $1")              \
  S(sql_subscriber_by_id, "SELECT " SUBSCRIBER_COLUMNS " FROM subscriber WHERE id = $1")           \
  S(sql_subscriber_all, "SELECT " SUBSCRIBER_COLUMNS " FROM subscriber ORDER BY id")               \
  S(sql_subscriber_secret, "SELECT secret FROM subscriber WHERE id = $1")                          \
  S(sql_subscriber_count, "SELECT count(*) AS n FROM subscriber")

DECLARE_SQL(http_sql, HTTP_SQL);

extern const char *const http_migrations[];

#endif
