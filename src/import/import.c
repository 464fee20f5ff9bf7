/* Walking a table: header to columns, cells to members, rows to acts. */
#include "import/import.h"

#include <assert.h>
#include <string.h>

#include "act/domain.h"
#include "base/csv.h"
#include "base/names.h"
#include "import/cell.h"

struct walk {
  struct act *act;
  const struct import_order *order;
  struct csv csv;
  struct arena *row_arena;                               /* one row */
  const struct import_column *columns[CSV_COLUMNS_MOST]; /* of the table; NULL: not used */
  const struct field *fields[CSV_COLUMNS_MOST];
  struct names *keys;      /* of the rows so far, in the act's arena */
  int64_t *key_rows;       /* where each stands, as the keys are numbered */
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

/* ---- problems ---- */

static void add_problem(struct walk *walk, struct text column, struct import_words why) {
  bool english = walk->order->english;
  struct text words = english ? why.en : why.zh;
  struct buffer *row = &walk->row_words;
  buffer_format(row, "%s%.*s%s%.*s", row->length ? english ? "; " : "；" : "", TEXT_ARGS(column),
                column.length ? english ? ": " : "：" : "", TEXT_ARGS(words));
  struct import_report *report = walk->report;
  report->more = report->problems.count == IMPORT_PROBLEMS_MOST;
  if (report->more) return;
  struct arena *arena = walk->act->arena;
  ((struct import_problem *)report->problems.at)[report->problems.count++] =
      (struct import_problem){.row = (int64_t)walk->csv.row,
                              .column = column,
                              .words = {arena_copy(arena, why.zh), arena_copy(arena, why.en)}};
}

/* The table cannot be read any further. */
static void add_break(struct walk *walk, struct import_words why) {
  const struct csv *csv = &walk->csv;
  bool in_column = csv->fault && csv->fault_column < csv->header.count;
  walk->report->broken = true;
  walk->report->wrong++;
  add_problem(walk, in_column ? csv->header.at[csv->fault_column] : NO_TEXT, why);
}

static bool add_column_problem(struct walk *walk, const struct import_column *column, bool twice) {
  struct arena *arena = walk->row_arena;
  add_break(walk,
            (struct import_words){
                arena_format(arena, twice ? "有两列都是“%s”（%s）" : "缺少“%s”（%s）一列",
                             column->zh, column->en),
                arena_format(
                    arena, twice ? "two columns are \"%s\" (%s)" : "there is no column \"%s\" (%s)",
                    column->en, column->zh)});
  return false;
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

/* False when the table lacks a column or has one twice. */
static bool find_columns(struct walk *walk) {
  const struct import_kind *kind = walk->order->kind;
  const struct texts *header = &walk->csv.header;
  struct texts *unused = &walk->report->unused;
  unused->at = ARENA_ARRAY(walk->act->arena, header->count, struct text);
  for (size_t i = 0; i < header->count; i++) {
    const struct import_column *column = column_called(kind, header->at[i]);
    walk->columns[i] = column;
    if (!column) {
      unused->at[unused->count++] = header->at[i];
      continue;
    }
    size_t index = field_index(kind, column->field);
    if (walk->given >> index & 1) return add_column_problem(walk, column, true);
    walk->given |= (uint64_t)1 << index;
    walk->fields[i] = &kind->fields[index];
  }
  for (const struct import_column *column = kind->columns; column->field; column++) {
    size_t index = field_index(kind, column->field);
    if (walk->given >> index & 1 || kind->fields[index].flags & FIELD_OPTIONAL) continue;
    return add_column_problem(walk, column, false);
  }
  return true;
}

/* ---- rows ---- */

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
    add_problem(walk, walk->csv.header.at[i],
                told ? cell_must(column, walk->fields[i], walk->row_arena)
                     : words_of_error(error, walk->row_arena));
    return;
  }
  add_problem(walk, NO_TEXT, words_of_error(error, walk->row_arena));
}

static bool read_cells(struct walk *walk, void *ret_value) {
  bool read = true;
  for (size_t i = 0; i < walk->csv.header.count; i++) {
    const struct field *field = walk->fields[i];
    struct import_words why;
    if (!walk->columns[i]) continue;
    if (cell_read(walk->columns[i], field, text_trim(walk->csv.fields.at[i]), walk->row_arena,
                  (char *)ret_value + field->offset, &why))
      continue;
    add_problem(walk, walk->csv.header.at[i], why);
    read = false;
  }
  return read;
}

static void set_absent(struct walk *walk, void *ret_value) {
  struct error ignored;
  const struct field *fields = walk->order->kind->fields;
  for (size_t i = 0; fields[i].name; i++)
    if (!(walk->given >> i & 1))
      json_read_absent(&fields[i], (char *)ret_value + fields[i].offset, &ignored);
}

static struct text key_of(struct walk *walk, const void *value) {
  const struct import_kind *kind = walk->order->kind;
  struct buffer key = BUFFER(walk->row_arena);
  for (const struct import_column *column = kind->columns; column->field; column++) {
    const struct field *field = &kind->fields[field_index(kind, column->field)];
    if (column->key) json_write_value(&key, field, (const char *)value + field->offset);
  }
  return buffer_text(&key);
}

/* False when a row before is of the same thing. */
static bool is_first(struct walk *walk, const void *value) {
  struct text key = key_of(walk, value);
  int64_t number = names_find(walk->keys, key);
  if (!number) {
    struct arena *arena = walk->act->arena;
    size_t count = (size_t)names_count(walk->keys);
    walk->key_rows = arena_room(arena, walk->key_rows, count, sizeof *walk->key_rows);
    walk->key_rows[count] = (int64_t)walk->csv.row;
    names_number(walk->keys, arena_copy(arena, key));
    return true;
  }
  long long row = walk->key_rows[number - 1];
  add_problem(walk, NO_TEXT,
              (struct import_words){
                  arena_format(walk->row_arena, "与第 %lld 行是同一%s；只留一行", row,
                               walk->order->kind->zh),
                  arena_format(walk->row_arena,
                               "it is of the same thing as row %lld; keep one of them", row)});
  return false;
}

