/* Accounts as the administrators see them: adding, listing, changing, forgetting. */
#include "act/event.h"
#include "people/operations.h"
#include "people/role.h"
#include "people/sql.h"

bool person_answer(struct act *act, struct text person) {
  struct person_view *view = act->out;
  if (FIND(act->store, sql_person_view, person_view_fields, view, act->arena, V(person)))
    act->etag = view->version;
  return true;
}

bool person_create(struct act *act) {
  struct text person;
  return person_add(act, act->in, &person) && person_answer(act, person);
}

bool person_read(struct act *act) {
  return person_answer(act, ((const struct person *)act->subject.thing)->id);
}

/* Part of a text as a LIKE pattern; `before` and `after` stand around it unescaped. */
static struct text like(struct act *act, const char *before, struct text part, const char *after) {
  if (!part.at) return NO_TEXT;
  struct buffer out = BUFFER(act->arena);
  buffer_add(&out, text_of(before));
  for (size_t i = 0; i < part.length; i++) {
    char c = part.at[i];
    if (c == '%' || c == '_' || c == '\\') buffer_add_byte(&out, '\\');
    buffer_add_byte(&out, c);
  }
  buffer_add(&out, text_of(after));
  return buffer_text(&out);
}

static struct text name_at(const char *const *names, int index) {
  return index == NO_ENUM ? NO_TEXT : text_of(names[index]);
}

bool person_list(struct act *act) {
  const struct person_list_in *in = act->in;
  int64_t limit = page_limit(in->limit);
  struct list found =
      LIST(act->store, sql_person_list, person_view_fields, struct person_view, act->arena,
           V(page_after(in->after)), V(like(act, "%", in->q, "%")), V(in->unit), V(in->enterprise),
           V(like(act, "%\"", name_at(role_names, in->role), "\"%")),
           V(name_at(person_state_names, in->state)), V(limit + 1));
  *(struct page *)act->out =
      page_of(found, limit, sizeof(struct person_view), offsetof(struct person_view, person));
  return true;
}

static bool same(struct text a, struct text b) {
  return !a.at == !b.at && text_equal(a, b);
}

/* Whoever moves to another unit, enterprise or site leaves the roles there behind: only the
 * security administrator gives roles. */
static unsigned roles_after_move(const struct person *person, const struct person_change_in *in) {
  unsigned roles = person_roles(person);
  if (!same(person->unit, in->unit)) roles &= ~(unsigned)ROLES_UNIT;
  if (!same(person->enterprise, in->enterprise) || !same(person->site, in->site))
    roles &= ~(unsigned)ROLES_ENTERPRISE;
  return roles;
}

bool person_move(struct act *act, const struct person *person, const struct person_change_in *in) {
  if (!person_check_place(act, in->unit, in->enterprise, in->site)) return false;
  unsigned roles = roles_after_move(person, in);
  const struct person_edited edited = {.name = in->name,
                                       .phone = in->phone,
                                       .unit = in->unit,
                                       .enterprise = in->enterprise,
                                       .site = in->site,
                                       .roles = roles_to_words(roles, act->arena)};
  person_record(act, &person_edited, person->id, &edited);
  if (roles != person_roles(person)) RUN(act->store, sql_session_end_all, V(person->id));
  return true;
}

bool person_change(struct act *act) {
  const struct person *person = act->subject.thing;
  return person_move(act, person, act->in) && person_answer(act, person->id);
}

bool person_forget(struct act *act) {
  const struct person *person = act->subject.thing;
  if (person->state != PERSON_LOCKED)
    return act_refuse(act, ERROR_wrong_state, NULL, "lock the account first");
  if (person_roles(person))
    return act_refuse(act, ERROR_wrong_state, "roles", "take the roles away first");
  person_record(act, &person_forgotten, person->id, NULL);
  RUN(act->store, sql_session_end_all, V(person->id));
  RUN(act->store, sql_one_time_token_drop_all, V(person->id));
  RUN(act->store, sql_attempts_drop, V(person->id));
  return true;
}
