/* What was suggested, and what became of it: a visit keeps a suggestion only as long as it waits,
 * so the suggestions are read from the events, and their fate from how the two visits stand now. */
#include "visit/oversight.h"
#include "visit/sql_oversight.h"

static const char *const fate_names[] = {"waiting",         "joined", "apart",  "cancelled",
                                         "other_cancelled", "missed", "lapsed", NULL};

const struct field suggestions_in[] = {
    FIELD(TEXT, struct suggestions_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    PAGE_IN_FIELDS(struct suggestions_input),
    FIELDS_END,
};

static const struct field suggested_fields[] = {
    EVENT_PLACE_FIELDS(struct suggested),
    FIELD(TEXT, struct suggested, enterprise_name, .most = NAME_MOST),
    FIELD(TEXT, struct suggested, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD_NAMED("start", TIME, struct suggested, start_us),
    FIELD(TEXT, struct suggested, with, .most = ID_LENGTH, .help = "the visit to join"),
    FIELD(TEXT, struct suggested, with_unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD_NAMED("with_start", TIME, struct suggested, with_start_us),
    FIELD(ENUM, struct suggested, fate, .names = fate_names,
          .help = "lapsed: one of them was moved, or another suggestion followed"),
    FIELDS_END,
};
const struct field suggestions_out[] = PAGE_FIELDS(struct suggested, suggested_fields);

static bool has_come(const struct visit *visit) {
  return visit->life == LIFE_ARRIVED || visit->life == LIFE_DONE;
}

static enum suggestion_fate fate_of(const struct visit *visit, const struct visit *with) {
  if (visit->life == LIFE_CANCELLED) return FATE_CANCELLED;
  if (visit->joint.at && with->joint.at && text_equal(visit->joint, with->joint))
    return FATE_JOINED;
  if (with->life == LIFE_CANCELLED) return FATE_OTHER_CANCELLED;
  if (visit->life == LIFE_MISSED || with->life == LIFE_MISSED) return FATE_MISSED;
  if (has_come(visit)) return FATE_APART;
  return visit->suggested_join.at && text_equal(visit->suggested_join, with->id) ? FATE_WAITING
                                                                                 : FATE_LAPSED;
}

static bool tell(struct act *act, const struct stored_event *event, struct suggested *ret_told) {
  struct text data;
  struct suggestion suggestion;
  struct visit visit, with;
  *ret_told = (struct suggested){.event = *event};
  if (!event_data(event->leaf, act->arena, &data, &act->error) ||
      !json_read(data, visit_suggested.fields, &suggestion, act->arena, &act->error))
    return false;
  if (!visit_find(act->store, event->subject, &visit, act->arena) ||
      !visit_find(act->store, suggestion.with, &with, act->arena))
    return act_refuse(act, ERROR_not_found, "visit", "%s", "");
  ret_told->enterprise_name = visit.enterprise_name;
  ret_told->unit_name = visit.unit_name;
  ret_told->start_us = visit.start_us;
  ret_told->with = with.id;
  ret_told->with_unit_name = with.unit_name;
  ret_told->with_start_us = with.start_us;
  ret_told->fate = (int)fate_of(&visit, &with);
  return true;
}

bool visit_suggestions(struct act *act) {
  const struct suggestions_input *in = act->in;
  struct page *page = act->out;
  int64_t limit = page_limit(in->limit), before = INT64_MAX;
  if (!page_read_number(act, in->after, &before)) return false;
  struct list found =
      LIST(act->store, sql_events_of_type, stored_event_fields, struct stored_event, act->arena,
           V(text_of(visit_suggested.name)), V(before), V(page_after(in->enterprise)),
           V(page_from(NO_INTEGER)), V(page_to(NO_INTEGER)), V(limit + 1));
  const struct stored_event *events = found.at;
  size_t count = found.count > (size_t)limit ? (size_t)limit : found.count;
  struct suggested *told = ARENA_ARRAY(act->arena, count + 1, struct suggested);
  for (size_t i = 0; i < count; i++)
    if (!tell(act, &events[i], &told[i])) return false;
  *page = (struct page){.items = {told, count}};
  if (found.count > count)
    page->next = arena_format(act->arena, "%lld", (long long)events[count - 1].seq);
  return true;
}
