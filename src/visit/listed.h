/* What a gate without a network knows from today's list (seal/daylist.h). Pure. */
#ifndef HENG_VISIT_LISTED_H
#define HENG_VISIT_LISTED_H

#include "seal/daylist.h"
#include "seal/short_code.h"
#include "visit/admit.h"

/* What the list knows of a code's visit: nothing when the visit is elsewhere or not near that day,
 * or when the list was made before the code's newest verdict. */
struct gate_knowledge listed_knowledge(const struct daylist *list, const struct code *code);

/* Whether the list is that of the day of `now_us`: who does not stand on it has not booked, as far
 * as a gate without a network can tell. */
bool listed_is_of_day(const struct daylist *list, int64_t now_us);

/* The visit that a typed short code names; NULL when the list has none such. Admitted like a code
 * whose signature is valid, for the list's is. */
const struct code *listed_by_short_code(const struct daylist *list,
                                        const char id_start[SHORT_CODE_ID_LENGTH]);

#endif