/* As the caller of the whole, in an arena that ends with the row. */
static bool act_row(struct walk *walk, const struct import_row *row, int *ret_outcome,
                    struct error *ret_error) {
  struct act act = *walk->act;
  act.arena = walk->row_arena;
  act.route = &walk->order->kind->put;
  act.in = row;
  act.out = ret_outcome;
  bool done = act_attempt(&act);
  *ret_error = act.error;
  walk->act->event_count = act.event_count;
  return done;
}

/* False on a failure only; a refusal is a problem of the row. */
static bool put_row(struct walk *walk) {
  struct import_report *report = walk->report;
  struct import_row row = {.kind = walk->order->kind,
                           .value = arena_take(walk->row_arena, walk->order->kind->size),
                           .given = walk->given};
  struct error error;
  int outcome = IMPORT_UNCHANGED;
  set_absent(walk, row.value);
  report->rows++;
  if (!read_cells(walk, row.value) || !is_first(walk, row.value)) {
    report->wrong++;
    return true;
  }
  if (!act_row(walk, &row, &outcome, &error)) {
    walk->act->error = error;
    if (error_find(error.code)->kind == ERROR_FAILURE) return false;
    walk->act->error = (struct error){0};
    add_refusal(walk, &error);
    report->wrong++;
    return true;
  }
  report->added += outcome == IMPORT_ADDED;
  report->changed += outcome == IMPORT_CHANGED;
  report->unchanged += outcome == IMPORT_UNCHANGED;
  return true;
}

static void give_back(struct walk *walk, const struct texts *cells, struct text last) {
  if (!walk->order->errors) return;
  struct text row[CSV_COLUMNS_MOST + 1];
  if (cells->count) memcpy(row, cells->at, cells->count * sizeof *row);
  row[cells->count] = last;
  csv_write_row(walk->order->errors, row, cells->count + 1);
}

static void next_row(struct walk *walk) {
  arena_reset(walk->row_arena);
  walk->row_words = BUFFER(walk->row_arena);
}

static void add_csv_break(struct walk *walk) {
  const struct csv_fault *fault = walk->csv.fault;
  add_break(walk, (struct import_words){text_of(fault->zh), text_of(fault->en)});
}

static void add_length_break(struct walk *walk, int64_t most) {
  long long rows = most;
  add_break(walk, (struct import_words){
                      arena_format(walk->row_arena, "超过 %lld 行；请分几次导入", rows),
                      arena_format(walk->row_arena,
                                   "more than %lld rows; import them in several parts", rows)});
}

static bool put_rows(struct walk *walk) {
  bool alone = walk->act->caller.roles & ROLE_SELF;
  int64_t most = alone ? IMPORT_ROWS_MOST : IMPORT_ROWS_SERVED_MOST;
  struct error error;
  for (next_row(walk); csv_next(&walk->csv, &error); next_row(walk)) {
    if (walk->report->rows == most) {
      add_length_break(walk, most);
      return true;
    }
    if (!put_row(walk)) return false;
    struct text wrong = buffer_text(&walk->row_words);
    give_back(walk, &walk->csv.fields, wrong.at ? wrong : TEXT(""));
  }
  if (error.code) add_csv_break(walk);
  return true;
}

static bool walk_table(struct walk *walk) {
  struct error error;
  next_row(walk);
  if (!csv_start(&walk->csv, walk->order->table, walk->act->arena, &error)) {
    add_csv_break(walk);
    return true;
  }
  give_back(walk, &walk->csv.header, walk->order->english ? TEXT("error") : TEXT("错误"));
  return !find_columns(walk) || put_rows(walk);
}

static int end_of(const struct import_order *order, const struct import_report *report) {
  if (order->dry_run) return IMPORT_TRIED;
  if (report->wrong == 0) return IMPORT_KEPT;
  return order->good_rows && !report->broken ? IMPORT_KEPT_GOOD_ROWS : IMPORT_DISCARDED;
}

bool import_rows(struct act *act, const struct import_order *order,
                 struct import_report *ret_report) {
  const struct merkle_frontier before = *act->frontier;
  int64_t event_count = act->event_count;
  *ret_report = (struct import_report){
      .kind = order->kind,
      .problems.at = ARENA_ARRAY(act->arena, IMPORT_PROBLEMS_MOST, struct import_problem)};
  struct walk *walk = ARENA_NEW(act->arena, struct walk);
  *walk = (struct walk){.act = act,
                        .order = order,
                        .row_arena = arena_make(),
                        .keys = names_make(act->arena),
                        .report = ret_report};
  store_savepoint(act->store);
  bool done = walk_table(walk);
  arena_free(walk->row_arena);
  ret_report->end = end_of(order, ret_report);
  if (done && ret_report->end < IMPORT_TRIED) {
    store_release(act->store);
    return true;
  }
  store_rollback_to_savepoint(act->store);
  *act->frontier = before;
  act->event_count = event_count;
  return done;
}

/* ---- by the program itself ---- */

static bool import_all(struct act *act) {
  return import_rows(act, act->in, act->out);
}

bool import_local(struct local *local, const struct import_order *order, struct arena *arena,
                  struct import_report *ret_report, struct error *ret_error) {
  static const struct route route = {.name = "import",
                                     .roles = ROLE_SELF,
                                     .out_size = sizeof(struct import_report),
                                     .run = import_all};
  return local_act(local, arena, NULL, &route, order, ret_report, ret_error);
}
