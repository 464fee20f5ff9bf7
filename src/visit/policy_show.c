/* Reading policies: all versions, one of them, the one in force. Rules are public. */
#include "act/memo.h"
#include "base/time.h"
#include "visit/policy_record.h"
#include "visit/sql_policy.h"

const struct field policy_record_fields[] = {
    FIELD(TEXT, struct policy_record, policy, .least = 1, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct policy_record, version, .least = 0, .most = INT32_MAX),
    FIELD_NAMED("effective", DATE, struct policy_record, effective_day,
                .help = "the first day on which it is in force"),
    FIELD_NAMED("adopted", TIME, struct policy_record, adopted_us),
    FIELD(RAW, struct policy_record, body, .help = "the policy itself"),
    FIELDS_END,
};

const struct field policy_show_in[] = {
    FIELD(TEXT, struct policy_reference, policy, .least = 1, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct policy_reference, version, .least = 0, .most = INT32_MAX),
    FIELDS_END,
};

const struct field policy_list_out[] = {
    FIELD(LIST, struct policy_list, items, .most = POLICIES_LISTED_MOST,
          .size = sizeof(struct policy_record), .fields = policy_record_fields),
    FIELDS_END,
};

static bool find_in_force(struct act *act, struct policy_record *ret_record) {
  int32_t today = day_of_time(act->now_us, (int)act->city->settings.offset_minutes);
  return FIND(act->store, sql_policy_in_force, policy_record_fields, ret_record, act->arena,
              V(today)) ||
         act_refuse(act, ERROR_no_policy, NULL, "%s", "");
}

static bool parse(struct text body, struct arena *arena, const void **ret_parsed,
                  struct error *ret_error) {
  struct policy *policy = ARENA_NEW(arena, struct policy);
  *ret_parsed = policy;
  return policy_read(body, arena, policy, NULL, ret_error);
}

/* Looked up once for an act, however often it asks; parsed once for all of them. */
bool policy_in_force(struct act *act, struct policy *ret_policy) {
  if (!act->policy) {
    struct policy_record record;
    const void *parsed;
    if (!find_in_force(act, &record) ||
        !memo_get(act->city->policies, record.body, parse, act->arena, &parsed, &act->error))
      return false;
    act->policy = parsed;
  }
  *ret_policy = *act->policy;
  return true;
}

bool policy_current(struct act *act) {
  return find_in_force(act, act->out);
}

bool policy_show(struct act *act) {
  const struct policy_reference *in = act->in;
  return FIND(act->store, sql_policy_by_version, policy_record_fields, act->out, act->arena,
              V(in->policy), V(in->version)) ||
         act_refuse(act, ERROR_not_found, "version", "%s", "");
}

bool policy_list(struct act *act) {
  struct policy_list *policies = act->out;
  policies->items = LIST(act->store, sql_policies, policy_record_fields, struct policy_record,
                         act->arena, V(POLICIES_LISTED_MOST));
  return true;
}
