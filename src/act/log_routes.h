/* The log served to anyone under /log/ (c2sp.org/tlog-tiles), and proofs of single entries. */
#ifndef HENG_ACT_LOG_ROUTES_H
#define HENG_ACT_LOG_ROUTES_H

#include "act/route.h"

extern const struct route log_routes[];

#endif
