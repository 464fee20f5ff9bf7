/* The operations that all kinds of records share. */
#include "directory/record.h"

#include <string.h>

static void answer(struct act *act, const struct record_kind *kind, const void *record) {
  memcpy(act->out, record, kind->size);
  act->etag = ((const struct record *)record)->version;
}

static void record_event(struct act *act, const struct record_kind *kind,
                         const struct event_type *type, const void *record) {
  struct text enterprise = kind->enterprise ? kind->enterprise(record) : NO_TEXT;
  event_record(act, type, enterprise, ((const struct record *)record)->id, record);
}

/* Answers with what the tables have now. */
static bool record_and_answer(struct act *act, const struct record_kind *kind,
                              const struct event_type *type, const void *record) {
  record_event(act, kind, type, record);
  void *stored = arena_take(act->arena, kind->size);
  if (kind->find(act->store, record, act->arena, stored)) answer(act, kind, stored);
  return true;
}

bool record_scope(struct act *act, const struct record_kind *kind) {
  void *record = arena_take(act->arena, kind->size);
  if (!kind->find(act->store, act->in, act->arena, record))
    return act_refuse(act, ERROR_not_found, NULL, "%s", "");
  act->subject.thing = record;
  act->subject.version = ((const struct record *)record)->version;
  if (kind->enterprise) act->subject.enterprise = kind->enterprise(record);
  act->subject.every_unit = true;
  return true;
}

bool record_add(struct act *act, const struct record_kind *kind) {
  struct record *record = arena_take(act->arena, kind->size);
  memcpy(record, act->in, kind->size);
  record->active = true;
  if (kind->check && !kind->check(act, record)) return false;
  if (kind->find(act->store, record, act->arena, arena_take(act->arena, kind->size)))
    return act_refuse(act, ERROR_taken, "id", "%s", "");
  return record_and_answer(act, kind, kind->added, record);
}

bool record_read(struct act *act, const struct record_kind *kind) {
  if (!act->subject.thing && !record_scope(act, kind)) return false;
  answer(act, kind, act->subject.thing);
  return true;
}

bool record_change(struct act *act, const struct record_kind *kind) {
  void *record = arena_take(act->arena, kind->size);
  memcpy(record, act->in, kind->size);
  if (kind->check && !kind->check(act, record)) return false;
  return record_and_answer(act, kind, kind->changed, record);
}

bool record_deactivate(struct act *act, const struct record_kind *kind) {
  struct record *record = act->subject.thing;
  if (!record->active) return act_refuse(act, ERROR_already_done, NULL, "it is no longer active");
  record->active = false;
  return record_and_answer(act, kind, kind->changed, record);
}

bool record_import(struct act *act, const struct record_kind *kind) {
  const struct import_row *row = act->in;
  int *ret_outcome = act->out;
  struct record *record = row->value;
  void *before = arena_take(act->arena, kind->size);
  bool known = kind->find(act->store, record, act->arena, before);
  if (known)
    import_keep(row, before);
  else
    record->active = true;
  *ret_outcome = known ? IMPORT_CHANGED : IMPORT_ADDED;
  if (known && import_same(act->arena, row, before)) {
    *ret_outcome = IMPORT_UNCHANGED;
    return true;
  }
  if (kind->check && !kind->check(act, record)) return false;
  record_event(act, kind, known ? kind->changed : kind->added, record);
  return true;
}
