/* City time. Pure: imports nothing but mem*; owns nothing. */
#include "base/time.h"

#include "base/must.h"

/* 146,097 days make a full turn of the Gregorian calendar (400 years). Counting from 1 March puts
 * the leap day at the end of a year, so that month lengths follow one formula. */
enum { ERA_DAYS = 146097, ERA_YEARS = 400, EPOCH_FROM_ERA = 719468 };

static int64_t floor_divide(int64_t value, int64_t by) {
  int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

/* 0 to by - 1, also for the least int64. */
static int64_t floor_rest(int64_t value, int64_t by) {
  int64_t rest = value % by;
  return rest < 0 ? rest + by : rest;
}

int64_t seconds_down(int64_t time_us) {
  return floor_divide(time_us, SECOND_US);
}

int64_t seconds_up(int64_t time_us) {
  return floor_divide(time_us, SECOND_US) + (time_us % SECOND_US != 0);
}

/* ---- days and dates ---- */

/* Split before adding the offset, so that no instant overflows. */
static int32_t split_local(int64_t time_us, int offset_minutes, int64_t *ret_us_of_day) {
  int64_t us_of_day = floor_rest(time_us, DAY_US) + offset_minutes * MINUTE_US;
  *ret_us_of_day = floor_rest(us_of_day, DAY_US);
  return (int32_t)(floor_divide(time_us, DAY_US) + floor_divide(us_of_day, DAY_US));
}

int32_t day_of_time(int64_t time_us, int offset_minutes) {
  int64_t us_of_day;
  return split_local(time_us, offset_minutes, &us_of_day);
}

int64_t day_start_us(int32_t day, int offset_minutes) {
  return day * DAY_US - offset_minutes * MINUTE_US;
}

struct date date_of_day(int32_t day) {
  int64_t from_era_zero = (int64_t)day + EPOCH_FROM_ERA;
  int64_t era = floor_divide(from_era_zero, ERA_DAYS);
  int64_t era_day = floor_rest(from_era_zero, ERA_DAYS);
  int64_t era_year = (era_day - era_day / 1460 + era_day / 36524 - era_day / 146096) / 365;
  int64_t year_day = era_day - (365 * era_year + era_year / 4 - era_year / 100);
  int64_t month_from_march = (5 * year_day + 2) / 153;
  int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  return (struct date){
      .year = (int32_t)(era * ERA_YEARS + era_year + (month <= 2)),
      .month = month,
      .day = (int)(year_day - (153 * month_from_march + 2) / 5 + 1),
  };
}

int32_t day_of_date(struct date date) {
  MUST(date_exists(date));
  int64_t year = (int64_t)date.year - (date.month <= 2);
  int64_t era = floor_divide(year, ERA_YEARS);
  int64_t era_year = floor_rest(year, ERA_YEARS);
  int64_t month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  int64_t year_day = (153 * month_from_march + 2) / 5 + date.day - 1;
  int64_t era_day = era_year * 365 + era_year / 4 - era_year / 100 + year_day;
  return (int32_t)(era * ERA_DAYS + era_day - EPOCH_FROM_ERA);
}

int days_in_month(int32_t year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  MUST(month >= 1 && month <= 12);
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return days[month - 1] + (month == 2 && leap);
}

bool date_exists(struct date date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

/* 1970-01-01 was a Thursday, so day -3 was a Monday. */
int32_t monday_of_day(int32_t day) {
  return (int32_t)(day - floor_rest((int64_t)day + 3, 7));
}

int32_t month_start_of_day(int32_t day) {
  return day - (date_of_day(day).day - 1);
}

/* ---- reading ---- */

static bool take_byte(struct text *rest, char byte) {
  if (rest->length == 0 || rest->at[0] != byte) return false;
  *rest = (struct text){rest->at + 1, rest->length - 1};
  return true;
}

/* Exactly `count` decimal digits, from `least` to `most`. */
static bool take_number(struct text *rest, size_t count, int least, int most, int *ret_value) {
  if (rest->length < count) return false;
  int value = 0;
  for (size_t i = 0; i < count; i++) {
    char digit = rest->at[i];
    if (digit < '0' || digit > '9') return false;
    value = value * 10 + (digit - '0');
  }
  *rest = (struct text){rest->at + count, rest->length - count};
  *ret_value = value;
  return value >= least && value <= most;
}

static bool take_date(struct text *rest, struct date *ret_date) {
  int year, month, day;
  if (!take_number(rest, 4, 1970, 9999, &year) || !take_byte(rest, '-') ||
      !take_number(rest, 2, 1, 12, &month) || !take_byte(rest, '-') ||
      !take_number(rest, 2, 1, 31, &day))
    return false;
  *ret_date = (struct date){year, month, day};
  return date_exists(*ret_date);
}

static bool take_offset(struct text *rest, int *ret_minutes) {
  bool west = rest->length > 0 && rest->at[0] == '-';
  int hours, minutes;
  if ((!take_byte(rest, '-') && !take_byte(rest, '+')) || !take_number(rest, 2, 0, 23, &hours) ||
      !take_byte(rest, ':') || !take_number(rest, 2, 0, 59, &minutes))
    return false;
  *ret_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
  return true;
}

/* The decimals after the point, as microseconds: 1 to 6 digits. */
static bool take_decimals(struct text *rest, int64_t *ret_us) {
  int64_t value = 0;
  size_t count = 0;
  for (; count < rest->length; count++) {
    char digit = rest->at[count];
    if (digit < '0' || digit > '9') break;
    if (count == 6) return false;
    value = value * 10 + (digit - '0');
  }
  *rest = (struct text){rest->at + count, rest->length - count};
  for (size_t i = count; i < 6; i++) value *= 10;
  *ret_us = value;
  return count > 0;
}

static bool is_leap_second_end(int64_t time_us) {
  if (floor_rest(time_us, DAY_US) >= SECOND_US) return false;
  struct date date = date_of_day(day_of_time(time_us, 0));
  return date.day == 1 && (date.month == 1 || date.month == 7);
}

bool time_parse(struct text text, int64_t *ret_time_us) {
  struct text rest = text;
  struct date date;
  int hour, minute, second, offset_minutes = 0;
  int64_t decimals_us = 0;
  if (!take_date(&rest, &date) || (!take_byte(&rest, 'T') && !take_byte(&rest, 't')) ||
      !take_number(&rest, 2, 0, 23, &hour) || !take_byte(&rest, ':') ||
      !take_number(&rest, 2, 0, 59, &minute) || !take_byte(&rest, ':') ||
      !take_number(&rest, 2, 0, 60, &second))
    return false;
  if (take_byte(&rest, '.') && !take_decimals(&rest, &decimals_us)) return false;
  if (!take_byte(&rest, 'Z') && !take_byte(&rest, 'z') && !take_offset(&rest, &offset_minutes))
    return false;
  if (rest.length > 0) return false;
  int64_t time_us = day_start_us(day_of_date(date), offset_minutes) + hour * HOUR_US +
                    minute * MINUTE_US + second * SECOND_US + decimals_us;
  if (second == 60 && !is_leap_second_end(time_us)) return false;
  *ret_time_us = time_us;
  return true;
}

bool date_parse(struct text text, struct date *ret_date) {
  struct date date;
  if (!take_date(&text, &date) || text.length > 0) return false;
  *ret_date = date;
  return true;
}

bool offset_parse(struct text text, int *ret_minutes) {
  int minutes;
  if (!take_offset(&text, &minutes) || text.length > 0) return false;
  *ret_minutes = minutes;
  return true;
}

/* ---- writing ---- */

/* At least `width` digits; returns how many were written. */
static size_t put_number(int64_t value, size_t width, char *ret_text) {
  char reversed[20];
  size_t length = 0;
  do {
    reversed[length++] = (char)('0' + value % 10);
    value /= 10;
  } while (value > 0 || length < width);
  for (size_t i = 0; i < length; i++) ret_text[i] = reversed[length - 1 - i];
  return length;
}

size_t date_format(struct date date, char ret_text[DATE_TEXT_SIZE]) {
  size_t length = 0;
  if (date.year < 0) ret_text[length++] = '-';
  length += put_number(date.year < 0 ? -(int64_t)date.year : date.year, 4, ret_text + length);
  ret_text[length++] = '-';
  length += put_number(date.month, 2, ret_text + length);
  ret_text[length++] = '-';
  return length + put_number(date.day, 2, ret_text + length);
}

size_t offset_format(int minutes, char ret_text[OFFSET_TEXT_SIZE]) {
  MUST(minutes > -24 * 60 && minutes < 24 * 60);
  int size = minutes < 0 ? -minutes : minutes;
  ret_text[0] = minutes < 0 ? '-' : '+';
  put_number(size / 60, 2, ret_text + 1);
  ret_text[3] = ':';
  put_number(size % 60, 2, ret_text + 4);
  return 6;
}

size_t time_format(int64_t time_us, int offset_minutes, char ret_text[TIME_TEXT_SIZE]) {
  int64_t us_of_day;
  int32_t day = split_local(time_us, offset_minutes, &us_of_day);
  size_t length = date_format(date_of_day(day), ret_text);
  const int64_t parts[] = {us_of_day / HOUR_US, us_of_day / MINUTE_US % 60,
                           us_of_day / SECOND_US % 60};
  for (size_t i = 0; i < 3; i++) {
    ret_text[length++] = i == 0 ? 'T' : ':';
    length += put_number(parts[i], 2, ret_text + length);
  }
  int64_t decimals_us = us_of_day % SECOND_US;
  if (decimals_us > 0) {
    ret_text[length++] = '.';
    length += put_number(decimals_us, 6, ret_text + length);
    while (ret_text[length - 1] == '0') length--;
  }
  if (offset_minutes != 0) return length + offset_format(offset_minutes, ret_text + length);
  ret_text[length++] = 'Z';
  return length;
}
