/* Weighing by cases (weigh_cases.txt), by the public examples, and what stands against a visit. */
#include "visit/weigh.h"

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "check.h"
#include "visit/facts.h"
#include "visit/policy.h"
#include "weigh_policy.h"

enum { VISITS_MOST = 16, FILINGS_MOST = 64 };

struct scene {
  struct arena *arena;
  struct policy policy;
  struct names *names; /* of units, groups and items alike */
  struct facts facts;
  struct visit_facts visits[VISITS_MOST];
  struct filing_facts filings[FILINGS_MOST];
};

static bool starts_with(struct text *word, const char *start) {
  struct text wanted = text_of(start);
  if (!text_starts(*word, wanted)) return false;
  *word = (struct text){word->at + wanted.length, word->length - wanted.length};
  return true;
}

static int64_t read_integer(struct text text) {
  int64_t value = 0;
  if (!text_to_integer(text, &value)) check_report(0, __FILE__, __LINE__, "not a number");
  return value;
}

static struct text next_word(struct text *rest) {
  *rest = text_trim(*rest);
  return text_cut(rest, ' ');
}

/* "07", "06-30", "2025-12-31", each with or without "T23:30" or "T23:30:59.5". */
static int64_t read_time(struct scene *scene, struct text word) {
  struct text day = text_cut(&word, 'T');
  struct text hour = word.at ? word : TEXT("09:00");
  const char *year = day.length < 10 ? "2026-" : "", *month = day.length < 5 ? "05-" : "";
  struct text whole = arena_format(scene->arena, "%s%s%.*sT%.*s%s+08:00", year, month,
                                   TEXT_ARGS(day), TEXT_ARGS(hour), hour.length < 8 ? ":00" : "");
  int64_t time_us = 0;
  if (!time_parse(whole, &time_us)) check_report(0, __FILE__, __LINE__, "not a time");
  return time_us;
}

/* "3d", "20h", "-30m" */
static int64_t read_span(struct text word) {
  char unit = word.at[word.length - 1];
  int64_t unit_us = unit == 'd' ? DAY_US : unit == 'h' ? HOUR_US : MINUTE_US;
  return read_integer((struct text){word.at, word.length - 1}) * unit_us;
}

static void read_filings(struct scene *scene, struct text list) {
  scene->facts.filing_count = 0;
  while (list.at) {
    struct text filing = text_cut(&list, ',');
    scene->filings[scene->facts.filing_count].unit =
        names_number(scene->names, text_cut(&filing, ':'));
    scene->filings[scene->facts.filing_count].year = (int32_t)read_integer(text_cut(&filing, ':'));
    scene->filings[scene->facts.filing_count++].visits = read_integer(filing);
  }
}

static void read_setting(struct scene *scene, struct text word) {
  if (starts_with(&word, "now=")) {
    scene->facts.now_us = read_time(scene, word);
  } else if (starts_with(&word, "filed=")) {
    read_filings(scene, word);
  } else if (starts_with(&word, "limits=")) {
    struct crowding *limits = &scene->policy.crowding;
    limits->day = read_integer(text_cut(&word, ','));
    limits->week = read_integer(text_cut(&word, ','));
    limits->month = read_integer(text_cut(&word, ','));
    limits->repeat_item_days = read_integer(word);
  } else {
    check_report(0, __FILE__, __LINE__, "unknown setting %.*s", TEXT_ARGS(word));
  }
}

static void read_items(struct scene *scene, struct visit_facts *visit, struct text list) {
  int64_t *items = ARENA_ARRAY(scene->arena, list.length, int64_t);
  while (list.at) items[visit->item_count++] = names_number(scene->names, text_cut(&list, ','));
  visit->items = items;
}

