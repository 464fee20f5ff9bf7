/* Founding the demo city. */
#include "act/ledger.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/file.h"
#include "demo/demo.h"
#include "import/import.h"
#include "people/founding.h"

static int64_t clock_of_demo(void *owner) {
  return ((const struct demo *)owner)->now_us;
}

bool demo_open(const char *folder, int64_t now_us, struct arena *arena, struct demo *ret_demo,
               struct error *ret_error) {
  struct settings settings = settings_default();
  settings.name_zh = TEXT("衡阳市（演示）");
  settings.name_en = TEXT("Hengyang (demo)");
  settings.log_origin = TEXT(DEMO_LOG_ORIGIN);
  settings.second_factor = false; /* so that one can try every role at once */
  *ret_demo = (struct demo){.arena = arena, .now_us = now_us};
  if (!city_make(folder, &settings, ret_error) || !local_open(folder, &ret_demo->local, ret_error))
    return false;
  local_city(ret_demo->local)->now_us = clock_of_demo;
  local_city(ret_demo->local)->now_owner = ret_demo;
  if (ledger_size(local_store(ret_demo->local)) == 0) return true;
  demo_close(ret_demo);
  return fail(ret_error, ERROR_already_done, folder, "there is a city in it");
}

void demo_close(struct demo *demo) {
  local_close(demo->local);
  demo->local = NULL;
}

static bool import_file(struct demo *demo, const char *tables, const char *name,
                        struct error *ret_error) {
  struct text bytes, table;
  enum encoding encoding;
  struct import_report report;
  const char *path = arena_format(demo->arena, "%s/%s.csv", tables, name).at;
  if (!file_read(path, CSV_FILE_BYTES_MOST, demo->arena, &bytes, ret_error) ||
      !encoding_read(bytes, demo->arena, &encoding, &table, ret_error) ||
      !import_table(demo->local, import_kind_find(text_of(name)), table, false, demo->arena, NULL,
                    &report, ret_error))
    return false;
  if (report.refused == 0) return true;
  const struct import_fault *fault = &report.faults[0];
  return fail(ret_error, ERROR_bad_csv, path, "row %zu, %.*s: %.*s", fault->row,
              TEXT_ARGS(fault->column), TEXT_ARGS(fault->words.en));
}

bool demo_found(struct demo *demo, const char *tables, struct error *ret_error) {
  static const char *const names[] = {"units", "enterprises", "sites", "items", "people"};
  struct founder founders[FOUNDERS];
  bool made;
  if (!founding_make(demo->local, demo->arena, &made, founders, ret_error)) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!import_file(demo, tables, names[i], ret_error)) return false;
  return true;
}
