/* City time: instants, days, weeks and months, and how they are written.
 *
 * Pure: no clock (base/clock.h has that), no locale, no time zone database; imports nothing but
 * mem*. An instant is int64 microseconds since 1970-01-01T00:00:00Z (`_us`). A day is the number of
 * days since 1970-01-01 in a city's fixed offset from UTC, given in minutes. Works for every int64
 * instant. */
#ifndef HENG_BASE_TIME_H
#define HENG_BASE_TIME_H

#include "base/text.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

/* Whole seconds since 1970, rounded to the earlier and to the later one. */
int64_t seconds_down(int64_t time_us);
int64_t seconds_up(int64_t time_us);

/* The Gregorian calendar, year 0 and negative years included. */
struct date {
  int32_t year;
  int month; /* 1 to 12 */
  int day;   /* 1 to 31 */
};

/* The local day of an instant. */
int32_t day_of_time(int64_t time_us, int offset_minutes);
/* The instant at which a local day begins. */
int64_t day_start_us(int32_t day, int offset_minutes);

struct date date_of_day(int32_t day);
/* `date` must exist. */
int32_t day_of_date(struct date date);
/* Does the calendar have this day? */
bool date_exists(struct date date);
int days_in_month(int32_t year, int month);

/* The Monday that opens the week of `day` (ISO 8601); days of one week share it. */
int32_t monday_of_day(int32_t day);
/* The first day of the month of `day`; days of one month share it. */
int32_t month_start_of_day(int32_t day);

/* RFC 3339 date-time, the whole text. The year as written is 1970 to 9999; 1 to 6 decimals; `T` and
 * `Z` may be lower case; no space for `T`. A leap second is taken only where UTC can have one
 * (23:59:60 UTC on 30 June or 31 December) and counts as the second after it, as in POSIX. */
bool time_parse(struct text text, int64_t *ret_time_us);
/* "2026-05-07T09:00:00+08:00"; `Z` for offset 0; decimals only if there are any, without trailing
 * zeros. Returns the length; not NUL-terminated. */
#define TIME_TEXT_SIZE 48
size_t time_format(int64_t time_us, int offset_minutes, char ret_text[TIME_TEXT_SIZE]);

/* "2026-05-07", years 1970 to 9999, the whole text. */
bool date_parse(struct text text, struct date *ret_date);
#define DATE_TEXT_SIZE 16
size_t date_format(struct date date, char ret_text[DATE_TEXT_SIZE]);

/* "+08:00", at most 23:59 either way, the whole text; "-00:00" is 0. */
bool offset_parse(struct text text, int *ret_minutes);
#define OFFSET_TEXT_SIZE 8
size_t offset_format(int minutes, char ret_text[OFFSET_TEXT_SIZE]);

#endif
