/* The report of a replay as one JSON object. Documents lie in the arena of the buffer written to.
 */
#include "base/json.h"
#include "visit/replay.h"

/* Members that end in _b are there with two policies only. */

struct policy_row {
  struct text policy;
  int64_t version, green, red;
};

struct reason_row {
  struct text reason;
  int64_t number, visits, alone, visits_b, alone_b, only_a, only_b;
};

struct tally_row {
  struct text unit, month;
  int64_t visits, red, red_b;
};

struct enterprise_row {
  struct text enterprise, name;
  int64_t names, units, visits, red, red_b;
};

struct difference_row {
  int64_t green_both, red_both, red_only_a, red_only_b;
};

struct replay_document {
  int64_t rows, codes, left_out, visits, enterprise_count;
  struct list policies, reasons, units, months, enterprises;
  struct difference_row *difference;
};

#define COUNT(owner, member)  FIELD(INTEGER, owner, member)
#define SECOND(owner, member) FIELD(INTEGER, owner, member, .flags = FIELD_OPTIONAL)
#define ROWS_OF(member, row, row_fields)                                                           \
  FIELD(LIST, struct replay_document, member, .size = sizeof(row), .fields = row_fields)

static const struct field policy_fields[] = {
    FIELD(TEXT, struct policy_row, policy),
    COUNT(struct policy_row, version),
    COUNT(struct policy_row, green),
    COUNT(struct policy_row, red),
    FIELDS_END,
};

static const struct field reason_fields[] = {
    FIELD(TEXT, struct reason_row, reason),
    COUNT(struct reason_row, number),
    COUNT(struct reason_row, visits),
    COUNT(struct reason_row, alone),
    SECOND(struct reason_row, visits_b),
    SECOND(struct reason_row, alone_b),
    SECOND(struct reason_row, only_a),
    SECOND(struct reason_row, only_b),
    FIELDS_END,
};

static const struct field tally_fields[] = {
    FIELD(TEXT, struct tally_row, unit, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct tally_row, month, .flags = FIELD_OPTIONAL),
    COUNT(struct tally_row, visits),
    COUNT(struct tally_row, red),
    SECOND(struct tally_row, red_b),
    FIELDS_END,
};

static const struct field enterprise_fields[] = {
    FIELD(TEXT, struct enterprise_row, enterprise),
    FIELD(TEXT, struct enterprise_row, name, .flags = FIELD_NULLABLE),
    COUNT(struct enterprise_row, names),
    COUNT(struct enterprise_row, units),
    COUNT(struct enterprise_row, visits),
    COUNT(struct enterprise_row, red),
    SECOND(struct enterprise_row, red_b),
    FIELDS_END,
};

static const struct field difference_fields[] = {
    COUNT(struct difference_row, green_both),
    COUNT(struct difference_row, red_both),
    COUNT(struct difference_row, red_only_a),
    COUNT(struct difference_row, red_only_b),
    FIELDS_END,
};

static const struct field replay_fields[] = {
    COUNT(struct replay_document, rows),
    COUNT(struct replay_document, codes),
    COUNT(struct replay_document, left_out),
    COUNT(struct replay_document, visits),
    COUNT(struct replay_document, enterprise_count),
    ROWS_OF(policies, struct policy_row, policy_fields),
    ROWS_OF(reasons, struct reason_row, reason_fields),
    FIELD_POINTER_TO(struct replay_document, difference, struct difference_row,
                     .flags = FIELD_NULLABLE, .fields = difference_fields),
    ROWS_OF(units, struct tally_row, tally_fields),
    ROWS_OF(months, struct tally_row, tally_fields),
    ROWS_OF(enterprises, struct enterprise_row, enterprise_fields),
    FIELDS_END,
};

static int64_t second(const struct replay *replay, int64_t value) {
  return replay->policy_count == 2 ? value : NO_INTEGER;
}

static struct list list_policies(const struct replay *replay, struct arena *arena) {
  struct policy_row *rows = ARENA_ARRAY(arena, replay->policy_count, struct policy_row);
  for (size_t p = 0; p < replay->policy_count; p++)
    rows[p] = (struct policy_row){replay->policies[p].name, replay->policies[p].version,
                                  replay->all.visits - replay->all.red[p], replay->all.red[p]};
  return (struct list){rows, replay->policy_count};
}

static struct list list_reasons(const struct replay *replay, struct arena *arena) {
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

static struct tally_row tally_row(const struct replay *replay, const struct tally *tally) {
  return (struct tally_row){
      .visits = tally->visits, .red = tally->red[0], .red_b = second(replay, tally->red[1])};
}

static struct list list_units(const struct replay *replay, struct arena *arena) {
  struct tally_row *rows = ARENA_ARRAY(arena, replay->unit_count, struct tally_row);
  for (size_t i = 0; i < replay->unit_count; i++) {
    rows[i] = tally_row(replay, &replay->units[i].tally);
    rows[i].unit = names_text(replay->history->units, replay->units[i].unit);
  }
  return (struct list){rows, replay->unit_count};
}

static struct list list_months(const struct replay *replay, struct arena *arena) {
  struct tally_row *rows = ARENA_ARRAY(arena, replay->month_count, struct tally_row);
  for (size_t i = 0; i < replay->month_count; i++) {
    int month = replay->first_month + (int)i;
    rows[i] = tally_row(replay, &replay->months[i]);
    rows[i].month = arena_format(arena, "%04d-%02d", month / 12, month % 12 + 1);
  }
  return (struct list){rows, replay->month_count};
}

static struct list list_enterprises(const struct replay *replay, size_t top, struct arena *arena) {
  size_t count = top < replay->enterprise_count ? top : replay->enterprise_count;
  struct enterprise_row *rows = ARENA_ARRAY(arena, count, struct enterprise_row);
  for (size_t i = 0; i < count; i++) {
    const struct enterprise_tally *tally = &replay->enterprises[i];
    rows[i] = (struct enterprise_row){
        .enterprise = names_text(replay->history->enterprises, tally->enterprise),
        .name = tally->name ? names_text(replay->history->names, tally->name) : NO_TEXT,
        .names = tally->name_count,
        .units = tally->unit_count,
        .visits = tally->tally.visits,
        .red = tally->tally.red[0],
        .red_b = second(replay, tally->tally.red[1]),
    };
  }
  return (struct list){rows, count};
}

void replay_json(const struct replay *replay, size_t top, struct buffer *out) {
  struct arena *arena = out->arena;
  struct difference_row difference = {replay->all.visits - replay->red_both - replay->red_only[0] -
                                          replay->red_only[1],
                                      replay->red_both, replay->red_only[0], replay->red_only[1]};
  const struct replay_document document = {
      .rows = (int64_t)replay->history->row_count,
      .codes = (int64_t)replay->history->code_count,
      .left_out = (int64_t)replay->history->left_out,
      .visits = replay->all.visits,
      .enterprise_count = (int64_t)replay->enterprise_count,
      .policies = list_policies(replay, arena),
      .reasons = list_reasons(replay, arena),
      .units = list_units(replay, arena),
      .months = list_months(replay, arena),
      .enterprises = list_enterprises(replay, top, arena),
      .difference = replay->policy_count == 2 ? &difference : NULL,
  };
  json_write(out, replay_fields, &document);
  buffer_add_byte(out, '\n');
}
