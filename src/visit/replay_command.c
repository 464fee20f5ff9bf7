/* heng replay: rules tried on history before they are adopted. */
#include <stdio.h>

#include "base/encoding.h"
#include "base/file.h"
#include "visit/policy.h"
#include "visit/replay.h"
#include "visit/visit_commands.h"

const struct option_entry replay_options[] = {
    {"--mapping", "FILE", "列与用途的对照（JSON），必填",
     "what columns and purposes mean (JSON); required"},
    {"--policy", "FILE", "规则文件，必填；给两次则比较两者",
     "the policy; required; given twice, the two are compared"},
    {"--facts", NULL, "不出报告，输出事实，供 heng weigh 读取",
     "print the facts as heng weigh reads them instead of the report"},
    {"--top", "N", "列出被访最多的企业数，默认 100",
     "how many enterprises to list, 100 by default"},
    {"--json", NULL, "报告输出为 JSON", "the report as JSON"},
    {0},
};

struct replay_run {
  struct mapping mapping;
  struct policy policies[REPLAY_POLICIES_MOST];
  struct mapping_binding bindings[REPLAY_POLICIES_MOST];
  size_t policy_count;
  struct history history;
};

/* On failure `*ret_file` is the file it is about. */
static bool read_rules(const struct command_call *call, struct replay_run *run,
                       const char **ret_file, struct error *ret_error) {
  struct text json;
  *ret_file = command_option(call, "--mapping");
  if (!file_read(*ret_file, MAPPING_BYTES_MOST, call->arena, &json, ret_error) ||
      !mapping_read(json, call->arena, &run->mapping, ret_error))
    return false;
  const char *mapping_file = *ret_file, *path;
  for (size_t p = 0; (path = command_option_at(call, "--policy", p)); p++) {
    if (p == REPLAY_POLICIES_MOST)
      return fail(ret_error, ERROR_bad_usage, "--policy", "two policies at most");
    *ret_file = path;
    if (!file_read(path, POLICY_BYTES_MOST, call->arena, &json, ret_error) ||
        !policy_read(json, call->arena, &run->policies[p], NULL, ret_error))
      return false;
    *ret_file = mapping_file;
    if (!mapping_bind(&run->mapping, &run->policies[p], call->arena, &run->bindings[p], ret_error))
      return false;
    run->policy_count++;
  }
  return true;
}

static bool read_history(const struct command_call *call, struct replay_run *run,
                         const char **ret_file, struct error *ret_error) {
  struct text bytes, csv;
  enum encoding encoding;
  *ret_file = call->arguments[0];
  return file_read(*ret_file, CSV_FILE_BYTES_MOST, call->arena, &bytes, ret_error) &&
         encoding_read(bytes, call->arena, &encoding, &csv, ret_error) &&
         history_read(csv, &run->mapping, call->arena, &run->history, ret_error);
}

static void write_facts(const struct replay_run *run) {
  struct arena *each = arena_make();
  for (size_t from = 0, end; from < run->history.count; from = end) {
    struct facts facts;
    struct facts_names names;
    end = history_end(&run->history, from);
    arena_reset(each);
    history_facts(&run->history, from, end, &run->policies[0], &run->bindings[0], each, &facts,
                  &names);
    struct buffer line = BUFFER(each);
    facts_write(&line, &run->policies[0], &facts, &names);
    fwrite(line.at, 1, line.length, stdout);
  }
  arena_free(each);
}

static void write_report(const struct command_call *call, const struct replay_run *run,
                         size_t top) {
  struct replay replay;
  struct buffer out = BUFFER(call->arena);
  replay_history(&run->history, run->policies, run->bindings, run->policy_count, call->arena,
                 &replay);
  if (command_has(call, "--json"))
    replay_json(&replay, top, &out);
  else
    replay_say(&replay, top, call->chinese, &out);
  fwrite(out.at, 1, out.length, stdout);
}

int replay_command(const struct command_call *call) {
  struct replay_run *run = ARENA_NEW(call->arena, struct replay_run);
  struct error error;
  const char *file = NULL;
  int64_t top;
  if (!command_has(call, "--mapping") || !command_has(call, "--policy") ||
      call->argument_count == 0) {
    fail(&error, ERROR_bad_usage, NULL, "a mapping, a policy and a table are needed");
    return command_say(call, NULL, &error);
  }
  if (!command_integer(call, "--top", 0, REPLAY_ROWS_MOST, 100, &top)) return EXIT_BAD;
  if (!read_rules(call, run, &file, &error) || !read_history(call, run, &file, &error))
    return command_say(call, file, &error);
  if (command_has(call, "--facts"))
    write_facts(run);
  else
    write_report(call, run, (size_t)top);
  if (fflush(stdout) == 0) return EXIT_FINE;
  fail(&error, ERROR_disk, NULL, "writing the report");
  return command_say(call, NULL, &error);
}
