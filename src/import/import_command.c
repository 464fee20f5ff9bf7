/* heng import: a table into the city, all of it or nothing. */
#include "import/import_commands.h"

#include <stdio.h>

#include "base/csv.h"
#include "base/encoding.h"
#include "base/file.h"
#include "import/report.h"

const struct option_entry import_options[] = {
    COMMAND_DATA_OPTION,
    {"--dry-run", NULL, "只检查，不导入", "check everything, import nothing"},
    {"--good-rows", NULL, "有误的行略过，其余照常导入",
     "import the good rows and leave out the others"},
    {"--errors", "OUT.csv", "原表加一列错误说明写到此文件，编码不变",
     "write the same table with a column that says what is wrong, in the same encoding"},
    {"--json", NULL, "报告输出为 JSON", "the report as JSON"},
    {0},
};

struct source {
  enum encoding encoding;
  struct text table;
};

static bool read_source(const struct command_call *call, struct source *ret_source,
                        struct error *ret_error) {
  struct text bytes;
  return file_read(call->arguments[1], CSV_FILE_BYTES_MOST, call->arena, &bytes, ret_error) &&
         encoding_read(bytes, call->arena, &ret_source->encoding, &ret_source->table, ret_error);
}

static bool write_errors(const struct command_call *call, const struct source *source,
                         const struct buffer *errors, struct error *ret_error) {
  const char *path = command_option(call, "--errors");
  if (!path || !errors->length) return true;
  struct text bytes = encoding_write(buffer_text(errors), source->encoding, call->arena);
  return file_replace(path, bytes, 0600, ret_error);
}

static bool run(const struct command_call *call, const struct import_kind *kind,
                struct local *local, struct import_report *ret_report, struct error *ret_error) {
  struct source source;
  struct buffer errors = BUFFER(call->arena);
  if (!read_source(call, &source, ret_error)) return false;
  const struct import_order order = {.kind = kind,
                                     .table = source.table,
                                     .dry_run = command_has(call, "--dry-run"),
                                     .good_rows = command_has(call, "--good-rows"),
                                     .english = !call->chinese,
                                     .errors = command_has(call, "--errors") ? &errors : NULL};
  if (!import_local(local, &order, call->arena, ret_report, ret_error) ||
      !write_errors(call, &source, &errors, ret_error))
    return false;
  return ret_report->end >= IMPORT_TRIED || local_commit(local, ret_error);
}

int import_command(const struct command_call *call) {
  struct error error;
  if (call->argument_count < 2) {
    fail(&error, ERROR_bad_usage, NULL, "say what to import, then the file");
    return command_say(call, NULL, &error);
  }
  const struct import_kind *kind = import_kind_find(text_of(call->arguments[0]));
  if (!kind) {
    fail(&error, ERROR_bad_usage, call->arguments[0], "there is no such kind of table");
    return command_say(call, NULL, &error);
  }
  struct local *local;
  const char *folder = command_data_folder(call);
  if (!local_open(folder, &local, &error)) return command_say(call, folder, &error);
  struct import_report report;
  bool done = run(call, kind, local, &report, &error);
  local_close(local);
  if (!done) return command_say(call, call->arguments[1], &error);
  if (command_has(call, "--json"))
    report_say_json(&report, call->arena);
  else
    report_say(&report, call->chinese);
  if (report.wrong == 0) return EXIT_FINE;
  return report.end == IMPORT_KEPT_GOOD_ROWS ? EXIT_NO : EXIT_BAD;
}
