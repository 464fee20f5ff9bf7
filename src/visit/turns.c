/* Codes that turned, newest first. Narrowing to a unit, an enterprise or a colour looks at so many
 * events and no more; a page of something rare may therefore hold few, while there are more. */
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

enum { EVENTS_AT_ONCE = 1000, EVENTS_LOOKED_AT = 50 * EVENTS_AT_ONCE };

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
    FIELD(TEXT, struct turned, enterprise_name, .most = NAME_MOST),
    FIELD_NAMED("unit", TEXT, struct turned, turn.unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct turned, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
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

/* Puts those wanted among the next events before `*before` behind the page. */
static bool look(struct act *act, int64_t limit, int64_t *before, struct list *found,
                 bool *ret_more) {
  struct turned *list = found->at;
  struct cursor cursor = QUERY(act->store, sql_turns, V(*before), V(EVENTS_AT_ONCE));
  int64_t looked_at = 0;
  while ((*ret_more = store_next(&cursor)) && (int64_t)found->count < limit) {
    struct turn_row row = {0};
    store_row(&cursor, row_fields, &row, act->arena);
    *before = row.turned.seq;
    looked_at++;
    if (!read_turn(act, row.leaf, &row.turned.turn)) return store_done(&cursor), false;
    if (is_wanted(act->in, &row.turned)) list[found->count++] = row.turned;
  }
  store_done(&cursor);
  if (looked_at == EVENTS_AT_ONCE) *ret_more = true;
  return true;
}

static void say_names(struct act *act, struct list found) {
  static const struct field names[] = {
      FIELD(TEXT, struct turned, enterprise_name),
      FIELD(TEXT, struct turned, unit_name),
      FIELDS_END,
  };
  struct turned *list = found.at;
  for (size_t i = 0; i < found.count; i++)
    FIND(act->store, sql_turned_names, names, &list[i], act->arena, V(list[i].visit));
}

bool visit_turns(struct act *act) {
  const struct turns_input *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit), before = INT64_MAX;
  bool more = true;
  if (in->after.at && !text_to_integer(in->after, &before))
    return act_refuse(act, ERROR_bad_field, "after", "not a `next` of this list");
  page->items.at = ARENA_ARRAY(act->arena, (size_t)limit, struct turned);
  for (int i = 0; more && (int64_t)page->items.count < limit; i++) {
    if (i == EVENTS_LOOKED_AT / EVENTS_AT_ONCE) break;
    if (!look(act, limit, &before, &page->items, &more)) return false;
  }
  say_names(act, page->items);
  if (more) page->next = arena_format(act->arena, "%lld", (long long)before);
  return true;
}
