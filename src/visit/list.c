/* Lists of visits: a caller's own, whole; an enterprise's, in brief, for whoever plans to go there.
 */
#include <assert.h>

#include "act/page.h"
#include "visit/operation.h"

#define STATE_FIELDS                                                                               \
  FIELD_NAMED("from", TIME, struct visit_list_input, from_us, .flags = FIELD_OPTIONAL,             \
              .help = "starting then or later"),                                                   \
      FIELD_NAMED("to", TIME, struct visit_list_input, to_us, .flags = FIELD_OPTIONAL,             \
                  .help = "starting before then"),                                                 \
      FIELD(ENUM, struct visit_list_input, life, .flags = FIELD_OPTIONAL, .names = life_names),    \
      FIELD(ENUM, struct visit_list_input, approval, .flags = FIELD_OPTIONAL,                      \
            .names = approval_names),                                                              \
      FIELD(ENUM, struct visit_list_input, consent, .flags = FIELD_OPTIONAL,                       \
            .names = consent_names),                                                               \
      FIELD(ENUM, struct visit_list_input, code, .flags = FIELD_OPTIONAL, .names = code_names),    \
      PAGE_IN_FIELDS(struct visit_list_input)
#define FILTER_FIELDS                                                                              \
  FIELD(TEXT, struct visit_list_input, kind, .flags = FIELD_OPTIONAL, .least = 1,                  \
        .most = POLICY_NAME_MOST),                                                                 \
      FIELD(TEXT, struct visit_list_input, county, .flags = FIELD_OPTIONAL, .least = 1,            \
            .most = NAME_MOST, .help = "of the enterprise"),                                       \
      FIELD(BOOLEAN, struct visit_list_input, exempt, .flags = FIELD_OPTIONAL,                     \
            .help = "only those that claim an exemption"),                                         \
      FIELD(BOOLEAN, struct visit_list_input, unratified, .flags = FIELD_OPTIONAL,                 \
            .help = "only exemptions that still wait for the head"),                               \
      FIELD(BOOLEAN, struct visit_list_input, joint, .flags = FIELD_OPTIONAL,                      \
            .help = "only joint visits"),                                                          \
      FIELD(BOOLEAN, struct visit_list_input, came, .flags = FIELD_OPTIONAL,                       \
            .help = "only those that arrived, and may have left"),                                 \
      FIELD(BOOLEAN, struct visit_list_input, walk_in, .flags = FIELD_OPTIONAL,                    \
            .help = "only those that came without a booking"),                                     \
      FIELD(BOOLEAN, struct visit_list_input, waiting, .flags = FIELD_OPTIONAL,                    \
            .help = "only those that wait for the head's yes, before or after they came")

