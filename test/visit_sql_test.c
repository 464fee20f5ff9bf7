/* No statement about visits reads a whole table: each is asked how it would be run. */
#include <stdio.h>

#include "act/migrate.h"
#include "check.h"
#include "visit/visit.h"

/* A table of the versions of policies is as small as it is rarely read; to find the units that
 * filed nothing, each is asked. */
static bool may_be_read_whole(struct text plan) {
  return text_find(plan, TEXT("SCAN policy")) != SIZE_MAX ||
         text_find(plan, TEXT("SCAN u ")) != SIZE_MAX ||
         text_find(plan, TEXT("SCAN CONSTANT ROW")) != SIZE_MAX;
}

static void check_plan(struct store *store, const struct statement *sql, struct arena *arena) {
  enum { VALUES_MOST = 64 };
  static const struct value none[VALUES_MOST];
  const struct statement *explain = ARENA_NEW(arena, struct statement);
  *(struct statement *)(uintptr_t)explain =
      (struct statement){sql->name, arena_format(arena, "EXPLAIN QUERY PLAN %s", sql->sql).at};
  for (struct cursor c = store_query(store, explain, none, VALUES_MOST); store_next(&c);) {
    struct text plan = store_text(&c, 3, arena);
    CHECK_ROW("%s: %.*s", sql->name, TEXT_ARGS(plan));
    CHECK(!text_starts(plan, TEXT("SCAN")) || may_be_read_whole(plan));
    CHECK(text_find(plan, TEXT("AUTOMATIC")) == SIZE_MAX);
  }
}

static void reads_by_index(void) {
  struct store *store;
  struct error error;
  struct arena *arena = arena_make();
  static const struct domain *const of_visits[] = {&policy_domain, &filing_domain, &visit_domain,
                                                   &feedback_domain, &oversight_domain};
  CHECK(store_open_memory(&store, &error));
  CHECK(migrate(store, &error));
  for (size_t i = 0; i < sizeof of_visits / sizeof *of_visits; i++)
    for (const struct statement *const *sql = of_visits[i]->sql; *sql; sql++)
      check_plan(store, *sql, arena);
  CHECK(!store_failed(store, &error));
  store_close(store);
  arena_free(arena);
}

TESTS(reads_by_index)
