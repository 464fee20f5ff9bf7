#include "visit/operation.h"

const struct field visit_reference_in[] = {
    VISIT_REFERENCE_FIELD(struct visit_reference),
    FIELDS_END,
};

const struct field visit_words_in[] = {
    VISIT_REFERENCE_FIELD(struct visit_words),
    FIELD(TEXT, struct visit_words, words, .least = 1, .most = VISIT_WORDS_MOST,
          .help = "why, for the people concerned to read"),
    FIELDS_END,
};

const struct field yes_fields[] = {
    FIELD(BOOLEAN, struct yes, settles),
    FIELDS_END,
};

const struct field no_fields[] = {
    FIELD(TEXT, struct no, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELD(BOOLEAN, struct no, releases),
    FIELDS_END,
};

const struct field said_fields[] = {
    FIELD(TEXT, struct said, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

const struct field nothing_fields[] = {FIELDS_END};

bool visit_step(struct act *act, enum step_name step) {
  const struct visit *visit = visit_of(act);
  if (step_fits(step, visit->life, visit->approval, visit->consent)) return true;
  return act_refuse(act, ERROR_wrong_state, "visit", "it is %s, %s; consent %s",
                    life_names[visit->life], approval_names[visit->approval],
                    consent_names[visit->consent]);
}

void visit_find_subject(struct store *store, const struct stored_event *event, struct arena *arena,
                        struct subject *ret_subject) {
  static const struct field fields[] = {FIELD(TEXT, struct subject, unit), FIELDS_END};
  FIND(store, sql_visit_unit, fields, ret_subject, arena, V(event->enterprise), V(event->subject));
}

bool visit_answer(struct act *act) {
  struct visit *visit = act->out;
  if (!visit_find(act->store, visit_of(act)->id, visit, act->arena))
    return act_refuse(act, ERROR_not_found, "visit", "%s", "");
  act->etag = visit->version;
  return true;
}

bool visit_record(struct act *act, const struct event_type *type, const void *data) {
  const struct visit *visit = visit_of(act);
  event_record(act, type, visit->enterprise, visit->id, data);
  return visit_reweigh(act, visit->enterprise) && visit_answer(act);
}

bool visit_would_settle(struct act *act, const struct visit *visit, bool *ret_settles) {
  struct policy policy;
  if (!policy_in_force(act, &policy)) return false;
  int kind = policy_kind(&policy, visit->kind);
  if (kind < 0)
    return act_refuse(act, ERROR_bad_field, "kind", "the policy in force has no such kind");
  int code = visit->exemption.at ? policy_exemption(&policy, visit->exemption) : NO_EXEMPTION;
  const struct exemption *exemption = code == NO_EXEMPTION ? NULL : &policy.exemptions[code];
  if (exemption && exemption->evidence && !visit->evidence.length) exemption = NULL;
  *ret_settles = visit_settles(&policy.kinds[kind], exemption, visit->approval, visit->consent);
  return true;
}

bool visit_consent_asked(struct act *act) {
  struct policy policy;
  if (!policy_in_force(act, &policy)) return false;
  int kind = policy_kind(&policy, visit_of(act)->kind);
  return (kind >= 0 && policy.kinds[kind].consent) ||
         act_refuse(act, ERROR_not_asked, "visit", "%s", "");
}
