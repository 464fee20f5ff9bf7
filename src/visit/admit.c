/* May they come in? Pure; the order of decision is in admit.h. */
#include "visit/admit.h"

static struct text held(const char *at, size_t length) {
  return (struct text){at, length};
}

static bool is_elsewhere(const struct code *code, const struct gate_facts *gate) {
  return !text_equal(held(code->enterprise, USCC_LENGTH), gate->enterprise) ||
         (gate->site.at && !text_equal(held(code->site, ID_LENGTH), gate->site));
}

static reason_set judge_time(const struct code *code, const struct gate_facts *gate,
                             int64_t proven_us) {
  bool stale = gate->now_us < proven_us - gate->clock_tolerance_us;
  int64_t time_us = stale ? proven_us : gate->now_us;
  reason_set reasons = stale ? REASON_BIT(stale_clock) : 0;
  if (!stale && time_us < code->from_us - gate->early_minutes * MINUTE_US)
    reasons |= REASON_BIT(too_early);
  if (time_us >= code->until_us + gate->late_minutes * MINUTE_US) reasons |= REASON_BIT(expired);
  return reasons;
}

static reason_set judge_knowledge(const struct code *code, const struct gate_knowledge *knowledge) {
  if (!knowledge->known) return 0;
  reason_set reasons = knowledge->reasons;
  if (!knowledge->booked) reasons |= REASON_BIT(not_booked);
  if (code->serial < knowledge->newest_serial) reasons |= REASON_BIT(revoked);
  return reasons;
}

struct admission admit(const struct code *code, enum signature_state signature,
                       const struct gate_facts *gate) {
  struct admission admission = {.newest_seen_us = gate->newest_seen_us};
  if (signature != SIGNATURE_VALID) {
    admission.reasons =
        signature == SIGNATURE_UNKNOWN_KEY ? REASON_BIT(unknown_key) : REASON_BIT(bad_signature);
    return admission;
  }
  if (code->issued_us > gate->newest_seen_us) admission.newest_seen_us = code->issued_us;
  admission.reasons = code->reasons | judge_knowledge(code, &gate->knowledge) |
                      judge_time(code, gate, admission.newest_seen_us);
  if (is_elsewhere(code, gate)) admission.reasons |= REASON_BIT(wrong_enterprise);
  if (gate->people > code->people) admission.reasons |= REASON_BIT(too_many_people);
  admission.green = admission.reasons == 0;
  return admission;
}
