/* heng import, for the table of subcommands. */
#ifndef HENG_IMPORT_IMPORT_COMMANDS_H
#define HENG_IMPORT_IMPORT_COMMANDS_H

#include "base/command.h"

extern const struct option_entry import_options[];
int import_command(const struct command_call *call);

#endif
