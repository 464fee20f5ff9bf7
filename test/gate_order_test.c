/* When several act at once, through the real writer: whoever comes first in the log decides. After
 * every race the auditor plays the log again and finds the same tables and the same verdicts. */
#include <pthread.h>

#include "gate_fixture.h"

enum { ROUNDS = 6 };

/* One who acts, on a thread and with an arena of their own. */
struct racer {
  struct gate_fixture *fixture;
  struct text token;
  const char *route, *input;
  struct arena *arena;
  struct act act; /* as it ended */
  bool done_well;
  pthread_barrier_t *start;
  pthread_t thread;
};

static void *race(void *context) {
  struct racer *racer = context;
  struct people_fixture *city = racer->fixture->city;
  const struct route *route = route_find(racer->route);
  struct job job = {.act = {.arena = racer->arena,
                            .route = route,
                            .now_us = city->now_us,
                            .request = TEXT("race"),
                            .token = racer->token,
                            .if_match = NO_INTEGER,
                            .in = arena_take(racer->arena, route->in_size),
                            .out = arena_take(racer->arena, route->out_size)}};
  bool read = json_read(text_of(racer->input), route->in, (void *)(uintptr_t)job.act.in,
                        racer->arena, &job.act.error);
  pthread_barrier_wait(racer->start);
  if (read) writer_wait(city->writer, &job);
  racer->act = job.act;
  racer->done_well = read && job.done_well;
  return NULL;
}

