/* Weighing by cases (weigh_cases.txt), by the public examples, and what stands against a visit. */
#include "base/file.h"
#include "weigh_scene.h"

static struct text say_reasons(struct arena *arena, reason_set reasons) {
  struct buffer out = BUFFER(arena);
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (reasons >> reason & 1)
      buffer_format(&out, "%s%s", out.length ? "+" : "", reason_entries[reason].name);
  return reasons ? buffer_text(&out) : TEXT("green");
}

static struct text say_verdicts(struct arena *arena, const struct verdict *verdicts, size_t count) {
  struct buffer out = BUFFER(arena);
  for (size_t i = 0; i < count; i++) {
    if (i > 0) buffer_add(&out, TEXT("; "));
    buffer_add(&out, say_reasons(arena, verdicts[i].reasons));
  }
  return buffer_text(&out);
}

static void read_beside(struct arena *arena, const char *name, struct text *ret_text) {
  const char *slash = strrchr(__FILE__, '/');
  struct error error;
  const char *path =
      arena_string(arena, arena_format(arena, "%.*s/%s", (int)(slash - __FILE__), __FILE__, name));
  CHECK(file_read(path, 1 << 20, arena, ret_text, &error));
}

static void cases_come_out_as_written(void) {
  struct arena *files = arena_make();
  struct scene scene = {.arena = arena_make()};
  struct text lines = NO_TEXT;
  read_beside(files, "weigh_cases.txt", &lines);
  while (lines.at) {
    struct text line = text_trim(text_cut(&lines, '\n'));
    if (line.length == 0 || line.at[0] == '#') continue;
    struct text name = text_trim(text_cut(&line, '|'));
    struct verdict verdicts[VISITS_MOST];
    CHECK_ROW("%.*s", TEXT_ARGS(name));
    read_scene(&scene, text_cut(&line, '|'));
    weigh_scene(&scene, verdicts);
    CHECK_TEXT(say_verdicts(scene.arena, verdicts, scene.facts.visit_count),
               arena_string(scene.arena, text_trim(line)));
  }
  arena_free(scene.arena);
  arena_free(files);
}

/* What stands against the last visit of a scene for a reason: places in the list, from 1. */
static const struct {
  const char *scene;
  enum reason reason;
  const char *against;
} explained[] = {
    {"fire sampling 07 #1; tax sampling 07 #2; gas sampling 07 !late #3", REASON_many_heads, "1"},
    {"fire sampling 07 #1; tax sampling 07 #2", REASON_too_often, ""},
    {"fire sampling 07 #3; tax sampling 07 #2; gas sampling 07 #4", REASON_many_heads, "2"},
    {"fire sampling 07 #1; gas sampling 07 done #9; tax sampling 07 #2", REASON_many_heads, "1"},
    {"[limits=2,0,0,0] fire sampling 06 +1d #1; tax sampling 07 #2; gas sampling 08 #3; "
     "tour sampling 06 +3d #4",
     REASON_many_heads, "1 2"},
    {"fire sampling 07 @g #1; tax sampling 07 @g #2; fire sampling 07 #3", REASON_many_heads, "2"},
    {"fire sampling 30 #1; fire sampling 31 #2; fire sampling 06-01 #3", REASON_too_often, ""},
    {"fire sampling 26 #1; fire sampling 27 #2; fire sampling 28 #3", REASON_too_often, "1 2"},
    {"[limits=1,2,0,0] fire sampling 04-30 #1; fire sampling 04-29 #2; fire sampling 20 #3; "
     "fire sampling 01 #4",
     REASON_too_often, "2 1"},
    {"[limits=1,0,1,0] fire sampling 04-30 #1; fire sampling 20 #3; fire sampling 01 #4",
     REASON_too_often, "2"},
    {"fire sampling 04-25 =A #1; tax sampling 06-10 =B #2; gas sampling 20 =A,B #3",
     REASON_repeated, "1 2"},
    {"[filed=fire:2026:2] fire inspection 07 #1; fire research 20 agreed #2; fire invited 21 #3; "
     "fire inspection 06-20 #4",
     REASON_over_filed, "1 2"},
    {"[filed=fire:2026:1] fire inspection 07 #1; fire inspection 20 done #9; "
     "fire inspection 06-20 #2",
     REASON_over_filed, "1"},
    {"[filed=fire:2026:1] fire inspection 06-20 #9; fire inspection 07 #1; "
     "fire inspection 20 pending",
     REASON_over_filed, "2"},
    {"fire inspection 03 #1", REASON_quiet_day, ""},
    {"fire inspection 07 #1", REASON_many_heads, ""},
};

static void reasons_name_what_stands_against(void) {
  struct scene scene = {.arena = arena_make()};
  for (size_t i = 0; i < sizeof explained / sizeof *explained; i++) {
    struct verdict verdicts[VISITS_MOST];
    uint32_t against[VISITS_MOST];
    CHECK_ROW("%s", explained[i].scene);
    read_scene(&scene, text_of(explained[i].scene));
    struct weighing *weighing = weigh_scene(&scene, verdicts);
    size_t count =
        weigh_explain(weighing, scene.facts.visit_count - 1, explained[i].reason, against);
    struct buffer said = BUFFER(scene.arena);
    for (size_t j = 0; j < count; j++) buffer_format(&said, "%s%u", j ? " " : "", against[j] + 1);
    CHECK_TEXT(buffer_text(&said), explained[i].against);
  }
  arena_free(scene.arena);
}

static void public_examples_come_out_the_same(void) {
  struct arena *arena = arena_make();
  struct text json, lines, wanted;
  struct policy policy;
  struct error error;
  if (!file_read(check_shared_path("weigh/policy.json"), 1 << 20, arena, &json, &error)) {
    check_skip("the folder of public examples is not here");
    arena_free(arena);
    return;
  }
  CHECK(file_read(check_shared_path("weigh/facts.jsonl"), 1 << 20, arena, &lines, &error));
  CHECK(file_read(check_shared_path("weigh/verdicts.jsonl"), 1 << 20, arena, &wanted, &error));
  CHECK(policy_read(json, arena, &policy, NULL, &error));
  struct buffer out = BUFFER(arena);
  while (lines.length > 0) {
    struct facts facts;
    struct facts_names names;
    CHECK(facts_read(text_cut(&lines, '\n'), &policy, arena, &facts, &names, &error));
    struct verdict *verdicts = ARENA_ARRAY(arena, facts.visit_count, struct verdict);
    weigh(&policy, &facts, arena_take(arena, weighing_size(facts.visit_count)), verdicts);
    verdicts_write(&out, &facts, verdicts, NULL);
  }
  CHECK_TEXT(buffer_text(&out), arena_string(arena, wanted));
  arena_free(arena);
}

TESTS(cases_come_out_as_written, reasons_name_what_stands_against,
      public_examples_come_out_the_same)
