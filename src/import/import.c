/* Walking a table: header to columns, cells to members, rows to acts. */
#include "import/import.h"

#include <assert.h>
#include <string.h>

#include "act/domain.h"
#include "base/csv.h"
#include "import/cell.h"

struct walk {
  struct local *local;
  const struct import_kind *kind;
  struct csv csv;
  struct arena *arena;     /* as long as the report */
  struct arena *row_arena; /* one row */
  struct buffer *errors;
  bool chinese;
  const struct import_column *columns[CSV_COLUMNS_MOST]; /* of the table; NULL: not used */
  const struct field *fields[CSV_COLUMNS_MOST];
  struct buffer row_words; /* what is wrong with this row, for `errors` */
  uint64_t given;
  struct import_report *report;
};

const struct import_kind *import_kind_find(struct text name) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct import_kind *const *kind = (*domain)->imports; kind && *kind; kind++)
      if (text_equal(name, text_of((*kind)->name))) return *kind;
  return NULL;
}

static size_t member_size(const struct field *field) {
  switch (field->type) {
  case FIELD_TEXT:
    return sizeof(struct text);
  case FIELD_INTEGER:
  case FIELD_TIME:
  case FIELD_DATE:
    return sizeof(int64_t);
  case FIELD_BOOLEAN:
    return sizeof(bool);
  case FIELD_ENUM:
    return sizeof(int);
  default:
    assert(field->type == FIELD_TEXTS); /* a cell can fill no other */
    return sizeof(struct texts);
  }
}

void import_keep(const struct import_row *row, const void *before) {
  const struct field *fields = row->kind->fields;
  for (size_t i = 0; fields[i].name; i++)
    if (!(row->given >> i & 1))
      memcpy((char *)row->value + fields[i].offset, (const char *)before + fields[i].offset,
             member_size(&fields[i]));
}

bool import_same(struct arena *arena, const struct import_row *row, const void *before) {
  struct buffer a = BUFFER(arena), b = BUFFER(arena);
  json_write(&a, row->kind->fields, row->value);
  json_write(&b, row->kind->fields, before);
  return text_equal(buffer_text(&a), buffer_text(&b));
}

/* ---- the header ---- */

static const struct import_column *column_called(const struct import_kind *kind, struct text name) {
  for (const struct import_column *column = kind->columns; column->field; column++)
    if (text_equal(name, text_of(column->zh)) || text_equal(name, text_of(column->en)))
      return column;
  return NULL;
}

static size_t field_index(const struct import_kind *kind, const char *name) {
  size_t index = 0;
  while (kind->fields[index].name && strcmp(kind->fields[index].name, name) != 0) index++;
  assert(kind->fields[index].name && index < IMPORT_FIELDS_MOST);
  return index;
}

static bool find_columns(struct walk *walk, struct error *ret_error) {
  const struct texts *header = &walk->csv.header;
  struct texts *unused = &walk->report->unused;
  unused->at = ARENA_ARRAY(walk->arena, header->count, struct text);
  for (size_t i = 0; i < header->count; i++) {
    const struct import_column *column = column_called(walk->kind, header->at[i]);
    walk->columns[i] = column;
    if (!column) {
      unused->at[unused->count++] = header->at[i];
      continue;
    }
    size_t index = field_index(walk->kind, column->field);
    if (walk->given >> index & 1)
      return fail(ret_error, ERROR_bad_csv, "row 1", "two columns are \"%s\" (%s)", column->en,
                  column->zh);
    walk->given |= (uint64_t)1 << index;
    walk->fields[i] = &walk->kind->fields[index];
  }
  for (const struct import_column *column = walk->kind->columns; column->field; column++) {
    size_t index = field_index(walk->kind, column->field);
    if (walk->given >> index & 1 || walk->kind->fields[index].flags & FIELD_OPTIONAL) continue;
    return fail(ret_error, ERROR_bad_csv, "row 1", "there is no column \"%s\" (%s)", column->en,
                column->zh);
  }
  return true;
}

/* ---- faults ---- */

static void add_fault(struct walk *walk, struct text column, struct import_words why) {
  struct text words = walk->chinese ? why.zh : why.en;
  struct buffer *row = &walk->row_words;
  buffer_format(row, "%s%.*s%s%.*s", row->length ? walk->chinese ? "；" : "; " : "",
                TEXT_ARGS(column), column.length ? walk->chinese ? "：" : ": " : "",
                TEXT_ARGS(words));
  struct import_report *report = walk->report;
  if (report->fault_count == IMPORT_FAULTS_SHOWN_MOST) return;
  report->faults[report->fault_count++] = (struct import_fault){
      .row = walk->csv.row,
      .column = column,
      .words = {arena_copy(walk->arena, why.zh), arena_copy(walk->arena, why.en)}};
}

static struct import_words words_of_error(const struct error *error, struct arena *arena) {
  const struct error_entry *entry = error_find(error->code);
  const char *detail = error->detail, *open = *detail ? " (" : "", *close = *detail ? ")" : "";
  return (struct import_words){
      arena_format(arena, "%s%s%s%s；%s", entry->zh, open, detail, close, entry->zh_next),
      arena_format(arena, "%s%s%s%s; %s", entry->en, open, detail, close, entry->en_next)};
}

