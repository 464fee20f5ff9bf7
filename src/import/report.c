#include "import/report.h"

#include <stdio.h>

#include "base/csv.h"
#include "import/cell.h"

/* Problems go to standard error, the sum to standard output. */
static void say_problem(const struct import_problem *problem, bool chinese) {
  struct text words = chinese ? problem->words.zh : problem->words.en;
  fprintf(stderr, chinese ? "第 %lld 行" : "row %lld", (long long)problem->row);
  if (problem->column.at)
    fprintf(stderr, chinese ? "，“%.*s”" : ", column \"%.*s\"", TEXT_ARGS(problem->column));
  fprintf(stderr, chinese ? "：%.*s\n" : ": %.*s\n", TEXT_ARGS(words));
}

static const char *const end_names[] = {
    [IMPORT_KEPT] = "imported",
    [IMPORT_KEPT_GOOD_ROWS] = "good_rows_imported",
    [IMPORT_TRIED] = "trial",
    [IMPORT_DISCARDED] = "discarded",
    NULL,
};
static const struct import_words end_words[] = {
    [IMPORT_KEPT] = {TEXT("已导入。"), TEXT("Imported.")},
    [IMPORT_KEPT_GOOD_ROWS] = {TEXT("已导入无误的行。"), TEXT("The good rows are imported.")},
    [IMPORT_TRIED] = {TEXT("试运行，未导入。"), TEXT("A trial: nothing is imported.")},
    [IMPORT_DISCARDED] = {TEXT("一行也未导入；改正后重新导入，或用 --good-rows 只导入无误的行。"),
                          TEXT("Nothing is imported; mend the table and import it again, or take "
                               "only the good rows with --good-rows.")},
};

void report_say(const struct import_report *report, bool chinese) {
  const struct import_problem *problems = report->problems.at;
  for (size_t i = 0; i < report->problems.count; i++) say_problem(&problems[i], chinese);
  if (report->more)
    fprintf(stderr,
            chinese ? "只列出前 %d 处，其余见 --errors 文件。\n"
                    : "Only the first %d are shown; --errors writes them all.\n",
            IMPORT_PROBLEMS_MOST);
  for (size_t i = 0; i < report->unused.count; i++)
    fprintf(stderr, chinese ? "未用的列：“%.*s”\n" : "column not used: \"%.*s\"\n",
            TEXT_ARGS(report->unused.at[i]));
  const struct import_words *end = &end_words[report->end];
  printf(chinese ? "%s：%lld 行，新增 %lld，修改 %lld，未变 %lld，有误 %lld。%.*s\n"
                 : "%s: %lld rows, %lld added, %lld changed, %lld unchanged, %lld refused. %.*s\n",
         chinese ? report->kind->zh : report->kind->name, (long long)report->rows,
         (long long)report->added, (long long)report->changed, (long long)report->unchanged,
         (long long)report->wrong, TEXT_ARGS(chinese ? end->zh : end->en));
}

static const struct field problem_fields[] = {
    FIELD(INTEGER, struct import_problem, row, .least = 1, .most = INT32_MAX,
          .help = "as a spreadsheet counts: the header is row 1"),
    FIELD(TEXT, struct import_problem, column, .flags = FIELD_NULLABLE,
          .most = CSV_FIELD_BYTES_MOST, .help = "as the header calls it; null: the row as a whole"),
    FIELD_NAMED("zh", TEXT, struct import_problem, words.zh, .most = IMPORT_WORDS_MOST),
    FIELD_NAMED("en", TEXT, struct import_problem, words.en, .most = IMPORT_WORDS_MOST),
    FIELDS_END,
};

#define ROWS(member, ...)                                                                          \
  FIELD(INTEGER, struct import_document, member, .most = IMPORT_ROWS_MOST + 1, ##__VA_ARGS__)
const struct field import_document_fields[] = {
    FIELD(TEXT, struct import_document, table, .most = 16),
    FIELD(ENUM, struct import_document, end, .names = end_names),
    ROWS(rows),
    ROWS(good, .help = "added, changed or unchanged, were they imported"),
    ROWS(wrong),
    ROWS(added),
    ROWS(changed),
    ROWS(unchanged),
    FIELD(TEXTS, struct import_document, unused, .most = CSV_COLUMNS_MOST,
          .size = CSV_FIELD_BYTES_MOST, .help = "columns that nothing was taken from"),
    FIELD(LIST, struct import_document, problems, .most = IMPORT_PROBLEMS_MOST,
          .size = sizeof(struct import_problem), .fields = problem_fields),
    FIELD(BOOLEAN, struct import_document, broken,
          .help = "it cannot be read beyond the last problem; nothing is imported"),
    FIELD(BOOLEAN, struct import_document, more, .help = "there are more problems than these"),
    FIELD(TEXT, struct import_document, file, .flags = FIELD_OPTIONAL, .most = INT32_MAX,
          .help = "when something is wrong: base64 of the table with one more column that says "
                  "what, in the encoding that it came in"),
    FIELDS_END,
};

struct import_document report_document(const struct import_report *report) {
  return (struct import_document){
      .table = text_of(report->kind->name),
      .end = report->end,
      .rows = report->rows,
      .good = report->added + report->changed + report->unchanged,
      .wrong = report->wrong,
      .added = report->added,
      .changed = report->changed,
      .unchanged = report->unchanged,
      .unused = report->unused,
      .problems = report->problems,
      .broken = report->broken,
      .more = report->more,
  };
}

void report_say_json(const struct import_report *report, struct arena *arena) {
  const struct import_document document = report_document(report);
  struct buffer out = BUFFER(arena);
  json_write(&out, import_document_fields, &document);
  printf("%.*s\n", (int)out.length, out.at);
}
