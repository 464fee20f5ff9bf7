/* A replay's counts as rows. */
#include "visit/replay_rows.h"

#include "visit/policy.h"

enum { NAME_CHARACTERS_MOST = 256 };

#define COUNT(owner, member) FIELD(INTEGER, owner, member, .most = INT64_MAX)
#define SECOND(owner, member)                                                                      \
  FIELD(INTEGER, owner, member, .flags = FIELD_OPTIONAL, .most = INT64_MAX)

#define NAME(member)                                                                               \
  FIELD(TEXT, struct tally_row, member, .flags = FIELD_OPTIONAL, .most = NAME_CHARACTERS_MOST)

const struct field policy_row_fields[] = {
    FIELD(TEXT, struct policy_row, policy, .most = POLICY_NAME_MOST),
    COUNT(struct policy_row, version),
    COUNT(struct policy_row, green),
    COUNT(struct policy_row, red),
    FIELDS_END,
};

const struct field reason_row_fields[] = {
    FIELD(TEXT, struct reason_row, reason, .most = 32),
    COUNT(struct reason_row, number),
    COUNT(struct reason_row, visits),
    COUNT(struct reason_row, alone),
    SECOND(struct reason_row, visits_b),
    SECOND(struct reason_row, alone_b),
    SECOND(struct reason_row, only_a),
    SECOND(struct reason_row, only_b),
    FIELDS_END,
};

const struct field tally_row_fields[] = {
    NAME(unit),
    NAME(name),
    NAME(body),
    NAME(month),
    COUNT(struct tally_row, visits),
    COUNT(struct tally_row, red),
    SECOND(struct tally_row, red_b),
    FIELDS_END,
};

const struct field difference_row_fields[] = {
    COUNT(struct difference_row, green_both),
    COUNT(struct difference_row, red_both),
    COUNT(struct difference_row, red_only_a),
    COUNT(struct difference_row, red_only_b),
    FIELDS_END,
};

static int64_t second(const struct replay *replay, int64_t value) {
  return replay->policy_count == 2 ? value : NO_INTEGER;
}

struct list replay_policy_rows(const struct replay *replay, struct arena *arena) {
  struct policy_row *rows = ARENA_ARRAY(arena, replay->policy_count, struct policy_row);
  for (size_t p = 0; p < replay->policy_count; p++)
    rows[p] = (struct policy_row){replay->policies[p].name, replay->policies[p].version,
                                  replay->all.visits - replay->all.red[p], replay->all.red[p]};
  return (struct list){rows, replay->policy_count};
}

struct list replay_reason_rows(const struct replay *replay, struct arena *arena) {
  struct reason_row *rows = ARENA_ARRAY(arena, REASON_COUNT, struct reason_row);
  size_t count = 0;
  for (int r = 0; r < REASON_COUNT; r++) {
    if (replay->reasons[r][0] + replay->reasons[r][1] == 0) continue;
    rows[count++] = (struct reason_row){
        .reason = text_of(reason_entries[r].name),
        .number = reason_entries[r].number,
        .visits = replay->reasons[r][0],
        .alone = replay->only_reason[r][0],
        .visits_b = second(replay, replay->reasons[r][1]),
        .alone_b = second(replay, replay->only_reason[r][1]),
        .only_a = second(replay, replay->reason_only[r][0]),
        .only_b = second(replay, replay->reason_only[r][1]),
    };
  }
  return (struct list){rows, count};
}

struct tally_row replay_tally_row(const struct replay *replay, const struct tally *tally) {
  return (struct tally_row){
      .visits = tally->visits, .red = tally->red[0], .red_b = second(replay, tally->red[1])};
}

struct list replay_month_rows(const struct replay *replay, struct arena *arena) {
  struct tally_row *rows = ARENA_ARRAY(arena, replay->month_count, struct tally_row);
  for (size_t i = 0; i < replay->month_count; i++) {
    int month = replay->first_month + (int)i;
    rows[i] = replay_tally_row(replay, &replay->months[i]);
    rows[i].month = arena_format(arena, "%04d-%02d", month / 12, month % 12 + 1);
  }
  return (struct list){rows, replay->month_count};
}

struct difference_row replay_difference(const struct replay *replay) {
  const int64_t *red_only = replay->red_only;
  return (struct difference_row){replay->all.visits - replay->red_both - red_only[0] - red_only[1],
                                 replay->red_both, red_only[0], red_only[1]};
}
