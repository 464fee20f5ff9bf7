/* Whatever is done in whatever order: after each act the stored verdicts are what weighing all of
 * the enterprise's rows anew gives, and in the end the log explains every row. */
#include "visit/filing.h"
#include "visit_fixture.h"

enum { STEPS = 400, SEEDS = 4, DAYS = 6, LATEST = 10, VISITS_MOST = NAMED_MOST };

struct random {
  uint64_t state;
};

static unsigned draw(struct random *random, unsigned below) {
  random->state ^= random->state << 13;
  random->state ^= random->state >> 7;
  random->state ^= random->state << 17;
  return (unsigned)(random->state >> 33) % below;
}

static const struct caller market_any = {
    .person = {"m", 1}, .roles = ROLE_SELF, .unit = {"market", 6}};
static const struct caller fire_any = {.person = {"f", 1}, .roles = ROLE_SELF, .unit = {"fire", 4}};
static const struct caller tax_any = {.person = {"t", 1}, .roles = ROLE_SELF, .unit = {"tax", 3}};
static const struct caller *const callers[] = {&market_any, &fire_any, &tax_any};

/* On a day from tomorrow on, mostly short, now and then over several days. */
static const char *draw_time(struct play *play, struct random *random) {
  int64_t start_us = play->now_us - play->now_us % DAY_US + DAY_US * (1 + draw(random, DAYS)) +
                     HOUR_US * draw(random, 10);
  int64_t end_us = start_us + HOUR_US + (draw(random, 8) == 0 ? DAY_US * (1 + draw(random, 4)) : 0);
  char start[TIME_TEXT_SIZE + 1], end[TIME_TEXT_SIZE + 1];
  start[time_format(start_us, 0, start)] = 0;
  end[time_format(end_us, 0, end)] = 0;
  return arena_format(play->city.arena, "\"start\":\"%s\",\"end\":\"%s\"", start, end).at;
}

static const char *const kinds[] = {"\"kind\":\"inspection\",", "\"kind\":\"research\","};
static const char *const items[] = {"", ",\"items\":[\"A01\"]", ",\"items\":[\"A01\",\"A02\"]"};
static const char *const exemptions[] = {"", "", "", ",\"exemption\":\"patrol\"",
                                         ",\"exemption\":\"emergency\",\"evidence\":\"热线\""};

struct tried {
  const char *route, *members;
};
static const struct tried steps[] = {
    {"visit_approve", NULL},
    {"visit_approve", NULL},
    {"visit_approve", NULL},
    {"visit_refuse", "\"words\":\"不\""},
    {"visit_withdraw", "\"words\":\"不\""},
    {"visit_agree", NULL},
    {"visit_agree", NULL},
    {"visit_decline", "\"words\":\"不\""},
    {"visit_freeze", "\"words\":\"不\""},
    {"visit_release", "\"words\":\"可\""},
    {"visit_leave", NULL},
    {"visit_join", "with"},
    {"visit_join", "with"},
    {"visit_change", "time"},
    {"visit_propose", "time"},
    {"gate_arrive", "scan"},
    {"gate_arrive", "late"},
    {"gate_depart", "leave"},
};
enum {
  STEP_ROUTES = sizeof steps / sizeof *steps,
  BOOKS = STEP_ROUTES,
  TICKS,
  AMENDS,
  WALKS_IN,
  CANCELS,
  ROUTES
};

static const struct tried cancel = {"visit_cancel", "\"words\":\"不\""};

static bool book(struct play *play, struct random *random, const char *name) {
  const char *members = draw_time(play, random);
  members = arena_format(play->city.arena, "%s%s%s%s%s", kinds[draw(random, 2)], members,
                         items[draw(random, 3)], exemptions[draw(random, 5)],
                         draw(random, 4) ? "" : ",\"certified\":1")
                .at;
  const struct line line = {NULL, callers[draw(random, 3)], "visit_book", name, members, NULL};
  return play_perform(play, &line) != NULL;
}

static const char *name_of(struct play *play, unsigned number) {
  return arena_format(play->city.arena, "v%u", number).at;
}

/* One of the latest. */
static unsigned draw_visit(struct random *random, unsigned visit_count) {
  return visit_count - 1 - draw(random, visit_count < LATEST ? visit_count : LATEST);
}

/* What a gate tells of somebody who comes now, came a while ago, or leaves; by the id of the scan.
 */
static const char *draw_scan(struct play *play, struct random *random, const char *what) {
  static unsigned scans;
  char when[TIME_TEXT_SIZE + 1];
  int64_t scanned_us = play->now_us - HOUR_US * draw(random, 48);
  const char *people = strcmp(what, "leave") == 0 ? "" : ",\"people\":2";
  when[time_format(scanned_us, 0, when)] = 0;
  bool late = strcmp(what, "late") == 0;
  return arena_format(play->city.arena, "\"scan\":\"scan-%06u\"%s%s%s%s", scans++, people,
                      late ? ",\"scanned_at\":\"" : "", late ? when : "", late ? "\"" : "")
      .at;
}

static bool walk_in(struct play *play, struct random *random) {
  static const char *const who[] = {"\"unit\":\"market\"", "\"unit\":\"tax\"",
                                    "\"unit_words\":\"某局\""};
  const char *what = draw(random, 2) ? "late" : "scan";
  return play_act(play, &contact, "gate_walk_in",
                  arena_format(play->city.arena, "{%s,%s%s}", draw_scan(play, random, what),
                               kinds[draw(random, 2)], who[draw(random, 3)])
                      .at) != NULL;
}

