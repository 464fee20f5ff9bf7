/* The subcommands about the log; src/main.c has their table entries. */
#ifndef HENG_LOG_LOG_COMMANDS_H
#define HENG_LOG_LOG_COMMANDS_H

#include "base/command.h"

int log_verify_command(const struct command_call *call);
extern const struct option_entry log_verify_options[];
int log_prove_command(const struct command_call *call);
extern const struct option_entry log_prove_options[];
int log_check_command(const struct command_call *call);
extern const struct option_entry log_check_options[];
/* Of the city's own log (act/ledger_command.c). */
int log_export_command(const struct command_call *call);
extern const struct option_entry log_export_options[];
int log_key_command(const struct command_call *call);
extern const struct option_entry log_key_options[];

#endif
