/* What a gate's question comes to: the code by itself (visit/admit.h), and what the server knows of
 * the visit by now. */
#include "gate/entry.h"
#include "visit/admit.h"

reason_set gate_judge(const struct act *act, const struct code *code,
                      enum signature_state signature, const struct visit_knowledge *knowledge,
                      int64_t now_us, int64_t people) {
  const struct settings *settings = &act->city->settings;
  const struct gate_facts facts = {
      .enterprise = act->caller.enterprise,
      .site = act->caller.site.at ? act->caller.site : text_of(code->site),
      .now_us = now_us,
      .clock_tolerance_us = CLOCK_TOLERANCE_US,
      .early_minutes = settings->early_minutes,
      .late_minutes = settings->late_minutes,
      .people = people,
      .knowledge = {.known = knowledge->known,
                    .booked = knowledge->found,
                    .cancelled = knowledge->life == LIFE_CANCELLED,
                    .revoked = knowledge->life == LIFE_DONE, /* it has been used */
                    .newest_serial = knowledge->serial},
  };
  struct admission admission = admit(code, signature, &facts);
  bool believed = signature == SIGNATURE_VALID && knowledge->known;
  return admission.reasons | (believed ? reason_set_of(&knowledge->reasons) : 0);
}
