/* The report of a replay as one JSON object. Documents lie in the arena of the buffer written to.
 */
#include "visit/replay_rows.h"

struct enterprise_row {
  struct text enterprise, name;
  int64_t names, units, visits, red, red_b;
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

static const struct field replay_fields[] = {
    COUNT(struct replay_document, rows),
    COUNT(struct replay_document, codes),
    COUNT(struct replay_document, left_out),
    COUNT(struct replay_document, visits),
    COUNT(struct replay_document, enterprise_count),
    ROWS_OF(policies, struct policy_row, policy_row_fields),
    ROWS_OF(reasons, struct reason_row, reason_row_fields),
    FIELD_POINTER_TO(struct replay_document, difference, struct difference_row,
                     .flags = FIELD_NULLABLE, .fields = difference_row_fields),
    ROWS_OF(units, struct tally_row, tally_row_fields),
    ROWS_OF(months, struct tally_row, tally_row_fields),
    ROWS_OF(enterprises, struct enterprise_row, enterprise_fields),
    FIELDS_END,
};

static struct list list_units(const struct replay *replay, struct arena *arena) {
  struct tally_row *rows = ARENA_ARRAY(arena, replay->unit_count, struct tally_row);
  for (size_t i = 0; i < replay->unit_count; i++) {
    rows[i] = replay_tally_row(replay, &replay->units[i].tally);
    rows[i].unit = names_text(replay->history->units, replay->units[i].unit);
  }
  return (struct list){rows, replay->unit_count};
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
        .red_b = replay->policy_count == 2 ? tally->tally.red[1] : NO_INTEGER,
    };
  }
  return (struct list){rows, count};
}

void replay_json(const struct replay *replay, size_t top, struct buffer *out) {
  struct arena *arena = out->arena;
  struct difference_row difference = replay_difference(replay);
  const struct replay_document document = {
      .rows = (int64_t)replay->history->row_count,
      .codes = (int64_t)replay->history->code_count,
      .left_out = (int64_t)replay->history->left_out,
      .visits = replay->all.visits,
      .enterprise_count = (int64_t)replay->enterprise_count,
      .policies = replay_policy_rows(replay, arena),
      .reasons = replay_reason_rows(replay, arena),
      .units = list_units(replay, arena),
      .months = replay_month_rows(replay, arena),
      .enterprises = list_enterprises(replay, top, arena),
      .difference = replay->policy_count == 2 ? &difference : NULL,
  };
  json_write(out, replay_fields, &document);
  buffer_add_byte(out, '\n');
}
