/* The only place that reads a clock. */
#ifndef HENG_BASE_CLOCK_H
#define HENG_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Microseconds since 1970-01-01T00:00:00Z. */
int64_t clock_now_us(void);
/* Microseconds since some fixed moment; never runs backwards: for durations and deadlines. */
int64_t clock_monotonic_us(void);
/* That clock `after_us` from now, for waiting with a time limit. */
struct timespec clock_monotonic_after(int64_t after_us);

/* Whether the kernel knows of something, such as NTP, that keeps the clock right. */
bool clock_is_synchronised(void);

#endif
