/* heng demo: makes the demo city. */
#include "demo/demo_commands.h"

#include "base/clock.h"
#include "demo/demo.h"

const struct option_entry demo_options[] = {
    COMMAND_DATA_OPTION,
    {0},
};

int demo_command(const struct command_call *call) {
  const char *folder = command_data_folder(call);
  const char *tables = call->argument_count ? call->arguments[0] : "demo";
  struct demo demo;
  struct error error;
  if (!demo_open(folder, clock_now_us(), call->arena, &demo, &error))
    return command_say(call, folder, &error);
  bool done = demo_found(&demo, tables, &error) && local_commit(demo.local, &error);
  demo_close(&demo);
  return done ? EXIT_FINE : command_say(call, NULL, &error);
}
