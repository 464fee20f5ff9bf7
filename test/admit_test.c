/* May they come in? One line a case: what differs from a visit that may, and the reasons not to. */
#include "visit/admit.h"

#include "base/time.h"
#include "check.h"

/* 09:00 to 11:00 on 7 May 2026 in Hengyang, issued on the 1st; scanned at 09:30 by three people. */
#define FROM   (1778115600 * SECOND_US)
#define UNTIL  (FROM + 2 * HOUR_US)
#define ISSUED (FROM - 6 * DAY_US)
#define NOW    (FROM + 30 * MINUTE_US)

static const struct code good_code = {
    .issuer = "hengyang",
    .visit = "4k9m2x7q0abc",
    .site = "vwxyz0123456",
    .enterprise = "91430400MA4L00001X",
    .from_us = FROM,
    .until_us = UNTIL,
    .issued_us = ISSUED,
    .people = 3,
    .serial = 2,
    .unit = "衡阳市市场监督管理局",
};

/* Where the gate is. */
static const struct text here[] = {TEXT("91430400MA4L00001X"), TEXT("vwxyz0123456")},
                         next_door[] = {TEXT("91430400MA4L00001X"), TEXT("vwxyz0123457")},
                         anywhere[] = {TEXT("91430400MA4L00001X"), NO_TEXT},
                         elsewhere[] = {TEXT("91430400MA4L00002X"), TEXT("vwxyz0123457")};

/* What it knows. */
#define OFFLINE                                                                                    \
  { .known = false }
#define LISTED(newest)                                                                             \
  { .known = true, .booked = true, .newest_serial = (newest) }
#define UNLISTED                                                                                   \
  { .known = true, .newest_serial = 2 }
#define USED                                                                                       \
  { .known = true, .booked = true, .newest_serial = 2, .reasons = IS(revoked) }
#define CANCELLED                                                                                  \
  { .known = true, .booked = true, .newest_serial = 2, .reasons = IS(cancelled) }
#define ALL_WRONG                                                                                  \
  { .known = true, .newest_serial = 3, .reasons = IS(cancelled) }
#define NOT_RENEWED                                                                                \
  { .newest_serial = 9, .reasons = IS(cancelled) | IS(revoked) }

#define VALID      SIGNATURE_VALID
#define INVALID    SIGNATURE_INVALID
#define UNKNOWN    SIGNATURE_UNKNOWN_KEY
#define IS(reason) REASON_BIT(reason)
#define EARLIEST   (FROM - 30 * MINUTE_US)
#define LATEST     (UNTIL + HOUR_US - 1)
#define SLOWEST    (NOW + 5 * MINUTE_US)
#define NEXT_DAY   (UNTIL + DAY_US)

