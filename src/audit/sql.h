/* The auditor's SQL besides that of the domains. */
#ifndef HENG_AUDIT_SQL_H
#define HENG_AUDIT_SQL_H

#include "people/sql.h"

#define AUDIT_SQL(S)                                                                               \
  S(sql_audit_node, "SELECT hash FROM log_node WHERE level = $1 AND position = $2")                \
  S(sql_audit_nodes_beyond, "SELECT level, position FROM log_node "                                \
                            "WHERE level = $1 AND (position < 0 OR position >= $2) "               \
                            "ORDER BY position LIMIT 10")                                          \
  S(sql_audit_nodes_strange, "SELECT level, position FROM log_node "                               \
                             "WHERE level < 1 OR level > $1 ORDER BY level, position LIMIT 10")    \
  S(sql_audit_forgotten_after, "SELECT seq FROM event "                                            \
                               "WHERE subject = $1 AND seq > $2 AND type = $3 LIMIT 1")            \
  S(sql_audit_kept_before, "SELECT seq FROM event WHERE subject = $1 AND seq < $2 "                \
                           "AND (sealed IS NOT NULL OR salt IS NOT NULL) ORDER BY seq LIMIT 1")    \
  S(sql_audit_head_of,                                                                             \
    "SELECT d.unit FROM delegation d WHERE d.delegate = $1 AND " DELEGATION_RUNS " LIMIT 1")       \
  S(sql_doctor_last_event, "SELECT at_us FROM event ORDER BY seq DESC LIMIT 1")                    \
  S(sql_doctor_accounts, "SELECT roles, totp FROM person WHERE state = 'active'")

/* Of a backup's own table, which is in no city's database. */
#define BACKUP_SQL(S)                                                                              \
  S(sql_backup_file_add, "INSERT INTO backup_file (name, bytes, nonce, salt) "                     \
                         "VALUES ($1,$2,$3,$4)")                                                   \
  S(sql_backup_file_list, "SELECT name, bytes, nonce, salt FROM backup_file ORDER BY name")

DECLARE_SQL(audit_sql, AUDIT_SQL);
DECLARE_SQL(backup_sql, BACKUP_SQL);

/* For store_script. `nonce` and `salt` are absent for what is not encrypted. */
extern const char sql_backup_file_create[], sql_backup_file_drop[];

#endif
