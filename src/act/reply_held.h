/* Every reply held against its declared shape. Only tests turn it on.
 *
 * A reply that its route's tables do not describe, or a refusal that the route may not make, is a
 * bug: it stops the process. What was produced is counted, so that the whole suite can say which
 * errors are declared and never happen. */
#ifndef HENG_ACT_REPLY_HELD_H
#define HENG_ACT_REPLY_HELD_H

#include "act/reply.h"

/* Any thread. */
void reply_hold(const struct act *act, bool done_well, const struct reply *reply);

/* Adds to the file `path` a line "<route> <error or ok> <count>" for each outcome seen so far in
 * this process, and forgets them. Failure disk. */
bool reply_held_write(const char *path, struct error *ret_error);

#endif
