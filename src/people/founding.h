/* The first people of a new city: an account for each of the three administrators, with a one-time
 * token each. There is no default password; all others are the administrators' to add. */
#ifndef HENG_PEOPLE_FOUNDING_H
#define HENG_PEOPLE_FOUNDING_H

#include "act/local.h"

enum { FOUNDERS = 3 };

struct founder {
  const char *login;
  struct text name;
  struct text token;
  int64_t ends_us;
};

/* Adds them, uncommitted, unless the city has people: `*ret_made` says which. Refusals and failures
 * as they come; texts are in the arena. */
bool founding_make(struct local *local, struct arena *arena, bool *ret_made,
                   struct founder ret_founders[FOUNDERS], struct error *ret_error);

#endif
