#include "visit/step.h"

enum {
  ANY = ~0,
  BOOKED = 1 << LIFE_BOOKED,
  ARRIVED = 1 << LIFE_ARRIVED,
  DONE = 1 << LIFE_DONE,
  CANCELLED = 1 << LIFE_CANCELLED,
  MISSED = 1 << LIFE_MISSED,
  PENDING = 1 << APPROVAL_PENDING,
  APPROVED = 1 << APPROVAL_APPROVED,
  REFUSED = 1 << APPROVAL_REFUSED,
  WITHDRAWN = 1 << APPROVAL_WITHDRAWN,
  NONE = 1 << CONSENT_NONE,
  AGREED = 1 << CONSENT_AGREED,
  DECLINED = 1 << CONSENT_DECLINED,
};

static const struct {
  int lives, approvals, consents;
} steps[STEP_COUNT] = {
#define STEP(name, lives, approvals, consents) {lives, approvals, consents},
#include "visit/step.def"
#undef STEP
};

bool step_fits(enum step_name step, int life, int approval, int consent) {
  return steps[step].lives >> life & 1 && steps[step].approvals >> approval & 1 &&
         steps[step].consents >> consent & 1;
}
