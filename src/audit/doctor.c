/* One function a check, in an order in which each rests on those before. */
#include "audit/doctor.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "act/ledger.h"
#include "act/migrate.h"
#include "audit/sql.h"
#include "base/clock.h"
#include "base/time.h"
#include "people/role.h"
#include "visit/visit.h"

const struct doctor_entry doctor_entries[DOCTOR_CHECK_COUNT] = {
#define CHECK(name, zh, en, zh_next, en_next) {#name, zh, en, zh_next, en_next},
#include "audit/doctor.def"
#undef CHECK
};

#define MEBIBYTE          (INT64_C(1) << 20)
#define SPACE_WRONG_BYTES (100 * MEBIBYTE)
#define SPACE_LOOK_BYTES  (1024 * MEBIBYTE)

/* A look at one installation. */
struct visitation {
  struct doctor *doctor;
  struct arena *arena;
  struct city city;
  struct store *store;
  bool serving; /* a server has the folder open */
};

__attribute__((format(printf, 4, 5))) static bool
say(struct visitation *at, enum doctor_check check, enum health health, const char *detail, ...) {
  struct diagnosis *diagnosis = &at->doctor->diagnoses[check];
  diagnosis->health = health;
  va_list values;
  va_start(values, detail);
  vsnprintf(diagnosis->detail, sizeof diagnosis->detail, detail, values);
  va_end(values);
  at->doctor->done[at->doctor->count++] = check;
  return health != HEALTH_WRONG;
}

static bool say_error(struct visitation *at, enum doctor_check check, const struct error *error) {
  return say(at, check, HEALTH_WRONG, "%s%s%s", error->place,
             *error->place && *error->detail ? ": " : "", error->detail);
}

static const char *path_in(struct visitation *at, const char *name) {
  return arena_format(at->arena, "%s/%s", at->doctor->folder, name).at;
}

static bool look_at_folder(struct visitation *at) {
  struct stat found;
  if (stat(at->doctor->folder, &found) != 0)
    return say(at, DOCTOR_folder, HEALTH_WRONG, "%s: %s", at->doctor->folder, strerror(errno));
  if (!S_ISDIR(found.st_mode) || access(at->doctor->folder, W_OK) != 0)
    return say(at, DOCTOR_folder, HEALTH_WRONG, "%s cannot be written", at->doctor->folder);
  return say(at, DOCTOR_folder, HEALTH_FINE, "%s", at->doctor->folder);
}

/* The first thing below the folder that others may read, or that somebody else owns. */
static const char *open_to_others(struct visitation *at, const char *below) {
  struct stat found;
  const char *path = *below ? path_in(at, below) : at->doctor->folder;
  if (stat(path, &found) == 0 && (found.st_mode & 077 || found.st_uid != geteuid())) return path;
  DIR *files = opendir(path);
  const char *result = NULL;
  for (struct dirent *file; files && !result && (file = readdir(files));) {
    if (strcmp(file->d_name, ".") == 0 || strcmp(file->d_name, "..") == 0) continue;
    const char *name = arena_format(at->arena, "%s%s%s", below, *below ? "/" : "", file->d_name).at;
    result = open_to_others(at, name);
  }
  if (files) closedir(files);
  return result;
}

/* A closed folder keeps what is in it closed. */
static void look_at_modes(struct visitation *at) {
  const char *open = open_to_others(at, "");
  if (open)
    say(at, DOCTOR_folder_mode, open == at->doctor->folder ? HEALTH_WRONG : HEALTH_LOOK,
        "%s is open to others", open);
  else
    say(at, DOCTOR_folder_mode, HEALTH_FINE, "%s", "");
}

/* Opening a city makes the keys that are missing; a doctor does not. */
static bool look_at_settings(struct visitation *at) {
  struct error error;
  bool has_database = access(path_in(at, "heng.db"), F_OK) == 0;
  if (has_database && access(path_in(at, "keys/log.key"), F_OK) != 0)
    return say(at, DOCTOR_keys, HEALTH_WRONG, "keys/log.key is missing");
  if (access(path_in(at, "city.json"), F_OK) != 0)
    return say(at, DOCTOR_settings, HEALTH_WRONG, "there is none");
  if (!city_open(at->doctor->folder, false, &at->city, &error))
    return say_error(at, error.code == ERROR_bad_key ? DOCTOR_keys : DOCTOR_settings, &error);
  say(at, DOCTOR_settings, HEALTH_FINE, "%.*s", TEXT_ARGS(at->city.settings.name_en));
  return say(at, DOCTOR_keys, HEALTH_FINE, "%s", "");
}

static void look_at_server(struct visitation *at) {
  struct error error;
  int lock;
  at->serving = !city_lock(at->doctor->folder, &lock, &error);
  if (!at->serving) close(lock);
  say(at, DOCTOR_server, HEALTH_FINE, "%s", at->serving ? "running" : "not running");
}

