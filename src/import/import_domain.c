/* POST /api/import/{table}: a table into the city from the coordinator's desk, as heng import does
 * it. The file is taken apart before the writer has it; the rows are one act of the writer. */
#include "act/domain.h"
#include "base/encoding.h"
#include "import/report.h"

enum {
  /* The file in base64, and what stands around it. */
  BODY_MOST = BASE64_SIZE(IMPORT_FILE_BYTES_MOST) + 1024,
};

/* Of the city's coordinator; people are the system administrator's (heng import people). */
static const char *const table_names[] = {"enterprises", "filings", "items",
                                          "sites",       "units",   NULL};

struct import_input {
  int table;
  struct text bytes;
  bool dry_run, good_rows, english;
};
static const struct field input_fields[] = {
    FIELD(ENUM, struct import_input, table, .names = table_names),
    FIELD(TEXT, struct import_input, bytes, .least = 1, .most = BASE64_SIZE(IMPORT_FILE_BYTES_MOST),
          .help = "the CSV file in base64; UTF-8 or GB18030"),
    FIELD(BOOLEAN, struct import_input, dry_run, .flags = FIELD_OPTIONAL,
          .help = "check everything, import nothing"),
    FIELD(BOOLEAN, struct import_input, good_rows, .flags = FIELD_OPTIONAL,
          .help = "import the good rows and leave out the others; else all rows or none"),
    FIELD(BOOLEAN, struct import_input, english, .flags = FIELD_OPTIONAL,
          .help = "the column of problems in English; else in Chinese"),
    FIELDS_END,
};

/* What the file holds. */
struct source {
  enum encoding encoding;
  struct text table;
};

static bool import_prepare(struct act *act) {
  const struct import_input *in = act->in;
  struct source *source = act->prepared = ARENA_NEW(act->arena, struct source);
  uint8_t *bytes = arena_take(act->arena, in->bytes.length / 4 * 3 + 3);
  size_t length;
  if (!base64_decode(in->bytes, false, bytes, &length))
    return act_refuse(act, ERROR_bad_field, "bytes", "not base64");
  return encoding_read((struct text){(const char *)bytes, length}, act->arena, &source->encoding,
                       &source->table, &act->error);
}

static struct text encoded(struct arena *arena, struct text bytes) {
  char *text = arena_take(arena, BASE64_SIZE(bytes.length) + 1);
  return (struct text){text, base64_encode((const uint8_t *)bytes.at, bytes.length, false, text)};
}

static bool import_table(struct act *act) {
  const struct import_input *in = act->in;
  const struct source *source = act->prepared;
  struct import_document *document = act->out;
  struct import_report report;
  struct buffer errors = BUFFER(act->arena);
  const struct import_order order = {.kind = import_kind_find(text_of(table_names[in->table])),
                                     .table = source->table,
                                     .dry_run = in->dry_run,
                                     .good_rows = in->good_rows,
                                     .english = in->english,
                                     .errors = &errors};
  if (!import_rows(act, &order, &report)) return false;
  *document = report_document(&report);
  if (report.wrong && errors.length)
    document->file =
        encoded(act->arena, encoding_write(buffer_text(&errors), source->encoding, act->arena));
  return true;
}

static const struct route routes[] = {
    ROUTE(
        POST, "/api/import/{table}", import_table, ROLE_COORDINATOR, .flags = ROUTE_WRITES,
        ROUTE_IN(struct import_input, input_fields), .body_most = BODY_MOST,
        ROUTE_OUT(struct import_document, import_document_fields), .prepare = import_prepare,
        .zh =
            "导入一张 CSV 表：企业、备案、事项、场所或单位。一行有误则一行也不导入，除非指定只导入"
            "无误的行；逐行说明何处有误，并把原表加一列错误说明退回。每行与单独办理一样检查和"
            "记录。至多 8 MiB、两万行。",
        .en = "Imports a CSV table of enterprises, filings, items, sites or units. One wrong row "
              "and none is imported, unless the good ones are asked for; says what is wrong in "
              "which row, and gives the table back with a column that says so. Each row is "
              "checked and recorded as if it were entered alone. At most 8 MiB and 20,000 rows."),
    {0},
};

const struct domain import_domain = {
    .name = "import",
    .zh = "导入：企业、备案、事项、场所、单位的表格",
    .en = "Imports: tables of enterprises, filings, items, sites and units",
    .routes = routes,
};
