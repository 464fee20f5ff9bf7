/* They have come. Told at once, a red code is refused: they may not enter. Told later, by a gate
 * that was without a network, it is recorded as it was, whatever has become of the visit since. */
#include "gate/entry.h"
#include "gate/sql.h"

const struct field gate_arrive_fields[] = {
    ENTRY_SCAN_FIELD,
    ENTRY_TEXT_FIELD,
    ENTRY_VISIT_FIELD,
    FIELD(INTEGER, struct gate_entry, people, .least = 1, .most = VISIT_PEOPLE_MOST,
          .help = "how many came in"),
    ENTRY_SCANNED_FIELD,
    FIELDS_END,
};

/* The event's own time is that of the upload. */
struct arrival {
  struct text unit, site; /* whom it concerns */
  struct text scan;
  int64_t scanned_us, people;
  int code; /* as judged at the scan */
  struct texts reasons;
  bool takes_place; /* this is what gives it its place in the order */
};

static const struct field arrival_fields[] = {
    FIELD(TEXT, struct arrival, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct arrival, site, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELD(TEXT, struct arrival, scan, .most = SCAN_ID_MOST),
    FIELD_NAMED("scanned_at", TIME, struct arrival, scanned_us),
    FIELD(INTEGER, struct arrival, people, .most = VISIT_PEOPLE_MOST),
    FIELD(ENUM, struct arrival, code, .names = code_names),
    FIELD(TEXTS, struct arrival, reasons, .most = REASON_COUNT, .size = 32),
    FIELD(BOOLEAN, struct arrival, takes_place),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct arrival *arrival = data;
  RUN(store, sql_visit_arrive, V(event->enterprise), V(event->subject), V(arrival->scanned_us),
      V(arrival->people), V((int64_t)arrival->takes_place), V(event->seq));
  scan_add(store, &(struct scan){.enterprise = event->enterprise,
                                 .id = arrival->scan,
                                 .kind = SCAN_ARRIVE,
                                 .visit = event->subject,
                                 .by = event->by,
                                 .scanned_us = arrival->scanned_us,
                                 .uploaded_us = event->at_us,
                                 .people = arrival->people,
                                 .code = arrival->code,
                                 .reasons = arrival->reasons});
}

VISIT_EVENT(visit_arrived, struct arrival, arrival_fields, apply);

/* As the gate had to judge: with all that the server knows when it is told at once, else with what
 * stands in the code. */
static reason_set judge(struct act *act, const struct gate_entry *entry) {
  const struct entry_subject *subject = act->subject.thing;
  const struct visit *visit = &subject->visit;
  struct gate_knowledge now = gate_known(visit->life, visit->serial, &visit->reasons);
  now.known = !entry_is_late(entry);
  reason_set reasons = gate_judge(act, &subject->code, SIGNATURE_VALID, &now,
                                  entry_scanned_us(act, entry), entry->people);
  return entry_clock_is_off(act, entry) ? reasons | REASON_BIT(stale_clock) : reasons;
}

static bool refuse_red(struct act *act, reason_set reasons) {
  struct texts names = reason_names(reasons, act->arena);
  struct buffer list = BUFFER(act->arena);
  for (size_t i = 0; i < names.count; i++) {
    if (i) buffer_add(&list, TEXT(", "));
    buffer_add(&list, names.at[i]);
  }
  return act_refuse(act, ERROR_red_code, "text", "%.*s", (int)list.length, list.at);
}

/* A place that was never taken, or was given back, is taken by arriving. */
static bool takes_place(const struct visit *visit) {
  return visit->seq == NO_INTEGER || visit->life != LIFE_BOOKED;
}

bool entry_arrive(struct act *act, const struct gate_entry *entry, struct scan *ret_scan) {
  enum entry_state state = entry_state(act, entry, ret_scan);
  const struct visit *visit = visit_of(act);
  bool late = entry_is_late(entry);
  if (state != ENTRY_NEW) return state == ENTRY_TOLD;
  if (entry->people == NO_INTEGER) return act_refuse(act, ERROR_bad_field, "people", "missing");
  if (!visit_step(act, late ? STEP_arrive_late : STEP_arrive)) return false;
  reason_set reasons = judge(act, entry);
  if (reasons && !late) return refuse_red(act, reasons);
  const struct arrival arrival = {
      .unit = visit->unit,
      .site = visit->site,
      .scan = entry->scan,
      .scanned_us = entry_scanned_us(act, entry),
      .people = entry->people,
      .code = reasons ? CODE_RED : CODE_GREEN,
      .reasons = reason_names(reasons, act->arena),
      .takes_place = takes_place(visit),
  };
  event_record(act, &visit_arrived, visit->enterprise, visit->id, &arrival);
  return visit_reweigh(act, visit->enterprise) &&
         scan_find(act->store, visit->enterprise, entry->scan, act->arena, ret_scan);
}

bool gate_arrive(struct act *act) {
  struct gate_entry entry = *(const struct gate_entry *)act->in;
  struct scan scan;
  entry.kind = SCAN_ARRIVE;
  if (!entry_arrive(act, &entry, &scan)) return false;
  *(struct scan_view *)act->out = scan_show(&scan, act->arena);
  return true;
}
