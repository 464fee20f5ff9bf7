/* An operation happens whole or not at all: the first, second, third … statement of each is made to
 * fail until none is left that could; every time before, the act must fail and leave each table as
 * it was. */
#include "visit_fixture.h"

enum { TABLES_MOST = 64, STATEMENTS_OF_AN_ACT_MOST = 2000 };

static struct statement dump_statements[TABLES_MOST];
static size_t dump_count;

static void prepare_dump(struct play *play) {
  static const struct statement tables = {"tables",
                                          "SELECT name FROM sqlite_master WHERE type = 'table' "
                                          "AND name NOT LIKE 'sqlite_%' ORDER BY name"};
  dump_count = 0;
  for (struct cursor c = store_query(local_store(play->city.local), &tables, NULL, 0);
       store_next(&c);) {
    struct text name = store_text(&c, 0, play->city.arena);
    if (dump_count == TABLES_MOST) exit(1);
    dump_statements[dump_count++] = (struct statement){
        "dump",
        arena_format(play->city.arena, "SELECT * FROM %.*s ORDER BY 1, 2", TEXT_ARGS(name)).at};
  }
}

static struct text dump(struct play *play, struct arena *arena) {
  struct buffer out = BUFFER(arena);
  for (size_t i = 0; i < dump_count; i++)
    for (struct cursor c = store_query(local_store(play->city.local), &dump_statements[i], NULL, 0);
         store_next(&c); buffer_add_byte(&out, '\n'))
      for (int column = 0; column < store_columns(&c); column++) {
        struct text text = store_text(&c, column, arena);
        buffer_format(&out, "%lld|", (long long)store_integer(&c, column));
        if (text.at) buffer_add(&out, text);
      }
  return buffer_text(&out);
}

static void sweep(struct play *play, const struct line *line) {
  struct store *store = local_store(play->city.local);
  struct arena *arena = arena_make();
  int n = 1;
  if (line->when) play->now_us = play_time(line->when);
  for (; n < STATEMENTS_OF_AN_ACT_MOST; n++) {
    arena_reset(arena);
    struct text before = dump(play, arena);
    store_fail_at(store, n);
    const void *out = play_perform(play, line);
    store_fail_at(store, 0);
    if (out) break;
    CHECK_INTEGER(play->city.error.code, ERROR_store);
    CHECK(text_equal(dump(play, arena), before));
    if (play->city.error.code != ERROR_store) break;
  }
  arena_free(arena);
  CHECK(n > 1 && n < STATEMENTS_OF_AN_ACT_MOST);
}

/* With every gate open: a change asks for the version, which a transcript does not carry. */
CALLER(market_any, ROLE_SELF, OF_UNIT("market"));

