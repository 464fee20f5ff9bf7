/* Complaints, those due soonest first: an enterprise's own, or for the supervisor all. */
#include "visit/feedback.h"
#include "visit/sql_feedback.h"

const struct field complaint_list_in[] = {
    FIELD(TEXT, struct complaint_list_input, unit, .flags = FIELD_OPTIONAL, .least = 1,
          .most = UNIT_ID_MOST),
    FIELD(TEXT, struct complaint_list_input, enterprise, .flags = FIELD_OPTIONAL,
          .least = USCC_LENGTH, .most = USCC_LENGTH),
    FIELD(ENUM, struct complaint_list_input, state, .flags = FIELD_OPTIONAL,
          .names = complaint_state_names),
    FIELD(BOOLEAN, struct complaint_list_input, overdue, .flags = FIELD_OPTIONAL,
          .help = "only those not answered when they were due"),
    PAGE_IN_FIELDS(struct complaint_list_input),
    FIELDS_END,
};
const struct field complaint_list_out[] = PAGE_FIELDS(struct complaint, complaint_fields);

bool complaint_list(struct act *act) {
  const struct complaint_list_input *in = act->in;
  struct page *page = act->out;
  bool everything = act->caller.roles & (ROLE_SUPERVISOR | ROLE_SELF);
  struct text enterprise = everything ? in->enterprise : act->caller.enterprise;
  int64_t limit = page_limit(in->limit), after_us = INT64_MIN + 1;
  struct text after_id = TEXT("");
  const struct statement *statement = enterprise.at ? &sql_complaints_by_enterprise
                                      : in->unit.at ? &sql_complaints_by_unit
                                                    : &sql_complaints_all;
  if (!page_read_place(act, in->after, &after_us, &after_id)) return false;
  struct list found =
      LIST(act->store, *statement, complaint_fields, struct complaint, act->arena,
           V(page_after(in->unit)), V(page_after(enterprise)),
           V(in->state == NO_ENUM ? TEXT("") : text_of(complaint_state_names[in->state])),
           V(in->overdue), V(after_us), V(after_id), V(limit + 1));
  *page = page_of(found, limit, sizeof(struct complaint), offsetof(struct complaint, id));
  if (!page->next.at) return true;
  const struct complaint *last = (const struct complaint *)page->items.at + limit - 1;
  page->next = page_place(act->arena, last->due_us, last->id);
  return true;
}
