/* The subcommands about trusting, keeping and checking an installation; src/main.c has their table
 * entries. */
#ifndef HENG_AUDIT_AUDIT_COMMANDS_H
#define HENG_AUDIT_AUDIT_COMMANDS_H

#include "base/command.h"

int audit_command(const struct command_call *call);
extern const struct option_entry audit_options[];
int backup_command(const struct command_call *call);
extern const struct option_entry backup_options[];
int restore_command(const struct command_call *call);
extern const struct option_entry restore_options[];
int doctor_command(const struct command_call *call);
extern const struct option_entry doctor_options[];

#endif
