/* Each deed of the plan as the act of the person whose it is. */
#include <stdio.h>

#include "act/domain.h"
#include "base/time.h"
#include "demo/plan.h"
#include "visit/feedback.h"
#include "visit/filing.h"
#include "visit/visit.h"

struct playing {
  struct demo *demo;
  const struct cast *cast;
  struct plan *plan;
  struct arena *arena; /* one step */
  struct error *error;
};

static struct caller of_unit(const struct demo_unit *unit, enum role role) {
  struct text person = role == ROLE_HEAD    ? unit->head
                       : role == ROLE_CLERK ? unit->clerk
                                            : unit->officers[0];
  return (struct caller){.person = person,
                         .roles = role,
                         .unit = unit->id,
                         .head_of = role == ROLE_HEAD ? unit->id : NO_TEXT};
}

static struct caller at_gate(const struct demo_enterprise *enterprise) {
  bool guarded = enterprise->guard.at;
  return (struct caller){.person = guarded ? enterprise->guard : enterprise->contact,
                         .roles = guarded ? ROLE_GUARD : ROLE_CONTACT,
                         .enterprise = enterprise->id,
                         .site = guarded ? enterprise->site : NO_TEXT};
}

static struct caller of_enterprise(const struct demo_enterprise *enterprise) {
  return (struct caller){
      .person = enterprise->contact, .roles = ROLE_CONTACT, .enterprise = enterprise->id};
}

static struct caller of_city(const struct cast *cast, enum role role) {
  return (struct caller){.person = role == ROLE_SUPERVISOR ? cast->supervisor : cast->coordinator,
                         .roles = role};
}

/* Performs a route with its input as JSON; the output, or NULL when refused. */
static const void *perform(struct playing *playing, struct caller caller, const char *name,
                           struct text json) {
  const struct route *route = route_find(name);
  void *in = arena_take(playing->arena, route->in_size);
  void *out = arena_take(playing->arena, route->out_size);
  if (!json_read(json, route->in, in, playing->arena, playing->error)) return NULL;
  bool done =
      local_act(playing->demo->local, playing->arena, &caller, route, in, out, playing->error);
  return done ? out : NULL;
}

static struct text time_text(struct playing *playing, int64_t time_us) {
  char text[TIME_TEXT_SIZE];
  size_t length = time_format(time_us, 0, text);
  return arena_copy(playing->arena, (struct text){text, length});
}

static void add_member(struct buffer *json, const char *name, struct text value) {
  if (json->length > 1) buffer_add_byte(json, ',');
  json_write_text(json, text_of(name));
  buffer_add_byte(json, ':');
  json_write_text(json, value);
}

static struct text booking(struct playing *playing, const struct planned_visit *visit) {
  const struct demo_enterprise *enterprise = &playing->cast->enterprises[visit->enterprise];
  struct buffer json = BUFFER(playing->arena);
  buffer_add_byte(&json, '{');
  add_member(&json, "enterprise", enterprise->id);
  add_member(&json, "site", enterprise->site);
  add_member(&json, "kind", text_of(visit->kind));
  add_member(&json, "start", time_text(playing, visit->start_us));
  add_member(&json, "end", time_text(playing, visit->end_us));
  if (visit->exemption) {
    add_member(&json, "exemption", text_of(visit->exemption));
    add_member(&json, "evidence", text_of(visit->evidence));
  }
  if (visit->joins != PLAN_ALONE) add_member(&json, "join", playing->plan->visits[visit->joins].id);
  buffer_format(&json, ",\"people\":%lld,\"certified\":%lld,\"items\":[", (long long)visit->people,
                (long long)visit->certified);
  for (size_t i = 0; i < visit->item_count; i++) {
    if (i) buffer_add_byte(&json, ',');
    json_write_text(&json, visit->items[i]);
  }
  buffer_add(&json, TEXT("]}"));
  return buffer_text(&json);
}

static bool book(struct playing *playing, struct planned_visit *visit) {
  struct caller caller = of_unit(&playing->cast->units[visit->unit], ROLE_OFFICER);
  const struct visit *booked = perform(playing, caller, "visit_book", booking(playing, visit));
  if (booked) visit->id = arena_copy(playing->demo->arena, booked->id);
  return booked;
}

/* ---- steps of a visit ---- */

