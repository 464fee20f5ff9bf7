/* What a gate without a network knows from today's list (seal/daylist.h). Pure. */
#ifndef HENG_VISIT_LISTED_H
#define HENG_VISIT_LISTED_H

#include "seal/daylist.h"
#include "seal/short_code.h"
#include "visit/admit.h"

/* What the list knows of a code's visit: nothing when the visit is elsewhere or not near that day,
 * or when the list was made before the code's newest verdict. */
struct gate_knowledge listed_knowledge(const struct daylist *list, const struct code *code);

/* The visit that a typed short code names; NULL when the list has none such. Admitted like a code
 * whose signature is valid, for the list's is. */
const struct code *listed_by_short_code(const struct daylist *list,
                                        const char id_start[SHORT_CODE_ID_LENGTH]);

#endif
