/* What every act in a city may need: its settings, keys and log. Made once at start, read-only after
 * but for what is marked. */
#ifndef HENG_ACT_CITY_H
#define HENG_ACT_CITY_H

#include "base/json.h"

struct settings {
  struct text city;          /* issuer of the codes, "hengyang" */
  struct text name_zh, name_en;
  struct text log_origin;    /* first line of every checkpoint, "heng.hengyang.example/log" */
  int64_t offset_minutes;    /* the city's time */
  bool second_factor;        /* heads and administrators need one */
  int64_t session_idle_minutes, session_hours;
  int64_t early_minutes, late_minutes; /* a gate's tolerance around a visit */
  int64_t late_arrival_minutes;        /* after its end a visit not arrived at is missed */
  int64_t filing_opens_day, filing_closes_day; /* day of the year: the window for yearly counts */
  int64_t complaint_days;    /* until a complaint is due */
};

struct key_ring;
struct log_key;

struct city {
  struct settings settings;
  const char *folder; /* the data folder */
  struct key_ring *keys;      /* seal/key.h; locks itself */
  void *visit;                /* the visit domain's: adopted policies */
  int64_t (*now_us)(void *owner); /* the clock, so that tests and the demo can set it */
  void *now_owner;
};

#endif
