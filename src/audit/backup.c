/* heng backup: a copy of the database with the folder's other files in it. */
#include "audit/backup.h"

#include <stdio.h>
#include <unistd.h>

#include "act/ledger.h"
#include "base/file.h"
#include "store/store.h"

/* One snapshot: what is counted is what is copied, however much is written meanwhile. */
static bool copy_database(const struct city *city, const char *path, int64_t *ret_event_count,
                          struct error *ret_error) {
  struct store *store;
  if (!store_open(city_store_place(city), true, &store, ret_error)) return false;
  store_begin(store);
  *ret_event_count = ledger_size(store);
  bool copied = !store_failed(store, ret_error) && store_copy(store, path, ret_error);
  store_rollback(store);
  store_close(store);
  return copied;
}

bool backup_make(const struct city *city, const char *path, struct text passphrase,
                 struct backup_report *ret_report, struct error *ret_error) {
  if (passphrase.at && passphrase.length < PASSPHRASE_LEAST)
    return fail(ret_error, ERROR_bad_field, "passphrase", "at least %d bytes are wanted",
                PASSPHRASE_LEAST);
  struct arena *arena = arena_make();
  const char *beside = arena_format(arena, "%s.new", path).at;
  *ret_report = (struct backup_report){0};
  unlink(beside);
  bool done = file_replace(beside, NO_TEXT, 0600, ret_error) &&
              copy_database(city, beside, &ret_report->event_count, ret_error) &&
              backup_pack(city, beside, passphrase, &ret_report->key_count, ret_error);
  if (done && rename(beside, path) != 0)
    done = fail(ret_error, ERROR_disk, path, "the new file cannot be put in its place");
  done = done && file_sync_name(path, ret_error);
  if (!done) unlink(beside);
  arena_free(arena);
  return done;
}
