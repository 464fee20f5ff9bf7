/* heng policy adopt: a policy into a data folder, as a new city needs before its first visit. */
#include <stdio.h>

#include "act/local.h"
#include "base/file.h"
#include "base/time.h"
#include "visit/policy_record.h"
#include "visit/visit_commands.h"

const struct option_entry policy_adopt_options[] = {COMMAND_DATA_OPTION, {0}};

static bool adopt(const struct command_call *call, struct policy_record *ret_record,
                  struct error *ret_error) {
  struct local *local;
  struct text file;
  if (!file_read(call->arguments[0], POLICY_BYTES_MOST, call->arena, &file, ret_error) ||
      !local_open(command_data_folder(call), &local, ret_error))
    return false;
  const struct policy_input in = {text_trim(file)};
  bool adopted =
      local_act(local, call->arena, NULL, route_find("policy_adopt"), &in, ret_record, ret_error) &&
      local_commit(local, ret_error);
  local_close(local);
  return adopted;
}

int policy_adopt_command(const struct command_call *call) {
  struct error error;
  struct policy_record record;
  char effective[DATE_TEXT_SIZE + 1];
  if (call->argument_count == 0) {
    fail(&error, ERROR_bad_usage, "FILE", "name the policy file");
    return command_say(call, NULL, &error);
  }
  if (!adopt(call, &record, &error)) return command_say(call, call->arguments[0], &error);
  effective[date_format(date_of_day((int32_t)record.effective_day), effective)] = 0;
  printf(command_word(call, "已采用 %.*s 第 %lld 版，%s 起施行\n",
                      "adopted %.*s version %lld, in force from %s\n"),
         TEXT_ARGS(record.policy), (long long)record.version, effective);
  return EXIT_FINE;
}
