/* Founding the demo city. */
#include "act/domain.h"
#include "act/ledger.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/time.h"
#include "demo/plan.h"
#include "import/import.h"
#include "people/founding.h"
#include "visit/policy_record.h"

enum { PLAYED_DAYS = 365 };

static int64_t clock_of_demo(void *owner) {
  return ((const struct demo *)owner)->now_us;
}

/* The first working hour in which filings may be made for the year in which the play begins. */
static int64_t opening_us(int32_t first_day, int offset_minutes) {
  const struct date date = {date_of_day(first_day).year - 1, 12, 1};
  return day_start_us(day_of_date(date), offset_minutes) + 9 * HOUR_US;
}

bool demo_open(const char *folder, int64_t until_us, struct arena *arena, struct demo *ret_demo,
               struct error *ret_error) {
  struct settings settings = settings_default();
  settings.name_zh = TEXT("衡阳市（演示）");
  settings.name_en = TEXT("Hengyang (demo)");
  settings.log_origin = TEXT(DEMO_LOG_ORIGIN);
  settings.second_factor = false; /* so that one can try every role at once */
  int offset_minutes = (int)settings.offset_minutes;
  *ret_demo = (struct demo){.arena = arena, .until_us = until_us};
  ret_demo->first_day = day_of_time(until_us, offset_minutes) - PLAYED_DAYS;
  ret_demo->now_us = opening_us(ret_demo->first_day, offset_minutes);
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
      !import_local(demo->local,
                    &(struct import_order){.kind = import_kind_find(text_of(name)), .table = table},
                    demo->arena, &report, ret_error))
    return false;
  if (report.wrong == 0) return true;
  const struct import_problem *problem = report.problems.at;
  return fail(ret_error, ERROR_bad_csv, path, "row %lld, %.*s: %.*s", (long long)problem->row,
              TEXT_ARGS(problem->column), TEXT_ARGS(problem->words.en));
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

/* The same policy, in force from another day. */
static bool set_effective(struct text *policy, int32_t day, struct arena *arena) {
  struct text before_date = TEXT("\"effective\": \"");
  char date[DATE_TEXT_SIZE];
  size_t size = date_format(date_of_day(day), date), at = text_find(*policy, before_date);
  if (at == SIZE_MAX || policy->length - at < before_date.length + size) return false;
  at += before_date.length;
  *policy = arena_format(arena, "%.*s%.*s%.*s", (int)at, policy->at, (int)size, date,
                         (int)(policy->length - at - size), policy->at + at + size);
  return true;
}

bool demo_adopt(struct demo *demo, const char *path, struct error *ret_error) {
  struct policy_input in;
  struct policy_record record;
  int offset_minutes = (int)local_city(demo->local)->settings.offset_minutes;
  if (!file_read(path, CSV_FILE_BYTES_MOST, demo->arena, &in.policy, ret_error)) return false;
  in.policy = text_trim(in.policy);
  if (!set_effective(&in.policy, day_of_time(demo->now_us, offset_minutes), demo->arena))
    return fail(ret_error, ERROR_bad_policy, path, "it has no \"effective\"");
  return local_act(demo->local, demo->arena, NULL, route_find("policy_adopt"), &in, &record,
                   ret_error);
}

bool demo_make(struct demo *demo, const char *tables, const char *policy, uint64_t seed,
               struct error *ret_error) {
  int offset_minutes = (int)local_city(demo->local)->settings.offset_minutes;
  struct cast cast;
  struct plan plan;
  if (!demo_found(demo, tables, ret_error) || !demo_adopt(demo, policy, ret_error) ||
      !cast_read(demo, &cast, ret_error))
    return false;
  plan_make(&cast, demo->first_day, demo->until_us, offset_minutes, seed, demo->arena, &plan);
  if (!demo_play(demo, &cast, &plan, ret_error)) return false;
  demo->now_us = demo->until_us;
  return local_commit(demo->local, ret_error);
}
