/* Visits as transcripts: what a unit, its head, the enterprise and the supervisor do one after
 * another, and what code each visit has after each act. */
#include "visit_fixture.h"

/* The four red codes of design section 1, and that each can be put right. */

static void is_red_until_the_head_approves(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_refuse", "v1", "\"words\":\"材料不全\"", "red not_approved"},
      {NULL, &market_head, "visit_refuse", "v1", "\"words\":\"材料不全\"", "!wrong_state visit"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "!wrong_state visit"},
      {NULL, &market_head, "visit_refuse", "v1", "\"words\":\"迟了\"", "!wrong_state visit"},
      {NULL, &market_head, "visit_withdraw", "v1", "\"words\":\"另有安排\"", "red not_approved"},
      {NULL, &market_head, "visit_withdraw", "v1", "\"words\":\"再撤\"", "!wrong_state visit"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
  };
  PLAY(lines);
}

static void is_red_until_the_enterprise_agrees(void) {
#define RESEARCH "\"kind\":\"research\","
  static const struct line lines[] = {
      {NULL, &tax_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &tax_head, "visit_approve", "v1", NULL, "red not_agreed"},
      {NULL, &contact, "visit_decline", "v1", "\"words\":\"月底盘点\"", "red not_agreed"},
      {NULL, &contact, "visit_decline", "v1", "\"words\":\"月底盘点\"", "!wrong_state visit"},
      {NULL, &contact, "visit_propose", "v1", ON("05-08", "09:00", "11:00"), "red not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "green"},
      {NULL, &contact, "visit_agree", "v1", NULL, "!wrong_state visit"},
      {NULL, &contact, "visit_propose", "v1", ON("05-09", "09:00", "11:00"), "!wrong_state visit"},
      {NULL, &contact, "visit_decline", "v1", "\"words\":\"停电\"", "red not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "green"},
      {NULL, &market_officer, "visit_book", "v2", ON("05-07", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &contact, "visit_agree", "v2", NULL, "!not_asked visit"},
      {NULL, &contact, "visit_decline", "v2", "\"words\":\"不便\"", "!not_asked visit"},
      {NULL, &contact, "visit_propose", "v2", ON("05-08", "09:00", "11:00"), "red not_approved"},
      {NULL, &contact, "visit_propose", "v2", ON("05-04", "07:00", "08:00"), "!bad_field end"},
  };
  PLAY(lines);
}

static void is_red_over_what_was_filed(void) {
  static const struct line lines[] = {
      {NULL, &tax_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &tax_officer, "visit_book", "v2", RESEARCH ON("06-09", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "red not_approved"},
      {NULL, &contact, "visit_agree", "v2", NULL, "red not_approved"},
      {NULL, &tax_head, "visit_approve", "v2", NULL, "green"},
      {NULL, NULL, NULL, "v1", NULL, "red not_approved,over_filed"},
      {NULL, &tax_head, "visit_approve", "v1", NULL, "red over_filed"},
      {NULL, NULL, NULL, "v2", NULL, "green"},
      {NULL, &tax_officer, "visit_cancel", "v2", "\"words\":\"不去了\"", "red cancelled"},
      {NULL, NULL, NULL, "v1", NULL, "green"},
      {NULL, &tax_officer, "visit_cancel", "v2", "\"words\":\"不去了\"", "!wrong_state visit"},
  };
  PLAY(lines);
}

static void is_red_when_several_come(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1",
       ON("05-07", "09:00", "11:00") ",\"items\":[\"A01\"]", "red not_approved"},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00"), "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, NULL, NULL, "v2", NULL, "red not_approved,many_heads"},
      {NULL, &fire_head, "visit_approve", "v2", NULL, "red many_heads"},
      {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "green"},
      {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "!already_done with"},
      {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v2\"", "!cannot_join with"},
      {NULL, &fire_officer, "visit_leave", "v2", NULL, "red many_heads"},
      {NULL, &fire_officer, "visit_leave", "v2", NULL, "!already_done visit"},
      {NULL, &fire_officer, "visit_book", "v3",
       ON("05-08", "14:00", "15:00") ",\"items\":[\"A02\",\"A01\"]", "red not_approved,repeated"},
      {NULL, &fire_officer, "visit_join", "v3", "\"with\":\"@v1\"", "!cannot_join with"},
      {NULL, &market_officer, "visit_book", "v4", ON("05-05", "14:00", "15:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v4", NULL, "green"},
      {NULL, NULL, NULL, "v3", NULL, "red not_approved,too_often,repeated"},
      {NULL, NULL, NULL, "v2", NULL, "red many_heads"},
  };
  PLAY(lines);
}

/* The order of design section 4. */

static int64_t seq_of(struct play *play, const char *name) {
  return play_visit(play, name).seq;
}

/* An emergency takes its place when it is booked, needs the head within a day of its start, and
 * gives its place back only when it is called off. */
static void takes_its_place_by_exemption(void) {
#define EMERGENCY ",\"exemption\":\"emergency\",\"evidence\":\"12345 热线 0507-18\""
  static const struct line booking[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-04", "10:00", "11:00") EMERGENCY, "green"},
      {NULL, &market_officer, "visit_book", "v2", ON("05-04", "13:00", "14:00"),
       "red not_approved"},
  };
  static const struct line refusal[] = {
      {NULL, &market_head, "visit_refuse", "v1", "\"words\":\"不属紧急\"", "green"},
  };
  static const struct line approval[] = {
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
  };
  static const struct line withdrawal[] = {
      {NULL, &market_head, "visit_withdraw", "v1", "\"words\":\"不属紧急\"", "green"},
  };
  static const struct line change[] = {
      {NULL, &market_officer, "visit_change", "v1", ON("05-04", "10:00", "12:00"),
       "!version_needed "},
  };
  struct play *play = play_make();
  play_lines(play, booking, 2);
  int64_t seq = seq_of(play, "v1");
  CHECK(seq != NO_INTEGER);
  CHECK_INTEGER(play_visit(play, "v1").ratify_by_us, play_time("05-05T10:00"));
  CHECK(seq_of(play, "v2") == NO_INTEGER);
  play_lines(play, refusal, 1);
  CHECK_INTEGER(seq_of(play, "v1"), seq);
  play_lines(play, approval, 1);
  CHECK_INTEGER(seq_of(play, "v1"), seq);
  CHECK(play_visit(play, "v1").ratify_by_us == NO_INTEGER);
  play_lines(play, withdrawal, 1);
  CHECK_INTEGER(seq_of(play, "v1"), seq);
  CHECK_INTEGER(play_visit(play, "v1").ratify_by_us, play_time("05-05T10:00"));
  play_lines(play, change, 1);
  play_free(play);
}

/* The last yes of those needed is the one that counts, whichever it is. */
static void takes_its_place_by_the_last_yes(void) {
  static const struct line booking[] = {
      {NULL, &tax_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &fire_officer, "visit_book", "v2", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "red not_approved"},
      {NULL, &fire_head, "visit_approve", "v2", NULL, "red not_agreed"},
  };
  static const struct line first_yes[] = {{NULL, &tax_head, "visit_approve", "v1", NULL, "green"}};
  static const struct line second_yes[] = {{NULL, &contact, "visit_agree", "v2", NULL, "green"}};
  static const struct line no[] = {
      {NULL, &tax_head, "visit_withdraw", "v1", "\"words\":\"改期\"", "red not_approved"},
      {NULL, &contact, "visit_decline", "v2", "\"words\":\"不便\"", "red not_agreed"},
  };
  struct play *play = play_make();
  play_lines(play, booking, 4);
  CHECK(seq_of(play, "v1") == NO_INTEGER && seq_of(play, "v2") == NO_INTEGER);
  play_lines(play, first_yes, 1);
  CHECK(seq_of(play, "v1") != NO_INTEGER && seq_of(play, "v2") == NO_INTEGER);
  play_lines(play, second_yes, 1);
  CHECK(seq_of(play, "v2") > seq_of(play, "v1"));
  play_lines(play, no, 2);
  CHECK(seq_of(play, "v1") == NO_INTEGER && seq_of(play, "v2") == NO_INTEGER);
  play_free(play);
}

/* An exemption without evidence is refused at once; one that leaves the approval needs it. */
static void lifts_what_its_exemption_says(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1",
       ON("05-07", "09:00", "10:00") ",\"exemption\":\"emergency\"", "!bad_field evidence"},
      {NULL, &market_officer, "visit_book", "v1",
       ON("05-07", "09:00", "10:00") ",\"exemption\":\"emergency\",\"evidence\":\" \"",
       "!bad_field evidence"},
      {NULL, &market_officer, "visit_book", "v1",
       ON("05-07", "09:00", "10:00") ",\"exemption\":\"whim\"", "!bad_field exemption"},
      {NULL, &market_officer, "visit_book", "v1",
       ON("05-07", "09:00", "10:00") ",\"evidence\":\"热线\"", "!bad_field evidence"},
      {NULL, &market_officer, "visit_book", "v1", RESEARCH ON("05-04", "10:00", "11:00"),
       "red not_approved,not_agreed,short_notice"},
      {NULL, &market_officer, "visit_book", "v2",
       RESEARCH ON("05-04", "10:00", "11:00") ",\"exemption\":\"patrol\"",
       "red not_approved,not_agreed"},
      {NULL, &market_officer, "visit_book", "v3", RESEARCH ON("05-04", "10:00", "11:00") EMERGENCY,
       "red not_agreed"},
      {NULL, &contact, "visit_agree", "v3", NULL, "green"},
      {NULL, &fire_officer, "visit_book", "v4", ON("06-02", "10:00", "11:00"),
       "red not_approved,quiet_day"},
      {NULL, &fire_officer, "visit_book", "v5", ON("06-02", "10:00", "11:00") EMERGENCY, "green"},
      {NULL, &fire_officer, "visit_book", "v6", ON("06-04", "10:00", "11:00") ",\"certified\":1",
       "red not_approved,too_few_officers"},
  };
  PLAY(lines);
}