/* A refusal that names a member is about the cell that filled it. */
static void add_refusal(struct walk *walk, const struct error *error) {
  for (size_t i = 0; i < walk->csv.header.count; i++) {
    const struct import_column *column = walk->columns[i];
    if (!column || strcmp(column->field, error->place) != 0) continue;
    bool told = error->code == ERROR_bad_field && column->must_zh;
    add_fault(walk, walk->csv.header.at[i],
              told ? cell_must(column, walk->fields[i], walk->row_arena)
                   : words_of_error(error, walk->row_arena));
    return;
  }
  add_fault(walk, NO_TEXT, words_of_error(error, walk->row_arena));
}

/* ---- rows ---- */

static bool read_cells(struct walk *walk, void *ret_value) {
  bool read = true;
  for (size_t i = 0; i < walk->csv.header.count; i++) {
    const struct field *field = walk->fields[i];
    struct import_words why;
    if (!walk->columns[i]) continue;
    if (cell_read(walk->columns[i], field, text_trim(walk->csv.fields.at[i]), walk->row_arena,
                  (char *)ret_value + field->offset, &why))
      continue;
    add_fault(walk, walk->csv.header.at[i], why);
    read = false;
  }
  return read;
}

static void set_absent(struct walk *walk, void *ret_value) {
  struct error ignored;
  const struct field *fields = walk->kind->fields;
  for (size_t i = 0; fields[i].name; i++)
    if (!(walk->given >> i & 1))
      json_read_absent(&fields[i], (char *)ret_value + fields[i].offset, &ignored);
}

/* False on a failure only; a refusal is a fault of the row. */
static bool put_row(struct walk *walk, struct error *ret_error) {
  struct import_report *report = walk->report;
  struct import_row row = {.kind = walk->kind,
                           .value = arena_take(walk->row_arena, walk->kind->size),
                           .given = walk->given};
  int outcome = IMPORT_UNCHANGED;
  set_absent(walk, row.value);
  report->rows++;
  if (!read_cells(walk, row.value)) {
    report->refused++;
    return true;
  }
  if (!local_act(walk->local, walk->row_arena, NULL, &walk->kind->put, &row, &outcome, ret_error)) {
    if (error_find(ret_error->code)->kind == ERROR_FAILURE) return false;
    add_refusal(walk, ret_error);
    report->refused++;
    return true;
  }
  report->added += outcome == IMPORT_ADDED;
  report->changed += outcome == IMPORT_CHANGED;
  report->unchanged += outcome == IMPORT_UNCHANGED;
  return true;
}

static void give_back(struct walk *walk, const struct texts *cells, struct text last) {
  if (!walk->errors) return;
  struct text row[CSV_COLUMNS_MOST + 1];
  if (cells->count) memcpy(row, cells->at, cells->count * sizeof *row);
  row[cells->count] = last;
  csv_write_row(walk->errors, row, cells->count + 1);
}

static bool put_rows(struct walk *walk, struct error *ret_error) {
  for (;;) {
    arena_reset(walk->row_arena);
    walk->row_words = BUFFER(walk->row_arena);
    if (walk->report->rows == IMPORT_ROWS_MOST)
      return fail(ret_error, ERROR_bad_csv, NULL, "more than %d rows", IMPORT_ROWS_MOST);
    if (!csv_next(&walk->csv, ret_error)) break;
    if (!put_row(walk, ret_error)) return false;
    struct text wrong = buffer_text(&walk->row_words);
    give_back(walk, &walk->csv.fields, wrong.at ? wrong : TEXT(""));
  }
  if (!ret_error->code) return true;
  walk->report->broken = true;
  walk->report->refused++;
  struct text place = text_of(ret_error->place), before_column = TEXT(", column ");
  size_t column = text_find(place, before_column);
  struct text name = column == SIZE_MAX
                         ? NO_TEXT
                         : (struct text){place.at + column + before_column.length,
                                         place.length - column - before_column.length};
  add_fault(walk, arena_copy(walk->arena, name), words_of_error(ret_error, walk->row_arena));
  return true;
}

bool import_table(struct local *local, const struct import_kind *kind, struct text table,
                  bool chinese, struct arena *arena, struct buffer *errors,
                  struct import_report *ret_report, struct error *ret_error) {
  *ret_report = (struct import_report){
      .faults = ARENA_ARRAY(arena, IMPORT_FAULTS_SHOWN_MOST, struct import_fault)};
  struct walk *walk = ARENA_NEW(arena, struct walk);
  *walk = (struct walk){.local = local,
                        .kind = kind,
                        .arena = arena,
                        .row_arena = arena_make(),
                        .errors = errors,
                        .chinese = chinese,
                        .report = ret_report};
  bool done = csv_start(&walk->csv, table, arena, ret_error) && find_columns(walk, ret_error);
  if (done) {
    give_back(walk, &walk->csv.header, chinese ? TEXT("错误") : TEXT("error"));
    done = put_rows(walk, ret_error);
  }
  arena_free(walk->row_arena);
  return done;
}