static const struct row {
  const char *what;
  enum signature_state signature;
  reason_set slip; /* the code's own reasons */
  const struct text *gate;
  int64_t now_us, seen_us, people;
  struct gate_knowledge knowledge;
  const char *reasons; /* by name, in order */
} rows[] = {
    /* may come in */
    {"nothing known", VALID, 0, here, NOW, 0, 3, OFFLINE, ""},
    {"any of the sites", VALID, 0, anywhere, NOW, 0, 3, OFFLINE, ""},
    {"on the list", VALID, 0, here, NOW, 0, 3, LISTED(2), ""},
    {"list older than the code", VALID, 0, here, NOW, 0, 3, LISTED(1), ""},
    {"fewer than allowed", VALID, 0, here, NOW, 0, 1, OFFLINE, ""},
    {"as early as tolerated", VALID, 0, here, EARLIEST, 0, 3, OFFLINE, ""},
    {"as late as tolerated", VALID, 0, here, LATEST, 0, 3, OFFLINE, ""},
    {"as slow as tolerated", VALID, 0, here, NOW, SLOWEST, 3, OFFLINE, ""},
    {"a list not known for today", VALID, 0, here, NOW, 0, 3, NOT_RENEWED, ""},

    /* each reason alone */
    {"wrong enterprise", VALID, 0, elsewhere, NOW, 0, 3, OFFLINE, "wrong_enterprise"},
    {"its other site", VALID, 0, next_door, NOW, 0, 3, OFFLINE, "wrong_enterprise"},
    {"too early", VALID, 0, here, EARLIEST - 1, 0, 3, OFFLINE, "too_early"},
    {"expired", VALID, 0, here, LATEST + 1, 0, 3, OFFLINE, "expired"},
    {"one too many", VALID, 0, here, NOW, 0, 4, OFFLINE, "too_many_people"},
    {"not on the list", VALID, 0, here, NOW, 0, 3, UNLISTED, "not_booked"},
    {"forged", INVALID, 0, here, NOW, 0, 3, OFFLINE, "bad_signature"},
    {"another city's", UNKNOWN, 0, here, NOW, 0, 3, OFFLINE, "unknown_key"},
    {"a newer code exists", VALID, 0, here, NOW, 0, 3, LISTED(3), "revoked"},
    {"used, and left", VALID, 0, here, NOW, 0, 3, USED, "revoked"},
    {"cancelled since", VALID, 0, here, NOW, 0, 3, CANCELLED, "cancelled"},
    {"clock behind what was seen", VALID, 0, here, NOW, SLOWEST + 1, 3, OFFLINE, "stale_clock"},
    {"clock behind this code", VALID, 0, here, ISSUED - HOUR_US, 0, 3, OFFLINE, "stale_clock"},

    /* a red slip stays red, with what it says */
    {"slip", VALID, IS(not_approved), here, NOW, 0, 3, OFFLINE, "not_approved"},
    {"walk-in", VALID, IS(not_booked), here, NOW, 0, 3, OFFLINE, "not_booked"},
    {"walk-in, not listed", VALID, IS(not_booked), here, NOW, 0, 3, UNLISTED, "not_booked"},
    {"slip of two", VALID, IS(repeated) | IS(frozen), here, NOW, 0, 3, OFFLINE, "repeated frozen"},
    {"cancelled twice over", VALID, IS(cancelled), here, NOW, 0, 3, CANCELLED, "cancelled"},

    /* nothing is believed without a valid signature */
    {"forged slip", INVALID, IS(frozen), elsewhere, NEXT_DAY, 0, 9, ALL_WRONG, "bad_signature"},
    {"unknown slip", UNKNOWN, IS(frozen), elsewhere, 0, NOW, 9, ALL_WRONG, "unknown_key"},

    /* in company */
    {"early, many", VALID, 0, here, EARLIEST - 1, 0, 4, OFFLINE, "too_early too_many_people"},
    {"elsewhere, late", VALID, 0, elsewhere, NEXT_DAY, 0, 3, OFFLINE, "wrong_enterprise expired"},
    {"slip, late", VALID, IS(missed), here, NEXT_DAY, 0, 3, OFFLINE, "missed expired"},
    {"all the list can say", VALID, 0, here, NOW, 0, 3, ALL_WRONG, "cancelled not_booked revoked"},
    {"set back into the visit", VALID, 0, here, NOW, NEXT_DAY, 3, OFFLINE, "expired stale_clock"},
    {"stale and early", VALID, 0, here, ISSUED - DAY_US, ISSUED, 3, OFFLINE, "stale_clock"},
    {"everything at once", VALID, IS(not_approved) | IS(not_agreed), elsewhere, NOW, NEXT_DAY, 4,
     ALL_WRONG,
     "not_approved not_agreed cancelled wrong_enterprise expired too_many_people not_booked "
     "revoked stale_clock"},
};

static struct gate_facts gate_of(const struct row *row) {
  return (struct gate_facts){.enterprise = row->gate[0],
                             .site = row->gate[1],
                             .now_us = row->now_us,
                             .newest_seen_us = row->seen_us,
                             .clock_tolerance_us = 5 * MINUTE_US,
                             .early_minutes = 30,
                             .late_minutes = 60,
                             .people = row->people,
                             .knowledge = row->knowledge};
}

static const char *names_of(reason_set reasons, char names[512]) {
  names[0] = 0;
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (reasons >> reason & 1)
      snprintf(names + strlen(names), 512 - strlen(names), "%s%s", names[0] ? " " : "",
               reason_entries[reason].name);
  return names;
}

static void every_row(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct row *row = &rows[i];
    struct code code = good_code;
    struct gate_facts gate = gate_of(row);
    char names[512];
    code.reasons = row->slip;
    CHECK_ROW("%s", row->what);
    struct admission admission = admit(&code, row->signature, &gate);
    CHECK_TEXT(text_of(names_of(admission.reasons, names)), row->reasons);
    CHECK_INTEGER(admission.green, row->reasons[0] == 0);
  }
}

static void each_reason_of_weighing_alone(void) {
  for (int reason = 0; reason <= REASON_frozen; reason++) {
    struct code code = good_code;
    struct gate_facts gate = gate_of(&rows[0]);
    code.reasons = (reason_set)1 << reason;
    CHECK_ROW("%s", reason_entries[reason].name);
    struct admission admission = admit(&code, SIGNATURE_VALID, &gate);
    CHECK_INTEGER(admission.reasons, code.reasons);
    CHECK(!admission.green);
  }
}

/* What the gate remembers: the newest time under a valid signature, and only that. */
static void remembers_the_newest_time_signed(void) {
  static const struct {
    const char *what;
    enum signature_state signature;
    int64_t seen_us, remembered_us;
  } cases[] = {
      {"first code", SIGNATURE_VALID, 0, ISSUED},
      {"an older one", SIGNATURE_VALID, ISSUED + 1, ISSUED + 1},
      {"forged", SIGNATURE_INVALID, 5, 5},
      {"unknown key", SIGNATURE_UNKNOWN_KEY, 5, 5},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct gate_facts gate = gate_of(&rows[0]);
    gate.newest_seen_us = cases[i].seen_us;
    CHECK_ROW("%s", cases[i].what);
    CHECK_INTEGER(admit(&good_code, cases[i].signature, &gate).newest_seen_us,
                  cases[i].remembered_us);
  }
}

TESTS(every_row, each_reason_of_weighing_alone, remembers_the_newest_time_signed)
