/* Visits of several units that could be one arrival: what becomes of them apart, and on which day
 * they would do best together.
 *
 * Pure: no I/O, no clock, no allocation; the caller owns facts and memory. */
#ifndef HENG_VISIT_TOGETHER_H
#define HENG_VISIT_TOGETHER_H

#include "visit/weigh.h"

/* Room for all visits of the facts; `weighing` is weighing_size(visit_count) bytes. */
struct together_memory {
  struct visit_facts *visits;
  struct verdict *verdicts;
  void *weighing;
};

struct together {
  int32_t day;
  size_t green; /* of the group, if it came on that day as one arrival */
  size_t moved; /* that are planned for another day */
};

/* The reasons that each visit of the group has left once all of them are approved and agreed, in
 * the order of the group, and come as they are planned. */
void together_apart(const struct policy *policy, const struct facts *facts, const uint32_t *group,
                    size_t count, const struct together_memory *memory, reason_set *ret_reasons);
/* The day from `first` to `last` on which most of the group would be green; of several the one for
 * which the fewest are moved, then the earliest. Each keeps its time of day. */
struct together together_best(const struct policy *policy, const struct facts *facts,
                              const uint32_t *group, size_t count, int32_t first, int32_t last,
                              const struct together_memory *memory);

#endif
