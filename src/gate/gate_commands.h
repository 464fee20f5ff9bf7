/* The subcommands about keys for codes; src/main.c has their table entries. */
#ifndef HENG_GATE_GATE_COMMANDS_H
#define HENG_GATE_GATE_COMMANDS_H

#include "base/command.h"

int key_list_command(const struct command_call *call);
int key_show_command(const struct command_call *call);
int key_rotate_command(const struct command_call *call);
extern const struct option_entry key_list_options[], key_show_options[], key_rotate_options[];

#endif
