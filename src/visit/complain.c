/* The enterprise complains of a visit; the supervisor answers by a day that is set at once. */
#include "base/time.h"
#include "visit/feedback.h"
#include "visit/sql_feedback.h"

const char *const complaint_state_names[] = {"open", "answered", NULL};

const struct field complaint_in[] = {
    VISIT_REFERENCE_FIELD(struct visit_words),
    FIELD(TEXT, struct visit_words, words, .least = 1, .most = VISIT_WORDS_MOST,
          .help = "what happened; only the supervisor reads it"),
    FIELDS_END,
};

#define WORDS .flags = FIELD_OPTIONAL | FIELD_PRIVATE, .most = VISIT_WORDS_MOST
const struct field complaint_fields[] = {
    FIELD(TEXT, struct complaint, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct complaint, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct complaint, id, .most = ID_LENGTH),
    FIELD(TEXT, struct complaint, visit, .most = ID_LENGTH),
    FIELD(TEXT, struct complaint, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct complaint, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD(TEXT, struct complaint, words, WORDS),
    FIELD(ENUM, struct complaint, state, .names = complaint_state_names),
    FIELD(TEXT, struct complaint, by, .most = 64),
    FIELD_NAMED("at", TIME, struct complaint, at_us),
    FIELD_NAMED("due", TIME, struct complaint, due_us),
    FIELD(BOOLEAN, struct complaint, overdue, .help = "was not answered when it was due"),
    FIELD(TEXT, struct complaint, answer, WORDS),
    FIELD(TEXT, struct complaint, answered_by, .flags = FIELD_OPTIONAL, .most = 64),
    FIELD_NAMED("answered", TIME, struct complaint, answered_us, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct complaint, version, .most = INT64_MAX),
    FIELDS_END,
};

#define HIDDEN .flags = FIELD_OPTIONAL | FIELD_PRIVATE
static const struct field made_fields[] = {
    FIELD(TEXT, struct complaint, enterprise, HIDDEN, .most = USCC_LENGTH),
    FIELD(TEXT, struct complaint, visit, HIDDEN, .most = ID_LENGTH),
    FIELD(TEXT, struct complaint, unit, HIDDEN, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct complaint, words, WORDS),
    FIELD_NAMED("due", TIME, struct complaint, due_us),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct complaint *complaint = data;
  RUN(store, sql_complaint_insert, V(complaint->enterprise), V(event->subject), V(complaint->visit),
      V(complaint->unit), V(complaint->words), V(event->by), V(event->at_us), V(complaint->due_us));
}

const struct event_type complaint_made = {.name = "complaint_made",
                                          .fields = made_fields,
                                          .size = sizeof(struct complaint),
                                          .apply = apply,
                                          .readers = COMPLAINT_READERS,
                                          .find_subject = complaint_find_subject};

bool visit_complain(struct act *act) {
  const struct visit_words *in = act->in;
  const struct visit *visit = visit_of(act);
  struct complaint *complaint = act->out;
  if (FIND(act->store, sql_complaint_open, complaint_fields, complaint, act->arena,
           V(visit->enterprise), V(visit->id)))
    return act_refuse(act, ERROR_already_done, "visit", "complaint %.*s is not answered yet",
                      TEXT_ARGS(complaint->id));
  *complaint = (struct complaint){
      .enterprise = visit->enterprise,
      .id = act_new_id(act->arena),
      .visit = visit->id,
      .unit = visit->unit,
      .enterprise_name = visit->enterprise_name,
      .unit_name = visit->unit_name,
      .words = in->words,
      .by = act->caller.person,
      .at_us = act->now_us,
      .due_us = act->now_us + act->city->settings.complaint_days * DAY_US,
      .answered_us = NO_INTEGER,
      .version = 1,
  };
  event_record(act, &complaint_made, NO_TEXT, complaint->id, complaint);
  act->etag = complaint->version;
  return true;
}
