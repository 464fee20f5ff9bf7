/* They have left. */
#include "gate/entry.h"
#include "gate/sql.h"

const struct field gate_depart_fields[] = {
    ENTRY_SCAN_FIELD,    ENTRY_TEXT_FIELD,    ENTRY_VISIT_FIELD,
    ENTRY_ARRIVAL_FIELD, ENTRY_SCANNED_FIELD, FIELDS_END,
};

struct departure {
  struct text unit, site; /* whom it concerns */
  struct text scan;
  int64_t scanned_us;
};

static const struct field departure_fields[] = {
    FIELD(TEXT, struct departure, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct departure, site, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELD(TEXT, struct departure, scan, .most = SCAN_ID_MOST),
    FIELD_NAMED("scanned_at", TIME, struct departure, scanned_us),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct departure *departure = data;
  RUN(store, sql_visit_depart, V(event->enterprise), V(event->subject), V(departure->scanned_us));
  scan_add(store, &(struct scan){.enterprise = event->enterprise,
                                 .id = departure->scan,
                                 .kind = SCAN_DEPART,
                                 .visit = event->subject,
                                 .by = event->by,
                                 .scanned_us = departure->scanned_us,
                                 .uploaded_us = event->at_us,
                                 .people = NO_INTEGER,
                                 .code = NO_ENUM});
}

VISIT_EVENT(visit_departed, struct departure, departure_fields, apply);

bool entry_depart(struct act *act, const struct gate_entry *entry, struct scan *ret_scan) {
  enum entry_state state = entry_state(act, entry, ret_scan);
  const struct visit *visit = visit_of(act);
  if (state != ENTRY_NEW) return state == ENTRY_TOLD;
  if (!visit_step(act, STEP_depart)) return false;
  const struct departure departure = {visit->unit, visit->site, entry->scan,
                                      entry_scanned_us(act, entry)};
  event_record(act, &visit_departed, visit->enterprise, visit->id, &departure);
  return visit_reweigh(act, visit->enterprise) &&
         scan_find(act->store, visit->enterprise, entry->scan, act->arena, ret_scan);
}

bool gate_depart(struct act *act) {
  struct gate_entry entry = *(const struct gate_entry *)act->in;
  struct scan scan;
  entry.kind = SCAN_DEPART;
  if (!entry_depart(act, &entry, &scan)) return false;
  *(struct scan_view *)act->out = scan_show(&scan, act->arena);
  return true;
}
