/* heng restore: everything is checked in a folder beside, which then takes the other's place. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/ledger.h"
#include "audit/audit.h"
#include "audit/backup.h"
#include "base/file.h"
#include "base/time.h"

struct restore {
  const struct restore_input *input;
  struct restore_report *report;
  struct arena *arena;
  struct error *error;
  char *beside; /* the folder that is being filled */
  int lock;     /* of the folder that is there; -1 */
};

static bool exists(const char *path) {
  struct stat found;
  return stat(path, &found) == 0;
}

static const char *path_in(const struct restore *restore, const char *folder, const char *name) {
  return arena_format(restore->arena, "%s/%s", folder, name).at;
}

static bool bad_backup(struct restore *restore, const char *place, const char *detail) {
  return fail(restore->error, ERROR_bad_backup, place, "%s", detail);
}

static bool make_beside(struct restore *restore) {
  struct text path = arena_format(restore->arena, "%s.restoring-XXXXXX", restore->input->folder);
  restore->beside = (char *)(uintptr_t)path.at;
  if (mkdtemp(restore->beside)) return true;
  fail(restore->error, ERROR_disk, restore->beside, "%s", strerror(errno));
  restore->beside = NULL;
  return false;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

static void remove_folder(const char *path) {
  nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool copy_keys(struct restore *restore, const char *from) {
  DIR *files = opendir(from);
  if (!files) return fail(restore->error, ERROR_disk, from, "%s", strerror(errno));
  bool copied = true;
  for (struct dirent *file; copied && (file = readdir(files));) {
    if (file->d_type != DT_REG) continue;
    const char *name = arena_format(restore->arena, "keys/%s", file->d_name).at;
    copied = file_copy(path_in(restore, from, file->d_name),
                       path_in(restore, restore->beside, name), 0600, restore->error);
  }
  closedir(files);
  return copied;
}

/* From the backup, the folder named, or the one that is there. */
static bool find_keys(struct restore *restore) {
  const char *from = restore->input->keys_folder;
  const char *there = path_in(restore, restore->input->folder, "keys");
  if (exists(path_in(restore, restore->beside, "keys/log.key"))) return true;
  if (!from && exists(path_in(restore, there, "log.key"))) from = there;
  if (from && !copy_keys(restore, from)) return false;
  return exists(path_in(restore, restore->beside, "keys/log.key")) ||
         fail(restore->error, ERROR_keys_wanted, from, "the log's key is not there");
}

/* The first finding says enough. */
static void take_finding(void *context, const struct audit_finding *finding) {
  struct restore *restore = context;
  if (restore->error->code) return;
  bad_backup(restore, audit_finding_entries[finding->kind].name, finding->detail);
}

static bool check_log(struct restore *restore, struct city *city) {
  struct audit_report report;
  struct audit_input input = {.city = city,
                              .verifier = &city->log_signer->verifier,
                              .now_us = restore->input->now_us,
                              .context = restore,
                              .found = take_finding};
  if (!store_open(city_store_place(city), true, &input.store, restore->error)) return false;
  store_begin(input.store);
  restore->error->code = ERROR_NONE;
  bool looked = audit_run_log(&input, restore->arena, &report, restore->error);
  store_rollback(input.store);
  store_close(input.store);
  restore->report->event_count = report.event_count;
  return looked && report.finding_count == 0;
}

static bool check_city(struct restore *restore) {
  struct city city;
  if (!city_open(restore->beside, true, &city, restore->error)) return false;
  bool sound = city.settings.store.at
                   ? bad_backup(restore, "city.json", "its database is not in the folder")
                   : check_log(restore, &city);
  city_close(&city);
  return sound;
}

static bool fill(struct restore *restore) {
  const struct restore_input *input = restore->input;
  const char *database = path_in(restore, restore->beside, "heng.db");
  return file_copy(input->path, database, 0600, restore->error) &&
         backup_unpack(database, restore->beside, input->passphrase, restore->error) &&
         find_keys(restore) && check_city(restore);
}

/* The root of a stored log's first `size` entries; of all when `*size` is negative. */
static bool read_root(const char *database, int64_t *size, struct merkle_hash *ret_root,
                      struct error *ret_error) {
  struct store *store;
  if (!store_open(database, true, &store, ret_error)) return false;
  store_begin(store);
  if (*size < 0) *size = ledger_size(store);
  struct log_reader reader = ledger_reader(store);
  bool read = !store_failed(store, ret_error) &&
              log_read_root(&reader, (uint64_t)*size, ret_root, ret_error);
  store_rollback(store);
  store_close(store);
  return read;
}

static bool would_lose(struct restore *restore, const char *detail) {
  return restore->input->force ||
         fail(restore->error, ERROR_would_lose, restore->input->folder, "%s", detail);
}

/* Whether the backup continues what the folder holds. */
static bool check_continues(struct restore *restore) {
  const char *database = path_in(restore, restore->input->folder, "heng.db");
  struct merkle_hash there, here;
  struct error error;
  int64_t size = -1;
  if (!exists(database)) return true;
  if (!read_root(database, &size, &there, &error))
    return would_lose(restore, "its database cannot be read, so nobody can say what is in it");
  if (size > restore->report->event_count)
    return would_lose(restore,
                      arena_format(restore->arena, "it has %lld events that the backup has not",
                                   (long long)(size - restore->report->event_count))
                          .at);
  const char *restored = path_in(restore, restore->beside, "heng.db");
  if (!read_root(restored, &size, &here, restore->error)) return false;
  return merkle_hash_equal(&there, &here) ||
         would_lose(restore, "its log and the backup's are two different histories");
}

/* In one step, and what was there stays under another name. */
static bool take_place(struct restore *restore) {
  const char *folder = restore->input->folder;
  char time[TIME_TEXT_SIZE];
  if (!exists(folder))
    return (rename(restore->beside, folder) == 0 ||
            fail(restore->error, ERROR_disk, folder, "%s", strerror(errno))) &&
           file_sync_name(folder, restore->error);
  if (renameat2(AT_FDCWD, restore->beside, AT_FDCWD, folder, RENAME_EXCHANGE) != 0)
    return fail(restore->error, ERROR_disk, folder,
                "the folders cannot change places (%s): move it away, then restore again",
                strerror(errno));
  size_t length = time_format(restore->input->now_us / SECOND_US * SECOND_US, 0, time);
  const char *kept = arena_format(restore->arena, "%s.replaced-%.*s", folder, (int)length, time).at;
  if (rename(restore->beside, kept) != 0) kept = restore->beside;
  restore->report->replaced = text_of(kept);
  return file_sync_name(folder, restore->error);
}

/* A city, or nothing but perhaps its keys: never somebody's home. */
static bool check_place(struct restore *restore) {
  const char *folder = restore->input->folder;
  bool is_city = exists(path_in(restore, folder, "city.json"));
  DIR *files = opendir(folder);
  if (!files) return fail(restore->error, ERROR_disk, folder, "%s", strerror(errno));
  bool fits = true;
  for (struct dirent *file; fits && !is_city && (file = readdir(files));) {
    static const char *const may_be[] = {".", "..", "keys", "lock"};
    size_t i = 0;
    while (i < 4 && strcmp(file->d_name, may_be[i]) != 0) i++;
    fits = i < 4;
  }
  closedir(files);
  return fits || fail(restore->error, ERROR_bad_usage, folder,
                      "it is no city's folder and not empty: name another");
}

static bool run(struct restore *restore) {
  const char *folder = restore->input->folder;
  if (exists(folder) &&
      (!check_place(restore) || !city_lock(folder, &restore->lock, restore->error)))
    return false;
  return make_beside(restore) && fill(restore) && check_continues(restore) && take_place(restore);
}

bool restore_city(const struct restore_input *input, struct arena *arena,
                  struct restore_report *ret_report, struct error *ret_error) {
  struct restore_input trimmed = *input;
  struct text folder = text_of(input->folder);
  while (folder.length > 1 && folder.at[folder.length - 1] == '/') folder.length--;
  trimmed.folder = arena_string(arena, folder);
  *ret_report = (struct restore_report){0};
  struct restore restore = {
      .input = &trimmed, .report = ret_report, .arena = arena, .error = ret_error, .lock = -1};
  bool done = run(&restore);
  if (!done && restore.beside && !ret_report->replaced.at) remove_folder(restore.beside);
  if (restore.lock >= 0) close(restore.lock);
  return done;
}