static bool is_joint(const struct play *play, const struct visit *visit) {
  (void)play;
  return visit->joint.at && visit->life == LIFE_BOOKED;
}

static bool comes_next(const struct play *play, const struct visit *visit) {
  return visit->code == CODE_GREEN && visit->life == LIFE_BOOKED &&
         visit->start_us >= play->now_us && visit->start_us <= play->now_us + DAY_US;
}

/* For steps that fit few visits: mostly the latest that is such; else, and when there is none, any.
 */
static const char *draw_such(struct play *play, struct random *random, unsigned visit_count,
                             bool (*is_such)(const struct play *, const struct visit *)) {
  for (unsigned back = 1; draw(random, 8) && back <= visit_count; back++) {
    struct visit visit = play_visit(play, name_of(play, visit_count - back));
    if (is_such(play, &visit)) return name_of(play, visit_count - back);
  }
  return name_of(play, draw_visit(random, visit_count));
}

/* At the start of the visit, when that is near. */
static void wait_for(struct play *play, const char *name) {
  struct visit visit = play_visit(play, name);
  if (!comes_next(play, &visit)) return;
  play->now_us = visit.start_us;
  play_tick(play, NULL);
}

static const char *draw_name(struct play *play, struct random *random, const struct tried *step,
                             unsigned visit_count) {
  if (strcmp(step->route, "visit_leave") == 0)
    return draw_such(play, random, visit_count, is_joint);
  if (!step->members || strcmp(step->members, "scan") != 0)
    return name_of(play, draw_visit(random, visit_count));
  const char *name = draw_such(play, random, visit_count, comes_next);
  wait_for(play, name);
  return name;
}

static bool take_step(struct play *play, struct random *random, const struct tried *step,
                      unsigned visit_count) {
  const char *members = step->members;
  if (members && strcmp(members, "with") == 0)
    members =
        arena_format(play->city.arena, "\"with\":\"@v%u\"", draw_visit(random, visit_count)).at;
  else if (members && strcmp(members, "time") == 0)
    members = draw_time(play, random);
  bool at_gate = text_starts(text_of(step->route), TEXT("gate_"));
  const char *name = draw_name(play, random, step, visit_count);
  if (at_gate) members = draw_scan(play, random, members);
  const struct line line = {
      NULL, at_gate ? &contact : callers[draw(random, 3)], step->route, name, members, NULL};
  return play_perform(play, &line) != NULL;
}

static bool tick(struct play *play, struct random *random) {
  play->now_us += HOUR_US * (1 + draw(random, 30));
  return play_tick(play, NULL);
}

/* Some more visits or some fewer, granted at once. */
static bool amend(struct play *play, struct random *random) {
  const char *units[] = {"market", "fire", "tax"};
  const char *input = arena_format(play->city.arena,
                                   "{\"unit\":\"%s\",\"enterprise\":\"" ENTERPRISE
                                   "\",\"year\":2026,\"visits\":%d,\"words\":\"试\"}",
                                   units[draw(random, 3)], (int)draw(random, 5) - 2)
                          .at;
  const struct filing *asked = play_act(play, NULL, "filing_amend", input);
  if (!asked) return false;
  input =
      arena_format(play->city.arena, "{\"filing\":\"%.*s\",\"words\":\"好\"}", TEXT_ARGS(asked->id))
          .at;
  CHECK(play_act(play, &coordinator, draw(random, 4) ? "filing_grant" : "filing_refuse", input) !=
        NULL);
  return true;
}

static void play_at_random(uint64_t seed, int64_t *counts) {
  struct play *play = play_make();
  struct random random = {seed};
  unsigned visit_count = 0;
  for (int i = 0; i < STEPS; i++) {
    CHECK_ROW("seed %llu, step %d", (unsigned long long)seed, i);
    unsigned route = visit_count == 0 || draw(&random, 3) == 0 ? BOOKS : draw(&random, ROUTES);
    bool done = false;
    if (route < STEP_ROUTES)
      done = take_step(play, &random, &steps[route], visit_count);
    else if (route == TICKS)
      done = tick(play, &random);
    else if (route == AMENDS)
      done = amend(play, &random);
    else if (route == WALKS_IN)
      done = walk_in(play, &random);
    else if (route == CANCELS)
      done = take_step(play, &random, &cancel, visit_count);
    else if (visit_count < VISITS_MOST)
      visit_count += done = book(play, &random, name_of(play, visit_count));
    counts[route] += done;
    if (!done) CHECK(error_find(play->city.error.code)->kind == ERROR_REFUSAL);
    play_check_whole(play, ENTERPRISE);
  }
  check_row[0] = 0;
  play_free(play);
}

static void stays_what_weighing_says(void) {
  int64_t counts[ROUTES] = {0};
  for (uint64_t seed = 1; seed <= SEEDS; seed++) play_at_random(seed * 0x9e3779b97f4a7c15, counts);
  for (size_t i = 0; i < ROUTES; i++) {
    CHECK_ROW("%s", i < STEP_ROUTES ? steps[i].route : "the rest");
    CHECK(counts[i] > 0);
  }
}

TESTS(stays_what_weighing_says)
