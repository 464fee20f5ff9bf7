/* Policies as a city adopts them: its versions, each from a day on, and the one in force. */
#ifndef HENG_VISIT_POLICY_RECORD_H
#define HENG_VISIT_POLICY_RECORD_H

#include "act/act.h"
#include "act/city.h"
#include "act/domain.h"
#include "visit/policy.h"

/* An adopted policy stands whole in one leaf of the log (c2sp.org/tlog-tiles: 65,535 bytes). */
enum { POLICY_ADOPTED_BYTES_MOST = 48 * 1024, POLICIES_LISTED_MOST = 200 };

struct policy_record {
  struct text policy; /* its name */
  int64_t version, effective_day;
  struct text body; /* the policy itself, as JSON */
  int64_t adopted_us;
};
extern const struct field policy_record_fields[];

struct policy_input {
  struct text policy; /* as JSON */
};

/* The visits of a city weighed under the policy in force and another one. */
struct policy_trial_input {
  struct text policy;
  int64_t from_us, to_us;
};
struct policy_trial {
  int64_t from_us, to_us;
  int64_t visits, enterprises, differ;
  bool cut;
  struct list policies, reasons; /* struct policy_row, struct reason_row (visit/replay_rows.h) */
  struct list units, months;     /* struct tally_row */
  struct list examples;          /* struct trial_example */
  int64_t green_both, red_both, red_only_now, red_only_tried;
};

struct policy_reference {
  struct text policy;
  int64_t version;
};
struct policy_list {
  struct list items; /* struct policy_record */
};
struct policy_check {
  bool acceptable;
  struct list findings;
};

/* The policy in force today, parsed into the arena. Refusal no_policy. */
bool policy_in_force(struct act *act, struct policy *ret_policy);
/* Reads a policy and adds whatever stands against adopting it here and now. Refusals as of
 * policy_read; too_large; taken when this version has been adopted. */
bool policy_examine(struct act *act, struct text body, struct policy *ret_policy,
                    struct findings *findings);

bool policy_adopt(struct act *act);
bool policy_check(struct act *act);
bool policy_try(struct act *act);
bool policy_try_prepare(struct act *act);
bool policy_list(struct act *act);
bool policy_show(struct act *act);
bool policy_current(struct act *act);

extern const struct event_type policy_adopted;
extern const struct field policy_trial_in[], policy_trial_out[];
extern const struct field policy_in[], policy_check_out[], policy_show_in[], policy_list_out[];

#endif
