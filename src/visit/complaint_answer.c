/* The supervisor answers a complaint, which closes it; what is not answered in time is marked. */
#include "visit/feedback.h"
#include "visit/sql_feedback.h"

enum { TICK_ROWS_MOST = 500 };

const struct field complaint_answer_in[] = {
    FIELD(TEXT, struct complaint_words, complaint, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(TEXT, struct complaint_words, words, .least = 1, .most = VISIT_WORDS_MOST,
          .help = "for the enterprise to read"),
    FIELDS_END,
};

const struct field complaint_show_in[] = {
    FIELD(TEXT, struct complaint_words, complaint, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELDS_END,
};

static void apply_answered(struct store *store, const struct event *event, const void *data) {
  const struct said *said = data;
  RUN(store, sql_complaint_answer, V(event->subject), V(said->words), V(event->by),
      V(event->at_us));
}

const struct event_type complaint_answered = {.name = "complaint_answered",
                                              .fields = said_fields,
                                              .size = sizeof(struct said),
                                              .apply = apply_answered,
                                              .readers = COMPLAINT_READERS,
                                              .find_subject = complaint_find_subject};

static void apply_overdue(struct store *store, const struct event *event, const void *data) {
  (void)data;
  RUN(store, sql_complaint_overdue, V(event->subject));
}

const struct event_type complaint_overdue = {.name = "complaint_overdue",
                                             .fields = nothing_fields,
                                             .size = sizeof(struct nothing),
                                             .apply = apply_overdue,
                                             .readers = COMPLAINT_READERS,
                                             .find_subject = complaint_find_subject};

static bool find_complaint(struct act *act, struct text id, struct complaint *ret_complaint) {
  return FIND(act->store, sql_complaint_by_id, complaint_fields, ret_complaint, act->arena,
              V(id)) ||
         act_refuse(act, ERROR_not_found, "complaint", "%s", "");
}

bool complaint_scope(struct act *act) {
  const struct complaint_words *in = act->in;
  struct complaint *complaint = ARENA_NEW(act->arena, struct complaint);
  if (!find_complaint(act, in->complaint, complaint)) return false;
  act->subject = (struct subject){
      .enterprise = complaint->enterprise, .version = NO_INTEGER, .thing = complaint};
  return true;
}

void complaint_find_subject(struct store *store, const struct stored_event *event,
                            struct arena *arena, struct subject *ret_subject) {
  static const struct field fields[] = {FIELD(TEXT, struct subject, enterprise), FIELDS_END};
  FIND(store, sql_complaint_enterprise, fields, ret_subject, arena, V(event->subject));
}

bool complaint_answer(struct act *act) {
  const struct complaint_words *in = act->in;
  const struct complaint *complaint = act->subject.thing;
  const struct said said = {in->words};
  if (complaint->state != COMPLAINT_OPEN)
    return act_refuse(act, ERROR_wrong_state, "complaint", "it is %s",
                      complaint_state_names[complaint->state]);
  event_record(act, &complaint_answered, NO_TEXT, complaint->id, &said);
  return find_complaint(act, complaint->id, act->out);
}

bool complaint_show(struct act *act) {
  *(struct complaint *)act->out = *(const struct complaint *)act->subject.thing;
  return true;
}

bool complaint_tick(struct act *act) {
  const struct nothing nothing = {false};
  struct list late = LIST(act->store, sql_complaints_to_flag, complaint_fields, struct complaint,
                          act->arena, V(act->now_us), V(TICK_ROWS_MOST));
  const struct complaint *complaints = late.at;
  for (size_t i = 0; i < late.count; i++)
    event_record(act, &complaint_overdue, NO_TEXT, complaints[i].id, &nothing);
  return true;
}
