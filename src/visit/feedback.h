/* What enterprises say of visits: ratings and complaints.
 *
 * Both are hidden from the unit that they are about. In the log they stand without enterprise and
 * visit in clear, for the log is public; the supervisor reads them, the leader reads ratings in sum
 * only, and nothing here is ever put in an order of merit (design section 7). */
#ifndef HENG_VISIT_FEEDBACK_H
#define HENG_VISIT_FEEDBACK_H

#include "act/page.h"
#include "visit/operation.h"

enum {
  STARS_MOST = 5,
  /* Sums over fewer ratings would show what a single enterprise said. */
  RATINGS_SUMMED_LEAST = 3,
  UNITS_SUMMED_MOST = 2000,
};

struct rating {
  struct text enterprise, enterprise_name, id, visit, unit, unit_name;
  int64_t conduct, integrity, efficiency; /* 1 to 5 stars: 文明规范 廉洁自律 高效 */
  struct text words;
  struct text by;
  int64_t at_us;
};
extern const struct field rating_fields[], rating_in[];

struct rating_input {
  struct text visit;
  int64_t conduct, integrity, efficiency;
  struct text words;
};

struct rating_list_input {
  struct text unit, enterprise;
  int64_t from_us, to_us;
  struct text after;
  int64_t limit;
};
extern const struct field rating_list_in[], rating_list_out[];

/* Of one unit; averages in hundredths of a star. */
struct rating_sum {
  struct text unit, name;
  int64_t ratings, conduct_hundredths, integrity_hundredths, efficiency_hundredths;
};
struct rating_sums {
  struct list units; /* struct rating_sum, by id */
};
extern const struct field rating_sums_in[], rating_sums_out[];

enum complaint_state { COMPLAINT_OPEN, COMPLAINT_ANSWERED };
extern const char *const complaint_state_names[];

struct complaint {
  struct text enterprise, enterprise_name, id, visit, unit, unit_name, words;
  int state; /* enum complaint_state */
  struct text by;
  int64_t at_us, due_us;
  bool overdue; /* was not answered when it was due */
  struct text answer, answered_by;
  int64_t answered_us;
  int64_t version;
};
extern const struct field complaint_fields[];

struct complaint_words {
  struct text complaint, words;
};
extern const struct field complaint_in[], complaint_answer_in[], complaint_show_in[];

struct complaint_list_input {
  struct text unit, enterprise;
  int state;
  bool overdue;
  struct text after;
  int64_t limit;
};
extern const struct field complaint_list_in[], complaint_list_out[];

bool complaint_scope(struct act *act);
/* The enterprise that complained, which the event does not name (act/event.h). */
void complaint_find_subject(struct store *store, const struct stored_event *event,
                            struct arena *arena, struct subject *ret_subject);
/* As GET /api/complaints has it: never the unit. */
enum { COMPLAINT_READERS = ROLE_CONTACT | ROLE_SUPERVISOR };

bool visit_rate(struct act *act);
bool visit_complain(struct act *act);
bool rating_list(struct act *act);
bool rating_summary(struct act *act);
bool complaint_answer(struct act *act);
bool complaint_show(struct act *act);
bool complaint_list(struct act *act);
bool complaint_tick(struct act *act);

extern const struct event_type rating_given, complaint_made, complaint_answered, complaint_overdue;

#endif
