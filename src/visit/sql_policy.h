/* The SQL of policies. */
#ifndef HENG_VISIT_SQL_POLICY_H
#define HENG_VISIT_SQL_POLICY_H

#include "store/store.h"

/* Under the names of policy_record_fields. */
#define POLICY_SELECTED                                                                            \
  "name AS policy, version, effective_day AS effective, adopted_us AS adopted, body"
/* Adopting sees to it that no two versions take effect on one day. */
#define LAST_BY_DAY "ORDER BY effective_day DESC LIMIT "

#define POLICY_SQL(S)                                                                              \
  S(sql_policy_insert, "INSERT INTO policy (name, version, effective_day, body, adopted_us, "      \
                       "adopted_by) VALUES ($1,$2,$3,$4,$5,$6)")                                   \
  S(sql_policy_in_force, "SELECT " POLICY_SELECTED " FROM policy "                                 \
                         "WHERE effective_day <= $1 " LAST_BY_DAY "1")                             \
  S(sql_policy_last, "SELECT body FROM policy " LAST_BY_DAY "1")                                   \
  S(sql_policy_by_version, "SELECT " POLICY_SELECTED " FROM policy "                               \
                           "WHERE name = $1 AND version = $2")                                     \
  S(sql_policies, "SELECT " POLICY_SELECTED " FROM policy " LAST_BY_DAY "$1")

DECLARE_SQL(policy_sql, POLICY_SQL);

extern const char *const policy_migrations[];

#endif
