/* The subcommands about the server; src/main.c has their table entries. */
#ifndef HENG_HTTP_HTTP_COMMANDS_H
#define HENG_HTTP_HTTP_COMMANDS_H

#include "base/command.h"

int serve_command(const struct command_call *call);
extern const struct option_entry serve_options[];
int openapi_command(const struct command_call *call);

#endif
