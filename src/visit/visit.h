/* A visit as the tables keep it, and what every operation on one needs: loading it, its
 * enterprise's facts, weighing them again, and whose it is. */
#ifndef HENG_VISIT_VISIT_H
#define HENG_VISIT_VISIT_H

#include "act/act.h"
#include "act/city.h"
#include "act/domain.h"
#include "directory/directory.h"
#include "visit/facts.h"
#include "visit/policy_record.h"
#include "visit/weigh.h"

enum {
  VISIT_ITEMS_MOST = 50,
  VISIT_OFFICERS_MOST = 50,
  VISIT_PEOPLE_MOST = 255, /* what a code can say */
  VISIT_WORDS_MOST = 2000, /* characters of a purpose, a reason, an outcome */
  VISIT_HOURS_MOST = 31 * 24,
  VISIT_AHEAD_DAYS_MOST = 400,
};

extern const char *const code_names[];
enum code_colour { CODE_RED, CODE_GREEN };

struct visit {
  struct text enterprise, id, unit, site, kind;
  struct texts items;
  int64_t start_us, end_us, booked_us;
  struct text booked_by;
  int64_t people, certified;
  struct texts officers; /* person ids */
  struct text purpose;
  int approval, consent, life;
  struct text approval_words, consent_words; /* why refused, declined */
  int64_t seq;                               /* log position of the last yes it needed */
  struct text joint, exemption, evidence;
  int64_t ratify_by_us; /* while the exemption stands without approval: until when */
  int64_t proposed_start_us, proposed_end_us;  /* another time, by the enterprise */
  struct text suggested_join, suggested_words; /* a visit to go together with, by the coordinator */
  bool frozen;
  struct text frozen_words;
  int64_t arrived_us, departed_us; /* of the scan */
  int64_t arrived_people;
  bool walk_in;           /* came without a booking */
  struct text unit_words; /* who they said they were, of a walk-in */
  struct text outcome;
  /* The verdict it was last given. */
  int code;
  struct texts reasons;
  struct text policy;
  int64_t policy_version;
  bool open;      /* the verdict may still turn */
  int64_t serial; /* of its code: counts up when verdict, time, place or people change */
  int64_t version;
  /* Of the directory, where a visit is looked at; a walk-in's unit may have none. */
  struct text enterprise_name, unit_name, site_name;
};

/* As it is stored, and as its booking is logged. */
extern const struct field visit_fields[];
/* As the API shows it: with names. */
extern const struct field visit_view_fields[];

/* Takes out what is private: for those who may see a visit, and nobody's words about it. */
void visit_withhold(struct visit *visit);

/* Scope of a route about one visit: loads it as act->subject.thing. Refusal not_found. */
bool visit_scope(struct act *act);
/* The same where the visit itself is not changed, so that its version does not matter. */
bool visit_read_scope(struct act *act);
static inline const struct visit *visit_of(const struct act *act) {
  return act->subject.thing;
}

/* Finds a visit by its id alone; false when there is none. */
bool visit_find(struct store *store, struct text id, struct visit *ret_visit, struct arena *arena);

/* One enterprise as weighing takes it. Visits that ended too long ago to matter to any open visit
 * are left out; so `visits` may be fewer than the enterprise ever had, but the verdicts of all
 * whose first day is `from_day` or later are exact. */
struct weighed {
  struct arena *arena;
  struct policy policy;
  struct facts facts;
  struct visit *visits;     /* as stored, in the order of facts.visits */
  struct verdict *verdicts; /* by visit_weigh */
  struct weighing *weighing;
  int32_t from_day;
  struct names *units, *groups, *items;
};

/* Loads an enterprise under the policy in force. Refusal no_policy. */
bool visit_load(struct act *act, struct text enterprise, struct weighed *ret_weighed);
/* The parts of visit_load, for whoever tries another policy. Rows since `from_us`, which must reach
 * back as far as the policies tried do, so that verdicts from `from_day`, a first of January, are
 * exact; everything lies in `arena`. */
void visit_load_rows(struct act *act, struct text enterprise, int32_t from_day, int64_t from_us,
                     struct arena *arena, struct weighed *ret_weighed);
/* How far back a policy reaches from a day on which verdicts shall be exact. */
int64_t visit_reach_us(const struct policy *policy, int32_t from_day);
/* Fills all facts under a policy, which must know the kinds of the visits. */
void visit_take_policy(struct weighed *weighed, const struct policy *policy);
/* Puts one booking that is not stored behind the loaded visits; returns its index. Once only. */
size_t visit_add(struct weighed *weighed, const struct visit *visit);
/* Fills one visit's facts anew from `visits[index]`. */
void visit_refresh(struct weighed *weighed, size_t index);
/* Weighs what is loaded. */
void visit_weigh(struct weighed *weighed);
/* Copies the verdict of a weighed visit into its row. */
void visit_take_verdict(const struct weighed *weighed, size_t index, struct visit *visit);
/* Until when the visit's exemption stands without the head's approval; NO_INTEGER when it never
 * did, need not any more, or no longer does. */
int64_t visit_ratify_by_us(const struct visit *visit, const struct policy *policy, int64_t now_us);
/* A set of reasons as the names that tables, events and replies carry, and back. */
struct texts reason_names(reason_set reasons, struct arena *arena);
reason_set reason_set_of(const struct texts *names);

/* After any change to an enterprise's visits or filings: weighs them again and records each code
 * that turned. Last step of every operation that changes them. */
bool visit_reweigh(struct act *act, struct text enterprise);

/* Would this yes be the last one the visit needs, so that it takes its place in the order now? Pure
 * (design section 4, `seq`). `exemption` NULL: none, or void. */
bool visit_settles(const struct kind *kind, const struct exemption *exemption, int approval,
                   int consent);

extern const struct domain policy_domain, filing_domain, visit_domain, feedback_domain,
    oversight_domain;

#endif
