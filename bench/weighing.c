/* Weighing lines of facts, as `heng weigh` does it: JSON in, verdicts out. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "bench.h"
#include "visit/facts.h"
#include "visit/policy.h"

enum { VISITS_EACH = 40, LINES = 500 };

struct weighing_bench {
  struct arena *arena, *scratch;
  struct policy policy;
  struct text line;
};

static void add_visit(struct buffer *line, int number) {
  int day = 1 + number * 7 % 28, month = 1 + number % 12, unit = number % 9;
  buffer_format(
      line,
      "%s{\"id\":\"v%d\",\"unit\":\"U%d\",\"kind\":\"inspection\",\"items\":[\"A%02d\"],"
      "\"start\":\"2026-%02d-%02dT09:00:00+08:00\",\"end\":\"2026-%02d-%02dT11:00:00+08:00\","
      "\"booked\":\"2025-12-01T10:00:00+08:00\",\"certified\":2,\"approval\":\"approved\","
      "\"consent\":\"none\",\"seq\":%d,\"joint\":null,\"exemption\":null,"
      "\"life\":\"booked\",\"frozen\":false}",
      number ? "," : "", number, unit, number % 17, month, day, month, day, number);
}

static double weigh_lines(void *context) {
  struct weighing_bench *bench = context;
  double start = bench_now();
  for (int i = 0; i < LINES; i++) {
    struct facts facts;
    struct facts_names names;
    struct error error;
    if (!facts_read(bench->line, &bench->policy, bench->scratch, &facts, &names, &error)) exit(3);
    struct verdict *verdicts = ARENA_ARRAY(bench->scratch, facts.visit_count, struct verdict);
    weigh(&bench->policy, &facts, arena_take(bench->scratch, weighing_size(facts.visit_count)),
          verdicts);
    struct buffer out = BUFFER(bench->scratch);
    verdicts_write(&out, &facts, verdicts, NULL);
    arena_reset(bench->scratch);
  }
  return LINES * VISITS_EACH / (bench_now() - start);
}

void bench_weighing(void) {
  struct weighing_bench bench = {.arena = arena_make(), .scratch = arena_make()};
  struct text body;
  struct error error;
  if (!file_read("policy/hengyang-2021.json", 1 << 20, bench.arena, &body, &error) ||
      !policy_read(body, bench.arena, &bench.policy, NULL, &error))
    exit(3);
  struct buffer line = BUFFER(bench.arena);
  buffer_add(&line, TEXT("{\"now\":\"2026-01-01T09:00:00+08:00\",\"enterprise\":"
                         "\"91430400MA4L000012\",\"filings\":["));
  for (int unit = 0; unit < 9; unit++)
    buffer_format(&line, "%s{\"unit\":\"U%d\",\"year\":2026,\"visits\":4}", unit ? "," : "", unit);
  buffer_add(&line, TEXT("],\"visits\":["));
  for (int number = 0; number < VISITS_EACH; number++) add_visit(&line, number);
  buffer_add(&line, TEXT("]}"));
  bench.line = buffer_text(&line);
  bench_alone("visits weighed, 40 an enterprise, from JSON to verdicts", "visits a second",
              weigh_lines, &bench);
  arena_free(bench.arena);
  arena_free(bench.scratch);
}
