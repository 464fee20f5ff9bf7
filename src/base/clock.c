/* The machine's clocks. Impure; owns nothing. */
#include "base/clock.h"

#include <assert.h>
#include <sys/timex.h>
#include <time.h>

static int64_t read_us(clockid_t clock) {
  struct timespec now;
  int failed = clock_gettime(clock, &now);
  assert(!failed);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_now_us(void) {
  return read_us(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void) {
  return read_us(CLOCK_MONOTONIC);
}

struct timespec clock_monotonic_after(int64_t after_us) {
  int64_t at_us = clock_monotonic_us() + after_us;
  return (struct timespec){.tv_sec = at_us / 1000000, .tv_nsec = at_us % 1000000 * 1000};
}

bool clock_is_synchronised(void) {
  struct timex state = {0};
  return adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);
}
