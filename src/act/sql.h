/* The SQL of events, the log and idempotent replies. */
#ifndef HENG_ACT_SQL_H
#define HENG_ACT_SQL_H

#include "store/store.h"

#define ACT_SQL(S)                                                                                 \
  S(sql_event_insert, "INSERT INTO event (seq, type, at_us, by_id, request, enterprise, subject, " \
                      "leaf, sealed, salt, hash) "                                                 \
                      "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)")                               \
  S(sql_event_count, "SELECT coalesce(max(seq) + 1, 0) AS size FROM event")                        \
  S(sql_event_from, "SELECT seq, type, at_us, by_id, request, enterprise, subject, leaf, sealed, " \
                    "salt, hash FROM event WHERE seq >= $1 ORDER BY seq LIMIT $2")                 \
  S(sql_event_hashes, "SELECT hash FROM event WHERE seq >= $1 AND seq < $1 + $2 ORDER BY seq")     \
  S(sql_event_leaves, "SELECT leaf FROM event WHERE seq >= $1 AND seq < $1 + $2 ORDER BY seq")     \
  S(sql_event_forget, "UPDATE event SET sealed = NULL, salt = NULL "                               \
                      "WHERE subject = $1 AND sealed IS NOT NULL")                                 \
  S(sql_log_node_insert, "INSERT INTO log_node (level, position, hash) VALUES ($1,$2,$3)")         \
  S(sql_log_node_hashes, "SELECT hash FROM log_node WHERE level = $1 AND position >= $2 "          \
                         "AND position < $2 + $3 ORDER BY position")                               \
  S(sql_checkpoint_put, "INSERT INTO checkpoint (id, note) VALUES (1, $1) "                        \
                        "ON CONFLICT (id) DO UPDATE SET note = excluded.note")                     \
  S(sql_checkpoint_get, "SELECT note FROM checkpoint WHERE id = 1")                                \
  S(sql_reply_find,                                                                                \
    "SELECT digest, status, body, etag FROM kept_reply WHERE caller = $1 AND id = $2")             \
  S(sql_reply_keep, "INSERT INTO kept_reply (caller, id, digest, status, body, etag, at_us) "      \
                    "VALUES ($1,$2,$3,$4,$5,$6,$7)")                                               \
  S(sql_reply_drop_old, "DELETE FROM kept_reply WHERE at_us < $1")                                 \
  S(sql_migration_count, "SELECT coalesce(max(number), 0) AS done FROM migration "                 \
                         "WHERE domain = $1")                                                      \
  S(sql_migration_done, "INSERT INTO migration (domain, number) VALUES ($1,$2)")

DECLARE_SQL(act_sql, ACT_SQL);

#endif
