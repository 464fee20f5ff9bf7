/* Codes that turned, newest first. Narrowing to a unit or a colour looks at so many
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
    FIELD_NAMED("from", TIME, struct turns_input, from_us, .flags = FIELD_OPTIONAL,
                .help = "turned then or later"),
    FIELD_NAMED("to", TIME, struct turns_input, to_us, .flags = FIELD_OPTIONAL,
                .help = "turned before then"),
    PAGE_IN_FIELDS(struct turns_input),
    FIELDS_END,
};

static const struct field turned_fields[] = {
    EVENT_PLACE_FIELDS(struct turned),
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

static bool is_wanted(const struct turns_input *in, const struct turn *turn) {
  return (!in->unit.at || text_equal(in->unit, turn->unit)) &&
         (in->code == NO_ENUM || in->code == turn->code);
}

/* Puts those wanted among the next events before `*before` behind the page. */
static bool look(struct act *act, int64_t limit, int64_t *before, struct list *found,
                 bool *ret_more) {
  const struct turns_input *in = act->in;
  struct turned *list = found->at;
  struct cursor cursor = QUERY(act->store, sql_events_of_type, V(text_of(visit_turned.name)),
                               V(*before), V(page_after(in->enterprise)), V(page_from(in->from_us)),
                               V(page_to(in->to_us)), V(EVENTS_AT_ONCE));
  int64_t looked_at = 0;
  while ((*ret_more = store_next(&cursor)) && (int64_t)found->count < limit) {
    struct turned turned = {0};
    struct text data;
    store_row(&cursor, stored_event_fields, &turned.event, act->arena);
    *before = turned.event.seq;
    looked_at++;
    if (!event_data(turned.event.leaf, act->arena, &data, &act->error) ||
        !json_read(data, visit_turned.fields, &turned.turn, act->arena, &act->error))
      return store_done(&cursor), false;
    if (is_wanted(in, &turned.turn)) list[found->count++] = turned;
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
    FIND(act->store, sql_turned_names, names, &list[i], act->arena, V(list[i].event.subject));
}

bool visit_turns(struct act *act) {
  const struct turns_input *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit), before = INT64_MAX;
  bool more = true;
  if (!page_read_number(act, in->after, &before)) return false;
  page->items.at = ARENA_ARRAY(act->arena, (size_t)limit, struct turned);
  for (int i = 0; more && (int64_t)page->items.count < limit; i++) {
    if (i == EVENTS_LOOKED_AT / EVENTS_AT_ONCE) break;
    if (!look(act, limit, &before, &page->items, &more)) return false;
  }
  say_names(act, page->items);
  if (more) page->next = arena_format(act->arena, "%lld", (long long)before);
  return true;
}
