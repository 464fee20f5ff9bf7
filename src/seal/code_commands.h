/* The subcommands about codes; src/main.c has their table entries. */
#ifndef HENG_SEAL_CODE_COMMANDS_H
#define HENG_SEAL_CODE_COMMANDS_H

#include "base/command.h"

int code_inspect_command(const struct command_call *call);
extern const struct option_entry code_inspect_options[];
int code_qr_command(const struct command_call *call);
extern const struct option_entry code_qr_options[];

#endif
