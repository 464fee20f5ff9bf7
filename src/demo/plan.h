/* What is to happen in the demo city: visits of every course, and the steps of all in the order of
 * time. The same seed and the same days make the same plan.
 *
 * It only proposes; what becomes of each visit is for the operations and the rules to say. */
#ifndef HENG_DEMO_PLAN_H
#define HENG_DEMO_PLAN_H

#include "demo/cast.h"

enum { PLAN_ITEMS_MOST = 2, PLAN_ALONE = -1 };

struct planned_visit {
  size_t unit, enterprise;
  const char *kind; /* by the policy */
  struct text items[PLAN_ITEMS_MOST];
  size_t item_count;
  int64_t start_us, end_us;
  int64_t people, certified;
  const char *exemption, *evidence; /* NULL: none */
  int64_t joins;                    /* index of the visit to go together with, or PLAN_ALONE */
  int64_t stars;                    /* that the enterprise will give for it, if it does */
  struct text id;                   /* once it is booked */
  struct text complaint;            /* its id, once it is made */
  bool came;                        /* the gate let them in */
  bool unfiled;                     /* its unit files nothing for it */
  bool exemplary;                   /* there to show its course */
};

struct planned_filing {
  size_t unit, enterprise;
  int64_t year, visits, more; /* `more`: asked for later, and granted */
  bool enough;                /* for a visit whose course is about something else */
  struct text id;             /* of the amendment, once it is asked for */
};

enum deed {
  DEED_FILE,
  DEED_PUBLISH,
  DEED_AMEND,
  DEED_GRANT,
  DEED_BOOK,
  DEED_APPROVE,
  DEED_REFUSE,
  DEED_WITHDRAW,
  DEED_AGREE,
  DEED_DECLINE,
  DEED_PROPOSE,
  DEED_CANCEL,
  DEED_FREEZE,
  DEED_RELEASE,
  DEED_ARRIVE,
  DEED_DEPART,
  DEED_REPORT,
  DEED_RATE,
  DEED_COMPLAIN,
  DEED_ANSWER,
  DEED_WALK_IN,
  DEED_TICK
};

struct planned_step {
  int64_t at_us;
  enum deed deed;
  size_t index; /* of the visit, the filing, the enterprise of a walk-in; the year to publish */
};

struct plan {
  struct planned_visit *visits;
  struct planned_filing *filings;
  struct planned_step *steps;
  size_t visit_count, filing_count, step_count;
};

/* From `first_day` to the present and some days beyond: what is still to come has been booked, and
 * there is one visit of every course in it. Filings are made in the December before their year. */
void plan_make(const struct cast *cast, int32_t first_day, int64_t present_us, int offset_minutes,
               uint64_t seed, struct arena *arena, struct plan *ret_plan);

#endif
