/* The subcommands about people, units and enterprises; src/main.c has their table entries. */
#ifndef HENG_PEOPLE_PEOPLE_COMMANDS_H
#define HENG_PEOPLE_PEOPLE_COMMANDS_H

#include "base/command.h"

int uscc_command(const struct command_call *call);
extern const struct option_entry uscc_options[];

/* heng user add, list, grant, token, lock, unlock, forget. */
int user_add_command(const struct command_call *call);
int user_list_command(const struct command_call *call);
int user_grant_command(const struct command_call *call);
int user_token_command(const struct command_call *call);
int user_lock_command(const struct command_call *call);
int user_unlock_command(const struct command_call *call);
int user_forget_command(const struct command_call *call);
extern const struct option_entry user_options[], user_add_options[], user_list_options[];

#endif
