/* What a unit says when it asks for a visit, checked. */
#include "visit/booking.h"

#include "base/time.h"

const struct field visit_booking_in[] = {
    FIELD(TEXT, struct booking, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH,
          .help = "unified social credit code"),
    FIELD(TEXT, struct booking, site, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,
          .most = ID_LENGTH, .help = "where; needed when the enterprise has several sites"),
    FIELD(TEXT, struct booking, kind, .least = 1, .most = POLICY_NAME_MOST,
          .help = "kind of visit, by the policy in force"),
    FIELD(TEXTS, struct booking, items, .flags = FIELD_OPTIONAL, .most = VISIT_ITEMS_MOST,
          .size = ITEM_ID_MOST, .help = "ids of the items to be inspected"),
    FIELD_NAMED("start", TIME, struct booking, start_us),
    FIELD_NAMED("end", TIME, struct booking, end_us),
    FIELD(INTEGER, struct booking, people, .least = 1, .most = VISIT_PEOPLE_MOST,
          .help = "how many come"),
    FIELD(INTEGER, struct booking, certified, .least = 0, .most = VISIT_PEOPLE_MOST,
          .help = "how many of them hold an enforcement certificate"),
    FIELD(TEXTS, struct booking, officers, .flags = FIELD_OPTIONAL, .most = VISIT_OFFICERS_MOST,
          .size = 64, .help = "ids of the officers who come"),
    FIELD(TEXT, struct booking, purpose, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST),
    FIELD(TEXT, struct booking, exemption, .flags = FIELD_OPTIONAL, .least = 1,
          .most = POLICY_NAME_MOST, .help = "exemption claimed, by the policy in force"),
    FIELD(TEXT, struct booking, evidence, .flags = FIELD_OPTIONAL, .most = VISIT_WORDS_MOST,
          .help = "what the exemption rests on"),
    FIELD(TEXT, struct booking, join, .flags = FIELD_OPTIONAL, .least = ID_LENGTH,
          .most = ID_LENGTH, .help = "id of a visit to go together with"),
    FIELDS_END,
};

static bool bad(struct act *act, const char *place, const char *what) {
  return act_refuse(act, ERROR_bad_field, place, "%s", what);
}

bool visit_time_fits(struct act *act, int64_t start_us, int64_t end_us) {
  if (end_us <= start_us) return bad(act, "end", "it must be after start");
  if (end_us - start_us > VISIT_HOURS_MOST * HOUR_US)
    return bad(act, "end", "a visit of over 31 days");
  if (end_us <= act->now_us) return bad(act, "end", "it is over already");
  if (start_us > act->now_us + VISIT_AHEAD_DAYS_MOST * DAY_US)
    return bad(act, "start", "more than 400 days ahead");
  return true;
}

static bool items_fit(struct act *act, const struct visit *visit) {
  struct item item;
  for (size_t i = 0; i < visit->items.count; i++) {
    if (!item_find(act->store, visit->items.at[i], act->arena, &item) || !item.head.active)
      return bad(act, "items", "there is no such item");
    for (size_t earlier = 0; earlier < i; earlier++)
      if (text_equal(visit->items.at[i], visit->items.at[earlier]))
        return bad(act, "items", "an item stands there twice");
  }
  return true;
}

static bool exemption_fits(struct act *act, const struct policy *policy,
                           const struct visit *visit) {
  if (!visit->exemption.at)
    return !visit->evidence.length || bad(act, "evidence", "without exemption");
  int exemption = policy_exemption(policy, visit->exemption);
  if (exemption < 0) return bad(act, "exemption", "the policy in force has no such exemption");
  if (policy->exemptions[exemption].evidence && !text_trim(visit->evidence).length)
    return bad(act, "evidence", "this exemption is void without evidence");
  return true;
}

bool visit_find_site(struct act *act, struct text enterprise, struct text *site) {
  struct site named;
  if (site->at)
    return (site_find(act->store, enterprise, *site, act->arena, &named) && named.head.active) ||
           bad(act, "site", "the enterprise has no such site");
  size_t count = 0;
  for (struct cursor c = QUERY(act->store, sql_active_sites, V(enterprise)); store_next(&c);)
    if (count++ == 0) *site = store_text(&c, 0, act->arena);
  return count == 1 || bad(act, "site",
                           count ? "the enterprise has several sites: say which"
                                 : "the enterprise has no site yet");
}

bool booking_check(struct act *act, const struct policy *policy, struct visit *visit) {
  struct enterprise enterprise;
  if (!enterprise_find(act->store, visit->enterprise, act->arena, &enterprise) ||
      !enterprise.head.active)
    return act_refuse(act, ERROR_not_found, "enterprise", "%s", "");
  if (policy_kind(policy, visit->kind) < 0)
    return bad(act, "kind", "the policy in force has no such kind");
  if (visit->certified > visit->people) return bad(act, "certified", "more than people");
  return visit_time_fits(act, visit->start_us, visit->end_us) &&
         visit_find_site(act, visit->enterprise, &visit->site) && items_fit(act, visit) &&
         exemption_fits(act, policy, visit);
}

struct visit booking_visit(struct act *act, const struct booking *booking) {
  return (struct visit){
      .enterprise = booking->enterprise,
      .id = act_new_id(act->arena),
      .unit = act->caller.unit,
      .site = booking->site,
      .kind = booking->kind,
      .items = booking->items,
      .start_us = booking->start_us,
      .end_us = booking->end_us,
      .booked_us = act->now_us,
      .booked_by = act->caller.person,
      .people = booking->people,
      .certified = booking->certified,
      .officers = booking->officers,
      .purpose = booking->purpose,
      .exemption = booking->exemption,
      .evidence = booking->evidence,
      .approval = APPROVAL_PENDING,
      .consent = CONSENT_NONE,
      .life = LIFE_BOOKED,
      .seq = NO_INTEGER,
      .ratify_by_us = NO_INTEGER,
      .proposed_start_us = NO_INTEGER,
      .proposed_end_us = NO_INTEGER,
      .arrived_us = NO_INTEGER,
      .departed_us = NO_INTEGER,
      .arrived_people = NO_INTEGER,
      .policy_version = NO_INTEGER,
      .open = true,
      .serial = 1,
      .version = 1,
  };
}
