/* The subcommands about visits; src/main.c has their table entries. */
#ifndef HENG_VISIT_VISIT_COMMANDS_H
#define HENG_VISIT_VISIT_COMMANDS_H

#include "base/command.h"

int weigh_command(const struct command_call *call);
extern const struct option_entry weigh_options[];
int policy_check_command(const struct command_call *call);
extern const struct option_entry policy_check_options[];
int policy_adopt_command(const struct command_call *call);
extern const struct option_entry policy_adopt_options[];
int replay_command(const struct command_call *call);
extern const struct option_entry replay_options[];

#endif
