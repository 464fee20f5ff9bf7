#include "visit/sql.h"

DEFINE_SQL(visit_sql, VISIT_SQL);
