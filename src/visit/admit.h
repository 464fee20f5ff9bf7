/* May they come in? What the server's gate check and the gate page both run (design section 4).
 *
 * Pure: no clock, no keys, no memory of its own; the same file compiles to WebAssembly.
 *
 * Order of decision:
 *  1. unknown_key, bad_signature: then the only reason, since nothing in the code is believed.
 *  2. The code's own reasons: a red slip stays red.
 *  3. What the gate knows of the visit: the reasons of its newest verdict; revoked once it was
 * used.
 *  4. wrong_enterprise: another enterprise or another site than the gate's.
 *  5. too_early, expired: the gate's time against from and until, with its tolerances.
 *  6. too_many_people: more arrive than the code allows.
 *  7. not_booked: what the gate knows of its day does not have the visit.
 *  8. revoked: the visit has a newer code.
 *  9. stale_clock: the gate's clock is behind a moment that a signature proves to have passed. Then
 *     expired is judged by that moment, which is certain, and too_early not at all.
 * All that apply are given, in the order of their numbers; none means come in. */
#ifndef HENG_VISIT_ADMIT_H
#define HENG_VISIT_ADMIT_H

#include "base/time.h"
#include "seal/code.h"
#include "seal/cose.h"

/* How far two honest clocks may differ. */
#define CLOCK_TOLERANCE_US (5 * MINUTE_US)

/* What the gate knows of the visit, from today's list (visit/listed.h) or from the server. */
struct gate_knowledge {
  bool known; /* false: offline and without a list for today; the rest then means nothing */
  bool booked;
  reason_set reasons; /* of its newest verdict, and revoked once it was used */
  int64_t newest_serial;
};

struct gate_facts {
  struct text enterprise, site; /* of the gate; no site: every one of the enterprise */
  int64_t now_us;
  int64_t newest_seen_us;     /* the newest time that this gate ever saw signed; 0 when none */
  int64_t clock_tolerance_us; /* how far two honest clocks may differ */
  int64_t early_minutes, late_minutes;
  int64_t people; /* arriving */
  struct gate_knowledge knowledge;
};

struct admission {
  bool green;
  reason_set reasons;
  int64_t newest_seen_us; /* what the gate has to remember for next time */
};

/* `code` is not looked at unless the signature is valid. */
struct admission admit(const struct code *code, enum signature_state signature,
                       const struct gate_facts *gate);

#endif
