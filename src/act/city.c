/* A city's data folder: settings, keys, and where its database is. */
#include "act/city.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/memo.h"
#include "act/migrate.h"
#include "act/seen.h"
#include "base/clock.h"
#include "base/file.h"
#include "log/note.h"
#include "seal/code_cache.h"
#include "seal/key_ring.h"
#include "store/store.h"

/* A longer name of the city leaves no room in a code, whatever it is signed with. */
enum { SETTINGS_BYTES_MOST = 64 * 1024, CITY_BYTES_MOST = 11 };

static const struct field settings_fields[] = {
    FIELD(TEXT, struct settings, city, .least = 1, .most = CITY_BYTES_MOST,
          .help = "who issues the codes; short, for it stands in every code"),
    FIELD(TEXT, struct settings, name_zh, .least = 1, .most = 40),
    FIELD(TEXT, struct settings, name_en, .least = 1, .most = 80),
    FIELD(TEXT, struct settings, code_algorithm, .least = 1, .most = 20,
          .help = "what new keys for codes sign with: ES256, EdDSA or SM2"),
    FIELD(TEXT, struct settings, log_origin, .least = 1, .most = 120,
          .help = "first line of every checkpoint; never change it"),
    FIELD(TEXT, struct settings, store, .flags = FIELD_OPTIONAL, .most = 400,
          .help = "postgres://… ; heng.db in the data folder when absent"),
    FIELD(INTEGER, struct settings, offset_minutes, .least = -14 * 60, .most = 14 * 60),
    FIELD(BOOLEAN, struct settings, second_factor,
          .help = "heads and administrators need a second factor"),
    FIELD(INTEGER, struct settings, session_idle_minutes, .least = 1, .most = 24 * 60),
    FIELD(INTEGER, struct settings, session_hours, .least = 1, .most = 24 * 31),
    FIELD(INTEGER, struct settings, early_minutes, .least = 0, .most = 24 * 60),
    FIELD(INTEGER, struct settings, late_minutes, .least = 0, .most = 24 * 60),
    FIELD(INTEGER, struct settings, late_arrival_minutes, .least = 0, .most = 24 * 60),
    FIELD(INTEGER, struct settings, filing_opens_day, .least = 1, .most = 366),
    FIELD(INTEGER, struct settings, filing_closes_day, .least = 1, .most = 366),
    FIELD(INTEGER, struct settings, complaint_days, .least = 1, .most = 365),
    FIELD(INTEGER, struct settings, password_kib, .least = 8, .most = 1024 * 1024,
          .help = "memory of one Argon2id hash"),
    FIELDS_END,
};

struct settings settings_default(void) {
  return (struct settings){
      .city = TEXT("hengyang"),
      .name_zh = TEXT("衡阳市"),
      .name_en = TEXT("Hengyang"),
      .code_algorithm = TEXT("ES256"),
      .log_origin = TEXT("heng.hengyang.example/log"),
      .offset_minutes = 8 * 60,
      .second_factor = true,
      .session_idle_minutes = 60,
      .session_hours = 12,
      .early_minutes = 30,
      .late_minutes = 0,
      .late_arrival_minutes = 120,
      .filing_opens_day = 1,
      .filing_closes_day = 31,
      .complaint_days = 15,
      .password_kib = 64 * 1024,
  };
}

static const char *path_in(struct arena *arena, const char *folder, const char *name) {
  return arena_format(arena, "%s/%s", folder, name).at;
}

bool city_make(const char *folder, const struct settings *settings, struct error *ret_error) {
  struct arena *arena = arena_make();
  const char *path = path_in(arena, folder, "city.json");
  struct stat found;
  bool made = file_make_folder(folder, 0700, ret_error);
  if (made && stat(path, &found) != 0) {
    struct buffer out = BUFFER(arena);
    json_write(&out, settings_fields, settings);
    buffer_add_byte(&out, '\n');
    made = file_replace(path, buffer_text(&out), 0600, ret_error);
  }
  arena_free(arena);
  return made;
}

static bool read_settings(struct city *city, struct error *ret_error) {
  struct text json;
  const char *path = path_in(city->arena, city->folder, "city.json");
  return file_read(path, SETTINGS_BYTES_MOST, city->arena, &json, ret_error) &&
         json_read(json, settings_fields, &city->settings, city->arena, ret_error) &&
         (city->settings.city.length <= CITY_BYTES_MOST ||
          fail(ret_error, ERROR_bad_field, "city", "more than %d bytes", CITY_BYTES_MOST));
}

