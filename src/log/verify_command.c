/* heng log verify: a published log, checked by somebody who has only its address and its key. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "log/log_commands.h"
#include "log/source.h"
#include "log/verify.h"

/* A log that is wrong throughout need not be listed entry by entry; all findings are counted. */
#define FINDINGS_SHOWN_MAX 100

const struct option_entry log_verify_options[] = {
    {"--key", "VKEY", "日志的公钥（名称+编号+base64），必填",
     "the log's verifier key, name+id+base64; required"},
    {"--origin", "ORIGIN", "检查点首行；默认与公钥名称相同",
     "the first line of the checkpoint; the key's name if not given"},
    {"--since", "FILE", "以前保存的检查点，日志必须是它的延续",
     "a checkpoint kept from before, which the log must continue"},
    {"--json", NULL, "以 JSON 输出", "write JSON"},
    {0},
};

struct finding_row {
  struct text finding, place, detail;
  int64_t entry;
};

struct result {
  struct text origin;
  int64_t size; /* NO_INTEGER: there is no checkpoint to believe */
  struct text root;
  int64_t entries_checked, tiles_checked, finding_count;
  struct list findings;
  bool valid;
};

static const struct field finding_fields[] = {
    FIELD(TEXT, struct finding_row, finding),
    FIELD(TEXT, struct finding_row, place),
    FIELD(INTEGER, struct finding_row, entry, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct finding_row, detail, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};
static const struct field result_fields[] = {
    FIELD(BOOLEAN, struct result, valid),
    FIELD(TEXT, struct result, origin, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct result, size, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct result, root, .flags = FIELD_OPTIONAL),
    FIELD(INTEGER, struct result, entries_checked),
    FIELD(INTEGER, struct result, tiles_checked),
    FIELD(INTEGER, struct result, finding_count),
    FIELD(LIST, struct result, findings, .size = sizeof(struct finding_row),
          .fields = finding_fields),
    FIELDS_END,
};

struct verify_run {
  const struct command_call *call;
  struct note_verifier verifier;
  struct text origin;
  struct log_source *source;
  struct checkpoint checkpoint, older;
  struct result result;
};

static void take_finding(void *context, const struct log_finding *finding) {
  struct verify_run *run = context;
  struct arena *arena = run->call->arena;
  if (run->result.findings.count == FINDINGS_SHOWN_MAX) return;
  struct finding_row *row =
      (struct finding_row *)run->result.findings.at + run->result.findings.count++;
  row->finding = text_of(log_finding_entries[finding->kind].name);
  row->place = arena_copy(arena, text_of(finding->place));
  row->detail = *finding->detail ? arena_copy(arena, text_of(finding->detail)) : NO_TEXT;
  row->entry = finding->entry < 0 ? NO_INTEGER : finding->entry;
}

/* A checkpoint that cannot be believed is a finding like any other. */
static bool take_bad_checkpoint(struct verify_run *run, const struct error *error) {
  struct log_finding finding = {.kind = FINDING_bad_checkpoint, .entry = -1};
  snprintf(finding.place, sizeof finding.place, "checkpoint");
  snprintf(finding.detail, sizeof finding.detail, "%s", error->detail);
  take_finding(run, &finding);
  run->result.finding_count = 1;
  return true;
}

static bool read_arguments(struct verify_run *run, struct error *ret_error) {
  const struct command_call *call = run->call;
  const char *key = command_option(call, "--key"), *origin = command_option(call, "--origin");
  const char *since = command_option(call, "--since");
  struct text message;
  if (call->argument_count == 0)
    return fail(ret_error, ERROR_bad_usage, NULL, "which log: a URL or a folder is wanted");
  if (!key) return fail(ret_error, ERROR_bad_usage, "--key", "the log's verifier key is wanted");
  if (!note_verifier_parse(text_of(key), &run->verifier, ret_error)) return false;
  run->origin = origin ? text_of(origin) : run->verifier.name;
  return !since || (file_read(since, NOTE_SIZE_MAX, call->arena, &message, ret_error) &&
                    checkpoint_open(message, &run->verifier, run->origin, &run->older, ret_error));
}

static bool verify(struct verify_run *run, struct error *ret_error) {
  struct arena *arena = run->call->arena;
  struct text message;
  run->source = log_source_open(run->call->arguments[0], arena, ret_error);
  if (!run->source || !log_source_checkpoint(run->source, arena, &message, ret_error)) return false;
  if (!checkpoint_open(message, &run->verifier, run->origin, &run->checkpoint, ret_error))
    return ret_error->code == ERROR_bad_log && take_bad_checkpoint(run, ret_error);

  struct result *result = &run->result;
  result->origin = run->checkpoint.origin;
  result->size = (int64_t)run->checkpoint.size;
  char *root = arena_take(arena, BASE64_SIZE(MERKLE_HASH_SIZE));
  result->root =
      (struct text){root, base64_encode(run->checkpoint.root.bytes, MERKLE_HASH_SIZE, false, root)};

  struct log_verification verification = {
      .reader = log_source_reader(run->source, run->checkpoint.size),
      .checkpoint = &run->checkpoint,
      .older = command_has(run->call, "--since") ? &run->older : NULL,
      .context = run,
      .found = take_finding,
  };
  struct log_report report;
  if (!log_verify(&verification, &report, ret_error)) return false;
  result->entries_checked = (int64_t)report.entry_count;
  result->tiles_checked = (int64_t)report.tile_count;
  result->finding_count = (int64_t)report.finding_count;
  return true;
}

static void say_finding(const struct verify_run *run, const struct finding_row *row) {
  const struct log_finding_entry *entry = log_finding_entries;
  while (!text_equal(row->finding, text_of(entry->name))) entry++;
  printf("%s  %.*s", entry->name, TEXT_ARGS(row->place));
  if (row->entry != NO_INTEGER)
    printf(command_word(run->call, "，第 %lld 条", ", entry %lld"), (long long)row->entry);
  printf(": %s", command_word(run->call, entry->zh, entry->en));
  if (row->detail.at) printf(" (%.*s)", TEXT_ARGS(row->detail));
  putchar('\n');
}

static void say_result(const struct verify_run *run) {
  const struct command_call *call = run->call;
  const struct result *result = &run->result;
  if (result->origin.at)
    printf("%s  %.*s\n%s  %lld\n%s  %.*s\n", command_word(call, "日志", "origin"),
           TEXT_ARGS(result->origin), command_word(call, "条数", "size  "), (long long)result->size,
           command_word(call, "根  ", "root  "), TEXT_ARGS(result->root));
  printf(command_word(call, "已查  %lld 条记录，%lld 个哈希块\n",
                      "read    %lld entries, %lld hash tiles\n"),
         (long long)result->entries_checked, (long long)result->tiles_checked);
  for (size_t at = 0; at < result->findings.count; at++)
    say_finding(run, (const struct finding_row *)result->findings.at + at);
  if (result->valid) {
    puts(command_word(call, "日志完整，与签名的检查点一致。",
                      "The log is whole and is what the checkpoint has signed."));
    return;
  }
  const struct error_entry *bad_log = error_find(ERROR_bad_log);
  printf(command_word(call, "%s：共 %lld 处。\n下一步：%s\n", "%s: %lld findings.\nnext: %s\n"),
         command_word(call, bad_log->zh, bad_log->en), (long long)result->finding_count,
         command_word(call, bad_log->zh_next, bad_log->en_next));
}

int log_verify_command(const struct command_call *call) {
  struct verify_run run = {.call = call, .result = {.size = NO_INTEGER}};
  struct error error;
  if (!read_arguments(&run, &error)) return command_say(call, NULL, &error);
  run.result.findings.at = ARENA_ARRAY(call->arena, FINDINGS_SHOWN_MAX, struct finding_row);
  bool is_done = verify(&run, &error);
  log_source_close(run.source);
  if (!is_done) return command_say(call, call->arguments[0], &error);
  run.result.valid = run.result.finding_count == 0;
  if (command_has(call, "--json")) {
    struct buffer out = BUFFER(call->arena);
    json_write(&out, result_fields, &run.result);
    printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
  } else {
    say_result(&run);
  }
  return run.result.valid ? EXIT_FINE : EXIT_NO;
}
