#include "audit/sql.h"

DEFINE_SQL(audit_sql, AUDIT_SQL);
