/* Who did it, and whether they might: asked of the tables as they were rebuilt up to the event.
 *
 * The roles are those that the routes name, the reach is that of the program's own gate; what is
 * asked anew is whether the facts of that moment bore it out. */
#include "audit/rule.h"

#include <assert.h>
#include <string.h>

#include "audit/inside.h"
#include "audit/sql.h"
#include "gate/gate.h"
#include "gate/sql.h"
#include "people/person.h"
#include "people/role.h"
#include "people/screen.h"
#include "visit/feedback.h"
#include "visit/filing.h"
#include "visit/operation.h"
#include "visit/sql_filing.h"

enum about { NOTHING, ENTERPRISE, PERSON, NEW_FILING, FILING, BOOKING, VISIT, RATING, COMPLAINT };
enum rule_flags { OWN = 1, ANYONE = 2, HUMAN = 4, COVERS = 8, WEIGHS = 16 };
enum { NO_STEP = -1 };

struct rule {
  const char *event, *routes;
  enum about about;
  int step;
  unsigned flags;
};

static const struct rule rules[] = {
#define RULE(event, routes, about, step, flags) {#event, routes, about, step, flags},
#include "audit/rule.def"
#undef RULE
};

/* Every event type has a line in rule.def. */
static const struct rule *rule_of(const struct event_type *type) {
  size_t i = 0;
  while (i < sizeof rules / sizeof *rules && strcmp(rules[i].event, type->name) != 0) i++;
  assert(i < sizeof rules / sizeof *rules);
  return &rules[i];
}

bool rule_weighs(const struct event_type *type) {
  return rule_of(type)->flags & WEIGHS;
}

static unsigned roles_of_routes(const struct rule *rule, struct arena *arena) {
  struct text rest = text_of(rule->routes);
  unsigned roles = 0;
  while (rest.length) {
    const struct route *route = route_find(arena_string(arena, text_cut(&rest, ' ')));
    assert(route);
    roles |= route->roles;
  }
  return roles;
}

/* A gate is a guard of its site. */
static bool find_gate(struct audit *audit, const struct event *event, struct caller *ret_caller,
                      bool *ret_active) {
  struct gate gate;
  if (!FIND(audit->replay, sql_gate_by_id, gate_fields, &gate, audit->arena, V(event->by)))
    return false;
  *ret_active = gate.revoked_us == NO_INTEGER;
  *ret_caller = (struct caller){
      .person = gate.id, .roles = ROLE_GUARD, .enterprise = gate.enterprise, .site = gate.site};
  return true;
}

static bool find_screen(struct audit *audit, const struct event *event, struct caller *ret_caller,
                        bool *ret_active) {
  struct screen screen;
  if (!screen_find(audit->replay, event->by, audit->arena, &screen)) return false;
  *ret_active = screen.revoked_us == NO_INTEGER && event->at_us < screen.ends_us;
  *ret_caller = (struct caller){.person = screen.id, .roles = ROLE_SCREEN};
  return true;
}

/* Somebody as the session gate would have let them in. False when there is nobody of that id. */
static bool find_caller(struct audit *audit, const struct event *event, struct caller *ret_caller,
                        bool *ret_active) {
  struct person person;
  struct cursor cursor;
  if (!person_find(audit->replay, event->by, audit->arena, &person))
    return find_gate(audit, event, ret_caller, ret_active) ||
           find_screen(audit, event, ret_caller, ret_active);
  cursor = QUERY(audit->replay, sql_audit_head_of, V(person.id), V(event->at_us));
  bool delegated = store_next(&cursor);
  store_done(&cursor);
  unsigned roles = person_roles(&person) | (delegated ? ROLE_HEAD : 0);
  *ret_active = person.state == PERSON_ACTIVE;
  *ret_caller = (struct caller){.person = person.id,
                                .roles = roles,
                                .unit = person.unit,
                                .enterprise = person.enterprise,
                                .site = person.site,
                                .head_of = roles & ROLE_HEAD ? person.unit : NO_TEXT};
  return true;
}

/* What the event is about, as it stood before it. */
struct thing {
  struct subject subject;
  struct visit visit;
  struct filing filing;
};

