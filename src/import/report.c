#include "import/report.h"

#include <stdio.h>

/* Faults go to standard error, the sum to standard output. */
static void say_fault(const struct import_fault *fault, bool chinese) {
  struct text words = chinese ? fault->words.zh : fault->words.en;
  fprintf(stderr, chinese ? "第 %zu 行" : "row %zu", fault->row);
  if (fault->column.at)
    fprintf(stderr, chinese ? "，“%.*s”" : ", column \"%.*s\"", TEXT_ARGS(fault->column));
  fprintf(stderr, chinese ? "：%.*s\n" : ": %.*s\n", TEXT_ARGS(words));
}

static const struct {
  const char *name, *zh, *en;
} ends[] = {
    [IMPORT_KEPT] = {"imported", "已导入。", "Imported."},
    [IMPORT_KEPT_GOOD_ROWS] = {"good_rows_imported", "已导入无误的行。",
                               "The good rows are imported."},
    [IMPORT_TRIED] = {"trial", "试运行，未导入。", "A trial: nothing is imported."},
    [IMPORT_DISCARDED] = {"discarded",
                          "一行也未导入；改正后重新导入，或用 --good-rows 只导入无误的行。",
                          "Nothing is imported; mend the table and import it again, or take only "
                          "the good rows with --good-rows."},
};

void report_say(const struct import_kind *kind, const struct import_report *report,
                enum import_end end, bool chinese) {
  for (size_t i = 0; i < report->fault_count; i++) say_fault(&report->faults[i], chinese);
  if (report->fault_count == IMPORT_FAULTS_SHOWN_MOST)
    fprintf(stderr,
            chinese ? "只列出前 %d 处，其余见 --errors 文件。\n"
                    : "Only the first %d are shown; --errors writes them all.\n",
            IMPORT_FAULTS_SHOWN_MOST);
  for (size_t i = 0; i < report->unused.count; i++)
    fprintf(stderr, chinese ? "未用的列：“%.*s”\n" : "column not used: \"%.*s\"\n",
            TEXT_ARGS(report->unused.at[i]));
  printf(chinese ? "%s：%lld 行，新增 %lld，修改 %lld，未变 %lld，有误 %lld。%s\n"
                 : "%s: %lld rows, %lld added, %lld changed, %lld unchanged, %lld refused. %s\n",
         chinese ? kind->zh : kind->name, (long long)report->rows, (long long)report->added,
         (long long)report->changed, (long long)report->unchanged, (long long)report->refused,
         chinese ? ends[end].zh : ends[end].en);
}

struct fault_document {
  int64_t row;
  struct text column, zh, en;
};

struct report_document {
  struct text kind, end;
  int64_t rows, added, changed, unchanged, refused;
  struct texts unused;
  struct list faults;
};

static const struct field fault_fields[] = {
    FIELD(INTEGER, struct fault_document, row),
    FIELD(TEXT, struct fault_document, column, .flags = FIELD_NULLABLE),
    FIELD(TEXT, struct fault_document, zh),
    FIELD(TEXT, struct fault_document, en),
    FIELDS_END,
};

static const struct field report_fields[] = {
    FIELD(TEXT, struct report_document, kind),
    FIELD(TEXT, struct report_document, end),
    FIELD(INTEGER, struct report_document, rows),
    FIELD(INTEGER, struct report_document, added),
    FIELD(INTEGER, struct report_document, changed),
    FIELD(INTEGER, struct report_document, unchanged),
    FIELD(INTEGER, struct report_document, refused),
    FIELD(TEXTS, struct report_document, unused),
    FIELD(LIST, struct report_document, faults, .size = sizeof(struct fault_document),
          .fields = fault_fields),
    FIELDS_END,
};

void report_say_json(const struct import_kind *kind, const struct import_report *report,
                     enum import_end end, struct arena *arena) {
  struct fault_document *faults =
      ARENA_ARRAY(arena, report->fault_count + 1, struct fault_document);
  for (size_t i = 0; i < report->fault_count; i++)
    faults[i] = (struct fault_document){(int64_t)report->faults[i].row, report->faults[i].column,
                                        report->faults[i].words.zh, report->faults[i].words.en};
  const struct report_document document = {.kind = text_of(kind->name),
                                           .end = text_of(ends[end].name),
                                           .rows = report->rows,
                                           .added = report->added,
                                           .changed = report->changed,
                                           .unchanged = report->unchanged,
                                           .refused = report->refused,
                                           .unused = report->unused,
                                           .faults = {faults, report->fault_count}};
  struct buffer out = BUFFER(arena);
  json_write(&out, report_fields, &document);
  printf("%.*s\n", (int)out.length, out.at);
}
