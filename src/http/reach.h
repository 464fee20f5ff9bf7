/* Who may see an event on the live stream. */
#ifndef HENG_HTTP_REACH_H
#define HENG_HTTP_REACH_H

#include "act/act.h"

/* What an event is about, as the gates see it: its enterprise, and the `unit`, `units` and `site`
 * of its public fields, if it has such; else what its domain finds for it in `store`. `*ret_type`
 * is NULL for an event that nobody reads live. */
void event_subject(struct store *store, const struct stored_event *event, struct arena *arena,
                   const struct event_type **ret_type, struct subject *ret_subject);

/* By one of the roles that read this type, and within their reach unless it concerns all. */
bool event_reaches(const struct caller *caller, const struct event_type *type,
                   const struct subject *subject);

#endif
