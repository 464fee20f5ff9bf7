/* The enterprise proposes another time; the unit takes it up by changing the visit. */
#include "visit/operation.h"

const struct field visit_propose_in[] = {
    VISIT_REFERENCE_FIELD(struct propose_input),
    FIELD_NAMED("start", TIME, struct propose_input, start_us),
    FIELD_NAMED("end", TIME, struct propose_input, end_us),
    FIELD(TEXT, struct propose_input, words, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

struct proposal {
  int64_t start_us, end_us;
  struct text words;
};

static const struct field proposal_fields[] = {
    FIELD_NAMED("start", TIME, struct proposal, start_us),
    FIELD_NAMED("end", TIME, struct proposal, end_us),
    FIELD(TEXT, struct proposal, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct proposal *proposal = data;
  RUN(store, sql_visit_propose, V(event->enterprise), V(event->subject), V(proposal->start_us),
      V(proposal->end_us), V(proposal->words));
}

VISIT_EVENT(visit_proposed, struct proposal, proposal_fields, apply);

bool visit_propose(struct act *act) {
  const struct propose_input *in = act->in;
  const struct proposal proposal = {in->start_us, in->end_us, in->words};
  return visit_step(act, STEP_propose) && visit_time_fits(act, in->start_us, in->end_us) &&
         visit_record(act, &visit_proposed, &proposal);
}
