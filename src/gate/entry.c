/* What all things that a gate sees have in common. */
#include "gate/entry.h"

#include "gate/sql.h"

const char *const scan_kind_names[] = {"arrive", "depart", "walk_in", NULL};

/* A row. */
static const struct field scan_fields[] = {
    FIELD(TEXT, struct scan, enterprise),
    FIELD(TEXT, struct scan, id),
    FIELD(ENUM, struct scan, kind, .names = scan_kind_names),
    FIELD(TEXT, struct scan, visit),
    FIELD(TEXT, struct scan, by),
    FIELD_NAMED("scanned_at", TIME, struct scan, scanned_us),
    FIELD_NAMED("uploaded_at", TIME, struct scan, uploaded_us),
    FIELD(INTEGER, struct scan, people, .flags = FIELD_OPTIONAL),
    FIELD(ENUM, struct scan, code, .flags = FIELD_OPTIONAL, .names = code_names),
    FIELD(TEXTS, struct scan, reasons, .most = REASON_COUNT, .size = 32),
    FIELDS_END,
};

const struct field scan_view_fields[] = {
    FIELD(TEXT, struct scan_view, scan, .most = SCAN_ID_MOST),
    FIELD_NAMED("what", ENUM, struct scan_view, kind, .names = scan_kind_names),
    FIELD(TEXT, struct scan_view, visit, .most = ID_LENGTH),
    FIELD(ENUM, struct scan_view, code, .flags = FIELD_OPTIONAL, .names = code_names,
          .help = "as the gate had to judge when it scanned"),
    REASONS_FIELD(struct scan_view),
    FIELD_NAMED("scanned_at", TIME, struct scan_view, scanned_us),
    FIELD_NAMED("uploaded_at", TIME, struct scan_view, uploaded_us),
    FIELD(INTEGER, struct scan_view, people, .flags = FIELD_OPTIONAL, .most = VISIT_PEOPLE_MOST),
    FIELD(TEXT, struct scan_view, slip, .flags = FIELD_OPTIONAL, .most = CODE_TEXT_MOST,
          .help = "of a walk-in: a signed red slip, what its QR code holds"),
    FIELDS_END,
};

bool scan_find(struct store *store, struct text enterprise, struct text id, struct arena *arena,
               struct scan *ret_scan) {
  return FIND(store, sql_scan_by_id, scan_fields, ret_scan, arena, V(enterprise), V(id));
}

void scan_add(struct store *store, const struct scan *scan) {
  store_run_fields(store, &sql_scan_add, scan_fields, scan);
}

struct scan_view scan_show(const struct scan *scan, struct arena *arena) {
  return (struct scan_view){
      .scan = scan->id,
      .kind = scan->kind,
      .visit = scan->visit,
      .code = scan->code,
      .reasons = reason_views(reason_set_of(&scan->reasons), arena),
      .scanned_us = scan->scanned_us,
      .uploaded_us = scan->uploaded_us,
      .people = scan->people,
  };
}

bool entry_is_late(const struct gate_entry *entry) {
  return entry->scanned_us != NO_INTEGER;
}

int64_t entry_scanned_us(const struct act *act, const struct gate_entry *entry) {
  return entry_is_late(entry) && entry->scanned_us < act->now_us ? entry->scanned_us : act->now_us;
}

bool entry_clock_is_off(const struct act *act, const struct gate_entry *entry) {
  return entry_is_late(entry) && entry->scanned_us > act->now_us + CLOCK_TOLERANCE_US;
}

/* Which visit, and by which code. The keys are those of the time of the scan. */
static bool read_code(struct act *act, const struct gate_entry *entry, struct code *ret_code) {
  enum signature_state signature;
  if (!code_open(act, entry->text, entry_scanned_us(act, entry), &signature, ret_code))
    return false;
  return signature == SIGNATURE_VALID ||
         act_refuse(act, ERROR_red_code, "text", "%s",
                    signature == SIGNATURE_INVALID ? "bad_signature" : "unknown_key");
}

static bool name_visit(struct act *act, const struct gate_entry *entry, struct code *code,
                       struct text *ret_visit) {
  struct scan arrival;
  if (entry->text.at) {
    if (!read_code(act, entry, code)) return false;
    *ret_visit = arena_copy(act->arena, text_of(code->visit));
    return true;
  }
  *ret_visit = entry->visit;
  if (entry->visit.at) return true;
  if (!entry->arrival.at)
    return act_refuse(act, ERROR_bad_field, "text", "say which visit: by text or by its id");
  if (!act->caller.enterprise.at ||
      !scan_find(act->store, act->caller.enterprise, entry->arrival, act->arena, &arrival))
    return act_refuse(act, ERROR_not_found, "arrival", "%s", "");
  *ret_visit = arrival.visit;
  return true;
}

bool entry_load(struct act *act, const struct gate_entry *entry) {
  struct entry_subject *subject = ARENA_NEW(act->arena, struct entry_subject);
  struct visit *visit = &subject->visit;
  struct text id;
  if (!name_visit(act, entry, &subject->code, &id)) return false;
  if (!visit_find(act->store, id, visit, act->arena))
    return act_refuse(act, ERROR_not_found, "visit", "%s", "");
  if (!entry->text.at) subject->code = code_of_visit(act, visit, visit->booked_us);
  act->subject = (struct subject){.unit = visit->unit,
                                  .enterprise = visit->enterprise,
                                  .site = visit->site,
                                  .version = NO_INTEGER,
                                  .thing = subject};
  return true;
}

bool gate_entry_scope(struct act *act) {
  return entry_load(act, act->in);
}

void entry_of_caller(struct act *act) {
  act->subject = (struct subject){
      .enterprise = act->caller.enterprise, .site = act->caller.site, .version = NO_INTEGER};
}

enum entry_state entry_state(struct act *act, const struct gate_entry *entry,
                             struct scan *ret_scan) {
  if (!scan_find(act->store, act->subject.enterprise, entry->scan, act->arena, ret_scan))
    return ENTRY_NEW;
  bool same = ret_scan->kind == entry->kind &&
              (entry->kind == SCAN_WALK_IN || text_equal(ret_scan->visit, visit_of(act)->id));
  if (same) return ENTRY_TOLD;
  act_refuse(act, ERROR_key_reused, "scan", "it came before, for something else");
  return ENTRY_REFUSED;
}
