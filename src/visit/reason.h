/* Why a code is red: numbers, names and words, for weighing (10 to 62) and for the gate (70 to 78).
 *
 * Pure. A set of reasons is a bit mask in the order of reason.def. */
#ifndef HENG_VISIT_REASON_H
#define HENG_VISIT_REASON_H

#include "base/text.h"

enum reason {
#define REASON(name, number, zh, en, zh_next, en_next) REASON_##name,
#include "visit/reason.def"
#undef REASON
  REASON_COUNT
};

/* Bit `r` set: reason `r` applies. Zero: green. */
typedef uint32_t reason_set;
#define REASON_BIT(name) ((reason_set)1 << REASON_##name)

struct reason_entry {
  int number;
  const char *name;
  const char *zh, *en;
  const char *zh_next, *en_next; /* what would help */
};

extern const struct reason_entry reason_entries[REASON_COUNT];

/* -1 for a name that is not a reason. */
int reason_by_name(struct text name);

#endif
