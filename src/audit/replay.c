/* One event after the other into a scratch database. */
#include "audit/inside.h"

void audit_replay(struct audit *audit, const struct event *event, const struct event_type *type,
                  const void *data) {
  struct store *replay = audit->replay;
  struct error error;
  verdicts_before(audit, event, type, data);
  audit_rules(audit, event, type, data);
  store_savepoint(replay);
  type->apply(replay, event, data);
  if (store_failed(replay, &error)) {
    store_rollback_to_savepoint(replay);
    audit_found_event(audit, AUDIT_event_not_applied, event, "%s", error.detail);
    return;
  }
  store_release(replay);
  verdicts_after(audit, event, type, data);
}
