/* The API's description, OpenAPI 3.1, made from the route tables and nothing else. */
#ifndef HENG_HTTP_OPENAPI_H
#define HENG_HTTP_OPENAPI_H

#include "act/domain.h"

/* One JSON object. `served` ends with NULL. */
struct text openapi_make(const struct domain *const *served, struct arena *arena);

#endif
