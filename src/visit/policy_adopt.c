/* Adopting a policy: from its day on it is the one in force. It can never be taken back, only
 * followed by another version, for verdicts name it. */
#include "base/time.h"
#include "visit/policy_record.h"
#include "visit/sql_policy.h"

const struct field policy_in[] = {
    FIELD(RAW, struct policy_input, policy, .help = "the policy, as heng policy check reads it"),
    FIELDS_END,
};

static const struct field adopted_fields[] = {
    FIELD(TEXT, struct policy_record, policy, .least = 1, .most = POLICY_NAME_MOST),
    FIELD(INTEGER, struct policy_record, version, .least = 0, .most = INT32_MAX),
    FIELD_NAMED("effective", DATE, struct policy_record, effective_day),
    FIELD(RAW, struct policy_record, body),
    FIELDS_END,
};

static void apply(struct store *store, const struct event *event, const void *data) {
  const struct policy_record *record = data;
  RUN(store, sql_policy_insert, V(record->policy), V(record->version), V(record->effective_day),
      V(record->body), V(event->at_us), V(event->by));
}

const struct event_type policy_adopted = {
    .name = "policy_adopted",
    .fields = adopted_fields,
    .size = sizeof(struct policy_record),
    .apply = apply,
    .readers = ROLES_BUSINESS | ROLE_SCREEN,
    .concerns_all = true,
    .published = true,
};

bool policy_examine(struct act *act, struct text body, struct policy *ret_policy,
                    struct findings *findings) {
  struct policy *last = ARENA_NEW(act->arena, struct policy);
  struct policy_record same;
  int offset_minutes = (int)act->city->settings.offset_minutes;
  int32_t today = day_of_time(act->now_us, offset_minutes);
  struct text last_body = NO_TEXT;
  if (body.length > POLICY_ADOPTED_BYTES_MOST)
    return act_refuse(act, ERROR_too_large, "policy", "more than %d bytes",
                      POLICY_ADOPTED_BYTES_MOST);
  if (!policy_read(body, act->arena, ret_policy, findings, &act->error)) return false;
  if (FIND(act->store, sql_policy_by_version, policy_record_fields, &same, act->arena,
           V(ret_policy->name), V(ret_policy->version)))
    return act_refuse(act, ERROR_taken, "version", "%s", "");
  struct cursor cursor = store_query(act->store, &sql_policy_last, NULL, 0);
  if (store_next(&cursor)) last_body = store_text(&cursor, 0, act->arena);
  store_done(&cursor);
  policy_fit(ret_policy, offset_minutes, last_body.at ? today : INT32_MIN, findings);
  if (!last_body.at) return true;
  if (!policy_read(last_body, act->arena, last, NULL, &act->error)) return false;
  policy_follow(last, ret_policy, findings);
  return true;
}

bool policy_adopt(struct act *act) {
  const struct policy_input *in = act->in;
  struct policy_record *record = act->out;
  struct policy *policy = ARENA_NEW(act->arena, struct policy);
  struct findings findings = {.arena = act->arena};
  if (!policy_examine(act, in->policy, policy, &findings)) return false;
  for (size_t i = 0; i < findings.count; i++)
    if (findings.at[i].wrong)
      return act_refuse(act, ERROR_bad_policy, findings.at[i].place, "%s", findings.at[i].en);
  *record = (struct policy_record){.policy = policy->name,
                                   .version = policy->version,
                                   .effective_day = policy->effective_day,
                                   .body = in->policy,
                                   .adopted_us = act->now_us};
  event_record(act, &policy_adopted, NO_TEXT, NO_TEXT, record);
  return true;
}