static void freezes_and_keeps_the_place(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00"),
       "red not_approved,many_heads"},
      {NULL, &supervisor, "visit_release", "v1", "\"words\":\"查清\"", "!already_done visit"},
      {NULL, &supervisor, "visit_freeze", "v1", "\"words\":\"核查\"", "red frozen"},
      {NULL, &supervisor, "visit_freeze", "v1", "\"words\":\"核查\"", "!already_done visit"},
      {NULL, NULL, NULL, "v2", NULL, "red not_approved,many_heads"},
      {NULL, &supervisor, "visit_release", "v1", "\"words\":\"查清\"", "green"},
      {NULL, &market_officer, "visit_cancel", "v1", "\"words\":\"不去\"", "red cancelled"},
      {NULL, &supervisor, "visit_freeze", "v1", "\"words\":\"核查\"", "!wrong_state visit"},
      {NULL, &supervisor, "visit_release", "v1", "\"words\":\"核查\"", "!wrong_state visit"},
  };
  PLAY(lines);
}

/* With every gate open, as who acts is not the question here. */
CALLER(market_self, ROLE_OFFICER | ROLE_SELF, OF_UNIT("market"));
CALLER(tax_self, ROLE_OFFICER | ROLE_SELF, OF_UNIT("tax"));

static void asks_anew_after_a_change(void) {
  static const struct line lines[] = {
      {NULL, &tax_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "red not_approved"},
      {NULL, &tax_self, "visit_change", "v1",
       RESEARCH ON("05-07", "09:00", "11:00") ",\"purpose\":\"调研\"", "red not_approved"},
      {NULL, &tax_self, "visit_change", "v1",
       RESEARCH ON("05-07", "09:00", "11:00") ",\"people\":3", "red not_approved,not_agreed"},
      {NULL, &contact, "visit_agree", "v1", NULL, "red not_approved"},
      {NULL, &tax_self, "visit_change", "v1", RESEARCH ON("05-08", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &tax_head, "visit_refuse", "v1", "\"words\":\"太多\"", "red not_approved,not_agreed"},
      {NULL, &tax_self, "visit_change", "v1", ON("05-08", "09:00", "11:00"), "red not_approved"},
      {NULL, &tax_head, "visit_refuse", "v1", "\"words\":\"可以再看\"", "red not_approved"},
      {NULL, &tax_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &tax_self, "visit_change", "v1", ON("05-08", "09:00", "11:00"), "!wrong_state visit"},
      {NULL, &tax_officer, "visit_change", "v1", ON("05-08", "09:00", "11:00"), "!version_needed "},
  };
  PLAY(lines);
}

/* A group is one arrival only on its day, and nobody may leave it at another's cost. */
static void joins_and_leaves_at_nobodys_cost(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "11:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &market_officer, "visit_book", "v2", ON("05-05", "14:00", "15:00") ",\"join\":\"@v1\"",
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v2", NULL, "green"},
      {NULL, &tax_officer, "visit_book", "v3", ON("05-07", "09:00", "11:00"), "red not_approved"},
      {NULL, &tax_head, "visit_approve", "v3", NULL, "green"},
      {NULL, &market_officer, "visit_leave", "v2", NULL, "!costs_another visit"},
      {NULL, &market_head, "visit_withdraw", "v2", "\"words\":\"改日\"", "red not_approved"},
      {NULL, &market_officer, "visit_leave", "v2", NULL, "red not_approved,too_often"},
      {NULL, &market_officer, "visit_join", "v2", "\"with\":\"@v1\"", "red not_approved"},
      {NULL, &market_self, "visit_change", "v2", ON("05-05", "16:00", "17:00"), "red not_approved"},
      {NULL, &market_self, "visit_change", "v2", ON("05-06", "16:00", "17:00"),
       "red not_approved,too_often"},
      {NULL, NULL, NULL, "v3", NULL, "green"},
  };
  PLAY(lines);
}

