/* Sessions: from a token to who acts. */
#include "people/session.h"

#include "act/city.h"
#include "act/seen.h"
#include "base/time.h"
#include "directory/directory.h"
#include "people/role.h"
#include "people/screen.h"
#include "people/secret.h"
#include "people/sql.h"

enum { SESSIONS_OF_ONE_MOST = 10 };

/* A session with its person, as the gate needs them. */
struct passport {
  struct text session, person;
  int64_t seen_us, ends_us;
  bool second_factor, one_time;
  struct texts roles;
  struct text unit, enterprise, site;
  int state;
  int64_t delegated_until_us;
};

static const struct field passport_columns[] = {
    FIELD(TEXT, struct passport, session),
    FIELD(TEXT, struct passport, person),
    FIELD(INTEGER, struct passport, seen_us),
    FIELD(INTEGER, struct passport, ends_us),
    FIELD(BOOLEAN, struct passport, second_factor),
    FIELD(BOOLEAN, struct passport, one_time),
    FIELD(TEXTS, struct passport, roles, .most = 16, .size = 16),
    FIELD(TEXT, struct passport, unit),
    FIELD(TEXT, struct passport, enterprise),
    FIELD(TEXT, struct passport, site),
    FIELD(ENUM, struct passport, state, .names = person_state_names),
    FIELD(INTEGER, struct passport, delegated_until_us),
    FIELDS_END,
};

static const struct field session_columns[] = {
    FIELD(INTEGER, struct session, ends_us),
    FIELD(BOOLEAN, struct session, second_factor),
    FIELD(BOOLEAN, struct session, one_time),
    FIELD(TEXT, struct session, pending_totp),
    FIELDS_END,
};

static bool passport_find(struct act *act, struct passport *ret_passport) {
  return act->token.at && FIND(act->store, sql_session_by_token, passport_columns, ret_passport,
                               act->arena, V(secret_hash(act->token, act->arena)), V(act->now_us));
}

static bool has_ended(struct act *act, const struct passport *passport) {
  const int64_t idle_us = act->city->settings.session_idle_minutes * MINUTE_US;
  int64_t seen_us = seen_latest_us(act->city->seen, passport->session, passport->seen_us);
  return act->now_us >= passport->ends_us || act->now_us - seen_us >= idle_us ||
         passport->state != PERSON_ACTIVE;
}

/* Without the second factor that a city asks for, power that was delegated is simply not there. */
static bool lacks_factor(const struct act *act, const struct passport *passport) {
  return act->city->settings.second_factor && !passport->second_factor;
}

static unsigned roles_now(const struct act *act, const struct passport *passport) {
  unsigned roles;
  if (!roles_of_words(passport->roles, &roles)) roles = 0;
  bool delegated = passport->delegated_until_us != NO_INTEGER && !lacks_factor(act, passport);
  return delegated ? roles | ROLE_HEAD : roles;
}

static bool become(struct act *act, const struct passport *passport) {
  unsigned roles = roles_now(act, passport);
  if (lacks_factor(act, passport) && roles_need_second_factor(roles) &&
      !(act->route->flags & ROUTE_SETTLING_IN))
    return act_refuse(act, ERROR_second_factor_missing, NULL, "%s", "");
  act->caller = (struct caller){.person = passport->person,
                                .roles = roles,
                                .unit = passport->unit,
                                .enterprise = passport->enterprise,
                                .site = passport->site,
                                .session = passport->session,
                                .head_of = roles & ROLE_HEAD ? passport->unit : NO_TEXT};
  return true;
}

bool session_authenticate(struct act *act) {
  struct passport passport;
  if (!passport_find(act, &passport) || has_ended(act, &passport))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  if (act->token_in_cookie && act->route->method != METHOD_GET &&
      !secret_equal(act->csrf, csrf_of_token(act->token, act->arena)))
    return act_refuse(act, ERROR_csrf, "X-CSRF-Token", "%s", "");
  if (!become(act, &passport)) return false;
  seen_note(act->city->seen, passport.session, act->now_us);
  return true;
}

bool session_find(struct act *act, struct session *ret_session) {
  return act->caller.session.at && FIND(act->store, sql_session_by_id, session_columns, ret_session,
                                        act->arena, V(act->caller.session));
}

