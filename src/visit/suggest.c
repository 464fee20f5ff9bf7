/* The coordinator suggests to a unit that its visit join another one. The unit takes it up by
 * joining, after it has moved its visit to that day if need be; or it does not. */
#include "visit/operation.h"

const struct field visit_suggest_in[] = {
    VISIT_REFERENCE_FIELD(struct suggest_input),
    FIELD(TEXT, struct suggest_input, with, .least = ID_LENGTH, .most = ID_LENGTH,
          .help = "the visit to join, of the same enterprise"),
    FIELD(TEXT, struct suggest_input, words, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

static const struct field suggestion_fields[] = {
    FIELD(TEXT, struct suggestion, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct suggestion, with, .most = ID_LENGTH),
    FIELD(TEXT, struct suggestion, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct suggestion *suggestion = data;
  RUN(store, sql_visit_suggest, V(event->enterprise), V(event->subject), V(suggestion->with),
      V(suggestion->words));
}

VISIT_EVENT(visit_suggested, struct suggestion, suggestion_fields, apply);

static bool is_group(struct text a, struct text b) {
  return a.at && b.at && text_equal(a, b);
}

bool visit_suggest(struct act *act) {
  const struct suggest_input *in = act->in;
  const struct visit *visit = visit_of(act);
  struct visit with;
  if (!visit_step(act, STEP_suggest)) return false;
  if (!visit_find(act->store, in->with, &with, act->arena) ||
      !text_equal(with.enterprise, visit->enterprise) || text_equal(with.id, visit->id) ||
      !step_fits(STEP_suggest, with.life, with.approval, with.consent))
    return act_refuse(act, ERROR_cannot_join, "with", "%s", "");
  if (is_group(visit->joint, with.joint))
    return act_refuse(act, ERROR_already_done, "with", "%s", "");
  const struct suggestion suggestion = {visit->unit, with.id, in->words};
  return visit_record(act, &visit_suggested, &suggestion);
}
