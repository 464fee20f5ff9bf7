/* Running the audit in tests, and what it found. */
#ifndef HENG_TEST_AUDIT_FIXTURE_H
#define HENG_TEST_AUDIT_FIXTURE_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/audit.h"
#include "check.h"

enum { FOUND_MOST = 400 };

struct audit_result {
  struct audit_report report;
  struct audit_finding found[FOUND_MOST];
  size_t count;
  struct error error; /* when it could not be done */
};

static void audit_take(void *context, const struct audit_finding *finding) {
  struct audit_result *result = context;
  if (result->count < FOUND_MOST) result->found[result->count++] = *finding;
}

/* Audits the city in a folder at the machine's time or, if that is later, at `now_us`. `older_note`
 * may be NO_TEXT. False when it could not be done at all. */
__attribute__((unused)) static bool audit_folder(const char *folder, struct text older_note,
                                                 int64_t now_us, struct audit_result *ret_result) {
  struct arena *arena = arena_make();
  struct city city;
  memset(ret_result, 0, sizeof *ret_result);
  bool done = city_open(folder, false, &city, &ret_result->error);
  if (done) {
    struct audit_input input = {.city = &city,
                                .verifier = &city.log_signer->verifier,
                                .older_note = older_note,
                                .now_us = city_now_us(&city),
                                .context = ret_result,
                                .found = audit_take};
    if (now_us > input.now_us) input.now_us = now_us;
    done = store_open(city_store_place(&city), true, &input.store, &ret_result->error);
    if (done) {
      store_begin(input.store);
      done = audit_run(&input, arena, &ret_result->report, &ret_result->error);
      store_rollback(input.store);
      store_close(input.store);
    }
    city_close(&city);
  }
  arena_free(arena);
  return done;
}

__attribute__((unused)) static void audit_print(const struct audit_result *result) {
  for (size_t i = 0; i < result->count; i++) {
    const struct audit_finding *finding = &result->found[i];
    fprintf(stderr, "  %s %s %lld [%s] %s (%s)\n", audit_finding_entries[finding->kind].name,
            finding->table, (long long)finding->event, finding->key, finding->column,
            finding->detail);
  }
}

/* Nothing found, and it says so. */
__attribute__((unused)) static bool audit_is_silent(const char *folder) {
  static struct audit_result result;
  bool done = audit_folder(folder, NO_TEXT, 0, &result);
  if (!done) fprintf(stderr, "  %s: %s\n", result.error.place, result.error.detail);
  audit_print(&result);
  return done && result.count == 0;
}

static inline int audit_remove_one(const char *path, const struct stat *status, int kind,
                                   struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

/* With all that is in it. */
__attribute__((unused)) static void audit_remove_folder(const char *folder) {
  nftw(folder, audit_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