static void say_place(struct act *act, const struct person *person, struct session_view *ret_view) {
  struct unit unit;
  struct enterprise enterprise;
  ret_view->unit = person->unit;
  ret_view->enterprise = person->enterprise;
  ret_view->site = person->site;
  if (person->unit.at && unit_find(act->store, person->unit, act->arena, &unit))
    ret_view->unit_name = unit.name;
  if (person->enterprise.at &&
      enterprise_find(act->store, person->enterprise, act->arena, &enterprise))
    ret_view->enterprise_name = enterprise.name;
}

/* Both may be needed: a password first, for the one-time token is used up. */
static struct texts say_next(struct act *act, const struct person *person) {
  struct texts next = {ARENA_ARRAY(act->arena, 2, struct text), 0};
  if (!person->password.at) next.at[next.count++] = TEXT("set_password");
  if (act->city->settings.second_factor && !person->totp.at &&
      roles_need_second_factor(person_roles(person)))
    next.at[next.count++] = TEXT("set_second_factor");
  return next;
}

static void say_session(struct act *act, const struct person *person, struct text token,
                        struct session_view *ret_view) {
  struct passport passport;
  act->token = token;
  if (!passport_find(act, &passport)) return;
  *ret_view = (struct session_view){
      .person = person->id,
      .login = person->login,
      .name = person->name,
      .roles = person->roles,
      .head_of = roles_now(act, &passport) & ROLE_HEAD ? person->unit : NO_TEXT,
      .delegated_until_us =
          person_roles(person) & ROLE_HEAD ? NO_INTEGER : passport.delegated_until_us,
      .second_factor = person->totp.at != NULL,
      .next = say_next(act, person),
      .ends_us = passport.ends_us,
      .csrf = csrf_of_token(token, act->arena),
  };
  say_place(act, person, ret_view);
}

void session_start(struct act *act, const struct person *person, enum session_way way,
                   bool second_factor, bool cookie) {
  struct text token = secret_token(act->arena);
  const int64_t ends_us = act->now_us + act->city->settings.session_hours * HOUR_US;
  RUN(act->store, sql_session_add, V(act_new_id(act->arena)), V(person->id),
      V(secret_hash(token, act->arena)), V(act->now_us), V(ends_us), V((int64_t)second_factor),
      V((int64_t)(way == SESSION_BY_TOKEN)));
  RUN(act->store, sql_session_keep_newest, V(person->id), V((int64_t)SESSIONS_OF_ONE_MOST));
  act->caller.person = person->id;
  person_record(act, &session_opened, person->id,
                &(struct session_opened){.way = (int)way, .second_factor = second_factor});
  say_session(act, person, token, act->out);
  if (cookie)
    act->set_cookie = token;
  else
    ((struct session_view *)act->out)->token = token;
}

static bool read_session(struct act *act, struct session_view *ret_view) {
  struct person person;
  if (act->caller.roles & ROLE_SCREEN) return screen_session_read(act, ret_view);
  if (!person_find(act->store, act->caller.person, act->arena, &person))
    return act_refuse(act, ERROR_no_session, NULL, "%s", "");
  say_session(act, &person, act->token, ret_view);
  return true;
}

bool session_read(struct act *act) {
  return read_session(act, act->out);
}

bool me_read(struct act *act) {
  struct me_view *view = act->out;
  view->utc_offset_minutes = act->city->settings.offset_minutes;
  if (!act->caller.session.at && !(act->caller.roles & ROLE_SCREEN)) return true;
  view->session = ARENA_NEW(act->arena, struct session_view);
  return read_session(act, view->session);
}

bool session_close(struct act *act) {
  const struct session_close_in *in = act->in;
  if (in->all)
    RUN(act->store, sql_session_end_all, V(act->caller.person));
  else
    RUN(act->store, sql_session_end, V(act->caller.session));
  act->set_cookie = TEXT("");
  return true;
}

void session_tidy(struct act *act) {
  const int64_t idle_us = act->city->settings.session_idle_minutes * MINUTE_US;
  char session[SEEN_ID_MOST];
  size_t length;
  int64_t seen_us;
  for (size_t at = 0; seen_next(act->city->seen, &at, session, &length, &seen_us);)
    RUN(act->store, sql_session_seen, V(((struct text){session, length})), V(seen_us));
  RUN(act->store, sql_session_drop_old, V(act->now_us), V(act->now_us - idle_us));
  RUN(act->store, sql_one_time_token_drop_old, V(act->now_us));
}
