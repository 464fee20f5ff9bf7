/* Which operation may be taken in which state of a visit. Pure; step.def is the whole rule. */
#ifndef HENG_VISIT_STEP_H
#define HENG_VISIT_STEP_H

#include "visit/weigh.h"

enum step_name {
#define STEP(name, lives, approvals, consents) STEP_##name,
#include "visit/step.def"
#undef STEP
  STEP_COUNT
};

/* The names of enum approval, consent and life are its numbers. */
bool step_fits(enum step_name step, int life, int approval, int consent);

#endif
