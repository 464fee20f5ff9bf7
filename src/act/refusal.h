/* Refused acts are recorded too: who tried what, and why it was refused. */
#ifndef HENG_ACT_REFUSAL_H
#define HENG_ACT_REFUSAL_H

#include "act/act.h"

extern const struct event_type act_refused;

/* Leaves behind what the route says a refusal leaves, and records act->error, unless the route asks
 * for no trace or nobody is known to have acted. Nothing when the machine failed rather than the
 * rules refused. */
void refusal_record(struct act *act);

#endif
