/* Backups of a city that is being written, restored elsewhere; what restore refuses, and that a
 * refusal changes nothing. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "audit/backup.h"
#include "audit_fixture.h"
#include "base/clock.h"
#include "base/file.h"
#include "http/server.h"
#include "local_fixture.h"

#define PASSPHRASE TEXT("correct horse battery staple")

/* A place for folders and files, and a city in it. */
struct place {
  char root[40];
  char folder[60], backup[60], other[60];
  struct arena *arena; /* for the test itself; that of `local` may be another thread's */
  struct local_fixture local;
};

static void add_items(struct place *place, int from, int count) {
  char input[100];
  for (int i = from; i < from + count; i++) {
    snprintf(input, sizeof input, "{\"id\":\"A%d\",\"name\":\"事项%d\"}", i, i);
    CHECK(local_fixture_act(&place->local, NULL, "item_add", input) != NULL);
  }
  CHECK(local_commit(place->local.local, &place->local.error));
}

static void make_place(struct place *place, int items) {
  struct settings settings = settings_default();
  snprintf(place->root, sizeof place->root, "/tmp/heng-backup-test-XXXXXX");
  if (!CHECK(mkdtemp(place->root) != NULL)) exit(1);
  snprintf(place->folder, sizeof place->folder, "%s/city", place->root);
  snprintf(place->backup, sizeof place->backup, "%s/backup", place->root);
  snprintf(place->other, sizeof place->other, "%s/other", place->root);
  place->arena = arena_make();
  place->local = (struct local_fixture){.arena = arena_make()};
  snprintf(place->local.folder, sizeof place->local.folder, "%s", place->folder);
  CHECK(city_make(place->folder, &settings, &place->local.error));
  local_fixture_reopen(&place->local);
  add_items(place, 0, items);
}

static void close_city(struct place *place) {
  local_close(place->local.local);
  place->local.local = NULL;
}

static void free_place(struct place *place) {
  close_city(place);
  arena_free(place->local.arena);
  arena_free(place->arena);
  audit_remove_folder(place->root);
}

static bool back_up(struct place *place, struct text passphrase, struct backup_report *ret_report) {
  struct city city;
  struct error error = {0};
  if (!CHECK(city_open(place->folder, false, &city, &error))) return false;
  bool done = backup_make(&city, place->backup, passphrase, ret_report, &error);
  if (!done) fprintf(stderr, "  %s: %s\n", error.place, error.detail);
  city_close(&city);
  return done;
}

static const char *keys_of(struct place *place) {
  return arena_format(place->arena, "%s/keys", place->folder).at;
}

static bool restore(struct place *place, struct restore_input input,
                    struct restore_report *ret_report, struct error *ret_error) {
  if (!input.path) input.path = place->backup;
  if (!input.folder) input.folder = place->other;
  input.now_us = clock_now_us();
  *ret_error = (struct error){0};
  return restore_city(&input, place->arena, ret_report, ret_error);
}

static int64_t events_in(const char *folder) {
  static struct audit_result result;
  CHECK(audit_folder(folder, NO_TEXT, 0, &result));
  audit_print(&result);
  CHECK_INTEGER(result.count, 0);
  return result.report.event_count;
}

struct load {
  struct place *place;
  atomic_bool stop;
  int added;
};

static void *write_on(void *context) {
  struct load *load = context;
  while (!atomic_load(&load->stop)) add_items(load->place, 1000 + load->added++, 1);
  return NULL;
}

/* Each backup is a moment of the city: whole, and never older than what was durable before. */
static void a_city_under_load_is_backed_up(void) {
  struct place place;
  pthread_t writer;
  make_place(&place, 300);
  struct load load = {.place = &place};
  int64_t before = 300;
  CHECK(pthread_create(&writer, NULL, write_on, &load) == 0);
  for (int round = 0; round < 3; round++) {
    struct backup_report report;
    struct restore_report restored;
    struct error error;
    CHECK_ROW("round %d", round);
    if (!CHECK(back_up(&place, NO_TEXT, &report))) break;
    CHECK(report.event_count >= before);
    before = report.event_count;
    CHECK(
        restore(&place, (struct restore_input){.keys_folder = keys_of(&place)}, &restored, &error));
    CHECK_INTEGER(restored.event_count, report.event_count);
    CHECK_INTEGER(events_in(place.other), report.event_count);
    CHECK(events_in(place.folder) >= report.event_count); /* itself, while it is written */
    audit_remove_folder(place.other);
  }
  check_row[0] = 0;
  atomic_store(&load.stop, true);
  pthread_join(writer, NULL);
  CHECK(load.added > 5);
  free_place(&place);
}