static bool find_thing(struct audit *audit, const struct event *event, const struct rule *rule,
                       const void *data, struct thing *ret_thing) {
  struct subject *subject = &ret_thing->subject;
  struct person person;
  *subject = (struct subject){.enterprise = event->enterprise, .every_unit = true};
  switch (rule->about) {
  case NOTHING:
  case ENTERPRISE:
    return true;
  case PERSON:
    if (!person_find(audit->replay, event->subject, audit->arena, &person)) return false;
    subject->unit = person.unit;
    subject->enterprise = person.enterprise;
    break;
  case NEW_FILING:
    ret_thing->filing = *(const struct filing *)data;
    subject->unit = ret_thing->filing.unit;
    break;
  case FILING:
    if (!FIND(audit->replay, sql_filing_by_id, filing_fields, &ret_thing->filing, audit->arena,
              V(event->subject)))
      return false;
    subject->unit = ret_thing->filing.unit;
    break;
  case RATING:
    subject->enterprise = ((const struct rating *)data)->enterprise;
    return true;
  case COMPLAINT:
    subject->enterprise = ((const struct complaint *)data)->enterprise;
    return true;
  case BOOKING:
    subject->unit = ((const struct visit *)data)->unit;
    break;
  case VISIT:
    if (!visit_find(audit->replay, event->subject, &ret_thing->visit, audit->arena)) return false;
    subject->unit = ret_thing->visit.unit;
    subject->site = ret_thing->visit.site;
    break;
  }
  subject->every_unit = false;
  return true;
}

/* All that is filed and granted for the year once the event has happened. */
static void check_covers(struct audit *audit, const struct event *event,
                         const struct event_type *type, const void *data, struct filing *filing) {
  struct act act = {.arena = audit->arena,
                    .store = audit->replay,
                    .city = audit->input->city,
                    .now_us = event->at_us};
  if (type == &filing_granted && filing->visits > 0) return;
  filing->enterprise = event->enterprise;
  int64_t total = filing_total(&act, filing) + filing->visits;
  if (type == &filing_changed) total += ((const struct filing *)data)->visits - 2 * filing->visits;
  if (!filing_covers_used(&act, filing, total) && act.error.code == ERROR_below_used)
    audit_found_event(audit, AUDIT_filing_below_use, event, "to %lld, and %s", (long long)total,
                      act.error.detail);
}

/* Whether somebody in particular might have recorded it. */
static void check_caller(struct audit *audit, const struct event *event, const struct rule *rule,
                         const struct subject *subject) {
  struct caller caller;
  bool active;
  if (!find_caller(audit, event, &caller, &active)) {
    audit_found_event(audit, AUDIT_person_unknown, event, "%.*s", TEXT_ARGS(event->by));
    return;
  }
  if (!active) audit_found_event(audit, AUDIT_person_inactive, event, "%.*s", TEXT_ARGS(event->by));
  bool own = rule->flags & ANYONE ||
             (rule->flags & OWN && event->subject.at && text_equal(event->by, event->subject));
  unsigned granted = roles_of_routes(rule, audit->arena) & caller.roles;
  bool reached = granted && (rule->about == NOTHING || caller_reaches(&caller, granted, subject));
  if (!own && !reached)
    audit_found_event(audit, AUDIT_role_missing, event, "%.*s %s", TEXT_ARGS(event->by),
                      granted ? "had the role for another" : "did not have the role");
}

static void check_by(struct audit *audit, const struct event *event, const struct rule *rule,
                     const struct subject *subject) {
  bool by_program = text_equal(event->by, TEXT("self"));
  bool by_anyone = text_equal(event->by, TEXT("anyone"));
  if (!by_program && !by_anyone)
    check_caller(audit, event, rule, subject);
  else if (by_anyone ? !(rule->flags & ANYONE) : rule->flags & HUMAN)
    audit_found_event(audit, AUDIT_role_missing, event, "%.*s did not have the role",
                      TEXT_ARGS(event->by));
}

void audit_rules(struct audit *audit, const struct event *event, const struct event_type *type,
                 const void *data) {
  const struct rule *rule = rule_of(type);
  struct thing thing = {0};
  if (!find_thing(audit, event, rule, data, &thing)) {
    audit_found_event(audit, AUDIT_subject_unknown, event, "%s", "");
    return;
  }
  const struct visit *visit = &thing.visit;
  if (rule->step != NO_STEP &&
      !step_fits((enum step_name)rule->step, visit->life, visit->approval, visit->consent))
    audit_found_event(audit, AUDIT_step_wrong, event, "it was %s, %s; consent %s",
                      life_names[visit->life], approval_names[visit->approval],
                      consent_names[visit->consent]);
  if (rule->flags & COVERS) check_covers(audit, event, type, data, &thing.filing);
  check_by(audit, event, rule, &thing.subject);
}
