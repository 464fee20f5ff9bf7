/* What a gate's question comes to: the code by itself (visit/admit.h), and what the server knows of
 * the visit by now. */
#include "gate/entry.h"

struct gate_knowledge gate_known(int life, int64_t serial, const struct texts *reasons) {
  reason_set known = reason_set_of(reasons);
  if (life == LIFE_CANCELLED) known |= REASON_BIT(cancelled);
  if (life == LIFE_DONE) known |= REASON_BIT(revoked); /* it has been used */
  return (struct gate_knowledge){
      .known = true, .booked = true, .reasons = known, .newest_serial = serial};
}

reason_set gate_judge(const struct act *act, const struct code *code,
                      enum signature_state signature, const struct gate_knowledge *knowledge,
                      int64_t now_us, int64_t people) {
  const struct settings *settings = &act->city->settings;
  const struct gate_facts facts = {
      .enterprise = act->caller.enterprise,
      .site = act->caller.site,
      .now_us = now_us,
      .clock_tolerance_us = CLOCK_TOLERANCE_US,
      .early_minutes = settings->early_minutes,
      .late_minutes = settings->late_minutes,
      .people = people,
      .knowledge = *knowledge,
  };
  return admit(code, signature, &facts).reasons;
}
