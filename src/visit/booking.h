/* A booking held against the directory and the policy: for book, preview and change. */
#ifndef HENG_VISIT_BOOKING_H
#define HENG_VISIT_BOOKING_H

#include "visit/operation.h"

/* A booking as the visit that it would become, with a new id, unchecked. */
struct visit booking_visit(struct act *act, const struct booking *booking);
/* Holds it against the directory and the policy, and fills in the site when the enterprise has only
 * one. Refusals bad_field with the member, not_found. */
bool booking_check(struct act *act, const struct policy *policy, struct visit *visit);

#endif
