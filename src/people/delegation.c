/* Delegation: a head lets a colleague of the unit approve for a limited time. The head's own power
 * stays; it lapses with the head's. Who acts for the head is known by their own name. */
#include "base/time.h"
#include "people/operations.h"
#include "people/sql.h"

enum { DELEGATION_DAYS_MOST = 90 };

struct delegation_made {
  struct text unit, head, delegate;
  int64_t from_us, until_us;
};
struct delegation_revoked {
  struct text unit;
};

static const struct field made_fields[] = {
    FIELD(TEXT, struct delegation_made, unit, .most = PLACE_MOST),
    FIELD(TEXT, struct delegation_made, head, .most = ID_LENGTH),
    FIELD(TEXT, struct delegation_made, delegate, .most = ID_LENGTH),
    FIELD_NAMED("from", TIME, struct delegation_made, from_us),
    FIELD_NAMED("until", TIME, struct delegation_made, until_us),
    FIELDS_END,
};
static const struct field revoked_fields[] = {
    FIELD(TEXT, struct delegation_revoked, unit, .most = PLACE_MOST),
    FIELDS_END,
};

static void make(struct store *store, const struct event *event, const void *data) {
  const struct delegation_made *made = data;
  RUN(store, sql_delegation_add, V(made->unit), V(event->subject), V(made->head), V(made->delegate),
      V(made->from_us), V(made->until_us), V(event->at_us));
}

static void revoke(struct store *store, const struct event *event, const void *data) {
  const struct delegation_revoked *revoked = data;
  RUN(store, sql_delegation_revoke, V(revoked->unit), V(event->subject), V(event->at_us));
}

const struct event_type delegation_made = {.name = "delegation_made",
                                           .fields = made_fields,
                                           .size = sizeof(struct delegation_made),
                                           .apply = make};
const struct event_type delegation_revoked = {.name = "delegation_revoked",
                                              .fields = revoked_fields,
                                              .size = sizeof(struct delegation_revoked),
                                              .apply = revoke};

bool delegate_scope(struct act *act) {
  const struct delegation_new *in = act->in;
  struct person *delegate = ARENA_NEW(act->arena, struct person);
  if (!person_find(act->store, in->delegate, act->arena, delegate))
    return act_refuse(act, ERROR_bad_field, "delegate", "there is no such person");
  act->subject.unit = delegate->unit;
  act->subject.thing = delegate;
  return true;
}

bool delegation_scope(struct act *act) {
  const struct delegation_in *in = act->in;
  struct delegation_view *found = ARENA_NEW(act->arena, struct delegation_view);
  if (!FIND(act->store, sql_delegation_by_id, delegation_view_fields, found, act->arena,
            V(in->delegation)))
    return act_refuse(act, ERROR_not_found, "delegation", "%s", "");
  act->subject.unit = found->unit;
  act->subject.thing = found;
  return true;
}

/* Only whose own role it is: a delegate does not delegate on. */
static bool is_head_by_role(struct act *act) {
  struct person caller;
  return (person_find(act->store, act->caller.person, act->arena, &caller) &&
          person_roles(&caller) & ROLE_HEAD) ||
         act_refuse(act, ERROR_wrong_role, NULL, "a delegate does not delegate on");
}

static bool delegate_is_fit(struct act *act, const struct person *delegate) {
  if (text_equal(delegate->id, act->caller.person))
    return act_refuse(act, ERROR_own_account, "delegate", "%s", "");
  if (delegate->state != PERSON_ACTIVE || !(person_roles(delegate) & ROLES_UNIT))
    return act_refuse(act, ERROR_bad_field, "delegate",
                      "an officer, clerk or head of the unit is wanted");
  return true;
}

static bool answer(struct act *act, struct text delegation) {
  FIND(act->store, sql_delegation_by_id, delegation_view_fields, act->out, act->arena,
       V(delegation));
  return true;
}

bool delegation_make(struct act *act) {
  const struct delegation_new *in = act->in;
  const struct person *delegate = act->subject.thing;
  int64_t from_us =
      in->from_us == NO_INTEGER || in->from_us < act->now_us ? act->now_us : in->from_us;
  if (!is_head_by_role(act) || !delegate_is_fit(act, delegate)) return false;
  if (in->until_us <= from_us)
    return act_refuse(act, ERROR_bad_field, "until", "it must be after its start and after now");
  if (in->until_us - from_us > DELEGATION_DAYS_MOST * DAY_US)
    return act_refuse(act, ERROR_bad_field, "until", "90 days at most");
  struct text id = act_new_id(act->arena);
  const struct delegation_made made = {.unit = act->caller.head_of,
                                       .head = act->caller.person,
                                       .delegate = delegate->id,
                                       .from_us = from_us,
                                       .until_us = in->until_us};
  event_record(act, &delegation_made, NO_TEXT, id, &made);
  return answer(act, id);
}

bool delegation_list(struct act *act) {
  const struct colleague_list_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  struct list found =
      LIST(act->store, sql_delegation_list, delegation_view_fields, struct delegation_view,
           act->arena, V(act->caller.unit), V(page_after(in->after)), V(limit + 1));
  *(struct page *)act->out = page_of(found, limit, sizeof(struct delegation_view),
                                     offsetof(struct delegation_view, delegation));
  return true;
}

bool delegation_revoke(struct act *act) {
  const struct delegation_view *delegation = act->subject.thing;
  if (delegation->revoked_us != NO_INTEGER || delegation->until_us <= act->now_us)
    return act_refuse(act, ERROR_already_done, NULL, "it is over");
  event_record(act, &delegation_revoked, NO_TEXT, delegation->delegation,
               &(struct delegation_revoked){.unit = delegation->unit});
  return answer(act, delegation->delegation);
}
