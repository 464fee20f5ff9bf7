#include "act/sql.h"

DEFINE_SQL(act_sql, ACT_SQL);