static void it_serves_on_another_machine(void) {
  struct place place;
  struct backup_report report;
  struct restore_report restored;
  struct error error;
  struct city city;
  struct server *server;
  struct server_options options = server_options_default();
  make_place(&place, 20);
  CHECK(back_up(&place, PASSPHRASE, &report));
  CHECK_INTEGER(report.key_count, 2);
  close_city(&place);
  audit_remove_folder(place.folder);
  if (CHECK(restore(&place, (struct restore_input){.passphrase = PASSPHRASE}, &restored, &error)))
    CHECK_INTEGER(events_in(place.other), 20);
  options.port = 0;
  options.log_level = LOG_NOTHING;
  if (CHECK(city_open(place.other, true, &city, &error))) {
    if (CHECK(server_start(&city, &options, &server, &error))) server_stop(server);
    city_close(&city);
  }
  free_place(&place);
}

static void only_the_owner_reads_a_backup(void) {
  struct place place;
  struct backup_report report;
  struct stat found;
  struct error error;
  make_place(&place, 3);
  CHECK(back_up(&place, PASSPHRASE, &report));
  CHECK(stat(place.backup, &found) == 0);
  CHECK_INTEGER(found.st_mode & 0777, 0600);
  /* The secrets of the keys are not in it. */
  struct text key, bytes;
  const char *path = arena_format(place.arena, "%s/log.key", keys_of(&place)).at;
  CHECK(file_read(path, 1000, place.arena, &key, &error));
  CHECK(file_read(place.backup, 10000000, place.arena, &bytes, &error));
  CHECK(text_find(bytes, key) == SIZE_MAX);
  CHECK(text_find(bytes, TEXT("PRIVATE KEY")) == SIZE_MAX);
  free_place(&place);
}

/* ---- what restore refuses ---- */

static void sql(const char *path, const char *text) {
  struct store *store;
  struct error error = {0};
  if (!CHECK(store_open(path, false, &store, &error))) return;
  store_begin(store);
  store_script(store, text);
  if (!CHECK(store_commit(store, &error))) fprintf(stderr, "  %s\n", error.detail);
  store_close(store);
}

static void cut_in_half(struct place *place) {
  struct stat found;
  CHECK(stat(place->backup, &found) == 0 && truncate(place->backup, found.st_size / 2) == 0);
}
static void put_words_in(struct place *place) {
  struct error error;
  CHECK(file_replace(place->backup, TEXT("these are only words"), 0600, &error));
}
static void copy_database_alone(struct place *place) {
  sql(place->backup, "DROP TABLE backup_file");
}
static void alter_leaf(struct place *place) {
  sql(place->backup, "UPDATE event SET leaf = replace(leaf, 'A2', 'A3') WHERE seq = 2");
}
static void drop_last_event(struct place *place) {
  sql(place->backup, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)");
}
static void drop_checkpoint(struct place *place) {
  sql(place->backup, "DELETE FROM checkpoint");
}
static void plant_key(struct place *place) {
  sql(place->backup, "DELETE FROM backup_file WHERE name = 'keys/log.key';"
                     "INSERT INTO backup_file (name, bytes) VALUES ('keys/log.key', x'30')");
}
static void swap_keys(struct place *place) {
  sql(place->backup, "UPDATE backup_file SET name = 'keys/x' WHERE name = 'keys/log.key';"
                     "UPDATE backup_file SET name = 'keys/log.key' WHERE name = 'keys/signing.pem';"
                     "UPDATE backup_file SET name = 'keys/signing.pem' WHERE name = 'keys/x'");
}
static void climb_out(struct place *place) {
  sql(place->backup,
      "UPDATE backup_file SET name = 'keys/../../x' WHERE name = 'keys/signing.pem'");
}
static void nothing(struct place *place) {
  (void)place;
}

static void bad_backups_are_refused(void) {
  static const struct {
    const char *name;
    void (*spoil)(struct place *place);
    const char *passphrase;
    enum error_code code;
    const char *place;
  } rows[] = {
      {"cut in half", cut_in_half, "correct horse battery staple", ERROR_bad_backup, ""},
      {"words", put_words_in, "correct horse battery staple", ERROR_bad_backup, ""},
      {"a database alone", copy_database_alone, "correct horse battery staple", ERROR_bad_backup,
       ""},
      {"a leaf altered", alter_leaf, "correct horse battery staple", ERROR_bad_backup,
       "leaf_altered"},
      {"the last event gone", drop_last_event, "correct horse battery staple", ERROR_bad_backup,
       "event_missing"},
      {"no checkpoint", drop_checkpoint, "correct horse battery staple", ERROR_bad_backup,
       "checkpoint_missing"},
      {"a key planted in clear", plant_key, "correct horse battery staple", ERROR_bad_backup,
       "backup_file"},
      {"keys that changed names", swap_keys, "correct horse battery staple", ERROR_keys_wanted,
       "passphrase"},
      {"a file outside the folder", climb_out, "correct horse battery staple", ERROR_bad_backup,
       "backup_file"},
      {"another passphrase", nothing, "correct horse battery stable", ERROR_keys_wanted,
       "passphrase"},
      {"no passphrase", nothing, NULL, ERROR_keys_wanted, ""},
  };
  struct place place;
  struct backup_report report;
  struct restore_report restored;
  struct error error;
  make_place(&place, 6);
  CHECK(back_up(&place, PASSPHRASE, &report));
  const char *whole = arena_format(place.arena, "%s/whole", place.root).at;
  CHECK(rename(place.backup, whole) == 0);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    CHECK_ROW("%s", rows[i].name);
    unlink(place.backup);
    CHECK(file_copy(whole, place.backup, 0600, &error));
    rows[i].spoil(&place);
    const struct restore_input input = {
        .passphrase = rows[i].passphrase ? text_of(rows[i].passphrase) : NO_TEXT};
    CHECK(!restore(&place, input, &restored, &error));
    if (!CHECK_INTEGER(error.code, rows[i].code) ||
        !CHECK_TEXT(text_of(error.place), rows[i].place))
      fprintf(stderr, "  %s\n", error.detail);
    CHECK(access(place.other, F_OK) != 0);
  }
  check_row[0] = 0;
  free_place(&place);
}

