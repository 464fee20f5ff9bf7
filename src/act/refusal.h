/* Refused acts are recorded too: who tried what, and why it was refused. */
#ifndef HENG_ACT_REFUSAL_H
#define HENG_ACT_REFUSAL_H

#include "act/act.h"

extern const struct event_type act_refused;

/* Records act->error, unless the route asks for no trace, nobody is known to have acted, or the
 * machine failed rather than the rules refused. */
void refusal_record(struct act *act);

#endif
