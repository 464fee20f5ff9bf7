/* Rules tried on history: past visits from a table, weighed under one policy or two, and counted.
 *
 * History and report live in the caller's arena. Each enterprise's visits take their seq by the
 * order of their start, then by the order of the rows. */
#ifndef HENG_VISIT_REPLAY_H
#define HENG_VISIT_REPLAY_H

#include "visit/facts.h"
#include "visit/replay_mapping.h"

enum { REPLAY_ROWS_MOST = 5000000, REPLAY_POLICIES_MOST = 2 };

struct past_visit {
  uint32_t row;                          /* as a spreadsheet counts */
  uint32_t enterprise, unit, name, item; /* numbers of the names below; item 0: none */
  uint32_t rule;
  int32_t day;
  int32_t minute;
};

struct history {
  const struct mapping *mapping;
  struct past_visit *visits; /* by enterprise, start and row */
  size_t count;
  size_t row_count, left_out; /* left out: purposes that are no visit */
  size_t code_count;          /* different codes in the table, empty and meaningless ones too */
  struct names *enterprises;  /* by code, or by name where there is none */
  struct names *units, *names, *items;
};

/* Reads a table of past visits. Refusal bad_csv with row and column. */
bool history_read(struct text csv, const struct mapping *mapping, struct arena *arena,
                  struct history *ret_history, struct error *ret_error);

/* Where the visits of the enterprise that begin at `from` end. */
size_t history_end(const struct history *history, size_t from);

/* The facts of one enterprise, visits `from` to `end`, as `weigh` takes them. */
void history_facts(const struct history *history, size_t from, size_t end,
                   const struct policy *policy, const struct mapping_binding *binding,
                   struct arena *arena, struct facts *ret_facts, struct facts_names *ret_names);

struct tally {
  int64_t visits;
  int64_t red[REPLAY_POLICIES_MOST];
};

struct unit_tally {
  struct tally tally;
  uint32_t unit;
};

struct enterprise_tally {
  struct tally tally;
  uint32_t enterprise;
  uint32_t name; /* the latest; 0: none */
  uint32_t name_count;
  uint32_t unit_count;
};

struct replay {
  const struct history *history; /* NULL when the visits are a city's (policy_try.c) */
  size_t policy_count;
  const struct policy *policies;
  struct tally all;
  int64_t reasons[REASON_COUNT][REPLAY_POLICIES_MOST];
  int64_t only_reason[REASON_COUNT][REPLAY_POLICIES_MOST]; /* red for this reason alone */
  int64_t reason_only[REASON_COUNT][REPLAY_POLICIES_MOST]; /* given by this policy alone */
  int64_t red_both, red_only[REPLAY_POLICIES_MOST];        /* of two policies */
  struct unit_tally *units;                                /* most visits first */
  size_t unit_count;
  int32_t first_month, last_month; /* year * 12 + month - 1 */
  struct tally *months;
  size_t month_count;
  struct enterprise_tally *enterprises; /* most visits first, then as met in the table */
  size_t enterprise_count;
};

/* Weighs all history; `policies` and `bindings` are one or two. */
void replay_history(const struct history *history, const struct policy *policies,
                    const struct mapping_binding *bindings, size_t policy_count,
                    struct arena *arena, struct replay *ret_replay);

/* Counts one visit, by its reasons under each policy: in all, and in a tally of some. */
void replay_count(struct replay *replay, const reason_set *reasons);
void tally_count(struct tally *tally, const reason_set *reasons, size_t policy_count);
/* The month of a day as `first_month` counts. */
int32_t replay_month(int32_t day);
/* Most visits first. */
void replay_sort_units(struct replay *replay);

/* The report in words, by aligned tables, and as one JSON object. `top`: how many enterprises. */
void replay_say(const struct replay *replay, size_t top, bool chinese, struct buffer *out);
void replay_json(const struct replay *replay, size_t top, struct buffer *out);

#endif