static void run_race(struct gate_fixture *fixture, struct racer *racers, unsigned count) {
  pthread_barrier_t start;
  pthread_barrier_init(&start, NULL, count);
  for (unsigned i = 0; i < count; i++) {
    racers[i].fixture = fixture;
    racers[i].arena = arena_make();
    racers[i].start = &start;
    CHECK_INTEGER(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
  }
  for (unsigned i = 0; i < count; i++) pthread_join(racers[i].thread, NULL);
  pthread_barrier_destroy(&start);
}

static void forget_race(struct racer *racers, unsigned count) {
  for (unsigned i = 0; i < count; i++) arena_free(racers[i].arena);
}

static struct visit stored_visit(struct gate_fixture *fixture, const char *id) {
  struct visit visit;
  store_begin(fixture->city->reader);
  CHECK(visit_find(fixture->city->reader, text_of(id), &visit, fixture->city->arena));
  store_rollback(fixture->city->reader);
  return visit;
}

/* ---- the races ---- */

static const char *about(struct gate_fixture *fixture, const char *visit) {
  return gate_text("{\"visit\":\"%s\"}", visit);
}

/* One visit is left of the filing. Two wait for their head; a third is booked meanwhile. */
static void the_last_place_goes_to_who_is_settled_first(void) {
  for (int round = 0; round < ROUNDS; round++) {
    struct gate_fixture *fixture = gate_fixture_make(1);
    const char *filed[] = {gate_book(fixture, "special"), gate_book(fixture, "special")};
    struct racer racers[3] = {
        {.token = fixture->head, .route = "visit_approve", .input = about(fixture, filed[0])},
        {.token = fixture->head, .route = "visit_approve", .input = about(fixture, filed[1])},
        {.token = fixture->officer,
         .route = "visit_book",
         .input = gate_text("{\"enterprise\":\"" FIXTURE_ENTERPRISE "\",\"site\":\"%s\","
                            "\"kind\":\"special\",\"start\":\"2026-05-18T09:00:00+08:00\","
                            "\"end\":\"2026-05-18T10:00:00+08:00\",\"people\":2,\"certified\":2}",
                            fixture->site)},
    };
    CHECK_ROW("round %d", round);
    run_race(fixture, racers, 3);
    for (int i = 0; i < 3; i++) CHECK(racers[i].done_well);
    struct visit first = stored_visit(fixture, filed[0]), second = stored_visit(fixture, filed[1]);
    bool in_order = first.seq < second.seq;
    CHECK_INTEGER((in_order ? &first : &second)->code, CODE_GREEN);
    CHECK_INTEGER((in_order ? &second : &first)->code, CODE_RED);
    CHECK_TEXT((in_order ? &second : &first)->reasons.at[0], "over_filed");
    forget_race(racers, 3);
    gate_fixture_free(fixture);
  }
}

static void two_heads_approve_once(void) {
  for (int round = 0; round < ROUNDS; round++) {
    struct gate_fixture *fixture = gate_fixture_make(9);
    const char *visit = gate_book(fixture, "inspection");
    struct text deputy = gate_person(fixture, "deputy", "head", ",\"unit\":\"u1\"");
    struct racer racers[3] = {
        {.token = fixture->head, .route = "visit_approve", .input = about(fixture, visit)},
        {.token = deputy, .route = "visit_approve", .input = about(fixture, visit)},
        {.token = fixture->other_head, .route = "visit_approve", .input = about(fixture, visit)},
    };
    CHECK_ROW("round %d", round);
    run_race(fixture, racers, 3);
    CHECK_INTEGER(racers[0].done_well + racers[1].done_well, 1);
    const struct racer *later = &racers[racers[0].done_well ? 1 : 0];
    CHECK_INTEGER(later->act.error.code, ERROR_wrong_state);
    CHECK_INTEGER(racers[2].act.error.code, ERROR_not_yours);
    CHECK_INTEGER(stored_visit(fixture, visit).code, CODE_GREEN);
    forget_race(racers, 3);
    gate_fixture_free(fixture);
  }
}

/* A tour that the enterprise agreed to. As they stand at the gate, it declines. */
static void who_declines_as_they_arrive_is_in_time_or_not(void) {
  for (int round = 0; round < ROUNDS; round++) {
    struct gate_fixture *fixture = gate_fixture_make(9);
    const char *visit = gate_book(fixture, "service");
    gate_step(fixture, fixture->head, "visit_approve", visit);
    const struct visit *agreed = gate_step(fixture, fixture->contact, "visit_agree", visit);
    CHECK(agreed && agreed->code == CODE_GREEN);
    struct racer racers[2] = {
        {.token = fixture->gate_token,
         .route = "gate_arrive",
         .input = gate_text("{\"scan\":\"arrival-1\",\"text\":\"%s\",\"people\":3}",
                            gate_code(fixture, visit))},
        {.token = fixture->contact,
         .route = "visit_decline",
         .input = gate_text("{\"visit\":\"%s\",\"words\":\"今日停产\"}", visit)},
    };
    CHECK_ROW("round %d", round);
    run_race(fixture, racers, 2);
    CHECK_INTEGER(racers[0].done_well + racers[1].done_well, 1);
    struct visit after = stored_visit(fixture, visit);
    if (racers[0].done_well) {
      CHECK_INTEGER(racers[1].act.error.code, ERROR_wrong_state);
      CHECK_INTEGER(after.life, LIFE_ARRIVED);
      CHECK_INTEGER(after.code, CODE_GREEN);
    } else {
      CHECK_INTEGER(racers[0].act.error.code, ERROR_red_code);
      CHECK_INTEGER(after.life, LIFE_BOOKED);
      CHECK_TEXT(after.reasons.at[0], "not_agreed");
    }
    forget_race(racers, 2);
    gate_fixture_free(fixture);
  }
}

/* Two gates of one site scan the same code, and one of them tells it twice. */
static void two_gates_scan_at_once(void) {
  for (int round = 0; round < ROUNDS; round++) {
    struct gate_fixture *fixture = gate_fixture_make(9);
    const char *visit = gate_book_green(fixture), *gate;
    struct text west =
        gate_enrol_at(fixture, fixture->contact, FIXTURE_ENTERPRISE, fixture->site, &gate);
#define SCAN(id) gate_text("{\"scan\":\"" id "\",\"visit\":\"%s\",\"people\":3}", visit)
    struct racer racers[3] = {
        {.token = fixture->gate_token, .route = "gate_arrive", .input = SCAN("east-0001")},
        {.token = fixture->gate_token, .route = "gate_arrive", .input = SCAN("east-0001")},
        {.token = west, .route = "gate_arrive", .input = SCAN("west-0001")},
    };
#undef SCAN
    CHECK_ROW("round %d", round);
    run_race(fixture, racers, 3);
    CHECK_INTEGER(racers[0].done_well, racers[1].done_well);
    CHECK_INTEGER(racers[0].done_well + racers[2].done_well, 1);
    const struct racer *late = racers[2].done_well ? &racers[0] : &racers[2];
    CHECK_INTEGER(late->act.error.code, ERROR_wrong_state);
    forget_race(racers, 3);
    gate_fixture_free(fixture);
  }
}

TESTS(the_last_place_goes_to_who_is_settled_first, two_heads_approve_once,
      who_declines_as_they_arrive_is_in_time_or_not, two_gates_scan_at_once)
