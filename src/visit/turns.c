/* Codes that turned, newest first. Narrowing to a unit, an enterprise or a colour looks at so many
 * events at a time; a page may therefore hold few, or none, while there are more. */
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { EVENTS_LOOKED_AT = 1000 };

const struct field turns_in[] = {
    FIELD(TEXT, struct turns_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FIELD(TEXT, struct turns_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(ENUM, struct turns_input, code, .flags = FIELD_OPTIONAL, .names = code_names,
          .help = "only those that turned so"),
    PAGE_IN_FIELDS(struct turns_input),
    FIELDS_END,
};

#define PLACE_FIELDS                                                                               \
  FIELD(INTEGER, struct turned, seq, .most = INT64_MAX),                                           \
      FIELD_NAMED("at", TIME, struct turned, at_us),                                               \
      FIELD(TEXT, struct turned, enterprise, .most = USCC_LENGTH),                                 \
      FIELD(TEXT, struct turned, visit, .most = ID_LENGTH)
static const struct field turned_fields[] = {
    PLACE_FIELDS,
    FIELD_NAMED("unit", TEXT, struct turned, turn.unit, .most = UNIT_ID_MOST),
    FIELD_NAMED("code", ENUM, struct turned, turn.code, .names = code_names),
    FIELD_NAMED("reasons", TEXTS, struct turned, turn.reasons, .most = REASON_COUNT, .size = 32),
    FIELD_NAMED("policy", TEXT, struct turned, turn.policy, .most = POLICY_NAME_MOST),
    FIELD_NAMED("policy_version", INTEGER, struct turned, turn.policy_version, .most = INT64_MAX),
    FIELDS_END,
};
const struct field turns_out[] = PAGE_FIELDS(struct turned, turned_fields);

/* Columns of sql_turns. */
struct turn_row {
  struct turned turned;
  struct text leaf;
};
static const struct field row_fields[] = {
    FIELD_NAMED("seq", INTEGER, struct turn_row, turned.seq),
    FIELD_NAMED("at", TIME, struct turn_row, turned.at_us),
    FIELD_NAMED("enterprise", TEXT, struct turn_row, turned.enterprise),
    FIELD_NAMED("visit", TEXT, struct turn_row, turned.visit),
    FIELD_NAMED("data", RAW, struct turn_row, leaf),
    FIELDS_END,
};

static bool read_turn(struct act *act, struct text leaf, struct turn *ret_turn) {
  struct leaf_part part;
  return json_read(leaf, leaf_part_fields, &part, act->arena, &act->error) &&
         json_read(part.data, visit_turned.fields, ret_turn, act->arena, &act->error);
}

static bool is_wanted(const struct turns_input *in, const struct turned *turned) {
  return (!in->unit.at || text_equal(in->unit, turned->turn.unit)) &&
         (!in->enterprise.at || text_equal(in->enterprise, turned->enterprise)) &&
         (in->code == NO_ENUM || in->code == turned->turn.code);
}

bool visit_turns(struct act *act) {
  const struct turns_input *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit), before = INT64_MAX, looked_at = 0;
  if (in->after.at && !text_to_integer(in->after, &before))
    return act_refuse(act, ERROR_bad_field, "after", "not a `next` of this list");
  struct turned *list = ARENA_ARRAY(act->arena, (size_t)limit, struct turned);
  struct cursor cursor = QUERY(act->store, sql_turns, V(before), V(EVENTS_LOOKED_AT));
  bool more;
  while ((more = store_next(&cursor)) && (int64_t)page->items.count < limit) {
    struct turn_row row;
    store_row(&cursor, row_fields, &row, act->arena);
    before = row.turned.seq;
    looked_at++;
    if (!read_turn(act, row.leaf, &row.turned.turn)) return store_done(&cursor), false;
    if (is_wanted(in, &row.turned)) list[page->items.count++] = row.turned;
  }
  store_done(&cursor);
  page->items.at = list;
  if (more || looked_at == EVENTS_LOOKED_AT)
    page->next = arena_format(act->arena, "%lld", (long long)before);
  return true;
}
