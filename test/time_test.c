/* City time: what is read, what is written, and the calendar walked day by day. */
#include "base/time.h"

#include "check.h"

/* `utc` NULL: refused. */
static const struct {
  const char *text, *utc;
} times[] = {
    {"2026-05-07T09:00:00+08:00", "2026-05-07T01:00:00Z"},
    {"2026-05-07T09:00:00Z", "2026-05-07T09:00:00Z"},
    {"2026-05-07t09:00:00z", "2026-05-07T09:00:00Z"},
    {"2026-05-07T09:00:00-00:00", "2026-05-07T09:00:00Z"},
    {"2026-05-07T09:00:00.5Z", "2026-05-07T09:00:00.5Z"},
    {"2026-05-07T09:00:00.120Z", "2026-05-07T09:00:00.12Z"},
    {"2026-05-07T09:00:00.000001Z", "2026-05-07T09:00:00.000001Z"},
    {"2026-05-07T09:00:00.000000Z", "2026-05-07T09:00:00Z"},
    {"2026-05-07T00:00:00+23:59", "2026-05-06T00:01:00Z"},
    {"2026-05-07T23:59:59-23:59", "2026-05-08T23:58:59Z"},
    {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
    {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z"},
    {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
    {"1970-01-01T00:00:00+08:00", "1969-12-31T16:00:00Z"},
    {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
    {"9999-12-31T23:59:59-01:00", "10000-01-01T00:59:59Z"},
    {"1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z"},
    {"1990-12-31T15:59:60-08:00", "1991-01-01T00:00:00Z"},
    {"2015-07-01T07:59:60.25+08:00", "2015-07-01T00:00:00.25Z"},
    {"2015-07-01T07:59:60Z", NULL},
    {"2026-03-31T23:59:60Z", NULL},
    {"2026-05-07T09:00:60Z", NULL},
    {"2026-05-07T09:00:61Z", NULL},
    {"2026-05-07T09:00:00.Z", NULL},
    {"2026-05-07T09:00:00.1234567Z", NULL},
    {"2026-05-07T09:00:00", NULL},
    {"2026-05-07T09:00Z", NULL},
    {"2026-05-07 09:00:00Z", NULL},
    {"2026-05-07T24:00:00Z", NULL},
    {"2026-05-07T09:60:00Z", NULL},
    {"2026-05-07T09:00:00+24:00", NULL},
    {"2026-05-07T09:00:00+08:60", NULL},
    {"2026-05-07T09:00:00+0800", NULL},
    {"2026-05-07T09:00:00+08", NULL},
    {"2026-05-07T09:00:00ZZ", NULL},
    {" 2026-05-07T09:00:00Z", NULL},
    {"2026-02-29T00:00:00Z", NULL},
    {"2100-02-29T00:00:00Z", NULL},
    {"2026-04-31T00:00:00Z", NULL},
    {"2026-00-10T00:00:00Z", NULL},
    {"2026-13-10T00:00:00Z", NULL},
    {"2026-05-00T00:00:00Z", NULL},
    {"1969-12-31T23:59:59Z", NULL},
    {"10000-01-01T00:00:00Z", NULL},
    {"+2026-05-07T09:00:00Z", NULL},
    {"2026-5-7T9:00:00Z", NULL},
    {"", NULL},
};

static void times_are_read_and_written(void) {
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
    int64_t time_us;
    char text[TIME_TEXT_SIZE];
    CHECK_ROW("%s", times[i].text);
    bool read = time_parse(text_of(times[i].text), &time_us);
    CHECK_INTEGER(read, times[i].utc != NULL);
    if (read) CHECK_TEXT(((struct text){text, time_format(time_us, 0, text)}), times[i].utc);
  }
}

static const struct {
  const char *utc;
  int offset_minutes;
  const char *local;
  int32_t day;
} locals[] = {
    {"2026-05-07T15:59:59Z", 480, "2026-05-07T23:59:59+08:00", 20580},
    {"2026-05-07T16:00:00Z", 480, "2026-05-08T00:00:00+08:00", 20581},
    {"2026-05-07T00:00:00Z", -210, "2026-05-06T20:30:00-03:30", 20579},
    {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:00Z", -1, "1969-12-31T23:59:00-00:01", -1},
};

static void days_are_local(void) {
  for (size_t i = 0; i < sizeof locals / sizeof *locals; i++) {
    int64_t time_us = 0, again_us = 0;
    char text[TIME_TEXT_SIZE];
    int offset = locals[i].offset_minutes;
    CHECK_ROW("%s", locals[i].local);
    CHECK(time_parse(text_of(locals[i].utc), &time_us));
    CHECK_TEXT(((struct text){text, time_format(time_us, offset, text)}), locals[i].local);
    CHECK_INTEGER(day_of_time(time_us, offset), locals[i].day);
    again_us = day_start_us(locals[i].day, offset);
    CHECK(again_us <= time_us && time_us < again_us + DAY_US);
  }
  char text[TIME_TEXT_SIZE];
  CHECK(day_of_time(INT64_MIN, -1439) < 0 && day_of_time(INT64_MAX, 1439) > 0);
  CHECK(time_format(INT64_MIN, -1439, text) <= TIME_TEXT_SIZE);
}

/* Four hundred years and more, one day at a time. */
static void the_calendar_is_walked(void) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  struct date date = {1969, 12, 29}; /* a Monday */
  int32_t monday = -3, month_start = -31;
  size_t wrong = 0;
  for (int32_t day = -3; day < 160000; day++) {
    bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    int length = lengths[date.month - 1] + (date.month == 2 && leap);
    struct date got = date_of_day(day);
    if ((day + 3) % 7 == 0) monday = day;
    if (date.day == 1) month_start = day;
    if (day < 0) month_start = -31;
    wrong += got.year != date.year || got.month != date.month || got.day != date.day ||
             day_of_date(date) != day || monday_of_day(day) != monday ||
             month_start_of_day(day) != month_start ||
             days_in_month(date.year, date.month) != length;
    if (++date.day > length) date = (struct date){date.year, date.month + 1, 1};
    if (date.month > 12) date = (struct date){date.year + 1, 1, 1};
  }
  CHECK_INTEGER(wrong, 0);
}

static void dates_and_offsets_are_strict(void) {
  static const char *const bad_dates[] = {"2026-5-7",   "2026-05-32", "2026-05-07 ", "20260507",
                                          "1969-12-31", "",           "2026/05/07"};
  static const char *const bad_offsets[] = {"Z", "08:00", "+8:00", "+24:00", "+08:60", "+08:00 "};
  static const char *const offsets[] = {"+08:00", "-03:30", "+00:00", "+23:59", "-23:59"};
  struct date date;
  int minutes;
  char text[OFFSET_TEXT_SIZE];
  for (size_t i = 0; i < sizeof bad_dates / sizeof *bad_dates; i++)
    CHECK(!date_parse(text_of(bad_dates[i]), &date));
  for (size_t i = 0; i < sizeof bad_offsets / sizeof *bad_offsets; i++)
    CHECK(!offset_parse(text_of(bad_offsets[i]), &minutes));
  for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
    CHECK(offset_parse(text_of(offsets[i]), &minutes));
    CHECK_TEXT(((struct text){text, offset_format(minutes, text)}), offsets[i]);
  }
}

TESTS(times_are_read_and_written, days_are_local, the_calendar_is_walked,
      dates_and_offsets_are_strict)
