/* What the files of single operations share: refusing a step that does not fit, events that carry
 * only words, and the routes' names. Each operation is one file with the stem of its route. */
#ifndef HENG_VISIT_OPERATION_H
#define HENG_VISIT_OPERATION_H

#include "visit/input.h"
#include "visit/sql.h"
#include "visit/step.h"
#include "visit/visit.h"

/* OPERATION(name): the route's function, defined in <name>.c. */
/* clang-format off */
#define VISIT_OPERATIONS(O)                                                                        \
  O(preview) O(book) O(change) O(cancel) O(approve) O(refuse) O(withdraw) O(agree) O(decline)      \
  O(propose) O(suggest) O(join) O(leave) O(freeze) O(release) O(report) O(show) O(list) O(strip)
/* clang-format on */
#define DECLARE_OPERATION(name) bool visit_##name(struct act *act);
VISIT_OPERATIONS(DECLARE_OPERATION)
#undef DECLARE_OPERATION

/* True when the loaded visit is in a state for the step; else refuses wrong_state. */
bool visit_step(struct act *act, enum step_name step);

/* Event data of a yes: whether it is the last one that the visit needed, so that the event's place
 * in the log becomes its seq. */
struct yes {
  bool settles;
};
extern const struct field yes_fields[];
/* Event data of a no: why, and whether the place in the order is given back. */
struct no {
  struct text words;
  bool releases;
};
extern const struct field no_fields[];
/* Event data of a note. */
struct said {
  struct text words;
};
extern const struct field said_fields[];
/* Event data of what needs no more than its header. */
extern const struct field nothing_fields[];
struct nothing {
  bool unused;
};

/* Last lines of an operation on the loaded visit: records the event, weighs the enterprise again,
 * and answers with the visit as it now stands. */
bool visit_record(struct act *act, const struct event_type *type, const void *data);
/* The same answer without an event: act->out is a struct visit. */
bool visit_answer(struct act *act);

/* Refuses not_asked unless the loaded visit is of a kind that needs the enterprise's consent. */
bool visit_consent_asked(struct act *act);
/* Refuses bad_field when a visit could not be at this time at all. */
bool visit_time_fits(struct act *act, int64_t start_us, int64_t end_us);
/* The site named, or the enterprise's only one. Refusal bad_field. */
bool visit_find_site(struct act *act, struct text enterprise, struct text *site);
/* Same enterprise, same day, and the other still to come or there. */
bool visit_can_join(const struct visit *visit, const struct visit *with, int offset_minutes);
/* The visit that `visit` shall be joined with. Refusal cannot_join, which names `place`. */
bool visit_find_joinable(struct act *act, const struct visit *visit, struct text with,
                         const char *place, struct visit *ret_with);
/* The group of the visit to be joined, made if it has none yet. */
struct text visit_join_group(struct act *act, const struct visit *with);

/* Would approval (or consent, in `visit`) be the last yes that it needs? Refusal no_policy. */
bool visit_would_settle(struct act *act, const struct visit *visit, bool *ret_settles);

/* Event data of a verdict that differs from the one before. */
struct turn {
  struct text unit;
  int code;
  struct texts reasons;
  struct text policy;
  int64_t policy_version, serial;
  bool open;
  int64_t ratify_by_us;
};
/* Event data of what the coordinator suggests. */
struct suggestion {
  struct text unit, with, words;
};
extern const struct event_type visit_suggested;
extern const struct event_type visit_booked, visit_turned, visit_weighed;

/* The domain's tick (act/domain.h). */
bool visit_tick(struct act *act);

/* The unit of the visit that an event is about (act/event.h). */
void visit_find_subject(struct store *store, const struct stored_event *event, struct arena *arena,
                        struct subject *ret_subject);

#define VISIT_EVENT(type_name, data_type, table, applier)                                          \
  const struct event_type type_name = {.name = #type_name,                                         \
                                       .fields = (table),                                          \
                                       .size = sizeof(data_type),                                  \
                                       .apply = (applier),                                         \
                                       .readers = ROLES_UNIT | ROLES_ENTERPRISE | ROLES_WATCHING,  \
                                       .find_subject = visit_find_subject,                         \
                                       .published = true}

#endif
