/* Facts and verdicts as lines of JSON. What is read lives in the caller's arena. */
#include "visit/facts.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "visit/policy.h"

/* ---- the shape on paper ---- */

struct claim_document {
  struct text code, evidence;
};

struct visit_document {
  struct text id, unit, kind, joint;
  struct texts items;
  int64_t start_us, end_us, booked_us, certified, seq;
  int approval, consent, life;
  bool frozen;
  struct claim_document *exemption;
};

struct filing_document {
  struct text unit;
  int64_t year, visits;
};

struct facts_document {
  struct text enterprise;
  int64_t now_us;
  struct list filings, visits;
};

/* In the order of the enums in visit/weigh.h. */
const char *const approval_names[] = {"pending", "approved", "refused", "withdrawn", NULL};
const char *const consent_names[] = {"none", "agreed", "declined", NULL};
const char *const life_names[] = {"booked", "arrived", "done", "cancelled", "missed", NULL};

#define NAME(owner, member, ...)                                                                   \
  FIELD(TEXT, owner, member, .least = 1, .most = FACTS_NAME_MOST, ##__VA_ARGS__)

static const struct field claim_fields[] = {
    NAME(struct claim_document, code),
    FIELD(TEXT, struct claim_document, evidence, .flags = FIELD_OPTIONAL | FIELD_NULLABLE,
          .most = 10000),
    FIELDS_END,
};

static const struct field visit_fields[] = {
    NAME(struct visit_document, id),
    NAME(struct visit_document, unit),
    NAME(struct visit_document, kind),
    FIELD(TEXTS, struct visit_document, items, .most = FACTS_ITEMS_MOST, .size = FACTS_NAME_MOST),
    FIELD_NAMED("start", TIME, struct visit_document, start_us),
    FIELD_NAMED("end", TIME, struct visit_document, end_us),
    FIELD_NAMED("booked", TIME, struct visit_document, booked_us),
    FIELD(INTEGER, struct visit_document, certified, .least = 0, .most = INT32_MAX),
    FIELD(ENUM, struct visit_document, approval, .names = approval_names),
    FIELD(ENUM, struct visit_document, consent, .names = consent_names),
    FIELD(INTEGER, struct visit_document, seq, .flags = FIELD_NULLABLE, .least = 0,
          .most = INT64_MAX),
    NAME(struct visit_document, joint, .flags = FIELD_NULLABLE),
    FIELD_POINTER_TO(struct visit_document, exemption, struct claim_document,
                     .flags = FIELD_NULLABLE, .fields = claim_fields),
    FIELD(ENUM, struct visit_document, life, .names = life_names),
    FIELD(BOOLEAN, struct visit_document, frozen),
    FIELDS_END,
};

static const struct field filing_fields[] = {
    NAME(struct filing_document, unit),
    FIELD(INTEGER, struct filing_document, year, .least = 1, .most = 9999),
    FIELD(INTEGER, struct filing_document, visits, .least = 0, .most = INT32_MAX),
    FIELDS_END,
};

static const struct field facts_fields[] = {
    FIELD_NAMED("now", TIME, struct facts_document, now_us),
    NAME(struct facts_document, enterprise),
    FIELD(LIST, struct facts_document, filings, .most = FACTS_FILINGS_MOST,
          .size = sizeof(struct filing_document), .fields = filing_fields),
    FIELD(LIST, struct facts_document, visits, .most = FACTS_VISITS_MOST,
          .size = sizeof(struct visit_document), .fields = visit_fields),
    FIELDS_END,
};

/* ---- reading ---- */

struct reading {
  const struct policy *policy;
  struct arena *arena;
  struct facts_names *names;
  struct error *ret_error;
};

static bool refuse(const struct reading *reading, size_t visit, const char *field,
                   const char *detail) {
  char place[64];
  snprintf(place, sizeof place, "visits[%zu].%s", visit, field);
  return fail(reading->ret_error, ERROR_bad_field, place, "%s", detail);
}

static const int64_t *read_items(const struct reading *reading, struct texts items) {
  int64_t *numbers = ARENA_ARRAY(reading->arena, items.count, int64_t);
  for (size_t i = 0; i < items.count; i++)
    numbers[i] = names_number(reading->names->items, items.at[i]);
  return numbers;
}

static bool read_visit(const struct reading *reading, size_t index,
                       const struct visit_document *document, struct visit_facts *ret_visit) {
  int kind = policy_kind(reading->policy, document->kind);
  int exemption = NO_EXEMPTION;
  if (kind < 0) return refuse(reading, index, "kind", "the policy has no such kind");
  if (document->exemption) {
    exemption = policy_exemption(reading->policy, document->exemption->code);
    if (exemption < 0)
      return refuse(reading, index, "exemption.code", "the policy has no such exemption");
  }
  if (document->start_us >= document->end_us)
    return refuse(reading, index, "start", "not before the end");
  bool has_come = document->life == LIFE_ARRIVED || document->life == LIFE_DONE;
  if (has_come && document->seq == NO_INTEGER)
    return refuse(reading, index, "seq", "an arrived or done visit has one");
  *ret_visit = (struct visit_facts){
      .id = document->id,
      .evidence = document->exemption ? document->exemption->evidence : NO_TEXT,
      .unit = names_number(reading->names->units, document->unit),
      .joint =
          document->joint.at ? names_number(reading->names->groups, document->joint) : NO_JOINT,
      .seq = document->seq == NO_INTEGER ? NO_SEQ : document->seq,
      .start_us = document->start_us,
      .end_us = document->end_us,
      .booked_us = document->booked_us,
      .items = read_items(reading, document->items),
      .item_count = (uint32_t)document->items.count,
      .kind = kind,
      .exemption = exemption,
      .certified = document->certified,
      .approval = (enum approval)document->approval,
      .consent = (enum consent)document->consent,
      .life = (enum life)document->life,
      .frozen = document->frozen,
  };
  return true;
}

static bool check_ids(const struct reading *reading, const struct visit_facts *visits,
                      size_t count) {
  struct names *ids = names_make(reading->arena);
  for (size_t i = 0; i < count; i++)
    if (names_number(ids, visits[i].id) != (int64_t)i + 1)
      return refuse(reading, i, "id", "given twice");
  return true;
}

struct seq_entry {
  int64_t seq;
  size_t visit;
};

static int compare_seqs(const void *a, const void *b) {
  const struct seq_entry *left = a, *right = b;
  if (left->seq != right->seq) return left->seq < right->seq ? -1 : 1;
  return (left->visit > right->visit) - (left->visit < right->visit);
}

static bool check_seqs(const struct reading *reading, const struct visit_facts *visits,
                       size_t count) {
  struct seq_entry *entries = ARENA_ARRAY(reading->arena, count, struct seq_entry);
  size_t entry_count = 0;
  for (size_t i = 0; i < count; i++)
    if (visits[i].seq != NO_SEQ) entries[entry_count++] = (struct seq_entry){visits[i].seq, i};
  qsort(entries, entry_count, sizeof *entries, compare_seqs);
  for (size_t i = 1; i < entry_count; i++)
    if (entries[i].seq == entries[i - 1].seq)
      return refuse(reading, entries[i].visit, "seq", "given twice");
  return true;
}

bool facts_read(struct text line, const struct policy *policy, struct arena *arena,
                struct facts *ret_facts, struct facts_names *ret_names, struct error *ret_error) {
  struct facts_document document;
  if (!json_read(line, facts_fields, &document, arena, ret_error)) return false;
  *ret_names = (struct facts_names){names_make(arena), names_make(arena), names_make(arena)};
  struct reading reading = {policy, arena, ret_names, ret_error};
  const struct filing_document *filing_documents = document.filings.at;
  const struct visit_document *visit_documents = document.visits.at;
  struct filing_facts *filings = ARENA_ARRAY(arena, document.filings.count, struct filing_facts);
  struct visit_facts *visits = ARENA_ARRAY(arena, document.visits.count, struct visit_facts);
  for (size_t i = 0; i < document.filings.count; i++)
    filings[i] = (struct filing_facts){
        .unit = names_number(ret_names->units, filing_documents[i].unit),
        .year = (int32_t)filing_documents[i].year,
        .visits = filing_documents[i].visits,
    };
  for (size_t i = 0; i < document.visits.count; i++)
    if (!read_visit(&reading, i, &visit_documents[i], &visits[i])) return false;
  *ret_facts = (struct facts){document.enterprise,    document.now_us, filings,
                              document.filings.count, visits,          document.visits.count};
  return check_ids(&reading, visits, document.visits.count) &&
         check_seqs(&reading, visits, document.visits.count);
}

/* ---- writing ---- */

static struct texts write_items(struct arena *arena, const struct facts_names *names,
                                const struct visit_facts *visit) {
  struct texts items = {ARENA_ARRAY(arena, visit->item_count, struct text), visit->item_count};
  for (uint32_t i = 0; i < visit->item_count; i++)
    items.at[i] = names_text(names->items, visit->items[i]);
  return items;
}

static struct claim_document *write_claim(struct arena *arena, const struct policy *policy,
                                          const struct visit_facts *visit) {
  if (visit->exemption == NO_EXEMPTION) return NULL;
  struct claim_document *claim = ARENA_NEW(arena, struct claim_document);
  *claim = (struct claim_document){policy->exemptions[visit->exemption].name, visit->evidence};
  return claim;
}

static struct visit_document write_visit(struct arena *arena, const struct policy *policy,
                                         const struct facts_names *names,
                                         const struct visit_facts *visit) {
  return (struct visit_document){
      .id = visit->id,
      .unit = names_text(names->units, visit->unit),
      .kind = policy->kinds[visit->kind].name,
      .joint = visit->joint == NO_JOINT ? NO_TEXT : names_text(names->groups, visit->joint),
      .items = write_items(arena, names, visit),
      .start_us = visit->start_us,
      .end_us = visit->end_us,
      .booked_us = visit->booked_us,
      .certified = visit->certified,
      .seq = visit->seq == NO_SEQ ? NO_INTEGER : visit->seq,
      .approval = (int)visit->approval,
      .consent = (int)visit->consent,
      .life = (int)visit->life,
      .frozen = visit->frozen,
      .exemption = write_claim(arena, policy, visit),
  };
}

void facts_write(struct buffer *out, const struct policy *policy, const struct facts *facts,
                 const struct facts_names *names) {
  struct filing_document *filings =
      ARENA_ARRAY(out->arena, facts->filing_count, struct filing_document);
  struct visit_document *visits =
      ARENA_ARRAY(out->arena, facts->visit_count, struct visit_document);
  for (size_t i = 0; i < facts->filing_count; i++)
    filings[i] = (struct filing_document){names_text(names->units, facts->filings[i].unit),
                                          facts->filings[i].year, facts->filings[i].visits};
  for (size_t i = 0; i < facts->visit_count; i++)
    visits[i] = write_visit(out->arena, policy, names, &facts->visits[i]);
  const struct facts_document document = {facts->enterprise,
                                          facts->now_us,
                                          {filings, facts->filing_count},
                                          {visits, facts->visit_count}};
  json_write(out, facts_fields, &document);
  buffer_add_byte(out, '\n');
}

static void write_reasons(struct buffer *out, reason_set reasons) {
  bool first = true;
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    if (!(reasons >> reason & 1)) continue;
    if (!first) buffer_add_byte(out, ',');
    first = false;
    json_write_text(out, text_of(reason_entries[reason].name));
  }
}