/* The log's key: 32 random bytes in hexadecimal, made once and never rotated, for its verifier key
 * is the log's identity. */
static bool open_log_key(struct city *city, struct error *ret_error) {
  uint8_t seed[NOTE_SEED_SIZE];
  char hex[2 * NOTE_SEED_SIZE];
  struct text found;
  struct stat status;
  const char *path = path_in(city->arena, city->folder, "keys/log.key");
  if (stat(path, &status) != 0) {
    randombytes_buf(seed, sizeof seed);
    hex_encode(seed, sizeof seed, hex);
    if (!file_replace(path, (struct text){hex, sizeof hex}, 0600, ret_error)) return false;
  } else if (status.st_mode & 077) {
    return fail(ret_error, ERROR_bad_key, path, "others may read it; its mode must be 0600");
  }
  if (!file_read(path, 1024, city->arena, &found, ret_error)) return false;
  if (!hex_decode(text_trim(found), seed, sizeof seed))
    return fail(ret_error, ERROR_bad_key, path, "it is not 64 hexadecimal digits");
  city->log_signer = ARENA_NEW(city->arena, struct note_signer);
  bool made = note_signer_make(city->settings.log_origin, seed, city->log_signer, ret_error);
  sodium_memzero(seed, sizeof seed);
  sodium_memzero(hex, sizeof hex);
  sodium_memzero((char *)(uintptr_t)found.at, found.length);
  return made;
}

static bool open_code_keys(struct city *city, const char *folder, struct error *ret_error) {
  int64_t algorithm = alg_by_name(city->settings.code_algorithm);
  if (!algorithm)
    return fail(ret_error, ERROR_bad_field, "code_algorithm", "Heng does not sign with that");
  return key_ring_open(folder, algorithm, &city->keys, ret_error);
}

const char *city_store_place(const struct city *city) {
  if (city->settings.store.at) return city->settings.store.at;
  return path_in(city->arena, city->folder, "heng.db");
}

static bool migrate_store(struct city *city, struct error *ret_error) {
  struct store *store;
  if (!store_open(city_store_place(city), false, &store, ret_error)) return false;
  bool migrated = migrate(store, ret_error);
  store_close(store);
  return migrated;
}

bool city_lock(const char *folder, int *ret_lock, struct error *ret_error) {
  struct arena *arena = arena_make();
  const char *path = path_in(arena, folder, "lock");
  int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  bool locked = lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0;
  if (lock < 0) fail(ret_error, ERROR_disk, path, "%s", strerror(errno));
  if (lock >= 0 && !locked) {
    fail(ret_error, ERROR_city_open_elsewhere, folder, "%s", "");
    close(lock);
  }
  *ret_lock = locked ? lock : -1;
  arena_free(arena);
  return locked;
}

bool city_open(const char *folder, bool writing, struct city *ret_city, struct error *ret_error) {
  if (sodium_init() < 0) return fail(ret_error, ERROR_crypto, NULL, "libsodium does not start");
  *ret_city = (struct city){.arena = arena_make(),
                            .codes = code_cache_make(),
                            .policies = memo_make(),
                            .seen = seen_make(),
                            .heard = seen_make(),
                            .lock = -1};
  ret_city->folder = arena_string(ret_city->arena, text_of(folder));
  const char *keys = path_in(ret_city->arena, folder, "keys");
  if (read_settings(ret_city, ret_error) && file_make_folder(keys, 0700, ret_error) &&
      open_log_key(ret_city, ret_error) && open_code_keys(ret_city, keys, ret_error) &&
      (!writing ||
       (city_lock(folder, &ret_city->lock, ret_error) && migrate_store(ret_city, ret_error))))
    return true;
  city_close(ret_city);
  return false;
}

void city_close(struct city *city) {
  key_ring_close(city->keys);
  code_cache_free(city->codes);
  if (city->log_signer) note_signer_wipe(city->log_signer);
  if (city->lock >= 0) close(city->lock);
  memo_free(city->policies);
  seen_free(city->seen);
  seen_free(city->heard);
  arena_free(city->arena);
  *city = (struct city){.lock = -1};
}

int64_t city_now_us(const struct city *city) {
  return city->now_us ? city->now_us(city->now_owner) : clock_now_us();
}
