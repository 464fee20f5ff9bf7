#include "visit/together.h"

#include <string.h>

#include "base/time.h"

/* Copies the visits, those of the group with every yes: whoever has none yet gets it after all that
 * are settled. */
static void give_yeses(const struct facts *facts, const uint32_t *group, size_t count,
                       struct visit_facts *ret_visits) {
  int64_t last_seq = 0;
  memcpy(ret_visits, facts->visits, facts->visit_count * sizeof *ret_visits);
  for (size_t i = 0; i < facts->visit_count; i++)
    if (ret_visits[i].seq > last_seq) last_seq = ret_visits[i].seq;
  for (size_t i = 0; i < count; i++) {
    struct visit_facts *visit = &ret_visits[group[i]];
    visit->approval = APPROVAL_APPROVED;
    visit->consent = CONSENT_AGREED;
    if (visit->seq == NO_SEQ) visit->seq = ++last_seq;
  }
}

static void weigh_copied(const struct policy *policy, const struct facts *facts,
                         const struct together_memory *memory) {
  struct facts copied = *facts;
  copied.visits = memory->visits;
  weigh(policy, &copied, memory->weighing, memory->verdicts);
}

void together_apart(const struct policy *policy, const struct facts *facts, const uint32_t *group,
                    size_t count, const struct together_memory *memory, reason_set *ret_reasons) {
  give_yeses(facts, group, count, memory->visits);
  weigh_copied(policy, facts, memory);
  for (size_t i = 0; i < count; i++) ret_reasons[i] = memory->verdicts[group[i]].reasons;
}

static int64_t unused_group(const struct facts *facts) {
  int64_t last = NO_JOINT;
  for (size_t i = 0; i < facts->visit_count; i++)
    if (facts->visits[i].joint > last) last = facts->visits[i].joint;
  return last + 1;
}

static struct together weigh_on(const struct policy *policy, const struct facts *facts,
                                const uint32_t *group, size_t count, int32_t day,
                                const struct together_memory *memory) {
  struct together together = {.day = day};
  int64_t joint = unused_group(facts);
  give_yeses(facts, group, count, memory->visits);
  for (size_t i = 0; i < count; i++) {
    struct visit_facts *visit = &memory->visits[group[i]];
    int64_t days = day - day_of_time(visit->start_us, policy->offset_minutes);
    visit->joint = joint;
    visit->start_us += days * DAY_US;
    visit->end_us += days * DAY_US;
    together.moved += days != 0;
  }
  weigh_copied(policy, facts, memory);
  for (size_t i = 0; i < count; i++) together.green += !memory->verdicts[group[i]].reasons;
  return together;
}

struct together together_best(const struct policy *policy, const struct facts *facts,
                              const uint32_t *group, size_t count, int32_t first, int32_t last,
                              const struct together_memory *memory) {
  struct together best = weigh_on(policy, facts, group, count, first, memory);
  for (int32_t day = first + 1; day <= last; day++) {
    struct together other = weigh_on(policy, facts, group, count, day, memory);
    if (other.green > best.green || (other.green == best.green && other.moved < best.moved))
      best = other;
  }
  return best;
}
