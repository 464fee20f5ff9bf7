/* Names as small numbers: equal names get the same number, the first gets 1. */
#ifndef HENG_BASE_NAMES_H
#define HENG_BASE_NAMES_H

#include "base/arena.h"

struct names;

/* Lives in the arena, which also keeps what the names point at. */
struct names *names_make(struct arena *arena);
/* The number of a name, which is new or known. The bytes are not copied. */
int64_t names_number(struct names *names, struct text name);
/* The number of a known name; 0 when it is new. */
int64_t names_find(const struct names *names, struct text name);
/* The name of a number that was given out. */
struct text names_text(const struct names *names, int64_t number);
/* How many were given out. */
int64_t names_count(const struct names *names);

#endif
