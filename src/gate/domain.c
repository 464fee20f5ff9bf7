/* What gates give to the whole. */
#include "gate/input.h"
#include "gate/routes.h"
#include "gate/sql.h"

/* clang-format off */
#define GATE_EVENTS(E)                                                                             \
  E(visit_arrived) E(visit_departed) E(visit_walked_in) E(gate_invited) E(gate_enrolled)           \
  E(gate_revoked)
/* clang-format on */

#define DECLARE(type) extern const struct event_type type;
GATE_EVENTS(DECLARE)
#undef DECLARE

#define ADDRESS(type) &type,
static const struct event_type *const events[] = {GATE_EVENTS(ADDRESS) NULL};
#undef ADDRESS

static bool tick(struct act *act) {
  RUN(act->store, sql_invitation_drop_old, V(act->now_us));
  gate_store_heard(act);
  return true;
}

const struct domain gate_domain = {
    .name = "gate",
    .zh = "门岗：访企码、门岗设备、到访与离开",
    .en = "At the gate: codes, enrolled gates, arrivals and departures",
    .migrations = gate_migrations,
    .routes = gate_routes,
    .events = events,
    .sql = gate_sql,
    .tables = gate_tables,
    .authenticate = gate_authenticate,
    .token_start = GATE_TOKEN_START,
    .tick = tick,
};
