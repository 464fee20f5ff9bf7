#ifndef HENG_PEOPLE_ROUTES_H
#define HENG_PEOPLE_ROUTES_H

#include "act/route.h"

/* Ended by a NULL path. */
extern const struct route people_routes[];

#endif
