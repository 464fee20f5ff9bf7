/* What the supervisor and the leader look at: a visit's history, codes that turned, numbers.
 * Nobody's check-ins are scored or ranked (design section 7): numbers are of units, kinds, counties
 * and enterprises, never of persons. */
#ifndef HENG_VISIT_OVERSIGHT_H
#define HENG_VISIT_OVERSIGHT_H

#include "act/page.h"
#include "visit/operation.h"

struct history_input {
  struct text visit, after;
  int64_t limit;
};
/* One event about a visit: `seq` is its place in the log, where it can be proved. */
struct history_event {
  int64_t seq;
  struct text type, by;
  struct texts by_roles; /* as they are now */
  struct text by_unit_name;
  int64_t at_us;
  struct text data; /* what the public log says of it, as JSON */
};
extern const struct field history_in[], history_out[];

/* What lists of events about visits show of each: its row holds no more. */
#define EVENT_PLACE_FIELDS(owner)                                                                  \
  FIELD_NAMED("seq", INTEGER, owner, event.seq, .most = INT64_MAX),                                \
      FIELD_NAMED("at", TIME, owner, event.at_us),                                                 \
      FIELD_NAMED("enterprise", TEXT, owner, event.enterprise, .most = USCC_LENGTH),               \
      FIELD_NAMED("visit", TEXT, owner, event.subject, .most = ID_LENGTH)

struct turns_input {
  struct text unit, enterprise;
  int code;
  int64_t from_us, to_us;
  struct text after;
  int64_t limit;
};
struct turned {
  struct stored_event event;
  struct text enterprise_name, unit_name;
  struct turn turn;
};
extern const struct field turns_in[], turns_out[];

enum suggestion_fate {
  FATE_WAITING,
  FATE_JOINED,
  FATE_APART, /* they came, and not together */
  FATE_CANCELLED,
  FATE_OTHER_CANCELLED, /* the one to join */
  FATE_MISSED,
  FATE_LAPSED, /* one of them was moved, or another suggestion followed */
};
struct suggestions_input {
  struct text enterprise, after;
  int64_t limit;
};
/* What the coordinator once suggested, and what became of it. */
struct suggested {
  struct stored_event event;
  struct text enterprise_name, unit_name, with, with_unit_name;
  int64_t start_us, with_start_us;
  int fate; /* enum suggestion_fate */
};
extern const struct field suggestions_in[], suggestions_out[];

enum span { SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_YEAR };
struct statistics_input {
  int span;               /* around now; the month when not given */
  int64_t from_us, to_us; /* or these, both */
};
/* How many visits of one kind, unit, county or enterprise begin in the span. Each number is that of
 * `list` with one more filter (came=true, code=red, joint=true …). */
struct tally {
  struct text key, name;
  int64_t visits, came, red, missed, joint, exempt, unratified, walk_in;
  struct text list;
};
struct statistics {
  int64_t from_us, to_us;
  struct tally total;
  struct list kinds, units, counties; /* struct tally, by key */
  struct list enterprises;            /* struct tally, the most visited first */
};
extern const struct field statistics_in[], statistics_out[];

/* The members of a struct tally within an owner at `at`, but for its key and name. */
#define TALLY_COUNT(owner, at, member)                                                             \
  FIELD_NAMED(#member, INTEGER, owner, at member, .most = INT32_MAX)
#define TALLY_COUNTS(owner, at)                                                                    \
  TALLY_COUNT(owner, at, visits), TALLY_COUNT(owner, at, came), TALLY_COUNT(owner, at, red),       \
      TALLY_COUNT(owner, at, missed), TALLY_COUNT(owner, at, joint),                               \
      TALLY_COUNT(owner, at, exempt), TALLY_COUNT(owner, at, unratified),                          \
      TALLY_COUNT(owner, at, walk_in),                                                             \
      FIELD_NAMED("list", TEXT, owner, at list, .most = TALLY_LIST_MOST,                           \
                  .help = "the visits counted; with came=true, code=red, life=missed, "            \
                          "joint=true, exempt=true, unratified=true or walk_in=true those of the " \
                          "other numbers")
enum { TALLY_LIST_MOST = 800 };
/* "/api/visits?from=…&to=…", and more filters to be added; those without a value are left out. */
struct buffer tally_list(struct act *act, int64_t from_us, int64_t to_us);
void tally_list_add(struct buffer *list, const char *filter, struct text value);

enum trend_step_name { TREND_DAY, TREND_WEEK, TREND_MONTH };
struct trend_input {
  int64_t from_us, to_us;
  int step; /* enum trend_step_name */
  struct text unit, enterprise, kind, county;
};
struct trend_step {
  int64_t from_us, to_us;
  struct tally tally;
};
struct trend {
  int64_t from_us, to_us;
  struct list steps; /* struct trend_step, one after another, without gaps */
};
extern const struct field trend_in[], trend_out[];

/* What one unit did at an enterprise in a year, by kind. */
struct statement_row {
  struct text unit, unit_name, kind;
  struct tally tally;
  int64_t declined, minutes; /* minutes: from arrival to departure, of those that left */
};
struct yearly_statement {
  struct text enterprise, enterprise_name;
  int64_t year, from_us, to_us;
  struct statement_row total;
  struct list rows; /* struct statement_row, by unit and kind */
  int64_t published_us;
  struct list filings; /* struct filing_balance, by unit */
};
extern const struct field statement_out[];
/* Adds the numbers of one tally to another. */
void tally_add(struct tally *sum, const struct tally *tally);

struct joins_input {
  int64_t from_us, to_us;
  struct text enterprise, county, after;
  int64_t limit;
};
enum joins_within { WITHIN_DAY, WITHIN_WEEK, WITHIN_MONTH };
struct joins_visit {
  struct text visit, unit, unit_name, kind;
  struct texts items;
  int64_t start_us, end_us;
  int code; /* as it stands */
  struct texts reasons;
  struct texts crowding; /* reasons of crowding that it has, or would have once all say yes */
  struct text joint, suggested_join;
};
/* Visits of several units that could be one arrival. */
struct joins_group {
  int within;                     /* enum joins_within: how near they are */
  struct list visits;             /* struct joins_visit, by start */
  int64_t green_apart;            /* how many are green once all say yes */
  int64_t best_start_us;          /* when they would do best as one arrival */
  int64_t best_green, best_moved; /* then: how many are green, and how many change their day */
};
struct joins_candidate {
  struct text unit, name;
  int64_t left;
};
struct joins {
  struct text enterprise, enterprise_name, county;
  struct list groups;     /* struct joins_group, by time */
  struct list candidates; /* struct joins_candidate */
};
extern const struct field joins_in[], joins_out[];

bool visit_history(struct act *act);
bool visit_turns(struct act *act);
bool visit_statistics(struct act *act);
bool visit_trend(struct act *act);
bool visit_statement(struct act *act);

bool visit_joins(struct act *act);
bool visit_suggestions(struct act *act);

#endif