/* Each line is swept, and then has happened. */
static const struct line lines[] = {
    {NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"), NULL},
    {NULL, &market_head, "visit_approve", "v1", NULL, NULL},
    {NULL, &fire_officer, "visit_book", "v2", ON("05-07", "14:00", "15:00"), NULL},
    {NULL, &fire_officer, "visit_join", "v2", "\"with\":\"@v1\"", NULL},
    {NULL, &fire_officer, "visit_leave", "v2", NULL, NULL},
    {NULL, &supervisor, "visit_freeze", "v1", "\"words\":\"核查\"", NULL},
    {NULL, &supervisor, "visit_release", "v1", "\"words\":\"查清\"", NULL},
    {NULL, &market_head, "visit_withdraw", "v1", "\"words\":\"改期\"", NULL},
    {NULL, &market_head, "visit_approve", "v1", NULL, NULL},
    {NULL, &fire_head, "visit_refuse", "v2", "\"words\":\"不去\"", NULL},
    {NULL, &fire_officer, "visit_cancel", "v2", "\"words\":\"不去\"", NULL},
    {NULL, &tax_officer, "visit_book", "v3", "\"kind\":\"research\"," ON("05-08", "14:00", "15:00"),
     NULL},
    {NULL, &contact, "visit_propose", "v3", ON("05-09", "14:00", "15:00"), NULL},
    {NULL, &contact, "visit_agree", "v3", NULL, NULL},
    {NULL, &contact, "visit_decline", "v3", "\"words\":\"不便\"", NULL},
    {NULL, &tax_officer, "visit_book", "v4", ON("05-07", "14:00", "15:00") ",\"join\":\"@v1\"",
     NULL},
    {NULL, &market_officer, "visit_book", "v5",
     ON("05-09", "10:00", "11:00") ",\"exemption\":\"emergency\",\"evidence\":\"热线\"", NULL},
    {NULL, &market_head, "visit_withdraw", "v1", "\"words\":\"改期\"", NULL},
    {NULL, &market_any, "visit_change", "v1", ON("05-07", "09:00", "11:00") ",\"people\":3", NULL},
    {NULL, &market_head, "visit_approve", "v1", NULL, NULL},
    {NULL, &tax_head, "filing_amend", NULL,
     "\"enterprise\":\"" ENTERPRISE "\",\"year\":2026,\"visits\":1,\"words\":\"新增\"", NULL},
    {NULL, &coordinator, "filing_grant", NULL, "\"filing\":\"@amendment\"", NULL},
    {NULL, NULL, "filing_file", NULL,
     "\"unit\":\"tax\",\"enterprise\":\"" ENTERPRISE "\",\"year\":2027,\"visits\":1", NULL},
    {NULL, &coordinator, "filing_publish", NULL, "\"year\":2026", NULL},
    {NULL, &coordinator, "policy_adopt", NULL,
     "\"policy\":" POLICY_BODY("2", "2026-05-20", "2", "[]"), NULL},
    {"05-07T09:00", &contact, "gate_arrive", "v1", "\"scan\":\"arrive-01\",\"people\":2", NULL},
    {NULL, &contact, "gate_walk_in", NULL,
     "\"scan\":\"walk-in-1\",\"unit_words\":\"某局\",\"kind\":\"inspection\",\"people\":2", NULL},
    {NULL, &contact, "gate_upload", NULL,
     "\"entries\":[{\"what\":\"depart\",\"scan\":\"queue-001\",\"visit\":\"@v1\"},"
     "{\"what\":\"arrive\",\"scan\":\"queue-002\",\"visit\":\"@v4\",\"people\":1,"
     "\"scanned_at\":\"2026-05-07T08:59:00+08:00\"},"
     "{\"what\":\"arrive\",\"scan\":\"queue-003\",\"visit\":\"@v4\",\"people\":1}]",
     NULL},
    {NULL, &contact, "gate_depart", "v4", "\"scan\":\"depart-01\"", NULL},
    {NULL, &market_officer, "visit_report", "v1", "\"words\":\"无问题\"", NULL},
    {NULL, &contact, "visit_rate", "v1", "\"conduct\":5,\"integrity\":4,\"efficiency\":3", NULL},
    {NULL, &contact, "visit_complain", "v1", "\"words\":\"索要资料\"", NULL},
    {"05-12T09:00", NULL, "tick", "v5", "visit", NULL},
    {"05-25T09:00", NULL, "tick", "v5", "visit", NULL},
    {NULL, NULL, "tick", "v5", "feedback", NULL},
    {NULL, &supervisor, "complaint_answer", NULL,
     "\"complaint\":\"@complaint\",\"words\":\"已整改\"", NULL},
};

static void happens_whole_or_not_at_all(void) {
  struct play *play = play_make();
  prepare_dump(play);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    CHECK_ROW("line %zu, %s", i + 1, lines[i].route);
    sweep(play, &lines[i]);
  }
  play_free(play);
}

/* A refusal is recorded too; when that fails, nothing that stands beside it may be kept. */
static void keeps_nothing_beside_a_lost_refusal(void) {
  static const struct line book = {
      NULL, &market_officer, "visit_book", "v1", ON("05-07", "09:00", "11:00"), "red not_approved"};
  static const struct line beside = {
      NULL, &market_officer, "visit_book", "v2", ON("05-08", "09:00", "11:00"), NULL};
  static const struct line refused = {NULL, &fire_head, "visit_approve", "v1", NULL, NULL};
  struct play *play = play_make();
  struct arena *arena = arena_make();
  struct error error;
  bool lost = true;
  play_line(play, &book);
  prepare_dump(play);
  for (int n = 1; lost && n < STATEMENTS_OF_AN_ACT_MOST; n++) {
    CHECK_ROW("statement %d", n);
    CHECK(local_commit(play->city.local, &error));
    struct text before = dump(play, arena);
    store_fail_at(local_store(play->city.local), n);
    CHECK(!play_perform(play, &refused));
    store_fail_at(local_store(play->city.local), 0);
    bool recorded = play->city.error.code == ERROR_not_yours;
    lost = !recorded || store_failed(local_store(play->city.local), &error);
    if (!recorded || !lost) continue;
    CHECK(!play_perform(play, &beside));
    CHECK(!local_commit(play->city.local, &error));
    CHECK(text_equal(dump(play, arena), before));
  }
  CHECK(!lost);
  check_row[0] = 0;
  arena_free(arena);
  play_free(play);
}

TESTS(happens_whole_or_not_at_all, keeps_nothing_beside_a_lost_refusal)
