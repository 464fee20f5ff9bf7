/* Whom the events of real domains reach on the live stream: no more and no fewer than may read what
 * they are about. */
#include "http/reach.h"

#include "act/ledger.h"
#include "act/sql.h"
#include "visit_fixture.h"

/* The types of the events since `from` that reach them, in order. */
static struct text heard_by(struct play *play, const struct caller *who, int64_t from) {
  enum { EVENTS_MOST = 100 };
  struct store *store = local_store(play->city.local);
  struct arena *arena = play->city.arena;
  struct list events = LIST(store, sql_event_from, stored_event_fields, struct stored_event, arena,
                            V(from), V((int64_t)EVENTS_MOST));
  struct buffer heard = BUFFER(arena);
  for (size_t i = 0; i < events.count; i++) {
    const struct stored_event *event = (const struct stored_event *)events.at + i;
    const struct event_type *type;
    struct subject subject;
    event_subject(store, event, arena, &type, &subject);
    if (!type || !event_reaches(who, type, &subject)) continue;
    if (heard.length) buffer_add_byte(&heard, ' ');
    buffer_add(&heard, event->type);
  }
  return buffer_text(&heard);
}

static int64_t recorded(struct play *play) {
  return ledger_size(local_store(play->city.local));
}

#define OTHER_TIME ON("05-06", "14:00", "15:00")
#define WORDS      "\"words\":\"写明\""

static const struct line booked[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-06", "09:00", "11:00"), "red not_approved"},
    {NULL, &fire_officer, "visit_book", "f1", ON("05-20", "09:00", "11:00"), "red not_approved"},
};

static const struct step_heard {
  struct line line;
  const char *heard; /* by all whom the visit concerns */
} steps[] = {
    {{NULL, &contact, "visit_propose", "v1", OTHER_TIME "," WORDS, "red not_approved"},
     "visit_proposed"},
    {{NULL, &market_head, "visit_refuse", "v1", WORDS, "red not_approved"}, "visit_refused"},
    {{NULL, &market_head, "visit_approve", "v1", NULL, "green"}, "visit_approved visit_turned"},
    {{NULL, &supervisor, "visit_freeze", "v1", WORDS, "red frozen"}, "visit_frozen visit_turned"},
    {{NULL, &supervisor, "visit_release", "v1", WORDS, "green"}, "visit_released visit_turned"},
    {{NULL, &market_head, "visit_withdraw", "v1", WORDS, "red not_approved"},
     "visit_withdrawn visit_turned"},
    {{NULL, &market_officer, "visit_cancel", "v1", WORDS, "red cancelled"},
     "visit_cancelled visit_turned"},
    {{NULL, &market_officer, "visit_book", "v2",
      ON("05-12", "09:00", "11:00") ",\"kind\":\"research\"", "red not_approved,not_agreed"},
     "visit_booked"},
    {{NULL, &contact, "visit_decline", "v2", WORDS, "red not_approved,not_agreed"},
     "visit_declined"},
    {{NULL, &contact, "visit_agree", "v2", NULL, "red not_approved"}, "visit_agreed visit_turned"},
};

static void a_unit_hears_all_of_its_visits(void) {
  static const struct caller *const own[] = {&market_officer, &market_clerk, &market_head, &contact,
                                             &supervisor};
  static const struct caller *const others[] = {&fire_officer, &fire_head, &other_contact};
  struct play *play = play_make();
  play_lines(play, booked, sizeof booked / sizeof *booked);
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    int64_t from = recorded(play);
    CHECK_ROW("%s", steps[i].line.route);
    play_line(play, &steps[i].line);
    for (size_t j = 0; j < sizeof own / sizeof *own; j++)
      CHECK_TEXT(heard_by(play, own[j], from), steps[i].heard);
    for (size_t j = 0; j < sizeof others / sizeof *others; j++)
      CHECK_TEXT(heard_by(play, others[j], from), "");
  }
  play_free(play);
}

/* Of the same visit and enterprise, and yet not for the unit. */
static void what_was_felt_is_for_who_said_it(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {"05-05T09:00", &guard, "gate_arrive", "v1", "\"scan\":\"arrival-1\",\"people\":2", "green"},
  };
  static const struct line said[] = {
      {NULL, &contact, "visit_rate", "v1", "\"conduct\":5,\"integrity\":4,\"efficiency\":3",
       "green"},
      {NULL, &contact, "visit_complain", "v1", WORDS, "green"},
  };
  static const struct caller *const others[] = {
      &market_officer, &market_head, &fire_officer, &other_contact, &guard, &coordinator, &leader};
  struct play *play = play_make();
  play_lines(play, lines, sizeof lines / sizeof *lines);
  int64_t from = recorded(play);
  play_lines(play, said, sizeof said / sizeof *said);
  play->now_us = play_time("06-05T09:00");
  play_tick(play, "feedback");
  const struct page *page = play_act(play, &supervisor, "complaint_list", "{}");
  if (!CHECK(page && page->items.count == 1)) exit(1);
  const struct complaint *complaint = page->items.at;
  char input[200];
  snprintf(input, sizeof input, "{\"complaint\":\"%.*s\"," WORDS "}", TEXT_ARGS(complaint->id));
  play_must(play, &supervisor, "complaint_answer", input);
  CHECK_TEXT(heard_by(play, &contact, from),
             "rating_given complaint_made complaint_overdue complaint_answered");
  CHECK_TEXT(heard_by(play, &supervisor, from),
             "rating_given complaint_made complaint_overdue complaint_answered");
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    CHECK_TEXT(heard_by(play, others[i], from), "");
  play_free(play);
}

/* A year's filings, published, concern everybody alike; the directory is the coordinator's. */
static void all_hear_what_concerns_all(void) {
  static const struct {
    const char *route, *input, *type;
    bool unit, enterprise, other_enterprise;
  } acts[] = {
      {"filing_publish", "{\"year\":2027}", "filings_published", true, true, true},
      {"item_add", "{\"id\":\"C09\",\"name\":\"食品标签\"}", "item_added", false, false, false},
      {"site_add", "{\"enterprise\":\"" ENTERPRISE "\",\"name\":\"新厂区\"}", "site_added", false,
       true, false},
  };
  struct play *play = play_make();
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    int64_t from = recorded(play);
    CHECK_ROW("%s", acts[i].route);
    play_must(play, &coordinator, acts[i].route, acts[i].input);
    CHECK_TEXT(heard_by(play, &coordinator, from), acts[i].type);
    CHECK_TEXT(heard_by(play, &market_officer, from), acts[i].unit ? acts[i].type : "");
    CHECK_TEXT(heard_by(play, &contact, from), acts[i].enterprise ? acts[i].type : "");
    CHECK_TEXT(heard_by(play, &other_contact, from), acts[i].other_enterprise ? acts[i].type : "");
  }
  play_free(play);
}

TESTS(a_unit_hears_all_of_its_visits, what_was_felt_is_for_who_said_it, all_hear_what_concerns_all)
