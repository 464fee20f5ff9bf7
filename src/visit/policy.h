/* Policies: rule packs as JSON (design section 4), read into what weighing takes, and checked
 * before they are adopted. */
#ifndef HENG_VISIT_POLICY_H
#define HENG_VISIT_POLICY_H

#include "base/arena.h"
#include "base/error.h"
#include "visit/weigh.h"

enum {
  POLICY_BYTES_MOST = 1024 * 1024,
  POLICY_NAME_MOST = 64,
  POLICY_COUNT_MOST = 1000000, /* any number in a policy that counts hours, visits or officers */
  POLICY_QUIET_RANGES_MOST = 31,
};

/* What a check has to say of a policy that can be read. */
struct finding {
  bool wrong;        /* must be mended before the policy is accepted; else only worth a look */
  const char *name;  /* "quiet_overlap": stable, for programs */
  const char *place; /* "quiet[1]" */
  const char *zh, *en;
};

/* What was found so far; lives in its arena. */
struct findings {
  struct arena *arena;
  struct finding *at;
  size_t count;
};

/* Reads a policy; its names and texts lie in the arena. With `findings` not NULL adds what a
 * careful reader would ask about it. Refusals bad_json, bad_field with the member's path;
 * bad_policy when a quiet range runs backwards: quiet days are days of the month, so
 * [[28,31],[1,3]] is written as two ranges. An exemption may name any reason under `lifts`; those
 * that nothing lifts stay. */
bool policy_read(struct text json, struct arena *arena, struct policy *ret_policy,
                 struct findings *findings, struct error *ret_error);

/* Adds what is wrong between versions of one policy: overlaps (two versions for one day, or a later
 * version that takes effect earlier), gaps (a version left out) and names that old visits still
 * bear and the next version no longer knows. Sorts `policies` by name and version. */
void policy_compare(struct policy *policies, size_t count, struct findings *findings);

/* Adds what is wrong when `after` shall take over from `before` in one city, whichever their names.
 */
void policy_follow(const struct policy *before, const struct policy *after,
                   struct findings *findings);
/* Adds what is wrong with it in a city of this offset, and, unless it is the first (`today` of
 * INT32_MIN), from this day on. */
void policy_fit(const struct policy *policy, int offset_minutes, int32_t today,
                struct findings *findings);

/* The index of a kind or exemption by name, or -1. */
int policy_kind(const struct policy *policy, struct text name);
int policy_exemption(const struct policy *policy, struct text name);

#endif
