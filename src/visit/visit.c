/* A visit's fields, finding one, whose it is. */
#include "visit/visit.h"

#include "base/time.h"

#include "visit/input.h"
#include "visit/sql.h"

const char *const code_names[] = {"red", "green", NULL};

#define WORDS             .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = VISIT_WORDS_MOST
#define NAME(length_most) .least = 1, .most = (length_most)
#define COUNT             .least = 0, .most = INT64_MAX

#define STORED_FIELDS                                                                              \
  FIELD(TEXT, struct visit, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH,                 \
        .help = "unified social credit code"),                                                     \
      FIELD(TEXT, struct visit, id, .least = ID_LENGTH, .most = ID_LENGTH),                        \
      FIELD(TEXT, struct visit, unit, NAME(UNIT_ID_MOST)),                                         \
      FIELD(TEXT, struct visit, site, .flags = FIELD_OPTIONAL, NAME(ID_LENGTH)),                   \
      FIELD(TEXT, struct visit, kind, NAME(POLICY_NAME_MOST)),                                     \
      FIELD(TEXTS, struct visit, items, .most = VISIT_ITEMS_MOST, .size = 64),                     \
      FIELD_NAMED("start", TIME, struct visit, start_us),                                          \
      FIELD_NAMED("end", TIME, struct visit, end_us),                                              \
      FIELD_NAMED("booked", TIME, struct visit, booked_us),                                        \
      FIELD(TEXT, struct visit, booked_by, NAME(64)),                                              \
      FIELD(INTEGER, struct visit, people, .least = 1, .most = VISIT_PEOPLE_MOST),                 \
      FIELD(INTEGER, struct visit, certified, .least = 0, .most = VISIT_PEOPLE_MOST),              \
      FIELD(TEXTS, struct visit, officers, .most = VISIT_OFFICERS_MOST, .size = 64),               \
      FIELD(TEXT, struct visit, purpose, WORDS),                                                   \
      FIELD(ENUM, struct visit, approval, .names = approval_names),                                \
      FIELD(TEXT, struct visit, approval_words, WORDS),                                            \
      FIELD(ENUM, struct visit, consent, .names = consent_names),                                  \
      FIELD(TEXT, struct visit, consent_words, WORDS),                                             \
      FIELD(ENUM, struct visit, life, .names = life_names),                                        \
      FIELD(INTEGER, struct visit, seq, .flags = FIELD_OPTIONAL, COUNT),                           \
      FIELD(TEXT, struct visit, joint, .flags = FIELD_OPTIONAL, NAME(ID_LENGTH)),                  \
      FIELD(TEXT, struct visit, exemption, .flags = FIELD_OPTIONAL, NAME(POLICY_NAME_MOST)),       \
      FIELD(TEXT, struct visit, evidence, WORDS),                                                  \
      FIELD_NAMED("ratify_by", TIME, struct visit, ratify_by_us, .flags = FIELD_OPTIONAL,          \
                  .help = "until when the exemption stands without the head's approval"),          \
      FIELD_NAMED("proposed_start", TIME, struct visit, proposed_start_us,                         \
                  .flags = FIELD_OPTIONAL),                                                        \
      FIELD_NAMED("proposed_end", TIME, struct visit, proposed_end_us, .flags = FIELD_OPTIONAL),   \
      FIELD(TEXT, struct visit, suggested_join, .flags = FIELD_OPTIONAL, NAME(ID_LENGTH),          \
            .help = "the visit that the coordinator suggests going together with"),                \
      FIELD(TEXT, struct visit, suggested_words, WORDS), FIELD(BOOLEAN, struct visit, frozen),     \
      FIELD(TEXT, struct visit, frozen_words, WORDS),                                              \
      FIELD_NAMED("arrived", TIME, struct visit, arrived_us, .flags = FIELD_OPTIONAL),             \
      FIELD_NAMED("departed", TIME, struct visit, departed_us, .flags = FIELD_OPTIONAL),           \
      FIELD(INTEGER, struct visit, arrived_people, .flags = FIELD_OPTIONAL, COUNT),                \
      FIELD(BOOLEAN, struct visit, walk_in, .help = "came without a booking"),                     \
      FIELD(TEXT, struct visit, unit_words, WORDS,                                                 \
            .help = "who they said they were, of a walk-in"),                                      \
      FIELD(TEXT, struct visit, outcome, WORDS),                                                   \
      FIELD(ENUM, struct visit, code, .names = code_names),                                        \
      FIELD(TEXTS, struct visit, reasons, .most = REASON_COUNT, .size = 32),                       \
      FIELD(TEXT, struct visit, policy, .flags = FIELD_OPTIONAL, NAME(POLICY_NAME_MOST)),          \
      FIELD(INTEGER, struct visit, policy_version, .flags = FIELD_OPTIONAL, COUNT),                \
      FIELD(BOOLEAN, struct visit, open), FIELD(INTEGER, struct visit, serial, COUNT),             \
      FIELD(INTEGER, struct visit, version, COUNT)
const struct field visit_fields[] = {STORED_FIELDS, FIELDS_END};
const struct field visit_view_fields[] = {
    STORED_FIELDS,
    FIELD(TEXT, struct visit, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct visit, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST,
          .help = "none of a walk-in whose unit is not known"),
    FIELD(TEXT, struct visit, site_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELDS_END,
};

void visit_withhold(struct visit *visit) {
  for (const struct field *field = visit_fields; field->name; field++)
    if (field->flags & FIELD_PRIVATE)
      *(struct text *)(void *)((char *)visit + field->offset) = NO_TEXT;
}

bool visit_find(struct store *store, struct text id, struct visit *ret_visit, struct arena *arena) {
  return FIND(store, sql_visit_by_id, visit_view_fields, ret_visit, arena, V(id));
}

bool visit_scope(struct act *act) {
  const struct visit_reference *reference = act->in;
  struct visit *visit = ARENA_NEW(act->arena, struct visit);
  if (!visit_find(act->store, reference->visit, visit, act->arena))
    return act_refuse(act, ERROR_not_found, "visit", "%s", "");
  act->subject = (struct subject){.unit = visit->unit,
                                  .enterprise = visit->enterprise,
                                  .site = visit->site,
                                  .version = visit->version,
                                  .thing = visit};
  return true;
}

bool visit_read_scope(struct act *act) {
  if (!visit_scope(act)) return false;
  act->subject.version = NO_INTEGER;
  return true;
}

bool visit_settles(const struct kind *kind, const struct exemption *exemption, int approval,
                   int consent) {
  bool lifted = exemption && exemption->lifts & REASON_BIT(not_approved);
  return (approval == APPROVAL_APPROVED || lifted) && (!kind->consent || consent == CONSENT_AGREED);
}
