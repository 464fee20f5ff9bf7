#include "act/route.h"

const char *const role_names[] = {"officer",     "head",       "clerk",  "contact", "guard",
                                  "coordinator", "supervisor", "leader", "system",  "security",
                                  "audit",       "screen",     "anyone", "self",    NULL};
