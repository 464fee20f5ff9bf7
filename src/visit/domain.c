/* What the domain of visits gives to the whole. */
#include "visit/operation.h"
#include "visit/schema.h"

/* clang-format off */
#define VISIT_EVENTS(E)                                                                            \
  E(visit_booked) E(visit_changed) E(visit_cancelled) E(visit_approved) E(visit_refused)           \
  E(visit_withdrawn) E(visit_agreed) E(visit_declined) E(visit_proposed) E(visit_suggested) E(visit_joined)           \
  E(visit_left) E(visit_frozen) E(visit_released) E(visit_reported) E(visit_missed) E(visit_turned) E(visit_weighed)
/* clang-format on */

#define DECLARE(type) extern const struct event_type type;
VISIT_EVENTS(DECLARE)
#undef DECLARE

#define ADDRESS(type) &type,
static const struct event_type *const events[] = {VISIT_EVENTS(ADDRESS) NULL};
#undef ADDRESS

const struct domain visit_domain = {
    .name = "visit",
    .zh = "访企：预约、审批、同意、称量、赋码、进出",
    .en = "Visits: booked, approved, agreed to, weighed, coded, carried out",
    .migrations = visit_migrations,
    .routes = visit_routes,
    .events = events,
    .sql = visit_sql,
    .tables = visit_tables,
    .tick = visit_tick,
};
