#include "http/sql.h"

DEFINE_SQL(http_sql, HTTP_SQL);
