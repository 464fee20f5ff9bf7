/* The subcommands about people, units and enterprises; src/main.c has their table entries. */
#ifndef HENG_PEOPLE_PEOPLE_COMMANDS_H
#define HENG_PEOPLE_PEOPLE_COMMANDS_H

#include "base/command.h"

int uscc_command(const struct command_call *call);
extern const struct option_entry uscc_options[];

#endif
