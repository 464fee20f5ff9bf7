/* Filings: how many visits a unit files for an enterprise and a year, at the start of the year;
 * amendments later, which the coordinator decides and which stay visible. What is filed and granted
 * adds up to what weighing allows (design section 4, over_filed). */
#ifndef HENG_VISIT_FILING_H
#define HENG_VISIT_FILING_H

#include "base/time.h"
#include "visit/visit.h"

enum { FILING_VISITS_MOST = 10000, FILING_UNITS_MOST = 1000 };

enum filing_state { FILING_FILED, FILING_ASKED, FILING_GRANTED, FILING_REFUSED };
extern const char *const filing_state_names[];

/* A row: what was filed at first, or one amendment. */
struct filing {
  struct text enterprise, enterprise_name, id, unit, unit_name;
  int64_t year;
  int64_t visits; /* of an amendment: how many more, or fewer */
  int state;      /* enum filing_state */
  struct text words;
  struct text by; /* who filed, or asked */
  int64_t at_us;
  struct text answer, decided_by; /* of an amendment */
  int64_t decided_us;
  int64_t version;
};
extern const struct field filing_fields[];

struct filing_input {
  struct text unit; /* NO_TEXT: the caller's */
  struct text enterprise;
  int64_t year, visits;
  struct text words; /* of an amendment: why */
};
extern const struct field filing_file_in[], filing_amend_in[];

struct filing_change {
  struct text filing;
  int64_t visits;
};
extern const struct field filing_change_in[];

struct filing_words {
  struct text filing, words;
};
extern const struct field filing_grant_in[], filing_refuse_in[], filing_show_in[];

struct filing_list_input {
  struct text unit, enterprise;
  int64_t year;
  int state;
  struct text after;
  int64_t limit;
};
extern const struct field filing_list_in[], filing_list_out[];

struct filing_year {
  int64_t year, published_us;
};
extern const struct field filing_publish_in[], filing_publish_out[];

struct filing_balance_input {
  struct text enterprise;
  int64_t year;
};
/* What one unit has filed for one enterprise and year. */
struct filing_balance {
  struct text unit, name;
  int64_t filed, amended, asked;
  int64_t used; /* NO_INTEGER for a year that is over */
};
struct filing_balances {
  struct text enterprise;
  int64_t year, published_us;
  struct crowding crowding; /* the caps of the policy in force */
  struct text policy;
  int64_t policy_version;
  struct list units; /* struct filing_balance */
};
extern const struct field filing_balance_in[], filing_balance_fields[], filing_balance_out[],
    filing_public_out[];
/* What stands for the enterprise and year of a struct filing_balance_input. Refusal no_policy. */
bool filing_balances_find(struct act *act, struct filing_balances *ret_balances);

/* What was filed for a year in sum: by one unit, or for one enterprise. */
struct filing_sum {
  struct text unit, enterprise, name;
  int64_t units, enterprises; /* how many of the others it is with */
  int64_t visits;
};
/* What a coordinator should have seen before a year is published. */
struct filing_check {
  int64_t year, published_us;
  int64_t visits, asked;     /* filed and granted; amendments that still wait */
  int64_t crowding_visits;   /* that crowding leaves room for; NO_INTEGER: it sets no limit */
  struct list units, silent; /* struct filing_sum: by unit; active units that filed nothing */
  struct list most_filed;    /* struct filing_sum: enterprises, the most visits first */
  struct list over_crowding; /* struct filing_sum: enterprises with more than crowding_visits */
  struct list duplicates;    /* struct filing_sum: several enterprises of one name */
};
extern const struct field filing_check_in[], filing_check_out[];

/* How many arrivals these limits leave room for in a year; NO_INTEGER: any number. Pure. */
int64_t filing_crowding_visits(const struct crowding *crowding);

/* May units file for this year on this day? From opens_day to closes_day of the year itself (when
 * opens_day is the later one, from that day of the year before), and in the whole of the last month
 * before it. Pure. */
bool filing_is_open(int64_t opens_day, int64_t closes_day, struct date today, int64_t year);

/* Scopes: the unit that the input names, or the caller's; the enterprise that a struct
 * filing_balance_input names; the filing that it names. */
bool filing_unit_scope(struct act *act);
bool filing_enterprise_scope(struct act *act);
bool filing_scope(struct act *act);
static inline const struct filing *filing_of(const struct act *act) {
  return act->subject.thing;
}

#define FILING_OPERATIONS(O)                                                                       \
  O(file)                                                                                          \
  O(change) O(amend) O(grant) O(refuse) O(publish) O(show) O(list) O(balance) O(public) O(check)
#define DECLARE_FILING_OPERATION(name) bool filing_##name(struct act *act);
FILING_OPERATIONS(DECLARE_FILING_OPERATION)
#undef DECLARE_FILING_OPERATION

/* Shared by the operations. */

/* The enterprise and the unit that an input names. Refusals not_found; bad_field
 * when the program itself names no unit. */
bool filing_find_parties(struct act *act, struct text *ret_unit);
/* Refuses below_used unless `visits` cover what the unit has used of that year. */
bool filing_covers_used(struct act *act, const struct filing *filing, int64_t visits);
/* All that was filed and granted so far. */
int64_t filing_total(struct act *act, const struct filing *filing);
/* Records the event, weighs the enterprise again, answers with the filing as it now stands. */
bool filing_record(struct act *act, const struct event_type *type, struct text enterprise,
                   struct text id, const void *data);

extern const struct event_type filing_filed, filing_changed, filing_asked, filing_granted,
    filing_refused, filings_published;
extern const struct import_kind import_filings;

#endif
