/* heng user: accounts from the command line, while no server has the city open. Each verb performs
 * the routes that the administrators' pages perform, as the program itself. */
#include <stdio.h>

#include "act/domain.h"
#include "act/local.h"
#include "people/operations.h"
#include "people/people_commands.h"

const struct option_entry user_options[] = {
    COMMAND_DATA_OPTION,
    {0},
};
const struct option_entry user_add_options[] = {
    COMMAND_DATA_OPTION,
    {"--role", "ROLE", "角色，可多次给出", "a role; may be given several times"},
    {"--unit", "ID", "所属单位", "the unit they are of"},
    {"--enterprise", "CODE", "所属企业", "the enterprise they are of"},
    {"--site", "ID", "门岗所在地点", "a guard's site"},
    {"--phone", "NUMBER", "电话", "a phone number"},
    {0},
};
const struct option_entry user_list_options[] = {
    COMMAND_DATA_OPTION,
    {"--json", NULL, "每行一个 JSON 对象", "one JSON object a line"},
    {0},
};

/* One run of a command. */
struct run {
  const struct command_call *call;
  struct local *local;
  struct text token; /* to be said once it is kept; NO_TEXT: none */
  struct error error;
};

static bool perform(struct run *run, const char *route, const void *in, void *ret_out) {
  return local_act(run->local, run->call->arena, NULL, route_find(route), in, ret_out, &run->error);
}

static bool wants(struct run *run, size_t least, const char *what) {
  return run->call->argument_count >= least || fail(&run->error, ERROR_bad_usage, NULL, "%s", what);
}

/* The person whose login is the first argument. */
static bool find_person(struct run *run, struct person *ret_person) {
  if (!wants(run, 1, "say whose account, by the login")) return false;
  return person_find_by_login(local_store(run->local), text_of(run->call->arguments[0]),
                              run->call->arena, ret_person) ||
         fail(&run->error, ERROR_not_found, run->call->arguments[0], "nobody has this login");
}

static bool issue_token(struct run *run, struct text person) {
  struct token_view token;
  if (!perform(run, "person_token", &(struct person_in){person}, &token)) return false;
  run->token = token.token;
  return true;
}

static bool grant(struct run *run, struct text person, struct texts roles) {
  struct person_view view;
  return perform(run, "person_grant", &(struct person_roles_in){person, roles}, &view);
}

static bool add(struct run *run) {
  const struct command_call *call = run->call;
  if (!wants(run, 2, "say the login, then the name")) return false;
  const struct person_created created = {.login = text_of(call->arguments[0]),
                                         .name = text_of(call->arguments[1]),
                                         .phone = text_of(command_option(call, "--phone")),
                                         .unit = text_of(command_option(call, "--unit")),
                                         .enterprise =
                                             text_of(command_option(call, "--enterprise")),
                                         .site = text_of(command_option(call, "--site"))};
  struct texts roles = {ARENA_ARRAY(call->arena, OPTIONS_MOST, struct text), 0};
  const char *role;
  while ((role = command_option_at(call, "--role", roles.count)))
    roles.at[roles.count++] = text_of(role);
  struct person_view view;
  return perform(run, "person_create", &created, &view) && grant(run, view.person, roles) &&
         issue_token(run, view.person);
}

static void say_person(const struct run *run, const struct person_view *view) {
  if (command_has(run->call, "--json")) {
    struct buffer line = BUFFER(run->call->arena);
    json_write(&line, person_view_fields, view);
    printf("%.*s\n", TEXT_ARGS(buffer_text(&line)));
    return;
  }
  struct text place = view->unit.at ? view->unit : view->enterprise;
  printf("%-20.*s %-9s %-20.*s %.*s ", TEXT_ARGS(view->login), person_state_names[view->state],
         TEXT_ARGS(place), TEXT_ARGS(view->name));
  for (size_t i = 0; i < view->roles.count; i++) printf(" %.*s", TEXT_ARGS(view->roles.at[i]));
  putchar('\n');
}

static bool list(struct run *run) {
  struct person_list_in in = {.limit = PAGE_LIMIT_MOST, .role = NO_ENUM, .state = NO_ENUM};
  struct page page;
  do {
    if (!perform(run, "person_list", &in, &page)) return false;
    const struct person_view *views = page.items.at;
    for (size_t i = 0; i < page.items.count; i++) say_person(run, &views[i]);
    in.after = page.next;
  } while (in.after.at);
  return true;
}

static bool grant_roles(struct run *run) {
  struct person person;
  if (!find_person(run, &person)) return false;
  size_t count = run->call->argument_count - 1;
  struct texts roles = {ARENA_ARRAY(run->call->arena, count, struct text), count};
  for (size_t i = 0; i < count; i++) roles.at[i] = text_of(run->call->arguments[i + 1]);
  return grant(run, person.id, roles);
}

static bool token(struct run *run) {
  struct person person;
  return find_person(run, &person) && issue_token(run, person.id);
}

static bool lock(struct run *run) {
  struct person person;
  struct person_view view;
  return find_person(run, &person) &&
         perform(run, "person_lock", &(struct person_in){person.id}, &view);
}

static bool unlock(struct run *run) {
  struct person person;
  struct person_view view;
  return find_person(run, &person) &&
         perform(run, "person_unlock", &(struct person_in){person.id}, &view);
}

static bool forget(struct run *run) {
  struct person person;
  return find_person(run, &person) &&
         perform(run, "person_forget", &(struct person_in){person.id}, NULL);
}

/* All that a verb does is kept together or not at all. */
static int run_verb(const struct command_call *call, bool (*verb)(struct run *run)) {
  struct run run = {.call = call};
  const char *folder = command_data_folder(call);
  if (!local_open(folder, &run.local, &run.error)) return command_say(call, folder, &run.error);
  bool done = verb(&run) && local_commit(run.local, &run.error);
  local_close(run.local);
  if (!done) return command_say(call, NULL, &run.error);
  if (run.token.at) printf("%.*s\n", TEXT_ARGS(run.token));
  return EXIT_FINE;
}

int user_add_command(const struct command_call *call) {
  return run_verb(call, add);
}

int user_list_command(const struct command_call *call) {
  return run_verb(call, list);
}

int user_grant_command(const struct command_call *call) {
  return run_verb(call, grant_roles);
}

int user_token_command(const struct command_call *call) {
  return run_verb(call, token);
}

int user_lock_command(const struct command_call *call) {
  return run_verb(call, lock);
}

int user_unlock_command(const struct command_call *call) {
  return run_verb(call, unlock);
}

int user_forget_command(const struct command_call *call) {
  return run_verb(call, forget);
}
