/* Several units' visits apart and together: who would be red, and which day suits most. */
#include "visit/together.h"

#include "base/time.h"
#include "check.h"
#include "visit/facts.h"
#include "visit/policy.h"
#include "weigh_policy.h"

enum { VISITS_MOST = 4 };

struct planned {
  const char *unit, *kind, *day, *approval;
};

/* `apart` by visit; the best day and how many are green and moved then. */
static const struct {
  struct planned visits[VISITS_MOST];
  const char *apart[VISITS_MOST], *best;
  size_t green, moved;
} cases[] = {
    {{{"U1", "sampling", "05-07", "pending"}, {"U2", "sampling", "05-07", "pending"}},
     {"", "many_heads"},
     "2026-05-07",
     2,
     0},
    {{{"U1", "sampling", "05-05", "pending"},
      {"U2", "sampling", "05-06", "approved"},
      {"U3", "sampling", "05-07", "pending"}},
     {"", "", "too_often"},
     "2026-05-05",
     3,
     2},
    {{{"U1", "sampling", "05-05", "pending"},
      {"U2", "sampling", "05-07", "pending"},
      {"U3", "sampling", "05-07", "pending"}},
     {"", "", "many_heads,too_often"},
     "2026-05-07",
     3,
     1},
    /* the first three days of a month are quiet for inspections */
    {{{"U1", "inspection", "06-03", "pending"}, {"U2", "inspection", "06-05", "pending"}},
     {"quiet_day", ""},
     "2026-06-05",
     2,
     1},
    {{{"U1", "inspection", "06-02", "pending"}, {"U2", "inspection", "06-03", "pending"}},
     {"quiet_day", "quiet_day"},
     "2026-06-02",
     0,
     1},
};

static struct text facts_line(const struct planned *visits, size_t count, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  buffer_format(&out, "{\"now\":\"2026-05-01T09:00:00+08:00\",\"enterprise\":\"E\",\"filings\":["
                      "{\"unit\":\"U1\",\"year\":2026,\"visits\":4},"
                      "{\"unit\":\"U2\",\"year\":2026,\"visits\":4}],\"visits\":[");
  for (size_t i = 0; i < count; i++)
    buffer_format(&out,
                  "%s{\"id\":\"v%zu\",\"unit\":\"%s\",\"kind\":\"%s\",\"items\":[],"
                  "\"start\":\"2026-%sT09:00:00+08:00\",\"end\":\"2026-%sT10:00:00+08:00\","
                  "\"booked\":\"2026-05-01T08:00:00+08:00\",\"certified\":2,\"approval\":\"%s\","
                  "\"consent\":\"none\",\"seq\":%s,\"joint\":null,\"exemption\":null,"
                  "\"life\":\"booked\",\"frozen\":false}",
                  i ? "," : "", i, visits[i].unit, visits[i].kind, visits[i].day, visits[i].day,
                  visits[i].approval, strcmp(visits[i].approval, "approved") ? "null" : "7");
  buffer_add(&out, TEXT("]}"));
  return buffer_text(&out);
}

static struct text names_of(reason_set reasons, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  buffer_add(&out, TEXT(""));
  for (int r = 0; r < REASON_COUNT; r++)
    if (reasons >> r & 1)
      buffer_format(&out, "%s%s", out.length ? "," : "", reason_entries[r].name);
  return out.at ? buffer_text(&out) : TEXT("");
}

static void try_case(size_t row, const struct policy *policy, struct arena *arena) {
  static const uint32_t group[VISITS_MOST] = {0, 1, 2, 3};
  struct facts facts;
  struct facts_names names;
  struct error error;
  reason_set reasons[VISITS_MOST];
  size_t count = 0;
  while (count < VISITS_MOST && cases[row].visits[count].unit) count++;
  struct text line = facts_line(cases[row].visits, count, arena);
  if (!CHECK(facts_read(line, policy, arena, &facts, &names, &error))) return;
  const struct together_memory memory = {ARENA_ARRAY(arena, count, struct visit_facts),
                                         ARENA_ARRAY(arena, count, struct verdict),
                                         arena_take(arena, weighing_size(count))};
  together_apart(policy, &facts, group, count, &memory, reasons);
  for (size_t i = 0; i < count; i++) CHECK_TEXT(names_of(reasons[i], arena), cases[row].apart[i]);
  int32_t first = day_of_time(facts.visits[0].start_us, policy->offset_minutes);
  int32_t last = day_of_time(facts.visits[count - 1].start_us, policy->offset_minutes);
  struct together best = together_best(policy, &facts, group, count, first, last, &memory);
  char day[DATE_TEXT_SIZE];
  CHECK_TEXT(((struct text){day, date_format(date_of_day(best.day), day)}), cases[row].best);
  CHECK_INTEGER(best.green, cases[row].green);
  CHECK_INTEGER(best.moved, cases[row].moved);
  CHECK_INTEGER(facts.visits[0].approval, APPROVAL_PENDING);
}

static void finds_the_best_day(void) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct error error;
  CHECK(policy_read(text_of(weigh_policy), arena, &policy, NULL, &error));
  for (size_t row = 0; row < sizeof cases / sizeof *cases; row++) {
    CHECK_ROW("case %zu", row);
    try_case(row, &policy, arena);
  }
  arena_free(arena);
}

TESTS(finds_the_best_day)
