/* Colleagues: a head lets officers and clerks of the own unit act, a contact lets people of the own
 * enterprise, without going through the administrators. */
#include "people/operations.h"
#include "people/role.h"
#include "people/sql.h"

/* The roles that the caller may give and take. */
static unsigned roles_in_gift(const struct act *act) {
  return act->caller.roles & ROLE_HEAD ? (unsigned)(ROLE_OFFICER | ROLE_CLERK)
                                       : (unsigned)ROLES_ENTERPRISE;
}

static bool may_give(struct act *act, struct texts words) {
  unsigned roles;
  if (!roles_of_words(words, &roles))
    return act_refuse(act, ERROR_bad_field, "roles", "there is no such role");
  return !(roles & ~roles_in_gift(act)) ||
         act_refuse(act, ERROR_wrong_role, "roles",
                    "a head gives officer and clerk, a contact gives contact and guard");
}

bool colleague_add(struct act *act) {
  const struct colleague_new *in = act->in;
  struct token_view *view = act->out;
  bool by_head = act->caller.roles & ROLE_HEAD;
  const struct person_created created = {.login = in->login,
                                         .name = in->name,
                                         .phone = in->phone,
                                         .unit = by_head ? act->caller.head_of : NO_TEXT,
                                         .enterprise = by_head ? NO_TEXT : act->caller.enterprise,
                                         .site = in->site};
  struct person person;
  if (!may_give(act, in->roles) || !person_add(act, &created, &view->person)) return false;
  if (!person_find(act->store, view->person, act->arena, &person) ||
      !person_set_roles(act, &person, in->roles))
    return false;
  person_issue_token(act, view->person, &view->token, &view->ends_us);
  return true;
}

bool colleague_list(struct act *act) {
  const struct colleague_list_in *in = act->in;
  bool of_unit = act->caller.roles & ROLES_UNIT;
  int64_t limit = page_limit(in->limit);
  const struct statement *statement =
      of_unit ? &sql_colleague_list_unit : &sql_colleague_list_enterprise;
  const struct value values[] = {V(of_unit ? act->caller.unit : act->caller.enterprise),
                                 V(page_after(in->after)), V(limit + 1)};
  struct list found = store_list(act->store, statement, values, 3, colleague_view_fields,
                                 sizeof(struct colleague_view), act->arena);
  *(struct page *)act->out =
      page_of(found, limit, sizeof(struct colleague_view), offsetof(struct colleague_view, person));
  return true;
}

bool colleague_grant(struct act *act) {
  const struct person_roles_in *in = act->in;
  const struct person *person = act->subject.thing;
  if (text_equal(person->id, act->caller.person))
    return act_refuse(act, ERROR_own_account, NULL, "%s", "");
  return may_give(act, person->roles) && may_give(act, in->roles) &&
         person_set_roles(act, person, in->roles);
}
