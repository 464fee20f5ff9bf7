/* Weighing (design section 4, normative): is a visit green or red, and why?
 *
 * Pure: a fold over one enterprise's visits. No I/O, no clock, no allocation, no globals; imports
 * nothing but mem*. The caller owns policy, facts and working memory; texts are only carried, never
 * read but for whether there is evidence. Numbers for units, groups and items are the caller's own:
 * only equality matters, so database ids will do as well as the numbers that visit/facts.h gives to
 * names. */
#ifndef HENG_VISIT_WEIGH_H
#define HENG_VISIT_WEIGH_H

#include "visit/reason.h"

/* ---- the policy ---- */

enum { POLICY_KINDS_MOST = 32, POLICY_EXEMPTIONS_MOST = 32 };

struct kind {
  struct text name;
  bool consent;  /* the enterprise must agree */
  bool filing;   /* uses up the unit's filing for the year */
  bool crowding; /* bound by, and counted in, the limits on crowding */
  bool quiet;    /* keeps quiet days */
  int64_t lead_hours;
  int64_t min_certified;
};

struct exemption {
  struct text name;
  bool evidence; /* void without evidence */
  bool counts;   /* counts as an arrival for others */
  int64_t ratify_hours;
  reason_set lifts;
};

/* 0: no such limit. */
struct crowding {
  int64_t day;
  int64_t week;
  int64_t month;
  int64_t repeat_item_days; /* at most 36,525 */
};

struct policy {
  struct text name;
  int64_t version;
  int64_t effective_day; /* days since 1970-01-01 (base/time.h) */
  int offset_minutes;
  uint32_t kind_count;
  uint32_t exemption_count;
  struct kind kinds[POLICY_KINDS_MOST];
  struct exemption exemptions[POLICY_EXEMPTIONS_MOST];
  struct crowding crowding;
  uint32_t quiet_days; /* bit d: the d-th of every month, 1 to 31 */
};

/* ---- the facts ---- */

enum approval { APPROVAL_PENDING, APPROVAL_APPROVED, APPROVAL_REFUSED, APPROVAL_WITHDRAWN };
enum consent { CONSENT_NONE, CONSENT_AGREED, CONSENT_DECLINED };
enum life { LIFE_BOOKED, LIFE_ARRIVED, LIFE_DONE, LIFE_CANCELLED, LIFE_MISSED };

enum { NO_JOINT = 0, NO_EXEMPTION = -1, NO_SEQ = -1 };

struct filing_facts {
  int64_t unit;
  int32_t year;
  int64_t visits; /* at least 0; filings of one unit and year add up */
};

struct visit_facts {
  struct text id;
  struct text evidence; /* of the exemption; empty or NO_TEXT: none */
  int64_t unit;
  int64_t joint;    /* the group; NO_JOINT */
  int64_t seq;      /* unique in an enterprise; NO_SEQ; never NO_SEQ once arrived or done */
  int64_t start_us; /* before end_us */
  int64_t end_us;
  int64_t booked_us;
  const int64_t *items;
  uint32_t item_count;
  int32_t kind;      /* an index into the policy's kinds */
  int32_t exemption; /* an index into the policy's exemptions; NO_EXEMPTION */
  int64_t certified; /* officers who hold a certificate */
  enum approval approval;
  enum consent consent;
  enum life life;
  bool frozen;
};

struct facts {
  struct text enterprise;
  int64_t now_us;
  const struct filing_facts *filings;
  size_t filing_count;
  const struct visit_facts *visits;
  size_t visit_count; /* below UINT32_MAX */
};

/* ---- the verdicts ---- */

struct verdict {
  reason_set reasons; /* none: green */
  bool settled;       /* its place in the order is fixed */
  bool occupies;      /* counts against what is weighed after it */
};

/* What weighing leaves behind in the caller's memory, so that it can be explained. */
struct weighing;

/* How much working memory `weigh` needs, in bytes. */
size_t weighing_size(size_t visit_count);

/* Weighs every visit; `ret_verdicts` has room for one each, in input order. `memory` is
 * weighing_size() bytes, aligned for int64_t. The result lies in `memory` and points at `policy`,
 * `facts` and `ret_verdicts`, which must outlive it. To preview a booking, add it to the facts.
 *
 * A visit shorter than a second at the start of a day covers that day. */
struct weighing *weigh(const struct policy *policy, const struct facts *facts, void *memory,
                       struct verdict *ret_verdicts);

/* How many of a unit's filings for a year are used up: by the occupying visits that over_filed
 * counts. */
int64_t weigh_used(const struct weighing *weighing, int64_t unit, int32_t year);

/* Which visits stand against `visit` for the sake of `reason`: those that use up the filing
 * (over_filed), the other units' arrivals on the crowded days (many_heads), the arrivals of the
 * full week or month (too_often), or those that share an item (repeated). Writes their indices, at
 * most visit_count, and returns how many; none for a reason that does not apply or stems from the
 * visit alone. */
size_t weigh_explain(struct weighing *weighing, size_t visit, enum reason reason,
                     uint32_t *ret_visits);

#endif