static const struct {
  const char *route, *words;
  enum role role;
} steps[] = {
    [DEED_APPROVE] = {"visit_approve", NULL, ROLE_HEAD},
    [DEED_REFUSE] = {"visit_refuse", "本季度已安排同类检查", ROLE_HEAD},
    [DEED_WITHDRAW] = {"visit_withdraw", "另有紧急任务", ROLE_HEAD},
    [DEED_AGREE] = {"visit_agree", NULL, ROLE_CONTACT},
    [DEED_DECLINE] = {"visit_decline", "正值设备检修，无人接待", ROLE_CONTACT},
    [DEED_CANCEL] = {"visit_cancel", "改为书面报送", ROLE_OFFICER},
    [DEED_FREEZE] = {"visit_freeze", "接企业反映，核实中", ROLE_SUPERVISOR},
    [DEED_RELEASE] = {"visit_release", "核实无误", ROLE_SUPERVISOR},
    [DEED_REPORT] = {"visit_report", "已完成，未发现需立案的问题", ROLE_OFFICER},
};

static struct caller whose(const struct playing *playing, const struct planned_visit *visit,
                           enum role role) {
  if (role == ROLE_CONTACT) return of_enterprise(&playing->cast->enterprises[visit->enterprise]);
  if (role == ROLE_SUPERVISOR) return of_city(playing->cast, role);
  return of_unit(&playing->cast->units[visit->unit], role);
}

static bool take_step(struct playing *playing, enum deed deed, const struct planned_visit *visit) {
  struct buffer json = BUFFER(playing->arena);
  buffer_add_byte(&json, '{');
  add_member(&json, "visit", visit->id);
  if (steps[deed].words) add_member(&json, "words", text_of(steps[deed].words));
  buffer_add_byte(&json, '}');
  return perform(playing, whose(playing, visit, steps[deed].role), steps[deed].route,
                 buffer_text(&json));
}

static bool propose(struct playing *playing, const struct planned_visit *visit) {
  struct buffer json = BUFFER(playing->arena);
  buffer_add_byte(&json, '{');
  add_member(&json, "visit", visit->id);
  add_member(&json, "start", time_text(playing, visit->start_us + DAY_US));
  add_member(&json, "end", time_text(playing, visit->end_us + DAY_US));
  add_member(&json, "words", TEXT("当日有外宾来访，建议顺延一天"));
  buffer_add_byte(&json, '}');
  return perform(playing, whose(playing, visit, ROLE_CONTACT), "visit_propose", buffer_text(&json));
}

static bool scan(struct playing *playing, enum deed deed, size_t index) {
  struct planned_visit *visit = &playing->plan->visits[index];
  bool arrives = deed == DEED_ARRIVE;
  struct text json = arena_format(
      playing->arena, "{\"scan\":\"demo-%s-%06zu\",\"visit\":\"%.*s\"%s}", arrives ? "in" : "out",
      index, TEXT_ARGS(visit->id),
      arrives ? arena_format(playing->arena, ",\"people\":%lld", (long long)visit->people).at : "");
  visit->came = perform(playing, at_gate(&playing->cast->enterprises[visit->enterprise]),
                        arrives ? "gate_arrive" : "gate_depart", json);
  return visit->came;
}

static bool walk_in(struct playing *playing, const struct planned_step *step) {
  const struct demo_enterprise *enterprise = &playing->cast->enterprises[step->index];
  struct text json =
      arena_format(playing->arena,
                   "{\"scan\":\"demo-walk-in-%lld\",\"unit_words\":\"自称某检测机构\","
                   "\"kind\":\"inspection\",\"site\":\"%.*s\",\"people\":2}",
                   (long long)step->at_us, TEXT_ARGS(enterprise->site));
  return perform(playing, at_gate(enterprise), "gate_walk_in", json);
}

/* ---- what the enterprise says afterwards ---- */

static bool rate(struct playing *playing, const struct planned_visit *visit) {
  long long stars = visit->stars;
  struct text json = arena_format(
      playing->arena, "{\"visit\":\"%.*s\",\"conduct\":%lld,\"integrity\":5,\"efficiency\":%lld}",
      TEXT_ARGS(visit->id), stars, stars);
  return perform(playing, whose(playing, visit, ROLE_CONTACT), "visit_rate", json);
}

static bool complain(struct playing *playing, struct planned_visit *visit) {
  struct text json = arena_format(playing->arena, "{\"visit\":\"%.*s\",\"words\":\"%s\"}",
                                  TEXT_ARGS(visit->id), "要求提供与检查事项无关的材料");
  const struct complaint *made =
      perform(playing, whose(playing, visit, ROLE_CONTACT), "visit_complain", json);
  if (made) visit->complaint = arena_copy(playing->demo->arena, made->id);
  return made;
}

