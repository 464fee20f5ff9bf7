/* heng audit */
#include <stdio.h>
#include <string.h>

#include "audit/audit.h"
#include "audit/audit_commands.h"
#include "base/file.h"
#include "base/json.h"

/* All are counted; a database that is wrong throughout need not be listed row by row. */
enum { FINDINGS_SHOWN_MOST = 1000 };

const struct option_entry audit_options[] = {
    COMMAND_DATA_OPTION,
    {"--since", "FILE", "以前保存的检查点，日志必须是它的延续",
     "a checkpoint kept from before, which the log must continue"},
    {"--key", "VKEY", "日志的公钥；缺省用数据目录中的",
     "the log's verifier key; that of the data folder when not given"},
    {"--json", NULL, "以 JSON 输出", "write JSON"},
    {0},
};

struct finding_row {
  struct text finding;
  int64_t event;
  struct text table, key, column, detail;
};

struct result {
  bool clean;
  int64_t events, tables, rows, verdicts, finding_count;
  struct list findings;
  struct texts not_audited;
};

static const struct field finding_fields[] = {
    FIELD(TEXT, struct finding_row, finding),
    FIELD(INTEGER, struct finding_row, event, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct finding_row, table, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct finding_row, key, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct finding_row, column, .flags = FIELD_OPTIONAL),
    FIELD(TEXT, struct finding_row, detail, .flags = FIELD_OPTIONAL),
    FIELDS_END,
};
static const struct field result_fields[] = {
    FIELD(BOOLEAN, struct result, clean),
    FIELD(INTEGER, struct result, events),
    FIELD(INTEGER, struct result, tables),
    FIELD(INTEGER, struct result, rows),
    FIELD(INTEGER, struct result, verdicts),
    FIELD(INTEGER, struct result, finding_count),
    FIELD(LIST, struct result, findings, .size = sizeof(struct finding_row),
          .fields = finding_fields),
    FIELD(TEXTS, struct result, not_audited),
    FIELDS_END,
};

struct run {
  const struct command_call *call;
  struct result result;
};

static struct text kept(struct arena *arena, const char *text) {
  return *text ? arena_copy(arena, text_of(text)) : NO_TEXT;
}

static void take_finding(void *context, const struct audit_finding *finding) {
  struct run *run = context;
  struct arena *arena = run->call->arena;
  struct list *findings = &run->result.findings;
  if (findings->count == FINDINGS_SHOWN_MOST) return;
  struct finding_row *row = (struct finding_row *)findings->at + findings->count++;
  *row = (struct finding_row){
      .finding = text_of(audit_finding_entries[finding->kind].name),
      .event = finding->event < 0 ? NO_INTEGER : finding->event,
      .table = kept(arena, finding->table),
      .key = kept(arena, finding->key),
      .column = kept(arena, finding->column),
      .detail = kept(arena, finding->detail),
  };
}

static void say_finding(const struct command_call *call, const struct finding_row *row) {
  const struct audit_finding_entry *entry = audit_finding_entries;
  while (!text_equal(row->finding, text_of(entry->name))) entry++;
  printf("%s", entry->name);
  if (row->table.at) printf("  %.*s", TEXT_ARGS(row->table));
  if (row->event != NO_INTEGER) printf(" %lld", (long long)row->event);
  if (row->key.at) printf(" %.*s", TEXT_ARGS(row->key));
  if (row->column.at) printf(" . %.*s", TEXT_ARGS(row->column));
  printf(": %s", command_word(call, entry->zh, entry->en));
  if (row->detail.at) printf(" (%.*s)", TEXT_ARGS(row->detail));
  putchar('\n');
}

static void say_result(const struct command_call *call, const struct result *result) {
  const struct finding_row *rows = result->findings.at;
  for (size_t i = 0; i < result->findings.count; i++) say_finding(call, &rows[i]);
  printf(command_word(call, "%lld 个事件，%lld 张表 %lld 行，%lld 次结论：%s",
                      "%lld events, %lld tables of %lld rows, %lld verdicts: %s"),
         (long long)result->events, (long long)result->tables, (long long)result->rows,
         (long long)result->verdicts,
         result->clean ? command_word(call, "与签名的日志一致。", "all as the signed log says.")
                       : "");
  if (!result->clean) {
    const struct error_entry *bad_log = error_find(ERROR_bad_log);
    printf(command_word(call, "发现 %lld 处。\n下一步：%s", "%lld findings.\nnext: %s"),
           (long long)result->finding_count,
           command_word(call, bad_log->zh_next, bad_log->en_next));
  }
  if (result->clean && result->not_audited.count) {
    printf("%s", command_word(call, "不由事件产生、未核对的表：",
                              " Not made by events, so not audited:"));
    for (size_t i = 0; i < result->not_audited.count; i++)
      printf(" %.*s", TEXT_ARGS(result->not_audited.at[i]));
  }
  putchar('\n');
}

/* Everything that comes from outside the database. */
static bool read_input(const struct command_call *call, struct city *city,
                       struct audit_input *ret_input, struct note_verifier *ret_verifier,
                       struct error *ret_error) {
  const char *key = command_option(call, "--key"), *since = command_option(call, "--since");
  *ret_input = (struct audit_input){.city = city,
                                    .verifier = &city->log_signer->verifier,
                                    .now_us = city_now_us(city),
                                    .found = take_finding};
  if (key) {
    if (!note_verifier_parse(text_of(key), ret_verifier, ret_error)) return false;
    ret_input->verifier = ret_verifier;
  }
  return !since || file_read(since, NOTE_SIZE_MAX, call->arena, &ret_input->older_note, ret_error);
}

static bool audit_city(struct run *run, struct city *city, struct error *ret_error) {
  struct audit_input input;
  struct audit_report report;
  struct note_verifier verifier;
  if (!read_input(run->call, city, &input, &verifier, ret_error) ||
      !store_open(city_store_place(city), true, &input.store, ret_error))
    return false;
  input.context = run;
  store_begin(input.store);
  bool done = audit_run(&input, run->call->arena, &report, ret_error);
  store_rollback(input.store);
  store_close(input.store);
  struct result *result = &run->result;
  result->events = report.event_count;
  result->tables = report.table_count;
  result->rows = report.row_count;
  result->verdicts = report.verdict_count;
  result->finding_count = report.finding_count;
  result->not_audited = report.not_audited;
  result->clean = report.finding_count == 0;
  return done;
}

int audit_command(const struct command_call *call) {
  struct run run = {.call = call};
  struct error error;
  struct city city;
  const char *folder = command_data_folder(call);
  run.result.findings.at = ARENA_ARRAY(call->arena, FINDINGS_SHOWN_MOST, struct finding_row);
  if (!city_open(folder, false, &city, &error)) return command_say(call, folder, &error);
  bool done = audit_city(&run, &city, &error);
  city_close(&city);
  if (!done) return command_say(call, folder, &error);
  if (command_has(call, "--json")) {
    struct buffer out = BUFFER(call->arena);
    json_write(&out, result_fields, &run.result);
    printf("%.*s\n", TEXT_ARGS(buffer_text(&out)));
  } else {
    say_result(call, &run.result);
  }
  return run.result.clean ? EXIT_FINE : EXIT_NO;
}
