/* What to tell the guard about a verdict, in one line of Chinese or English. Pure. */
#ifndef HENG_GATE_SAY_H
#define HENG_GATE_SAY_H

#include "visit/reason.h"

struct gate_verdict {
  reason_set reasons; /* none: green */
  int64_t people;     /* that the code allows */
  int64_t arrived_us; /* when they arrived already, else negative */
  int64_t arrived_people;
  int offset_minutes; /* the city's time */
};

enum { GATE_SAY_MOST = 2048 };

/* Returns the length. */
size_t gate_say(const struct gate_verdict *verdict, bool chinese, char ret_line[GATE_SAY_MOST]);

#endif
