/* Runs the benchmarks named on the command line, or all, and prints a table. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

double bench_now(void) {
  return (double)clock_monotonic_us() / 1e6;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double bench_median(double *values, size_t count) {
  qsort(values, count, sizeof *values, compare);
  return values[count / 2];
}

void bench_pair(const char *what, const char *unit, bench_side *heng, bench_side *bare,
                void *context, double aim) {
  double ours[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
  for (int round = 0; round < ROUNDS; round++) {
    ours[round] = heng(context);
    theirs[round] = bare(context);
    ratios[round] = ours[round] / theirs[round];
  }
  printf("| %s | %.0f | %.0f | %s | %.2f |", what, bench_median(ours, ROUNDS),
         bench_median(theirs, ROUNDS), unit, bench_median(ratios, ROUNDS));
  if (aim > 0)
    printf(" %.1f |\n", aim);
  else
    puts(" |");
  fflush(stdout);
}

void bench_alone(const char *what, const char *unit, bench_side *heng, void *context) {
  double ours[ROUNDS];
  for (int round = 0; round < ROUNDS; round++) ours[round] = heng(context);
  printf("| %s | %.0f | | %s | | |\n", what, bench_median(ours, ROUNDS), unit);
  fflush(stdout);
}

static const struct {
  const char *name;
  void (*run)(void);
} benches[] = {
    {"codes", bench_codes}, {"weighing", bench_weighing}, {"writing", bench_writing},
    {"gate", bench_gate},   {"growth", bench_growth},
};

int main(int count, char **words) {
  puts("| what | Heng | bare | | ratio | aim |\n|---|---:|---:|---|---:|---:|");
  for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
    bool wanted = count < 2;
    for (int word = 1; word < count; word++) wanted |= strcmp(words[word], benches[i].name) == 0;
    if (wanted) benches[i].run();
  }
  return 0;
}