/* v2 would turn green by joining v1, and then stand before v3, which the same unit as v1 was given.
 */
static void joins_at_nobodys_cost(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-05", "09:00", "10:00"),
       "red not_approved"},
      {NULL, &fire_officer, "visit_book", "v2", ON("05-05", "09:00", "10:00"), "red not_approved"},
      {NULL, &market_officer, "visit_book", "v3", ON("05-05", "11:00", "12:00"),
       "red not_approved"},
      {NULL, &market_head, "visit_approve", "v1", NULL, "green"},
      {NULL, &fire_head, "visit_approve", "v2", NULL, "red many_heads"},
      {NULL, &market_head, "visit_approve", "v3", NULL, "green"},
      {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "!costs_another visit"},
      {NULL, &market_officer, "visit_join", "v3", "\"with\":\"@v1\"", "green"},
      {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", "green"},
  };
  PLAY(lines);
}

/* Who may do it, and what a booking must be. */

static void keeps_others_out(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", RESEARCH ON("05-07", "09:00", "11:00"),
       "red not_approved,not_agreed"},
      {NULL, &fire_head, "visit_approve", "v1", NULL, "!not_yours "},
      {NULL, &market_officer, "visit_approve", "v1", NULL, "!wrong_role "},
      {NULL, &other_contact, "visit_agree", "v1", NULL, "!not_yours "},
      {NULL, &fire_officer, "visit_cancel", "v1", "\"words\":\"他人\"", "!not_yours "},
      {NULL, &contact, "visit_cancel", "v1", "\"words\":\"他人\"", "!wrong_role "},
      {NULL, &market_officer, "visit_freeze", "v1", "\"words\":\"他人\"", "!wrong_role "},
      {NULL, &fire_officer, "visit_show", "v1", NULL, "!not_yours "},
      {NULL, &contact, "visit_show", "v1", NULL, "red not_approved,not_agreed"},
      {NULL, &leader, "visit_show", "v1", NULL, "red not_approved,not_agreed"},
      {NULL, &market_officer, "visit_report", "v1", "\"words\":\"无事\"", "!wrong_state visit"},
      {NULL, &market_clerk, "visit_cancel", "v1", "\"words\":\"代办\"", "red cancelled"},
  };
  PLAY(lines);
}

