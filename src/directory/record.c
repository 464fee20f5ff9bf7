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

/* Puts those that are called so behind the page; false once it is full. */
static bool look_through(struct act *act, const struct record_kind *kind,
                         const struct folded *words, struct list found, struct page *page) {
  const struct record_page_in *in = act->in;
  for (size_t i = 0; i < found.count; i++) {
    const char *record = (const char *)found.at + i * kind->size;
    char *items = page->items.at;
    if (!kind->is_called(record, words)) continue;
    if (page->items.count == (size_t)page_limit(in->limit)) {
      page->next = ((const struct record *)(items + (page->items.count - 1) * kind->size))->id;
      return false;
    }
    memcpy(items + page->items.count++ * kind->size, record, kind->size);
  }
  return true;
}

static struct list list_after(struct act *act, const struct record_kind *kind, struct text after,
                              int64_t limit) {
  const struct record_page_in *in = act->in;
  return store_list(act->store, kind->after, VALUES(V(after), V((int64_t)in->inactive), V(limit)),
                    kind->fields, kind->size, act->arena);
}

bool record_list(struct act *act, const struct record_kind *kind) {
  enum { AT_ONCE = 500 };
  const struct record_page_in *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit);
  struct text after = page_after(in->after);
  if (!in->q.at) {
    *page = page_of(list_after(act, kind, after, limit + 1), limit, kind->size,
                    offsetof(struct record, id));
    return true;
  }
  struct folded words;
  gram_fold(in->q, &words);
  *page = (struct page){.items.at = arena_take(act->arena, (size_t)limit * kind->size)};
  for (struct list found = {.count = AT_ONCE}; found.count == AT_ONCE;) {
    found = list_after(act, kind, after, AT_ONCE);
    if (!found.count || !look_through(act, kind, &words, found, page)) break;
    after = ((const struct record *)((const char *)found.at + (found.count - 1) * kind->size))->id;
  }
  return true;
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
