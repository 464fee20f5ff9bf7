/* What a replay counted, as rows of a document: shared by the command's report and the API's.
 *
 * Members that end in _b, and differences, are there with two policies only. Rows lie in the arena.
 */
#ifndef HENG_VISIT_REPLAY_ROWS_H
#define HENG_VISIT_REPLAY_ROWS_H

#include "base/json.h"
#include "visit/replay.h"

struct policy_row {
  struct text policy;
  int64_t version, green, red;
};

struct reason_row {
  struct text reason;
  int64_t number, visits, alone, visits_b, alone_b, only_a, only_b;
};

struct tally_row {
  struct text unit, name, body, month; /* of which the row is; NO_TEXT: not of that */
  int64_t visits, red, red_b;
};

struct difference_row {
  int64_t green_both, red_both, red_only_a, red_only_b;
};

extern const struct field policy_row_fields[], reason_row_fields[], tally_row_fields[],
    difference_row_fields[];

struct list replay_policy_rows(const struct replay *replay, struct arena *arena);
struct list replay_reason_rows(const struct replay *replay, struct arena *arena);
struct list replay_month_rows(const struct replay *replay, struct arena *arena);
struct tally_row replay_tally_row(const struct replay *replay, const struct tally *tally);
struct difference_row replay_difference(const struct replay *replay);

#endif