static const struct {
  const char *members, *expected;
} bad_bookings[] = {
    {"\"enterprise\":\"91430400MA4L00001X\"," ON("05-07", "09:00", "11:00"),
     "!not_found enterprise"},
    {"\"kind\":\"tour\"," ON("05-07", "09:00", "11:00"), "!bad_field kind"},
    {"\"items\":[\"A09\"]," ON("05-07", "09:00", "11:00"), "!bad_field items"},
    {"\"items\":[\"A01\",\"A01\"]," ON("05-07", "09:00", "11:00"), "!bad_field items"},
    {"\"certified\":3," ON("05-07", "09:00", "11:00"), "!bad_field certified"},
    {"\"site\":\"000000000000\"," ON("05-07", "09:00", "11:00"), "!bad_field site"},
    {"\"join\":\"000000000000\"," ON("05-07", "09:00", "11:00"), "!cannot_join join"},
    {"\"people\":0," ON("05-07", "09:00", "11:00"), "!bad_field people"},
    {ON("05-07", "11:00", "11:00"), "!bad_field end"},
    {ON("05-04", "07:00", "09:00"), "!bad_field end"},
    {"\"start\":\"2026-05-07T09:00:00+08:00\",\"end\":\"2026-06-07T09:00:01+08:00\"",
     "!bad_field end"},
    {"\"start\":\"2027-06-09T09:00:00+08:00\",\"end\":\"2027-06-09T10:00:00+08:00\"",
     "!bad_field start"},
};

