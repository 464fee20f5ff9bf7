/* The benchmarks: each measures Heng and something bare side by side, in turn, and reports the
 * median ratio. Nothing here judges: the aims stand beside the figures. */
#ifndef HENG_BENCH_BENCH_H
#define HENG_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROUNDS = 5 };

/* One side of a comparison: does its work once and returns how many of its things it does a second.
 */
typedef double bench_side(void *context);

/* Runs both in turn ROUNDS times; prints a row of the table: what, the medians, the median of the
 * ratios pair by pair, and the aim (0: none). */
void bench_pair(const char *what, const char *unit, bench_side *heng, bench_side *bare,
                void *context, double aim);
/* A row without a partner. */
void bench_alone(const char *what, const char *unit, bench_side *heng, void *context);
double bench_median(double *values, size_t count);
/* Seconds on a clock that never runs backwards. */
double bench_now(void);

void bench_codes(void);
void bench_weighing(void);
void bench_writing(void);
void bench_gate(void);
void bench_growth(void);

#endif
