#include "visit/sql_oversight.h"

DEFINE_SQL(oversight_sql, OVERSIGHT_SQL);
