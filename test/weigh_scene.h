/* Scenes for weighing, as weigh_cases.txt writes them: "[settings] visit; visit; …". */
#ifndef HENG_TEST_WEIGH_SCENE_H
#define HENG_TEST_WEIGH_SCENE_H

#include "base/json.h"
#include "base/time.h"
#include "check.h"
#include "visit/facts.h"
#include "visit/policy.h"
#include "visit/weigh.h"
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

__attribute__((unused)) static void read_scene(struct scene *scene, struct text words) {
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

__attribute__((unused)) static struct weighing *weigh_scene(struct scene *scene,
                                                            struct verdict *ret_verdicts) {
  void *memory = arena_take(scene->arena, weighing_size(scene->facts.visit_count));
  return weigh(&scene->policy, &scene->facts, memory, ret_verdicts);
}

#endif