/* Words that stand for a state by themselves. */
static bool read_state(struct visit_facts *visit, struct text word) {
  static const struct {
    const char *word;
    int approval, consent, life;
  } states[] = {
      {"pending", APPROVAL_PENDING, -1, -1},
      {"refused", APPROVAL_REFUSED, -1, -1},
      {"withdrawn", APPROVAL_WITHDRAWN, -1, -1},
      {"agreed", -1, CONSENT_AGREED, -1},
      {"declined", -1, CONSENT_DECLINED, -1},
      {"arrived", -1, -1, LIFE_ARRIVED},
      {"done", -1, -1, LIFE_DONE},
      {"cancelled", -1, -1, LIFE_CANCELLED},
      {"missed", -1, -1, LIFE_MISSED},
      {"frozen", -1, -1, -1},
  };
  for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
    if (!text_equal(word, text_of(states[i].word))) continue;
    if (states[i].approval >= 0) visit->approval = (enum approval)states[i].approval;
    if (states[i].consent >= 0) visit->consent = (enum consent)states[i].consent;
    if (states[i].life >= 0) visit->life = (enum life)states[i].life;
    if (text_equal(word, TEXT("frozen"))) visit->frozen = true;
    return true;
  }
  return false;
}

static void read_word(struct scene *scene, struct visit_facts *visit, struct text word) {
  if (starts_with(&word, "#")) {
    visit->seq = read_integer(word);
  } else if (starts_with(&word, "+")) {
    visit->end_us = visit->start_us + read_span(word);
  } else if (starts_with(&word, "=")) {
    read_items(scene, visit, word);
  } else if (starts_with(&word, "@")) {
    visit->joint = names_number(scene->names, word);
  } else if (starts_with(&word, "!")) {
    visit->exemption = policy_exemption(&scene->policy, text_cut(&word, ':'));
    visit->evidence = word;
    CHECK(visit->exemption >= 0);
  } else if (starts_with(&word, "booked-")) {
    visit->booked_us = visit->start_us - read_span(word);
  } else if (starts_with(&word, "officers-")) {
    visit->certified = read_integer(word);
  } else if (!read_state(visit, word)) {
    check_report(0, __FILE__, __LINE__, "unknown word %.*s", TEXT_ARGS(word));
  }
}

static void read_visit(struct scene *scene, struct text words) {
  struct visit_facts *visit = &scene->visits[scene->facts.visit_count++];
  *visit = (struct visit_facts){
      .exemption = NO_EXEMPTION, .seq = NO_SEQ, .certified = 2, .approval = APPROVAL_APPROVED};
  visit->unit = names_number(scene->names, next_word(&words));
  visit->kind = policy_kind(&scene->policy, next_word(&words));
  CHECK(visit->kind >= 0);
  visit->start_us = read_time(scene, next_word(&words));
  visit->end_us = visit->start_us + 2 * HOUR_US;
  visit->booked_us = visit->start_us - 10 * DAY_US;
  while (text_trim(words).length > 0) read_word(scene, visit, next_word(&words));
}

static void file_freely(struct scene *scene) {
  static const char *const units[] = {"fire", "tax", "gas", "tour"};
  for (size_t i = 0; i < 4; i++)
    for (int32_t year = 2025; year <= 2027; year++)
      scene->filings[scene->facts.filing_count++] =
          (struct filing_facts){names_number(scene->names, text_of(units[i])), year, 99};
}

static void read_scene(struct scene *scene, struct text words) {
  struct error error;
  arena_reset(scene->arena);
  CHECK(policy_read(text_of(weigh_policy), scene->arena, &scene->policy, NULL, &error));
  scene->names = names_make(scene->arena);
  scene->facts = (struct facts){.filings = scene->filings, .visits = scene->visits};
  scene->facts.now_us = read_time(scene, TEXT("06T09:00"));
  file_freely(scene);
  words = text_trim(words);
  if (starts_with(&words, "[")) {
    struct text settings = text_cut(&words, ']');
    while (text_trim(settings).length > 0) read_setting(scene, next_word(&settings));
  }
  while (words.at) read_visit(scene, text_cut(&words, ';'));
}

static struct weighing *weigh_scene(struct scene *scene, struct verdict *ret_verdicts) {
  void *memory = arena_take(scene->arena, weighing_size(scene->facts.visit_count));
  return weigh(&scene->policy, &scene->facts, memory, ret_verdicts);
}

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
