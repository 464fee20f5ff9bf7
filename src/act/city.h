/* What every act in a city may need: its settings, keys and log. Made once at start, read-only
 * after but for what is marked. */
#ifndef HENG_ACT_CITY_H
#define HENG_ACT_CITY_H

#include "base/json.h"

struct settings {
  struct text city; /* issuer of the codes, "hengyang" */
  struct text name_zh, name_en;
  struct text store;          /* postgres://…; NO_TEXT: heng.db in the data folder */
  struct text code_algorithm; /* what new keys for codes sign with, "ES256" (seal/key.h) */
  struct text log_origin;     /* first line of every checkpoint, "heng.hengyang.example/log" */
  int64_t offset_minutes;     /* the city's time */
  bool second_factor;         /* heads and administrators need one */
  int64_t session_idle_minutes, session_hours;
  int64_t early_minutes, late_minutes;         /* a gate's tolerance around a visit */
  int64_t late_arrival_minutes;                /* after its end a visit not arrived at is missed */
  int64_t filing_opens_day, filing_closes_day; /* day of the year: the window for yearly counts */
  int64_t complaint_days;                      /* until a complaint is due */
  int64_t password_kib;                        /* memory of one Argon2id hash */
};

struct code_cache;
struct key_ring;
struct memo;
struct note_signer;
struct seen;
struct server;

struct city {
  struct arena *arena;
  struct settings settings;
  const char *folder;       /* the data folder */
  int lock;                 /* open descriptor while this process may write; -1 otherwise */
  struct key_ring *keys;    /* seal/key_ring.h; locks itself */
  struct code_cache *codes; /* seal/code_cache.h: verified lately; locks itself */
  struct note_signer *log_signer;
  struct memo *policies;          /* parsed, see act/memo.h; locks itself */
  struct seen *seen;              /* act/seen.h: when each session was last used; locks itself */
  struct seen *heard;             /* the same of gates */
  struct server *server;          /* http/server.h; NULL unless it runs in this process */
  int64_t (*now_us)(void *owner); /* the clock, so that tests and the demo can set it */
  void *now_owner;
};

/* Opens a data folder: settings from city.json, keys made at first start with mode 0600. Only one
 * process at a time opens it for writing (refusal city_open_elsewhere) and then migrates the
 * database. `ret_city` lives until city_close. Other refusals and failures as they come. */
bool city_open(const char *folder, bool writing, struct city *ret_city, struct error *ret_error);
void city_close(struct city *city);
/* The lock that city_open takes for writing, alone; close `*ret_lock` to give it up. Refusal
 * city_open_elsewhere. */
bool city_lock(const char *folder, int *ret_lock, struct error *ret_error);
/* The database's place: <folder>/heng.db, or what city.json names. In the city's arena. */
const char *city_store_place(const struct city *city);
/* Makes a data folder with a city.json of these settings, unless it has one. Failure disk. */
bool city_make(const char *folder, const struct settings *settings, struct error *ret_error);
/* Settings with every default. */
struct settings settings_default(void);
/* The machine's clock, or the one set. */
int64_t city_now_us(const struct city *city);

#endif
