/* heng demo: makes the demo city. */
#include "demo/demo_commands.h"

#include "base/clock.h"
#include "demo/demo.h"

/* The year that the platform began. */
enum { SEED = 2021 };

const struct option_entry demo_options[] = {
    COMMAND_DATA_OPTION,
    {"--policy", "FILE", "规则包，缺省为 policy/hengyang-2021.json",
     "the rule pack; policy/hengyang-2021.json when not given"},
    {0},
};

int demo_command(const struct command_call *call) {
  const char *folder = command_data_folder(call);
  const char *tables = call->argument_count ? call->arguments[0] : "demo";
  const char *policy = command_option(call, "--policy");
  struct demo demo;
  struct error error;
  if (!demo_open(folder, clock_now_us(), call->arena, &demo, &error))
    return command_say(call, folder, &error);
  bool done = demo_make(&demo, tables, policy ? policy : "policy/hengyang-2021.json", SEED, &error);
  demo_close(&demo);
  return done ? EXIT_FINE : command_say(call, NULL, &error);
}