static int names_in(const char *folder) {
  int count = 0;
  DIR *files = opendir(folder);
  while (files && readdir(files)) count++;
  if (files) closedir(files);
  return count;
}

/* An older backup, another history, a running server: the folder stays as it was. */
static void a_folder_is_not_lost(void) {
  struct place place;
  struct backup_report report;
  struct restore_report restored;
  struct error error;
  make_place(&place, 6);
  CHECK(back_up(&place, PASSPHRASE, &report));
  const struct restore_input back = {.folder = place.folder, .passphrase = PASSPHRASE};
  CHECK(!restore(&place, back, &restored, &error));
  CHECK_INTEGER(error.code, ERROR_city_open_elsewhere);
  close_city(&place);
  CHECK(restore(&place, back, &restored, &error)); /* the same: nothing would be lost */
  CHECK(restored.replaced.at != NULL);

  local_fixture_reopen(&place.local);
  add_items(&place, 6, 2);
  close_city(&place);
  int names = names_in(place.root);
  CHECK(!restore(&place, back, &restored, &error));
  CHECK_INTEGER(error.code, ERROR_would_lose);
  CHECK_TEXT(text_of(error.detail), "it has 2 events that the backup has not");
  CHECK_INTEGER(events_in(place.folder), 8);
  CHECK_INTEGER(names_in(place.root), names); /* nothing is left beside */

  struct restore_input forced = back;
  forced.force = true;
  CHECK(restore(&place, forced, &restored, &error));
  CHECK_INTEGER(events_in(place.folder), 6);
  CHECK_INTEGER(events_in(arena_string(place.arena, restored.replaced)), 8);

  local_fixture_reopen(&place.local);
  add_items(&place, 100, 1);
  CHECK(back_up(&place, PASSPHRASE, &report));
  close_city(&place);
  audit_remove_folder(place.folder);
  CHECK(rename(arena_string(place.arena, restored.replaced), place.folder) == 0);
  sql(arena_format(place.arena, "%s/heng.db", place.folder).at, "DELETE FROM event WHERE seq > 6");
  CHECK(!restore(&place, back, &restored, &error));
  CHECK_INTEGER(error.code, ERROR_would_lose);
  CHECK_TEXT(text_of(error.detail), "its log and the backup's are two different histories");
  free_place(&place);
}

/* A folder of something else is not replaced, whatever is forced; one with the keys is. */
static void only_a_citys_place_is_taken(void) {
  struct place place;
  struct backup_report report;
  struct restore_report restored;
  struct error error;
  make_place(&place, 2);
  CHECK(back_up(&place, NO_TEXT, &report));
  struct restore_input input = {.keys_folder = keys_of(&place), .force = true};
  CHECK(mkdir(place.other, 0700) == 0);
  const char *letter = arena_format(place.arena, "%s/letter", place.other).at;
  CHECK(file_replace(letter, TEXT("dear"), 0600, &error));
  CHECK(!restore(&place, input, &restored, &error));
  CHECK_INTEGER(error.code, ERROR_bad_usage);
  CHECK(access(letter, F_OK) == 0);
  CHECK_INTEGER(names_in(place.other), 3); /* not even a lock */
  CHECK(unlink(letter) == 0);
  CHECK(rename(keys_of(&place), arena_format(place.arena, "%s/keys", place.other).at) == 0);
  input.keys_folder = NULL;
  CHECK(restore(&place, input, &restored, &error));
  CHECK_INTEGER(events_in(place.other), 2);
  free_place(&place);
}

static void a_short_passphrase_is_refused(void) {
  struct place place;
  struct city city;
  struct backup_report report;
  struct error error;
  make_place(&place, 1);
  CHECK(city_open(place.folder, false, &city, &error));
  CHECK(!backup_make(&city, place.backup, TEXT("short"), &report, &error));
  CHECK_INTEGER(error.code, ERROR_bad_field);
  CHECK(access(place.backup, F_OK) != 0);
  city_close(&city);
  free_place(&place);
}

TESTS(a_city_under_load_is_backed_up, it_serves_on_another_machine, only_the_owner_reads_a_backup,
      bad_backups_are_refused, a_folder_is_not_lost, only_a_citys_place_is_taken,
      a_short_passphrase_is_refused)
