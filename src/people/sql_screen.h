/* The SQL of screens. */
#ifndef HENG_PEOPLE_SQL_SCREEN_H
#define HENG_PEOPLE_SQL_SCREEN_H

#include "store/store.h"

/* Under the names of screen_fields. */
#define SCREEN_SELECTED                                                                            \
  "SELECT id, name, made_us AS made, ends_us AS ends, opened_us AS opened, "                       \
  "revoked_us AS revoked FROM screen "

#define SCREEN_SQL(S)                                                                              \
  S(sql_screen_add, "INSERT INTO screen (id, name, token_hash, made_us, ends_us) "                 \
                    "VALUES ($1,$2,$3,$4,$5)")                                                     \
  S(sql_screen_open, "UPDATE screen SET opened_us = $2 WHERE id = $1")                             \
  S(sql_screen_revoke, "UPDATE screen SET revoked_us = $2, token_hash = NULL WHERE id = $1")       \
  S(sql_screen_by_id, SCREEN_SELECTED "WHERE id = $1")                                             \
  S(sql_screen_by_token, SCREEN_SELECTED "WHERE token_hash = $1 AND ends_us > $2")                 \
  S(sql_screens_after, SCREEN_SELECTED "WHERE id > $1 ORDER BY id LIMIT $2")

DECLARE_SQL(screen_sql, SCREEN_SQL);

extern const char *const screen_migrations[];

#endif
