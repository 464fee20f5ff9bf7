/* heng demo, for the table of subcommands. */
#ifndef HENG_DEMO_DEMO_COMMANDS_H
#define HENG_DEMO_DEMO_COMMANDS_H

#include "base/command.h"

extern const struct option_entry demo_options[];
int demo_command(const struct command_call *call);

#endif
