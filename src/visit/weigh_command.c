/* heng weigh: one enterprise's facts a line in, its verdicts a line out, in constant memory.
 *
 * The first bad line ends the run, so that lines in and lines out stay paired; what was weighed
 * before it has been written. Blank lines are passed over. */
#include <stdio.h>

#include "base/file.h"
#include "base/lines.h"
#include "visit/facts.h"
#include "visit/policy.h"
#include "visit/visit_commands.h"

const struct option_entry weigh_options[] = {
    {"--policy", "FILE", "规则文件（JSON），必填", "the policy (JSON); required"},
    {"--explain", NULL, "红码附上与之冲突的访企", "add to each red verdict the visits against it"},
    {0},
};

struct weigh_run {
  struct policy policy;
  struct arena *arena; /* of one line */
  bool explain;
};

static bool weigh_line(struct weigh_run *run, struct text line, struct text *ret_out,
                       struct error *ret_error) {
  struct facts facts;
  struct facts_names names;
  if (!facts_read(line, &run->policy, run->arena, &facts, &names, ret_error)) return false;
  void *memory = arena_take(run->arena, weighing_size(facts.visit_count));
  struct verdict *verdicts = ARENA_ARRAY(run->arena, facts.visit_count, struct verdict);
  struct weighing *weighing = weigh(&run->policy, &facts, memory, verdicts);
  struct buffer out = BUFFER(run->arena);
  verdicts_write(&out, &facts, verdicts, run->explain ? weighing : NULL);
  *ret_out = buffer_text(&out);
  return true;
}

static bool name_line(struct error *ret_error, size_t number) {
  struct error inner = *ret_error;
  snprintf(ret_error->place, sizeof ret_error->place, "line %zu%s%.100s", number,
           *inner.place ? ", " : "", inner.place);
  return false;
}

static bool weigh_lines(struct weigh_run *run, struct lines *lines, struct error *ret_error) {
  struct text line, out;
  while (lines_next(lines, FACTS_LINE_BYTES_MOST, &line, ret_error)) {
    if (text_trim(line).length == 0) continue;
    arena_reset(run->arena);
    if (!weigh_line(run, line, &out, ret_error)) return name_line(ret_error, lines_number(lines));
    if (fwrite(out.at, 1, out.length, stdout) != out.length)
      return fail(ret_error, ERROR_disk, NULL, "writing the verdicts");
  }
  return ret_error->code == ERROR_NONE;
}

int weigh_command(const struct command_call *call) {
  const char *policy_path = command_option(call, "--policy");
  const char *facts_path = call->argument_count ? call->arguments[0] : NULL;
  struct weigh_run run = {.explain = command_has(call, "--explain")};
  struct error error;
  struct text json;
  if (!policy_path) {
    fail(&error, ERROR_bad_usage, "--policy",
         "a policy is needed, such as policy/hengyang-2021.json");
    return command_say(call, NULL, &error);
  }
  if (!file_read(policy_path, POLICY_BYTES_MOST, call->arena, &json, &error) ||
      !policy_read(json, call->arena, &run.policy, NULL, &error))
    return command_say(call, policy_path, &error);
  struct lines *lines = lines_open(facts_path ? facts_path : "-", &error);
  if (!lines) return command_say(call, NULL, &error);
  run.arena = arena_make();
  bool done = weigh_lines(&run, lines, &error);
  arena_free(run.arena);
  lines_close(lines);
  if (fflush(stdout) != 0 && done) done = fail(&error, ERROR_disk, NULL, "writing the verdicts");
  return done ? EXIT_FINE : command_say(call, facts_path, &error);
}
