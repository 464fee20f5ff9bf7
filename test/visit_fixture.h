/* A small city for tests of visits: three units, two enterprises, a policy, a clock that the test
 * sets; and acts written down as the lines of a transcript.
 *
 * After every line the stored verdicts are held against weighing all of the enterprise's rows anew,
 * so each transcript also tests that the window which the program loads is wide enough. */
#ifndef HENG_TEST_VISIT_FIXTURE_H
#define HENG_TEST_VISIT_FIXTURE_H

#include "audit/audit.h"
#include "base/names.h"
#include "base/time.h"
#include "local_fixture.h"
#include "visit/feedback.h"
#include "visit/filing.h"
#include "visit/operation.h"
#include "visit/policy_record.h"
#include "visit/sql_policy.h"

#define ENTERPRISE       "91430400MA4L000012"
#define OTHER_ENTERPRISE "91430424MA4L123403"
#define CALLER(name, role, ...)                                                                    \
  __attribute__((unused)) static const struct caller name = {                                      \
      .person = {#name, sizeof #name - 1}, .roles = (role), __VA_ARGS__}
#define OF_UNIT(id)       .unit = {id, sizeof id - 1}
#define HEAD_OF(id)       .unit = {id, sizeof id - 1}, .head_of = {id, sizeof id - 1}
#define OF_ENTERPRISE(id) .enterprise = {id, sizeof id - 1}

CALLER(market_officer, ROLE_OFFICER, OF_UNIT("market"));
CALLER(market_clerk, ROLE_CLERK, OF_UNIT("market"));
CALLER(market_head, ROLE_HEAD, HEAD_OF("market"));
CALLER(fire_officer, ROLE_OFFICER, OF_UNIT("fire"));
CALLER(fire_head, ROLE_HEAD, HEAD_OF("fire"));
CALLER(tax_officer, ROLE_OFFICER, OF_UNIT("tax"));
CALLER(tax_head, ROLE_HEAD, HEAD_OF("tax"));
CALLER(guard, ROLE_GUARD, OF_ENTERPRISE(ENTERPRISE));
CALLER(contact, ROLE_CONTACT, OF_ENTERPRISE(ENTERPRISE));
CALLER(other_contact, ROLE_CONTACT, OF_ENTERPRISE(OTHER_ENTERPRISE));
CALLER(coordinator, ROLE_COORDINATOR);
CALLER(supervisor, ROLE_SUPERVISOR);
CALLER(leader, ROLE_LEADER);

/* The policy of design section 4 with small limits, and an exemption that leaves the approval. */
#define POLICY_BODY(version, effective, certified, quiet)                                          \
  "{\"policy\":\"test\",\"version\":" version ",\"effective\":\"" effective                        \
  "\",\"utc_offset\":\"+08:00\",\"kinds\":{"                                                       \
  "\"research\":{\"consent\":true,\"filing\":true,\"crowding\":false,\"quiet\":true,"              \
  "\"lead_hours\":24,\"min_certified\":0},"                                                        \
  "\"inspection\":{\"consent\":false,\"filing\":true,\"crowding\":true,\"quiet\":true,"            \
  "\"lead_hours\":0,\"min_certified\":" certified "}},"                                            \
  "\"crowding\":{\"day\":1,\"week\":2,\"month\":3,\"repeat_item_days\":90},\"quiet\":" quiet ","   \
  "\"exemptions\":{\"emergency\":{\"evidence\":true,\"counts\":false,\"ratify_hours\":24,"         \
  "\"lifts\":[\"not_approved\",\"over_filed\",\"many_heads\",\"too_often\",\"repeated\","          \
  "\"quiet_day\",\"short_notice\"]},"                                                              \
  "\"patrol\":{\"evidence\":false,\"counts\":true,\"ratify_hours\":0,"                             \
  "\"lifts\":[\"over_filed\",\"short_notice\"]}}}"

/* From one time of a day of 2026 to another. */
#define ON(day, start, end)                                                                        \
  "\"start\":\"2026-" day "T" start ":00+08:00\",\"end\":\"2026-" day "T" end ":00+08:00\""

enum { NAMED_MOST = 256 };

struct play {
  struct local_fixture city;
  int64_t now_us;
  struct names *names; /* of visits, in the transcript */
  struct text ids[NAMED_MOST];
};

/* One line: at this time of 2026 (NULL: the same as before) somebody performs a route about a named
 * visit with these further members of the input, in which "@v1" stands for the id of visit v1, and
 * this is what comes of it: the visit's code and reasons ("red not_approved"), or the error and its
 * place ("!wrong_state visit"). Without a route the visit is only looked at; "tick" is the clock,
 * of the domain that `members` names or of all. */
struct line {
  const char *when;
  const struct caller *who;
  const char *route, *visit, *members, *expected;
};

static int64_t play_time(const char *text) {
  char whole[40];
  int64_t time_us = 0;
  snprintf(whole, sizeof whole, "2026-%s:00+08:00", text);
  CHECK(time_parse(text_of(whole), &time_us));
  return time_us;
}

static int64_t play_now_us(void *owner) {
  return ((const struct play *)owner)->now_us;
}

static void play_set_clock(struct play *play) {
  local_city(play->city.local)->now_us = play_now_us;
  local_city(play->city.local)->now_owner = play;
}

static const void *play_act(struct play *play, const struct caller *who, const char *name,
                            const char *input) {
  return local_fixture_act(&play->city, who, name, input);
}

static bool play_tick_domain(struct act *act) {
  const struct domain *const *domain = act->in;
  return !(*domain)->tick || (*domain)->tick(act);
}

/* The minute strikes, for the domain of this name or, NULL, for all. */
static bool play_tick(struct play *play, const char *name) {
  static const struct route tick = {
      .name = "tick", .roles = ROLE_SELF, .flags = ROUTE_WRITES, .run = play_tick_domain};
  bool done = true;
  for (const struct domain *const *domain = domains; *domain; domain++)
    if (!name || strcmp((*domain)->name, name) == 0)
      done &= local_act(play->city.local, play->city.arena, NULL, &tick, domain, NULL,
                        &play->city.error);
  return done;
}

static void play_must(struct play *play, const struct caller *who, const char *route,
                      const char *input) {
  if (!CHECK(play_act(play, who, route, input) != NULL)) {
    fprintf(stderr, "  %s %s: %s %s\n", route, input, play->city.error.place,
            play->city.error.detail);
    exit(1);
  }
}

static void play_set_stage(struct play *play) {
  static const char *const units[] = {"market", "fire", "tax"};
  static const char *const enterprises[] = {ENTERPRISE, OTHER_ENTERPRISE};
  char input[400];
  for (size_t i = 0; i < 3; i++) {
    snprintf(input, sizeof input,
             "{\"id\":\"%s\",\"name\":\"局%zu\",\"county\":\"衡阳市\",\"body\":\"执法\"}", units[i],
             i);
    play_must(play, NULL, "unit_add", input);
    snprintf(input, sizeof input, "{\"id\":\"A0%zu\",\"name\":\"事项%zu\"}", i + 1, i);
    play_must(play, NULL, "item_add", input);
  }
  for (size_t i = 0; i < 2; i++) {
    snprintf(input, sizeof input,
             "{\"id\":\"%s\",\"name\":\"示例%zu公司\",\"county\":\"%s\",\"industry\":\"nuclear\"}",
             enterprises[i], i, i ? "衡东县" : "蒸湘区");
    play_must(play, NULL, "enterprise_add", input);
    snprintf(input, sizeof input, "{\"enterprise\":\"%s\",\"name\":\"一厂\"}", enterprises[i]);
    play_must(play, NULL, "site_add", input);
  }
}

/* A city, without a policy or filings. Free it with local_fixture_free. */
__attribute__((unused)) static struct play *play_make_bare(const char *when) {
  struct play *play = calloc(1, sizeof *play);
  if (!play) exit(1);
  play->city = local_fixture_make();
  play->names = names_make(play->city.arena);
  play->now_us = play_time(when);
  play_set_clock(play);
  play_set_stage(play);
  return play;
}

#define FILE_VISITS(unit, visits)                                                                  \
  "{\"unit\":\"" unit "\",\"enterprise\":\"" ENTERPRISE "\",\"year\":2026,\"visits\":" visits "}"

/* The same at nine on a Monday, with the policy, and some visits filed by each unit. */
__attribute__((unused)) static struct play *play_make(void) {
  struct play *play = play_make_bare("05-04T09:00");
  play_must(play, NULL, "policy_adopt",
            "{\"policy\":" POLICY_BODY("1", "2026-01-01", "2", "[[1,3]]") "}");
  play_must(play, NULL, "filing_file", FILE_VISITS("market", "4"));
  play_must(play, NULL, "filing_file", FILE_VISITS("fire", "4"));
  play_must(play, NULL, "filing_file", FILE_VISITS("tax", "1"));
  return play;
}

static void play_found(void *context, const struct audit_finding *finding) {
  (void)context;
  /* The people of a transcript have no accounts. */
  if (finding->kind == AUDIT_person_unknown) return;
  if (!CHECK(finding->kind == AUDIT_FINDING_COUNT))
    fprintf(stderr, "  audit: %s: event %lld, %s %s %s: %s\n",
            audit_finding_entries[finding->kind].name, (long long)finding->event, finding->table,
            finding->key, finding->column, finding->detail);
}

/* The tables follow from the log, whatever was played. */
static void play_audit(struct play *play) {
  struct arena *arena = arena_make();
  struct city *city = local_city(play->city.local);
  struct error error;
  struct audit_report report;
  CHECK(local_commit(play->city.local, &error));
  const struct audit_input input = {.city = city,
                                    .store = local_store(play->city.local),
                                    .verifier = &city->log_signer->verifier,
                                    .now_us = play->now_us,
                                    .found = play_found};
  CHECK(audit_run(&input, arena, &report, &error));
  CHECK(report.event_count > 0);
  arena_free(arena);
}

__attribute__((unused)) static void play_free(struct play *play) {
  play_audit(play);
  local_fixture_free(&play->city);
  free(play);
}

static struct text *play_id(struct play *play, struct text name) {
  int64_t number = names_number(play->names, name);
  if (number > NAMED_MOST) exit(1);
  return &play->ids[number - 1];
}

/* The members with "@name" replaced by the visit's id. */
static void play_add_members(struct play *play, struct buffer *input, const char *members) {
  for (const char *at = members; *at;) {
    if (*at != '@') {
      buffer_add_byte(input, *at++);
      continue;
    }
    size_t length = strcspn(++at, "\"");
    buffer_add(input, *play_id(play, (struct text){at, length}));
    at += length;
  }
}

static const char *play_input(struct play *play, const struct line *line) {
  static const char *const booking_defaults[] = {
      "enterprise", "\"" ENTERPRISE "\"", "kind", "\"inspection\"", "people",
      "2",          "certified",          "2"};
  struct buffer input = BUFFER(play->city.arena);
  const char *members = line->members ? line->members : "";
  bool previews = strcmp(line->route, "visit_preview") == 0;
  bool books = previews || strcmp(line->route, "visit_book") == 0;
  bool changes = strcmp(line->route, "visit_change") == 0;
  buffer_add_byte(&input, '{');
  play_add_members(play, &input, members);
  if (!books && line->visit)
    buffer_format(&input, "%s\"visit\":\"%.*s\"", *members ? "," : "",
                  TEXT_ARGS(*play_id(play, text_of(line->visit))));
  for (size_t i = changes ? 2 : 0; (books || changes) && i < 8; i += 2) {
    char name[20];
    snprintf(name, sizeof name, "\"%s\":", booking_defaults[i]);
    if (!strstr(members, name)) buffer_format(&input, ",%s%s", name, booking_defaults[i + 1]);
  }
  buffer_add(&input, TEXT("}\0"));
  return buffer_text(&input).at;
}

static const char *play_verdict(struct play *play, const struct visit *visit) {
  struct buffer out = BUFFER(play->city.arena);
  buffer_add(&out, text_of(code_names[visit->code]));
  for (size_t i = 0; i < visit->reasons.count; i++)
    buffer_format(&out, "%s%.*s", i ? "," : " ", TEXT_ARGS(visit->reasons.at[i]));
  buffer_add_byte(&out, 0);
  return out.at;
}

static struct visit play_visit(struct play *play, const char *name) {
  struct visit visit = {0};
  CHECK(visit_find(local_store(play->city.local), *play_id(play, text_of(name)), &visit,
                   play->city.arena));
  return visit;
}

static void play_check_whole(struct play *play, const char *enterprise);

/* The last of each has this name. */
static void play_name_others(struct play *play, const char *route, const void *out) {
  if (strcmp(route, "filing_amend") == 0)
    *play_id(play, TEXT("amendment")) =
        arena_copy(play->city.arena, ((const struct filing *)out)->id);
  if (strcmp(route, "visit_complain") == 0)
    *play_id(play, TEXT("complaint")) =
        arena_copy(play->city.arena, ((const struct complaint *)out)->id);
}

/* What came of it, NULL when it was refused; a booked visit has its name from then on. */
static const void *play_perform(struct play *play, const struct line *line) {
  if (strcmp(line->route, "tick") == 0) return play_tick(play, line->members) ? line : NULL;
  const void *out = play_act(play, line->who, line->route, play_input(play, line));
  if (out && strcmp(line->route, "visit_book") == 0)
    *play_id(play, text_of(line->visit)) =
        arena_copy(play->city.arena, ((const struct visit *)out)->id);
  if (out) play_name_others(play, line->route, out);
  return out;
}

static void play_line(struct play *play, const struct line *line) {
  char got[200];
  if (line->when) play->now_us = play_time(line->when);
  if (!line->route || play_perform(play, line)) {
    struct visit visit = play_visit(play, line->visit);
    snprintf(got, sizeof got, "%s", play_verdict(play, &visit));
  } else {
    const struct error *error = &play->city.error;
    snprintf(got, sizeof got, "!%s %s", error_find(error->code)->name, error->place);
    if (strcmp(got, line->expected) != 0) fprintf(stderr, "  %s\n", error->detail);
  }
  CHECK_TEXT(text_of(got), line->expected);
  play_check_whole(play, ENTERPRISE);
}

__attribute__((unused)) static void play_lines(struct play *play, const struct line *lines,
                                               size_t count) {
  for (size_t i = 0; i < count; i++) {
    CHECK_ROW("line %zu, %s %s", i + 1, lines[i].route ? lines[i].route : "look at",
              lines[i].visit);
    play_line(play, &lines[i]);
  }
  check_row[0] = 0;
}

/* A whole transcript in a city of its own. */
#define PLAY(lines)                                                                                \
  do {                                                                                             \
    struct play *whole_play = play_make();                                                         \
    play_lines(whole_play, lines, sizeof(lines) / sizeof *(lines));                                \
    play_free(whole_play);                                                                         \
  } while (0)

/* ---- all rows at once, without the program's window ---- */

#define EVERY_VISIT "SELECT " VISIT_SELECTED " FROM visit WHERE enterprise = $1 ORDER BY id"
static const struct statement sql_every_visit = {"sql_every_visit", EVERY_VISIT};
static const struct statement sql_every_filing = {
    "sql_every_filing", "SELECT unit, year, visits FROM filing "
                        "WHERE enterprise = $1 AND state IN ('filed', 'granted')"};

struct play_facts {
  struct facts facts;
  struct names *units, *groups, *items;
  struct visit_facts *visits;
  struct filing_facts *filings;
};

static struct visit_facts play_facts_of(struct play_facts *whole, const struct policy *policy,
                                        const struct visit *visit, struct arena *arena) {
  int64_t *items = ARENA_ARRAY(arena, visit->items.count + 1, int64_t);
  for (size_t i = 0; i < visit->items.count; i++)
    items[i] = names_number(whole->items, visit->items.at[i]);
  return (struct visit_facts){
      .id = visit->id,
      .evidence = visit->evidence,
      .unit = names_number(whole->units, visit->unit),
      .joint = visit->joint.at ? names_number(whole->groups, visit->joint) : NO_JOINT,
      .seq = visit->seq == NO_INTEGER ? NO_SEQ : visit->seq,
      .start_us = visit->start_us,
      .end_us = visit->end_us,
      .booked_us = visit->booked_us,
      .items = items,
      .item_count = (uint32_t)visit->items.count,
      .kind = policy_kind(policy, visit->kind),
      .exemption = visit->exemption.at ? policy_exemption(policy, visit->exemption) : NO_EXEMPTION,
      .certified = visit->certified,
      .approval = (enum approval)visit->approval,
      .consent = (enum consent)visit->consent,
      .life = (enum life)visit->life,
      .frozen = visit->frozen,
  };
}

static void play_load_filings(struct play *play, struct play_facts *whole, struct text enterprise,
                              struct arena *arena) {
  enum { FILINGS_MOST = 256 };
  whole->filings = ARENA_ARRAY(arena, FILINGS_MOST, struct filing_facts);
  size_t count = 0;
  for (struct cursor c = QUERY(local_store(play->city.local), sql_every_filing, V(enterprise));
       store_next(&c); count++) {
    if (count == FILINGS_MOST) exit(1);
    whole->filings[count] =
        (struct filing_facts){names_number(whole->units, store_text(&c, 0, arena)),
                              (int32_t)store_integer(&c, 1), store_integer(&c, 2)};
  }
  whole->facts.filings = whole->filings;
  whole->facts.filing_count = count;
}

static bool play_same_reasons(reason_set reasons, const struct visit *visit, struct arena *arena) {
  struct texts names = reason_names(reasons, arena);
  if (names.count != visit->reasons.count) return false;
  for (size_t i = 0; i < names.count; i++)
    if (!text_equal(names.at[i], visit->reasons.at[i])) return false;
  return visit->code == (reasons ? CODE_RED : CODE_GREEN);
}

/* Every visit of this year has the verdict that weighing all rows at once gives it, and whoever has
 * come has a place in the order. */
static void play_check_whole(struct play *play, const char *enterprise_code) {
  struct text enterprise = text_of(enterprise_code);
  struct arena *arena = arena_make();
  struct store *store = local_store(play->city.local);
  struct error error;
  struct policy_record record;
  struct policy *policy = ARENA_NEW(arena, struct policy);
  struct play_facts whole = {
      .units = names_make(arena), .groups = names_make(arena), .items = names_make(arena)};
  if (!FIND(store, sql_policy_in_force, policy_record_fields, &record, arena,
            V(day_of_time(play->now_us, 8 * 60)))) {
    arena_free(arena);
    return;
  }
  CHECK(policy_read(record.body, arena, policy, NULL, &error));
  struct list rows = LIST(store, sql_every_visit, visit_fields, struct visit, arena, V(enterprise));
  const struct visit *visits = rows.at;
  whole.visits = ARENA_ARRAY(arena, rows.count + 1, struct visit_facts);
  for (size_t i = 0; i < rows.count; i++)
    whole.visits[i] = play_facts_of(&whole, policy, &visits[i], arena);
  play_load_filings(play, &whole, enterprise, arena);
  whole.facts.now_us = play->now_us;
  whole.facts.visits = whole.visits;
  whole.facts.visit_count = rows.count;
  struct verdict *verdicts = ARENA_ARRAY(arena, rows.count + 1, struct verdict);
  weigh(policy, &whole.facts, arena_take(arena, weighing_size(rows.count)), verdicts);
  for (size_t i = 0; i < rows.count; i++) {
    bool has_come = visits[i].life == LIFE_ARRIVED || visits[i].life == LIFE_DONE;
    CHECK(!has_come || visits[i].seq != NO_INTEGER);
    bool of_policy = visits[i].policy_version == policy->version;
    if (!of_policy || date_of_day(day_of_time(visits[i].start_us, 8 * 60)).year != 2026) continue;
    if (!CHECK(play_same_reasons(verdicts[i].reasons, &visits[i], arena)))
      fprintf(stderr, "  visit %.*s is %s\n", TEXT_ARGS(visits[i].id),
              play_verdict(play, &visits[i]));
  }
  arena_free(arena);
}

#endif
