#include "audit/sql.h"

DEFINE_SQL(audit_sql, AUDIT_SQL);
DEFINE_SQL(backup_sql, BACKUP_SQL);

const char sql_backup_file_create[] =
    "CREATE TABLE backup_file (name TEXT PRIMARY KEY, bytes BLOB NOT NULL, nonce BLOB, salt BLOB) "
    "STRICT";
const char sql_backup_file_drop[] = "DROP TABLE backup_file";