static void write_against(struct buffer *out, const struct facts *facts, struct weighing *weighing,
                          size_t visit) {
  uint32_t *against = ARENA_ARRAY(out->arena, facts->visit_count, uint32_t);
  bool first = true;
  buffer_add(out, TEXT(",\"against\":{"));
  for (int reason = 0; reason < REASON_COUNT; reason++) {
    size_t count = weigh_explain(weighing, visit, (enum reason)reason, against);
    if (count == 0) continue;
    buffer_format(out, "%s\"%s\":[", first ? "" : ",", reason_entries[reason].name);
    first = false;
    for (size_t i = 0; i < count; i++) {
      if (i > 0) buffer_add_byte(out, ',');
      json_write_text(out, facts->visits[against[i]].id);
    }
    buffer_add_byte(out, ']');
  }
  buffer_add_byte(out, '}');
}

void verdicts_write(struct buffer *out, const struct facts *facts, const struct verdict *verdicts,
                    struct weighing *weighing) {
  buffer_add(out, TEXT("{\"enterprise\":"));
  json_write_text(out, facts->enterprise);
  buffer_add(out, TEXT(",\"verdicts\":["));
  for (size_t i = 0; i < facts->visit_count; i++) {
    if (i > 0) buffer_add_byte(out, ',');
    buffer_add(out, TEXT("{\"visit\":"));
    json_write_text(out, facts->visits[i].id);
    buffer_format(out, ",\"code\":\"%s\",\"reasons\":[", verdicts[i].reasons ? "red" : "green");
    write_reasons(out, verdicts[i].reasons);
    buffer_add_byte(out, ']');
    if (weighing && verdicts[i].reasons) write_against(out, facts, weighing, i);
    buffer_add_byte(out, '}');
  }
  buffer_add(out, TEXT("]}\n"));
}
