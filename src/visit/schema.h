/* The tables of visits and the routes to them. */
#ifndef HENG_VISIT_SCHEMA_H
#define HENG_VISIT_SCHEMA_H

#include "act/domain.h"

extern const char *const visit_migrations[];
extern const struct table_entry visit_tables[];
extern const struct route visit_routes[];

#endif