static bool look_at_database(struct visitation *at) {
  struct error error;
  if (!store_open(city_store_place(&at->city), true, &at->store, &error) ||
      !store_check(at->store, true, &error))
    return say_error(at, DOCTOR_database, &error);
  say(at, DOCTOR_database, HEALTH_FINE, "%s", "");
  store_begin(at->store);
  int64_t pending = migrations_pending(at->store);
  if (store_failed(at->store, &error)) return say_error(at, DOCTOR_schema, &error);
  if (pending == 0) return say(at, DOCTOR_schema, HEALTH_FINE, "%s", "");
  return say(at, DOCTOR_schema, HEALTH_WRONG,
             pending < 0 ? "a newer heng has been at it" : "%" PRId64 " steps behind", pending);
}

static void look_at_log(struct visitation *at) {
  struct merkle_frontier frontier;
  struct error error;
  if (ledger_open(at->store, &at->city, at->arena, &frontier, &error))
    say(at, DOCTOR_log, HEALTH_FINE, "%" PRIu64 " events", frontier.size);
  else
    say_error(at, DOCTOR_log, &error);
}

static void look_at_clock(struct visitation *at) {
  int64_t now_us = city_now_us(&at->city);
  int64_t last_us = store_find_integer(at->store, &sql_doctor_last_event, NULL, 0, now_us);
  if (now_us < last_us - MINUTE_US)
    say(at, DOCTOR_clock, HEALTH_WRONG, "%" PRId64 " s behind the newest event",
        (last_us - now_us) / SECOND_US);
  else if (!clock_is_synchronised())
    say(at, DOCTOR_clock, HEALTH_LOOK, "nothing keeps it right");
  else
    say(at, DOCTOR_clock, HEALTH_FINE, "%s", "");
}

static void look_at_space(struct visitation *at) {
  struct statvfs disk;
  if (statvfs(at->doctor->folder, &disk) != 0) {
    say(at, DOCTOR_space, HEALTH_LOOK, "%s", strerror(errno));
    return;
  }
  int64_t free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
  say(at, DOCTOR_space,
      free_bytes < SPACE_WRONG_BYTES  ? HEALTH_WRONG
      : free_bytes < SPACE_LOOK_BYTES ? HEALTH_LOOK
                                      : HEALTH_FINE,
      "%" PRId64 " MiB free", free_bytes / MEBIBYTE);
}

static void look_at_policy(struct visitation *at) {
  struct policy *policy = ARENA_NEW(at->arena, struct policy);
  struct act act = {
      .arena = at->arena, .store = at->store, .city = &at->city, .now_us = city_now_us(&at->city)};
  if (policy_in_force(&act, policy))
    say(at, DOCTOR_policy, HEALTH_FINE, "%.*s %" PRId64, TEXT_ARGS(policy->name), policy->version);
  else
    say(at, DOCTOR_policy, HEALTH_WRONG, "%s", "");
}

struct account {
  struct texts roles;
  struct text totp;
};

static const struct field account_fields[] = {
    FIELD(TEXTS, struct account, roles, .most = 16, .size = 16),
    FIELD(TEXT, struct account, totp),
    FIELDS_END,
};

static void look_at_people(struct visitation *at) {
  unsigned all = 0;
  int64_t without = 0;
  for (struct cursor c = store_query(at->store, &sql_doctor_accounts, NULL, 0); store_next(&c);) {
    struct account account = {0};
    unsigned roles;
    store_row(&c, account_fields, &account, at->arena);
    if (!roles_of_words(account.roles, &roles)) continue;
    all |= roles;
    if (roles_need_second_factor(roles) && !account.totp.at) without++;
  }
  unsigned missing = ROLES_ADMINISTRATOR & ~all;
  say(at, DOCTOR_administrators, missing ? HEALTH_LOOK : HEALTH_FINE, "%s%s%s",
      missing & ROLE_SYSTEM ? "no system administrator " : "",
      missing & ROLE_SECURITY ? "no security administrator " : "",
      missing & ROLE_AUDIT ? "no audit administrator" : "");
  if (!at->city.settings.second_factor)
    say(at, DOCTOR_second_factors, HEALTH_LOOK, "city.json asks for none");
  else
    say(at, DOCTOR_second_factors, without ? HEALTH_LOOK : HEALTH_FINE,
        without ? "%" PRId64 " heads and administrators are without" : "all", without);
}

static void look_at_port(struct visitation *at) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)at->doctor->port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (at->serving) return; /* the port is most likely its own */
  int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  bool is_free = bind(probe, (const struct sockaddr *)&address, sizeof address) == 0;
  int reason = errno;
  close(probe);
  say(at, DOCTOR_port, is_free ? HEALTH_FINE : HEALTH_WRONG, "%" PRId64 "%s%s", at->doctor->port,
      is_free ? "" : ": ", is_free ? "" : strerror(reason));
}

void doctor_look(struct doctor *doctor, struct arena *arena) {
  struct visitation at = {.doctor = doctor, .arena = arena};
  doctor->count = 0;
  if (!look_at_folder(&at)) return;
  look_at_modes(&at);
  look_at_space(&at);
  if (!look_at_settings(&at)) return;
  look_at_server(&at);
  look_at_port(&at);
  if (look_at_database(&at)) {
    look_at_log(&at);
    look_at_clock(&at);
    look_at_policy(&at);
    look_at_people(&at);
  }
  if (at.store) {
    if (doctor->diagnoses[DOCTOR_database].health == HEALTH_FINE) store_rollback(at.store);
    store_close(at.store);
  }
  city_close(&at.city);
}
