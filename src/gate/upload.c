/* The queue of a gate that was without a network: each entry is recorded or refused by itself, and
 * each only once however often the queue is sent. */
#include "gate/entry.h"

enum { ENTRIES_MOST = 100, WORDS_MOST = 256 };

static const struct field entry_fields[] = {
    FIELD_NAMED("what", ENUM, struct gate_entry, kind, .names = scan_kind_names),
    ENTRY_SCAN_FIELD,
    ENTRY_TEXT_FIELD,
    ENTRY_VISIT_FIELD,
    ENTRY_ARRIVAL_FIELD,
    FIELD(INTEGER, struct gate_entry, people, .flags = FIELD_OPTIONAL, .least = 1,
          .most = VISIT_PEOPLE_MOST, .help = "of an arrival or a walk-in"),
    ENTRY_SCANNED_FIELD,
    ENTRY_WALK_IN_FIELDS(FIELD_OPTIONAL),
    FIELDS_END,
};
const struct field gate_upload_fields[] = {
    FIELD(LIST, struct gate_upload, entries, .least = 1, .most = ENTRIES_MOST,
          .size = sizeof(struct gate_entry), .fields = entry_fields,
          .help = "in the order in which they were seen"),
    FIELDS_END,
};

#define WORDS(member)                                                                              \
  FIELD(TEXT, struct uploaded, member, .flags = FIELD_OPTIONAL, .most = WORDS_MOST)
static const struct field uploaded_fields[] = {
    FIELD(TEXT, struct uploaded, scan, .most = SCAN_ID_MOST),
    FIELD_POINTER_TO(struct uploaded, recorded, struct scan_view, .flags = FIELD_NULLABLE,
                     .fields = scan_view_fields, .help = "null when it was refused"),
    FIELD(TEXT, struct uploaded, error, .flags = FIELD_OPTIONAL, .most = WORDS_MOST,
          .help = "why it was refused: a code as in a problem"),
    WORDS(place),
    WORDS(detail),
    WORDS(zh),
    WORDS(en),
    WORDS(next_zh),
    WORDS(next_en),
    FIELDS_END,
};
const struct field gate_uploaded_fields[] = {
    FIELD(LIST, struct gate_uploaded, entries, .most = ENTRIES_MOST,
          .size = sizeof(struct uploaded), .fields = uploaded_fields,
          .help = "one for each, in the same order"),
    FIELD_NAMED("now", TIME, struct gate_uploaded, now_us, .help = "by the server's clock"),
    FIELDS_END,
};

static bool reach(struct act *act) {
  unsigned roles = (act->route->roles | ROLE_SELF) & act->caller.roles;
  return caller_reaches(&act->caller, roles, &act->subject) ||
         act_refuse(act, ERROR_not_yours, "visit", "%s", "");
}

static bool take(struct act *act, const struct gate_entry *entry, struct scan *ret_scan) {
  if (entry->kind == SCAN_WALK_IN) {
    entry_of_caller(act);
    return entry_walk_in(act, entry, ret_scan);
  }
  if (!entry_load(act, entry) || !reach(act)) return false;
  return entry->kind == SCAN_ARRIVE ? entry_arrive(act, entry, ret_scan)
                                    : entry_depart(act, entry, ret_scan);
}

static struct text word(struct arena *arena, const char *text) {
  return *text ? arena_copy(arena, text_of(text)) : NO_TEXT;
}

static struct uploaded refused(const struct act *act, struct text scan) {
  const struct error_entry *entry = error_find(act->error.code);
  return (struct uploaded){
      .scan = scan,
      .error = text_of(entry->name),
      .place = word(act->arena, act->error.place),
      .detail = word(act->arena, act->error.detail),
      .zh = text_of(entry->zh),
      .en = text_of(entry->en),
      .next_zh = text_of(entry->zh_next),
      .next_en = text_of(entry->en_next),
  };
}

bool gate_upload(struct act *act) {
  const struct gate_upload *in = act->in;
  struct gate_uploaded *out = act->out;
  struct uploaded *results = ARENA_ARRAY(act->arena, in->entries.count, struct uploaded);
  *out = (struct gate_uploaded){{results, in->entries.count}, act->now_us};
  for (size_t i = 0; i < in->entries.count; i++) {
    const struct gate_entry *entry = (const struct gate_entry *)in->entries.at + i;
    struct scan scan;
    int64_t recorded = act->event_count;
    if (take(act, entry, &scan)) {
      results[i] = (struct uploaded){.scan = entry->scan,
                                     .recorded = ARENA_NEW(act->arena, struct scan_view)};
      *results[i].recorded = scan_show(&scan, act->arena);
    } else if (act->event_count > recorded || store_failed(act->store, &act->error)) {
      return false; /* half done: then nothing of the queue is */
    } else {
      results[i] = refused(act, entry->scan);
      act->error = (struct error){0};
    }
  }
  entry_of_caller(act);
  return true;
}
