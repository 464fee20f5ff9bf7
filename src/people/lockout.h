/* How long an account stays shut after wrong passwords or codes.
 *
 * Pure. The first LOCKOUT_AFTER - 1 failures in a row cost nothing; from then on each doubles the
 * wait, from LOCKOUT_FIRST_US up to LOCKOUT_MOST_US. Attempts while it is shut are not counted, so
 * that a stranger cannot keep somebody out for longer than that. A day without failures clears
 * them. */
#ifndef HENG_PEOPLE_LOCKOUT_H
#define HENG_PEOPLE_LOCKOUT_H

#include "base/time.h"

enum { LOCKOUT_AFTER = 10 };
#define LOCKOUT_FIRST_US  MINUTE_US
#define LOCKOUT_MOST_US   HOUR_US
#define LOCKOUT_FORGET_US DAY_US

/* When the account opens again after `failures` in a row, the last at `failed_us`; `failed_us`
 * itself when it is not shut at all. */
int64_t lockout_ends_us(int64_t failures, int64_t failed_us);
/* How many failures there are in a row after one more now. */
int64_t lockout_count(int64_t failures, int64_t failed_us, int64_t now_us);

#endif
