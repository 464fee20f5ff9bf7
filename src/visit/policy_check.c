/* Trying whether a policy could be adopted; stores nothing. */
#include "visit/policy_record.h"

struct finding_reply {
  bool wrong;
  struct text finding, place, zh, en;
};

enum { FINDINGS_MOST = 1000 };

static const struct field finding_fields[] = {
    FIELD(BOOLEAN, struct finding_reply, wrong, .help = "must be mended before it is accepted"),
    FIELD(TEXT, struct finding_reply, finding, .most = 64),
    FIELD(TEXT, struct finding_reply, place, .most = 400),
    FIELD(TEXT, struct finding_reply, zh, .most = 300),
    FIELD(TEXT, struct finding_reply, en, .most = 300),
    FIELDS_END,
};
const struct field policy_check_out[] = {
    FIELD(BOOLEAN, struct policy_check, acceptable),
    FIELD(LIST, struct policy_check, findings, .most = FINDINGS_MOST,
          .size = sizeof(struct finding_reply), .fields = finding_fields),
    FIELDS_END,
};

bool policy_check(struct act *act) {
  const struct policy_input *in = act->in;
  struct policy_check *reply = act->out;
  struct policy *policy = ARENA_NEW(act->arena, struct policy);
  struct findings findings = {.arena = act->arena};
  if (!policy_examine(act, in->policy, policy, &findings)) return false;
  size_t count = findings.count < FINDINGS_MOST ? findings.count : FINDINGS_MOST;
  struct finding_reply *list = ARENA_ARRAY(act->arena, count, struct finding_reply);
  reply->acceptable = true;
  for (size_t i = 0; i < findings.count; i++) {
    const struct finding *finding = &findings.at[i];
    reply->acceptable &= !finding->wrong;
    if (i >= count) continue;
    list[i] =
        (struct finding_reply){finding->wrong, text_of(finding->name), text_of(finding->place),
                               text_of(finding->zh), text_of(finding->en)};
  }
  reply->findings = (struct list){list, count};
  return true;
}