const struct field visit_list_in[] = {
    FIELD(TEXT, struct visit_list_input, enterprise, .flags = FIELD_OPTIONAL, .least = USCC_LENGTH,
          .most = USCC_LENGTH),
    FIELD(TEXT, struct visit_list_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FILTER_FIELDS,
    STATE_FIELDS,
    FIELDS_END,
};
const struct field visit_strip_in[] = {
    FIELD(TEXT, struct visit_list_input, enterprise, .least = USCC_LENGTH, .most = USCC_LENGTH),
    STATE_FIELDS,
    FIELDS_END,
};

const struct field visit_list_out[] = {
    FIELD(LIST, struct visit_page, items, .most = PAGE_LIMIT_MOST, .size = sizeof(struct visit),
          .fields = visit_view_fields),
    FIELD(TEXT, struct visit_page, next, .flags = FIELD_NULLABLE, .most = PAGE_AFTER_MOST),
    FIELDS_END,
};

/* What a unit may know of another unit's visit. */
static const struct field brief_fields[] = {
    FIELD(TEXT, struct visit, id, .most = ID_LENGTH),
    FIELD(TEXT, struct visit, unit, .most = UNIT_ID_MOST),
    FIELD(TEXT, struct visit, unit_name, .flags = FIELD_OPTIONAL, .most = NAME_MOST),
    FIELD(TEXT, struct visit, kind, .most = POLICY_NAME_MOST),
    FIELD(TEXTS, struct visit, items, .most = VISIT_ITEMS_MOST, .size = ITEM_ID_MOST),
    FIELD_NAMED("start", TIME, struct visit, start_us),
    FIELD_NAMED("end", TIME, struct visit, end_us),
    FIELD(TEXT, struct visit, joint, .flags = FIELD_OPTIONAL, .most = ID_LENGTH),
    FIELD(ENUM, struct visit, approval, .names = approval_names),
    FIELD(ENUM, struct visit, life, .names = life_names),
    FIELD(ENUM, struct visit, code, .names = code_names),
    FIELD(TEXTS, struct visit, reasons, .most = REASON_COUNT, .size = 32),
    FIELDS_END,
};
const struct field visit_strip_out[] = {
    FIELD(LIST, struct visit_page, items, .most = PAGE_LIMIT_MOST, .size = sizeof(struct visit),
          .fields = brief_fields),
    FIELD(TEXT, struct visit_page, next, .flags = FIELD_NULLABLE, .most = PAGE_AFTER_MOST),
    FIELDS_END,
};

static struct value name_or_any(int index, const char *const *names) {
  return value_text(index == NO_ENUM ? TEXT("") : text_of(names[index]));
}

static bool page(struct act *act, const struct statement *statement, struct text unit,
                 struct text enterprise) {
  const struct visit_list_input *in = act->in;
  struct visit_page *out = act->out;
  int64_t limit = page_limit(in->limit), start_us = INT64_MIN + 1;
  struct text id = TEXT("");
  if (!page_read_place(act, in->after, &start_us, &id)) return false;
  const struct value values[] = {
      V(page_after(unit)),
      V(page_after(enterprise)),
      V(page_from(in->from_us)),
      V(page_to(in->to_us)),
      V(start_us),
      V(id),
      name_or_any(in->life, life_names),
      name_or_any(in->approval, approval_names),
      name_or_any(in->consent, consent_names),
      name_or_any(in->code, code_names),
      V(page_after(in->kind)),
      V(page_after(in->county)),
      V(in->exempt),
      V(in->unratified),
      V(in->joint),
      V(in->walk_in),
      V(in->came),
      V(in->waiting),
      V(limit + 1),
  };
  out->items = store_list(act->store, statement, values, sizeof values / sizeof *values,
                          visit_view_fields, sizeof(struct visit), act->arena);
  struct visit *visits = out->items.at;
  for (size_t i = 0; act->caller.roles & ROLE_SCREEN && i < out->items.count; i++)
    visit_withhold(&visits[i]);
  out->next = NO_TEXT;
  if ((int64_t)out->items.count <= limit) return true;
  out->items.count = (size_t)limit;
  const struct visit *last = (const struct visit *)out->items.at + limit - 1;
  out->next = page_place(act->arena, last->start_us, last->id);
  return true;
}

bool visit_list(struct act *act) {
  const struct visit_list_input *in = act->in;
  const struct caller *caller = &act->caller;
  bool everything = caller->roles & (ROLES_WATCHING | ROLE_SELF);
  struct text unit = everything ? in->unit : caller->unit;
  struct text enterprise = everything ? in->enterprise : caller->enterprise;
  /* What a caller is of is always held against; what else is asked for only narrows it. */
  assert(everything || unit.at || enterprise.at);
  if (!unit.at) unit = in->unit;
  if (!enterprise.at) enterprise = in->enterprise;
  if (unit.at) return page(act, &sql_visits_by_unit, unit, enterprise);
  if (enterprise.at) return page(act, &sql_visits_by_enterprise, unit, enterprise);
  const struct statement *all = in->exempt || in->unratified ? &sql_visits_exempt
                                : in->walk_in                ? &sql_visits_walk_in
                                                             : &sql_visits_all;
  return page(act, all, unit, enterprise);
}

bool visit_strip(struct act *act) {
  const struct visit_list_input *in = act->in;
  return page(act, &sql_visits_by_enterprise, NO_TEXT, in->enterprise);
}
