/* The enterprise rates a visit, once, after it has come. */
#include "visit/feedback.h"
#include "visit/sql_feedback.h"

#define STARS(owner, aspect, ...)                                                                  \
  FIELD(INTEGER, owner, aspect, .least = 1, .most = STARS_MOST, ##__VA_ARGS__)

const struct field rating_in[] = {
    VISIT_REFERENCE_FIELD(struct rating_input),
    STARS(struct rating_input, conduct, .help = "stars for civil and lawful conduct"),
    STARS(struct rating_input, integrity, .help = "stars for asking nothing and taking nothing"),
    STARS(struct rating_input, efficiency, .help = "stars for taking no more time than needed"),
    FIELD(TEXT, struct rating_input, words, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

#define ASPECTS(flag)                                                                              \
  STARS(struct rating, conduct, .flags = (flag)),                                                  \
      STARS(struct rating, integrity, .flags = (flag)),                                            \
      STARS(struct rating, efficiency, .flags = (flag))
#define WORDS                                                                                      \
  FIELD(TEXT, struct rating, words, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,                       \
        .most = VISIT_WORDS_MOST)

const struct field rating_fields[] = {
    FIELD(TEXT, struct rating, enterprise, .most = USCC_LENGTH),
    FIELD(TEXT, struct rating, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct rating, id, .most = ID_LENGTH),
    FIELD(TEXT, struct rating, visit, .most = ID_LENGTH),
    FIELD(TEXT, struct rating, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct rating, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    ASPECTS(0),
    WORDS,
    FIELD(TEXT, struct rating, by, .most = 64),
    FIELD_NAMED("at", TIME, struct rating, at_us),
    FIELDS_END,
};

#define HIDDEN (FIELD_OPTIONAL | FIELD_PRIVATE)
static const struct field given_fields[] = {
    FIELD(TEXT, struct rating, enterprise, .flags = HIDDEN, .most = USCC_LENGTH),
    FIELD(TEXT, struct rating, visit, .flags = HIDDEN, .most = ID_LENGTH),
    FIELD(TEXT, struct rating, unit, .flags = HIDDEN, .most = UNIT_ID_MOST),
    ASPECTS(HIDDEN),
    WORDS,
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct rating *rating = data;
  RUN(store, sql_rating_insert, V(rating->enterprise), V(event->subject), V(rating->visit),
      V(rating->unit), V(rating->conduct), V(rating->integrity), V(rating->efficiency),
      V(rating->words), V(event->by), V(event->at_us));
}

/* What it is about is hidden in its leaf. */
static void find_subject(struct store *store, const struct stored_event *event, struct arena *arena,
                         struct subject *ret_subject) {
  static const struct field fields[] = {FIELD(TEXT, struct subject, enterprise), FIELDS_END};
  FIND(store, sql_rating_enterprise, fields, ret_subject, arena, V(event->subject));
}

const struct event_type rating_given = {.name = "rating_given",
                                        .fields = given_fields,
                                        .size = sizeof(struct rating),
                                        .apply = apply,
                                        .readers = ROLE_SUPERVISOR | ROLE_CONTACT,
                                        .find_subject = find_subject};

bool visit_rate(struct act *act) {
  const struct rating_input *in = act->in;
  const struct visit *visit = visit_of(act);
  struct rating *rating = act->out;
  if (!visit_step(act, STEP_rate)) return false;
  if (FIND(act->store, sql_rating_of_visit, rating_fields, rating, act->arena, V(visit->enterprise),
           V(visit->id)))
    return act_refuse(act, ERROR_already_done, "visit", "%s", "");
  *rating = (struct rating){.enterprise = visit->enterprise,
                            .id = act_new_id(act->arena),
                            .visit = visit->id,
                            .unit = visit->unit,
                            .enterprise_name = visit->enterprise_name,
                            .unit_name = visit->unit_name,
                            .conduct = in->conduct,
                            .integrity = in->integrity,
                            .efficiency = in->efficiency,
                            .words = in->words,
                            .by = act->caller.person,
                            .at_us = act->now_us};
  event_record(act, &rating_given, NO_TEXT, rating->id, rating);
  return true;
}
