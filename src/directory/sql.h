/* The directory's SQL. */
#ifndef HENG_DIRECTORY_SQL_H
#define HENG_DIRECTORY_SQL_H

#include "store/store.h"

#define UNIT_COLUMNS       "id, name, short_name, county, body, active"
#define ENTERPRISE_COLUMNS "id, name, short_name, county, industry, address, scale, active"
#define SITE_COLUMNS       "enterprise, id, name, address, active"
#define ITEM_COLUMNS       "id, name, body, basis, active"

/* Columns for what stands with the ids of a row of table `of`; NULL when there is no such. */
#define UNIT_NAME(of) "(SELECT u.name FROM unit u WHERE u.id = " of ".unit) AS unit_name"
#define ENTERPRISE_NAME(of)                                                                        \
  "(SELECT e.name FROM enterprise e WHERE e.id = " of ".enterprise) AS enterprise_name"
#define SITE_NAME(of)                                                                              \
  "(SELECT s.name FROM site s WHERE s.enterprise = " of ".enterprise AND s.id = " of ".site) "     \
  "AS site_name"
#define NAMES(of) ENTERPRISE_NAME(of) ", " UNIT_NAME(of)

#define DIRECTORY_SQL(S)                                                                           \
  S(sql_unit_add, "INSERT INTO unit (" UNIT_COLUMNS ", version) VALUES ($1,$2,$3,$4,$5,$6,1)")     \
  S(sql_unit_change, "UPDATE unit SET name = $2, short_name = $3, county = $4, body = $5, "        \
                     "active = $6, version = version + 1 WHERE id = $1")                           \
  S(sql_unit_by_id, "SELECT " UNIT_COLUMNS ", version FROM unit WHERE id = $1")                    \
  S(sql_unit_after, "SELECT " UNIT_COLUMNS ", version FROM unit "                                  \
                    "WHERE id > $1 AND (active = 1 OR $2 = 1) ORDER BY id LIMIT $3")               \
  S(sql_enterprise_add, "INSERT INTO enterprise (" ENTERPRISE_COLUMNS ", version, number) "        \
                        "VALUES ($1,$2,$3,$4,$5,$6,$7,$8,1,$9)")                                   \
  S(sql_enterprise_change,                                                                         \
    "UPDATE enterprise SET name = $2, short_name = $3, county = $4, industry = $5, "               \
    "address = $6, scale = $7, active = $8, version = version + 1 WHERE id = $1")                  \
  S(sql_enterprise_by_id, "SELECT " ENTERPRISE_COLUMNS ", version FROM enterprise WHERE id = $1")  \
  S(sql_enterprise_after, "SELECT " ENTERPRISE_COLUMNS ", version FROM enterprise "                \
                          "WHERE id > $1 AND (active = 1 OR $2 = 1) ORDER BY id LIMIT $3")         \
  S(sql_enterprise_number, "SELECT number FROM enterprise WHERE id = $1")                          \
  S(sql_gram_add, "INSERT INTO enterprise_gram (gram, inside, length, number) "                    \
                  "VALUES ($1,$2,$3,$4)")                                                          \
  S(sql_gram_drop, "DELETE FROM enterprise_gram "                                                  \
                   "WHERE gram = $1 AND inside = $2 AND length = $3 AND number = $4")              \
  S(sql_gram_count, "SELECT count(*) AS n FROM "                                                   \
                    "(SELECT 1 AS one FROM enterprise_gram WHERE gram = $1 LIMIT $2) AS counted")  \
  S(sql_gram_walk, "SELECT g.length, g.number, e.id, e.name, e.short_name "                        \
                   "FROM enterprise_gram g JOIN enterprise e ON e.number = g.number "              \
                   "WHERE g.gram = $1 AND g.inside = $2 AND (g.length, g.number) > ($3, $4) "      \
                   "AND (e.active = 1 OR $5 = 1) ORDER BY g.length, g.number LIMIT $6")            \
  S(sql_code_begins, "SELECT id, name, short_name FROM enterprise "                                \
                     "WHERE id >= $1 AND id < $2 AND (active = 1 OR $3 = 1) "                      \
                     "ORDER BY id LIMIT $4")                                                       \
  S(sql_code_inside, "SELECT id, name, short_name FROM enterprise "                                \
                     "WHERE id > $1 AND id LIKE $2 AND (active = 1 OR $3 = 1) "                    \
                     "ORDER BY id LIMIT $4")                                                       \
  S(sql_site_add, "INSERT INTO site (" SITE_COLUMNS ", version) VALUES ($1,$2,$3,$4,$5,1)")        \
  S(sql_site_change, "UPDATE site SET name = $3, address = $4, active = $5, "                      \
                     "version = version + 1 WHERE enterprise = $1 AND id = $2")                    \
  S(sql_site_by_id,                                                                                \
    "SELECT " SITE_COLUMNS ", version FROM site WHERE enterprise = $1 AND id = $2")                \
  S(sql_site_by_name,                                                                              \
    "SELECT " SITE_COLUMNS ", version FROM site WHERE enterprise = $1 AND name = $2")              \
  S(sql_site_after, "SELECT " SITE_COLUMNS ", version FROM site "                                  \
                    "WHERE enterprise = $1 AND id > $2 AND (active = 1 OR $3 = 1) "                \
                    "ORDER BY id LIMIT $4")                                                        \
  S(sql_item_add, "INSERT INTO item (" ITEM_COLUMNS ", version) VALUES ($1,$2,$3,$4,$5,1)")        \
  S(sql_item_change, "UPDATE item SET name = $2, body = $3, basis = $4, active = $5, "             \
                     "version = version + 1 WHERE id = $1")                                        \
  S(sql_item_by_id, "SELECT " ITEM_COLUMNS ", version FROM item WHERE id = $1")                    \
  S(sql_item_after, "SELECT " ITEM_COLUMNS ", version FROM item "                                  \
                    "WHERE id > $1 AND (active = 1 OR $2 = 1) ORDER BY id LIMIT $3")

DECLARE_SQL(directory_sql, DIRECTORY_SQL);

extern const char *const directory_migrations[];

#endif
