/* Amendments: a unit asks for more visits, or gives some back; the coordinator decides. Every one
 * stays visible, those refused too. */
#include "visit/filing.h"
#include "visit/sql_filing.h"

const struct field filing_amend_in[] = {
    FIELD(TEXT, struct filing_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST, .help = "the caller's own when not given"),
    FIELD(TEXT, struct filing_input, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(INTEGER, struct filing_input, year, .least = 1970, .most = 9999,
          .help = "this year or the next"),
    FIELD(INTEGER, struct filing_input, visits, .least = -FILING_VISITS_MOST,
          .most = FILING_VISITS_MOST, .help = "how many more, or fewer"),
    FIELD(TEXT, struct filing_input, words, .least = 1, .most = VISIT_WORDS_MOST, .help = "why"),
    FIELDS_END,
};
const struct field filing_grant_in[] = {
    FIELD(TEXT, struct filing_words, filing, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(TEXT, struct filing_words, words, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELDS_END,
};
const struct field filing_refuse_in[] = {
    FIELD(TEXT, struct filing_words, filing, .least = ID_LENGTH, .most = ID_LENGTH),
    FIELD(TEXT, struct filing_words, words, .least = 1, .most = VISIT_WORDS_MOST, .help = "why"),
    FIELDS_END,
};

static const struct field asked_fields[] = {
    FIELD(TEXT, struct filing, unit, .most = UNIT_ID_MOST),
    FIELD(INTEGER, struct filing, year, .most = 9999),
    FIELD(INTEGER, struct filing, visits, .least = -FILING_VISITS_MOST, .most = FILING_VISITS_MOST),
    FIELD(TEXT, struct filing, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

static void apply_asked(struct store *store, const struct event *event, const void *data) {
  const struct filing *filing = data;
  RUN(store, sql_filing_insert, V(event->enterprise), V(event->subject), V(filing->unit),
      V(filing->year), V(filing->visits), V(TEXT("asked")), V(filing->words), V(event->by),
      V(event->at_us));
}

const struct event_type filing_asked = {.name = "filing_asked",
                                        .fields = asked_fields,
                                        .size = sizeof(struct filing),
                                        .apply = apply_asked,
                                        .readers = ROLES_UNIT | ROLES_CITY};

static const struct field decided_fields[] = {
    FIELD(TEXT, struct filing, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct filing, answer, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,
          .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

static void decide(struct store *store, const struct event *event, const void *data,
                   struct text state) {
  const struct filing *filing = data;
  RUN(store, sql_filing_decide, V(event->enterprise), V(event->subject), V(state),
      V(filing->answer), V(event->by), V(event->at_us));
}

static void apply_granted(struct store *store, const struct event *event, const void *data) {
  decide(store, event, data, TEXT("granted"));
}

static void apply_refused(struct store *store, const struct event *event, const void *data) {
  decide(store, event, data, TEXT("refused"));
}

const struct event_type filing_granted = {.name = "filing_granted",
                                          .fields = decided_fields,
                                          .size = sizeof(struct filing),
                                          .apply = apply_granted,
                                          .readers = ROLES_UNIT | ROLES_CITY};
const struct event_type filing_refused = {.name = "filing_refused",
                                          .fields = decided_fields,
                                          .size = sizeof(struct filing),
                                          .apply = apply_refused,
                                          .readers = ROLES_UNIT | ROLES_CITY};

/* More is always covered; fewer only as far as it is not used. */
static bool is_covered(struct act *act, const struct filing *filing) {
  return filing->visits > 0 ||
         filing_covers_used(act, filing, filing_total(act, filing) + filing->visits);
}

bool filing_amend(struct act *act) {
  const struct filing_input *in = act->in;
  struct filing filing = {.enterprise = in->enterprise,
                          .year = in->year,
                          .visits = in->visits,
                          .words = in->words},
                before;
  int32_t today = day_of_time(act->now_us, (int)act->city->settings.offset_minutes);
  int32_t this_year = date_of_day(today).year;
  if (!filing_find_parties(act, &filing.unit)) return false;
  if (in->year != this_year && in->year != this_year + 1)
    return act_refuse(act, ERROR_bad_field, "year", "only this year and the next can be amended");
  if (in->visits == 0) return act_refuse(act, ERROR_bad_field, "visits", "it changes nothing");
  if (FIND(act->store, sql_filing_in_state, filing_fields, &before, act->arena,
           V(filing.enterprise), V(filing.unit), V(filing.year), V(TEXT("asked"))))
    return act_refuse(act, ERROR_already_done, "year", "amendment %.*s is not decided yet",
                      TEXT_ARGS(before.id));
  return is_covered(act, &filing) &&
         filing_record(act, &filing_asked, filing.enterprise, act_new_id(act->arena), &filing);
}

static bool decide_on(struct act *act, const struct event_type *type) {
  const struct filing_words *in = act->in;
  struct filing filing = *filing_of(act);
  filing.answer = in->words;
  if (filing.state != FILING_ASKED)
    return act_refuse(act, ERROR_wrong_state, "filing", "it is %s",
                      filing_state_names[filing.state]);
  return (type == &filing_refused || is_covered(act, &filing)) &&
         filing_record(act, type, filing.enterprise, filing.id, &filing);
}

bool filing_grant(struct act *act) {
  return decide_on(act, &filing_granted);
}

bool filing_refuse(struct act *act) {
  return decide_on(act, &filing_refused);
}