static void refuses_what_cannot_be_booked(void) {
  struct play *play = play_make();
  for (size_t i = 0; i < sizeof bad_bookings / sizeof *bad_bookings; i++) {
    CHECK_ROW("%s", bad_bookings[i].members);
    const struct line book = {NULL, &market_officer,         "visit_book",
                              "v1", bad_bookings[i].members, bad_bookings[i].expected};
    play_line(play, &book);
    const struct line preview = {NULL, &market_officer,         "visit_preview",
                                 "v1", bad_bookings[i].members, bad_bookings[i].expected};
    play_line(play, &preview);
  }
  check_row[0] = 0;
  play_must(play, NULL, "site_add", "{\"enterprise\":\"" ENTERPRISE "\",\"name\":\"二厂\"}");
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"), "!bad_field site"},
      {NULL, &contact, "visit_book", "v1", ON("05-07", "09:00", "11:00"), "!wrong_role "},
      {NULL, &market_head, "visit_approve", "v9", NULL, "!bad_field visit"},
  };
  play_lines(play, lines, sizeof lines / sizeof *lines);
  *play_id(play, TEXT("gone")) = TEXT("000000000000");
  static const struct line gone[] = {
      {NULL, &market_head, "visit_approve", "gone", NULL, "!not_found visit"},
      {NULL, &leader, "visit_show", "gone", NULL, "!not_found visit"},
  };
  play_lines(play, gone, 2);
  play_free(play);
}

static void refuses_without_a_policy(void) {
  static const struct line lines[] = {
      {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"), "!no_policy "},
      {NULL, &market_officer, "visit_preview", "v1", ON("05-07", "09:00", "11:00"), "!no_policy "},
  };
  struct play *play = play_make_bare("05-04T09:00");
  play_lines(play, lines, 2);
  play_free(play);
}

TESTS(is_red_until_the_head_approves, is_red_until_the_enterprise_agrees,
      is_red_over_what_was_filed, is_red_when_several_come, takes_its_place_by_exemption,
      takes_its_place_by_the_last_yes, lifts_what_its_exemption_says, freezes_and_keeps_the_place,
      asks_anew_after_a_change, joins_and_leaves_at_nobodys_cost, joins_at_nobodys_cost,
      keeps_others_out, refuses_what_cannot_be_booked, refuses_without_a_policy)
