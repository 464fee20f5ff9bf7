/* The unit changes a visit before it is approved. The head is asked anew; the enterprise too,
 * unless what it agreed to still holds. */
#include "base/time.h"
#include "visit/booking.h"

const struct field visit_change_in[] = {
    VISIT_REFERENCE_FIELD(struct change_input),
    FIELD(TEXT, struct change_input, site, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,
          .most = ID_LENGTH),
    FIELD(TEXT, struct change_input, kind, .least = 1, .most = POLICY_NAME_MOST),
    FIELD(TEXTS, struct change_input, items, .flags = FIELD_OPTIONAL, .most = VISIT_ITEMS_MOST,
          .size = ITEM_ID_MOST),
    FIELD_NAMED("start", TIME, struct change_input, start_us),
    FIELD_NAMED("end", TIME, struct change_input, end_us),
    FIELD(INTEGER, struct change_input, people, .least = 1, .most = VISIT_PEOPLE_MOST),
    FIELD(INTEGER, struct change_input, certified, .least = 0, .most = VISIT_PEOPLE_MOST),
    FIELD(TEXTS, struct change_input, officers, .flags = FIELD_OPTIONAL,
          .most = VISIT_OFFICERS_MOST, .size = 64),
    FIELD(TEXT, struct change_input, purpose, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELDS_END,
};

struct change {
  struct text enterprise, id; /* filled by apply */
  struct text site, kind;
  struct texts items;
  int64_t start_us, end_us, people, certified;
  struct texts officers;
  struct text purpose, joint;
  int consent;
  bool settles;
  int64_t seq; /* filled by apply */
};

#define CHANGE_FIELDS                                                                              \
  FIELD(TEXT, struct change, site, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),                    \
      FIELD(TEXT, struct change, kind, .most = POLICY_NAME_MOST),                                  \
      FIELD(TEXTS, struct change, items, .most = VISIT_ITEMS_MOST, .size = ITEM_ID_MOST),          \
      FIELD_NAMED("start", TIME, struct change, start_us),                                         \
      FIELD_NAMED("end", TIME, struct change, end_us),                                             \
      FIELD(INTEGER, struct change, people, .most = VISIT_PEOPLE_MOST),                            \
      FIELD(INTEGER, struct change, certified, .most = VISIT_PEOPLE_MOST),                         \
      FIELD(TEXTS, struct change, officers, .most = VISIT_OFFICERS_MOST, .size = 64),              \
      FIELD(TEXT, struct change, purpose, .flags = FIELD_OPTIONAL | FIELD_PRIVATE,                 \
            .most = VISIT_WORDS_MOST),                                                             \
      FIELD(TEXT, struct change, joint, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),               \
      FIELD(ENUM, struct change, consent, .names = consent_names)

static const struct field change_fields[] = {
    CHANGE_FIELDS,
    FIELD(BOOLEAN, struct change, settles),
    FIELDS_END,
};
/* In the order of sql_visit_change. */
static const struct field row_fields[] = {
    FIELD(TEXT, struct change, enterprise),
    FIELD(TEXT, struct change, id),
    CHANGE_FIELDS,
    FIELD(INTEGER, struct change, seq),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  struct change change = *(const struct change *)data;
  change.enterprise = event->enterprise;
  change.id = event->subject;
  change.seq = change.settles ? event->seq : NO_INTEGER;
  store_run_fields(store, &sql_visit_change, row_fields, &change);
  RUN(store, sql_visits_unsuggest, V(event->enterprise), V(event->subject));
}

VISIT_EVENT(visit_changed, struct change, change_fields, apply);

static struct visit changed(const struct act *act, const struct change_input *in) {
  const struct visit *visit = visit_of(act);
  struct visit after = *visit;
  int offset_minutes = (int)act->city->settings.offset_minutes;
  after.site = in->site;
  after.kind = in->kind;
  after.items = in->items;
  after.start_us = in->start_us;
  after.end_us = in->end_us;
  after.people = in->people;
  after.certified = in->certified;
  after.officers = in->officers;
  after.purpose = in->purpose;
  after.approval = APPROVAL_PENDING;
  /* Visits of one group are one arrival only while they come on one day. */
  if (day_of_time(in->start_us, offset_minutes) != day_of_time(visit->start_us, offset_minutes))
    after.joint = NO_TEXT;
  return after;
}

static bool is_still_agreed(const struct visit *before, const struct visit *after) {
  return after->start_us == before->start_us && after->end_us == before->end_us &&
         text_equal(after->site, before->site) && text_equal(after->kind, before->kind) &&
         after->people <= before->people;
}

bool visit_change(struct act *act) {
  const struct change_input *in = act->in;
  struct visit after = changed(act, in);
  struct policy policy;
  bool settles;
  if (!visit_step(act, STEP_change) || !policy_in_force(act, &policy) ||
      !booking_check(act, &policy, &after))
    return false;
  if (!is_still_agreed(visit_of(act), &after)) after.consent = CONSENT_NONE;
  if (!visit_would_settle(act, &after, &settles)) return false;
  const struct change change = {
      .site = after.site,
      .kind = after.kind,
      .items = after.items,
      .start_us = after.start_us,
      .end_us = after.end_us,
      .people = after.people,
      .certified = after.certified,
      .officers = after.officers,
      .purpose = after.purpose,
      .joint = after.joint,
      .consent = after.consent,
      .settles = settles,
  };
  return visit_record(act, &visit_changed, &change);
}