static bool answer(struct playing *playing, const struct planned_visit *visit) {
  struct text json = arena_format(playing->arena, "{\"complaint\":\"%.*s\",\"words\":\"%s\"}",
                                  TEXT_ARGS(visit->complaint), "已核实，责成该单位改正并道歉");
  return perform(playing, of_city(playing->cast, ROLE_SUPERVISOR), "complaint_answer", json);
}

/* ---- filings ---- */

static bool file_visits(struct playing *playing, enum deed deed, struct planned_filing *filing) {
  const struct demo_unit *unit = &playing->cast->units[filing->unit];
  bool amends = deed == DEED_AMEND;
  struct text json =
      arena_format(playing->arena, "{\"enterprise\":\"%.*s\",\"year\":%lld,\"visits\":%lld%s}",
                   TEXT_ARGS(playing->cast->enterprises[filing->enterprise].id),
                   (long long)filing->year, (long long)(amends ? filing->more : filing->visits),
                   amends ? ",\"words\":\"新增上级部署的专项\"" : "");
  const struct filing *filed =
      perform(playing, of_unit(unit, unit->clerk.at ? ROLE_CLERK : ROLE_HEAD),
              amends ? "filing_amend" : "filing_file", json);
  if (filed) filing->id = arena_copy(playing->demo->arena, filed->id);
  return filed;
}

static bool grant(struct playing *playing, const struct planned_filing *filing) {
  return perform(playing, of_city(playing->cast, ROLE_COORDINATOR), "filing_grant",
                 arena_format(playing->arena, "{\"filing\":\"%.*s\"}", TEXT_ARGS(filing->id)));
}

static bool publish(struct playing *playing, size_t year) {
  return perform(playing, of_city(playing->cast, ROLE_COORDINATOR), "filing_publish",
                 arena_format(playing->arena, "{\"year\":%zu}", year));
}

/* ---- all of it ---- */

static bool tick(struct playing *playing) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    if (!local_act(playing->demo->local, playing->arena, NULL, &domain_tick, domain, NULL,
                   playing->error))
      return false;
  return true;
}

static bool do_step(struct playing *playing, const struct planned_step *step) {
  struct plan *plan = playing->plan;
  switch (step->deed) {
  case DEED_FILE:
  case DEED_AMEND:
    return file_visits(playing, step->deed, &plan->filings[step->index]);
  case DEED_GRANT:
    return grant(playing, &plan->filings[step->index]);
  case DEED_PUBLISH:
    return publish(playing, step->index);
  case DEED_BOOK:
    return book(playing, &plan->visits[step->index]);
  case DEED_PROPOSE:
    return propose(playing, &plan->visits[step->index]);
  case DEED_ARRIVE:
  case DEED_DEPART:
    return scan(playing, step->deed, step->index);
  case DEED_RATE:
    return rate(playing, &plan->visits[step->index]);
  case DEED_COMPLAIN:
    return complain(playing, &plan->visits[step->index]);
  case DEED_ANSWER:
    return answer(playing, &plan->visits[step->index]);
  case DEED_WALK_IN:
    return walk_in(playing, step);
  case DEED_TICK:
    return tick(playing);
  default:
    return take_step(playing, step->deed, &plan->visits[step->index]);
  }
}

/* Of whoever was sent away at the gate there is nothing more to tell. */
static bool falls_out(const struct playing *playing, const struct planned_step *step) {
  bool after_coming = step->deed >= DEED_DEPART && step->deed <= DEED_ANSWER;
  return after_coming && !playing->plan->visits[step->index].came;
}

/* Whoever comes with a red code is sent away. */
static bool is_part_of_the_play(enum deed deed, enum error_code code) {
  return deed == DEED_ARRIVE && code == ERROR_red_code;
}

bool demo_play(struct demo *demo, const struct cast *cast, struct plan *plan,
               struct error *ret_error) {
  struct playing playing = {
      .demo = demo, .cast = cast, .plan = plan, .arena = arena_make(), .error = ret_error};
  bool played = true;
  for (size_t i = 0; played && i < plan->step_count && plan->steps[i].at_us <= demo->until_us;
       i++) {
    const struct planned_step *step = &plan->steps[i];
    if (falls_out(&playing, step)) continue;
    arena_reset(playing.arena);
    demo->now_us = step->at_us;
    *ret_error = (struct error){0};
    played = do_step(&playing, step) || is_part_of_the_play(step->deed, ret_error->code);
    if (!played && !*ret_error->place)
      snprintf(ret_error->place, sizeof ret_error->place, "step %zu of the demo", i);
  }
  arena_free(playing.arena);
  return played;
}
