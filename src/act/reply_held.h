/* Every reply held against its declared shape, when the environment's HENG_HELD_REPLIES names a
 * file: in tests, and only there.
 *
 * A reply that its route's tables do not describe, or a refusal that a served route may not make,
 * is a bug: it stops the process. What was produced is counted and added to the file when the
 * process ends, a line "<route> <error or ok> <count>" each, so that the whole suite can say which
 * errors are declared and never happen. */
#ifndef HENG_ACT_REPLY_HELD_H
#define HENG_ACT_REPLY_HELD_H

#include "act/reply.h"

bool reply_is_held(void);
/* Does nothing unless it is. Any thread. */
void reply_hold(const struct act *act, bool done_well, const struct reply *reply);

#endif
