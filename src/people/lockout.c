/* How long an account stays shut after wrong passwords or codes. */
#include "people/lockout.h"

int64_t lockout_ends_us(int64_t failures, int64_t failed_us) {
  if (failures < LOCKOUT_AFTER) return failed_us;
  int64_t wait_us = LOCKOUT_FIRST_US;
  for (int64_t i = LOCKOUT_AFTER; i < failures && wait_us < LOCKOUT_MOST_US; i++) wait_us *= 2;
  return failed_us + (wait_us < LOCKOUT_MOST_US ? wait_us : LOCKOUT_MOST_US);
}

int64_t lockout_count(int64_t failures, int64_t failed_us, int64_t now_us) {
  return now_us - failed_us > LOCKOUT_FORGET_US ? 1 : failures + 1;
}
