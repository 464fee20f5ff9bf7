/* Who may record what: one line of rule.def for each event type. */
#ifndef HENG_AUDIT_RULE_H
#define HENG_AUDIT_RULE_H

#include "act/event.h"

/* Whether the enterprise is weighed again in the act that records it. */
bool rule_weighs(const struct event_type *type);

#endif
