#ifndef HENG_GATE_ROUTES_H
#define HENG_GATE_ROUTES_H

#include "act/route.h"

extern const struct route gate_routes[];

#endif
