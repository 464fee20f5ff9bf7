/* What the columns and purposes of a table of past visits mean, for `heng replay`. */
#ifndef HENG_VISIT_REPLAY_MAPPING_H
#define HENG_VISIT_REPLAY_MAPPING_H

#include "base/csv.h"
#include "base/json.h"
#include "visit/weigh.h"

enum {
  MAPPING_BYTES_MOST = 1024 * 1024,
  MAPPING_RULES_MOST = 1000,
  MAPPING_NAME_MOST = 256,
};

enum mapping_match { MATCH_EXACT, MATCH_PREFIX, MATCH_CONTAINS };
enum mapping_date_order { DATE_YMD, DATE_MDY, DATE_DMY };

/* Which kind a purpose is, and which exemption it claims. Letters of the Latin alphabet match
 * whatever their case. */
struct mapping_rule {
  struct text purpose;
  int match;             /* enum mapping_match */
  struct text kind;      /* NO_TEXT: such rows are left out */
  struct text exemption; /* NO_TEXT: none */
};

/* Names of columns; NO_TEXT: the table has none. */
struct mapping_columns {
  struct text date, time, enterprise, name, unit, purpose, item;
};

/* What history does not tell. */
struct mapping_assumptions {
  struct text unit;     /* of every row, when there is no such column */
  struct text item;     /* likewise; NO_TEXT: no item */
  struct text time;     /* of the start, "09:00" */
  struct text evidence; /* of every exemption */
  int64_t minutes;      /* how long a visit lasts */
  int64_t booked_hours; /* before the start */
  int64_t certified;
  int64_t filed;         /* visits by each unit to each enterprise in each year */
  int approval, consent; /* enum approval, enum consent */
  int life; /* enum life: booked: what is red did not happen; done: all happened all the same */
};

struct mapping {
  struct mapping_columns columns;
  struct mapping_assumptions assume;
  struct texts no_enterprise; /* codes that mean none, such as "0"; an empty one always does */
  int date_order;             /* enum mapping_date_order */
  struct list rules;          /* of struct mapping_rule; the first that fits counts */
  struct mapping_rule otherwise;
  int64_t start_minute; /* assume.time, in minutes of the day */
};

/* Refusals bad_json, bad_field with the member's path. Lies in the arena. */
bool mapping_read(struct text json, struct arena *arena, struct mapping *ret_mapping,
                  struct error *ret_error);

/* The rule for a purpose: an index into the rules, or their count for `otherwise`. */
size_t mapping_rule_for(const struct mapping *mapping, struct text purpose);
const struct mapping_rule *mapping_rule_at(const struct mapping *mapping, size_t index);

/* What the rules mean under one policy, by index; the last is `otherwise`. */
struct mapping_binding {
  int *kinds; /* -1: left out */
  int *exemptions;
};

/* Refusal bad_field when a rule names a kind or exemption that the policy lacks. */
bool mapping_bind(const struct mapping *mapping, const struct policy *policy, struct arena *arena,
                  struct mapping_binding *ret_binding, struct error *ret_error);

/* A date as tables write it: three numbers in the order given, "2026-05-07", "5/7/2026",
 * "2026年5月7日"; then perhaps a time. `*ret_minute` is untouched when there is none. */
bool mapping_date(struct text text, enum mapping_date_order order, int32_t *ret_day,
                  int64_t *ret_minute);
/* "9:30", "09:30:00". */
bool mapping_time(struct text text, int64_t *ret_minute);

#endif
