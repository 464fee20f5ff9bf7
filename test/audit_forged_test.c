/* Somebody who has the city's keys, or a program that forgot its rules: the log is well signed, and
 * what it says could not have happened. And what no audit can see from inside. */
#include "audit_city.h"
#include "log/export.h"
#include "log/source.h"
#include "log/verify.h"

static struct audit_city city;

static void make_city(void) {
  city = audit_city_make();
}

/* ---- acts through gates that were left open ---- */

struct act_row {
  const char *what;
  struct caller *who; /* NULL: the program itself */
  unsigned roles;     /* that the gate took them to have; 0: their own */
  const char *unit;   /* that they were taken to head; NULL: their own */
  const char *route, *visit, *words;
  const char *kind;
};

static void acts_without_the_right_are_found(void) {
  static struct caller ghost = {.person = {"ghost0000000", 12}};
  const struct act_row rows[] = {
      {"an officer approves", &an_officer, ROLE_HEAD, "market", "visit_approve", "v4", NULL,
       "role_missing"},
      {"the head of another unit approves", &a_fire_head, ROLE_HEAD, "market", "visit_approve",
       "v4", NULL, "role_missing"},
      {"a delegate approves after the delegation", &a_deputy, ROLE_HEAD, "market", "visit_approve",
       "v4", NULL, "role_missing"},
      {"the program approves", NULL, 0, NULL, "visit_approve", "v4", NULL, "role_missing"},
      {"somebody who is not there approves", &ghost, ROLE_HEAD, "market", "visit_approve", "v4",
       NULL, "person_unknown"},
      {"somebody forgotten approves", &a_leaver, ROLE_HEAD, "market", "visit_approve", "v4", NULL,
       "person_inactive"},
      {"another enterprise agrees", &an_other_contact, ROLE_SELF, NULL, "visit_agree", "v7", NULL,
       "role_missing"},
      {"an officer agrees", &a_tax_officer, ROLE_SELF, NULL, "visit_agree", "v7", NULL,
       "role_missing"},
      {"an officer freezes", &an_officer, ROLE_SELF, NULL, "visit_freeze", "v1", "\"words\":\"x\"",
       "role_missing"},
      {"another unit cancels", &a_fire_officer, ROLE_SELF, NULL, "visit_cancel", "v1",
       "\"words\":\"x\"", "role_missing"},
      {"an officer locks an account", &an_officer, ROLE_SELF, NULL, "person_lock", NULL, NULL,
       "role_missing"},
  };
  static struct audit_result result;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const struct act_row *row = &rows[i];
    CHECK_ROW("%s", row->what);
    go_on(&city);
    city.play->now_us = play_time("05-11T09:00");
    struct caller caller = row->who ? *row->who : (struct caller){0};
    if (row->roles) caller.roles = row->roles;
    if (row->unit) caller.unit = caller.head_of = text_of(row->unit);
    struct buffer input = BUFFER(city.play->city.arena);
    if (row->visit)
      buffer_add(&input, text_of(with_ids(&city, arena_format(city.play->city.arena,
                                                              "{\"visit\":\"@%s\"%s%s}", row->visit,
                                                              row->words ? "," : "",
                                                              row->words ? row->words : "")
                                                     .at)));
    else
      buffer_add(&input, text_of(about_person(&city, &a_supervisor, "")));
    buffer_add_byte(&input, 0);
    play_must(city.play, row->who ? &caller : NULL, row->route, input.at);
    commit(&city);
    CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
    note_kinds(&result);
    const char *visit =
        row->visit ? with_ids(&city, arena_format(city.play->city.arena, "@%s", row->visit).at)
                   : "person_locked";
    if (!CHECK(was_found(&result, row->kind, "event", visit, ""))) audit_print(&result);
    local_close(city.play->city.local);
    city.play->city.local = NULL;
  }
  check_row[0] = 0;
}

/* ---- events that nothing led to ---- */

/* What the forger's route records; "visit" or "person" by the type's name. */
static struct {
  const struct event_type *type;
  struct text subject;
  const void *data;
} forgery;

static bool forge(struct act *act) {
  bool about_enterprise = !text_starts(text_of(forgery.type->name), TEXT("person"));
  event_record(act, forgery.type, about_enterprise ? TEXT(ENTERPRISE) : NO_TEXT, forgery.subject,
               forgery.data);
  return true;
}

static const struct route forge_route = ROUTE(POST, "/forge", forge, ROLE_SELF);

static void record(const struct caller *caller, const char *type, const char *subject,
                   const void *data) {
  struct caller open = *caller;
  struct error error = {0};
  open.roles = ROLE_SELF;
  forgery.type = event_type_find(text_of(type));
  forgery.subject = text_of(with_ids(&city, subject));
  forgery.data = data;
  tick_on(&city);
  if (!CHECK(local_act(city.play->city.local, city.play->city.arena, &open, &forge_route, NULL,
                       NULL, &error)))
    fprintf(stderr, "  %s %s\n", error.place, error.detail);
}

/* Forges one event in the city as it was saved, and audits it. */
static void forge_and_audit(const struct caller *caller, const char *type, const char *subject,
                            const void *data, struct audit_result *ret_result) {
  go_on(&city);
  record(caller, type, subject, data);
  commit(&city);
  local_close(city.play->city.local);
  city.play->city.local = NULL;
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, ret_result));
  note_kinds(ret_result);
}

static void verdicts_that_no_policy_gave_are_found(void) {
  static struct audit_result result;
  struct text reasons[] = {TEXT("not_approved")};
  const struct turn green = {.unit = TEXT("market"),
                             .code = CODE_GREEN,
                             .policy = TEXT("test"),
                             .policy_version = 1,
                             .serial = 9,
                             .open = true,
                             .ratify_by_us = NO_INTEGER};
  struct turn of_another_policy = green, red = green;
  of_another_policy.policy_version = 2;
  red.code = CODE_RED;
  red.reasons = (struct texts){reasons, 1};
  CHECK_ROW("a refused visit turns green");
  forge_and_audit(&an_officer, "visit_turned", "@v4", &green, &result);
  CHECK(was_found(&result, "verdict_wrong", "event", with_ids(&city, "visit_turned @v4"), ""));
  CHECK_ROW("an approved visit turns red");
  forge_and_audit(&an_officer, "visit_turned", "@v1", &red, &result);
  CHECK(was_found(&result, "verdict_wrong", "event", with_ids(&city, "visit_turned @v1"), ""));
  CHECK_ROW("under a policy that is not in force");
  forge_and_audit(&an_officer, "visit_turned", "@v1", &of_another_policy, &result);
  CHECK(was_found(&result, "verdict_wrong", "event", with_ids(&city, "visit_turned @v1"), ""));
  CHECK_ROW("a visit that is not there");
  forge_and_audit(&an_officer, "visit_turned", "nothing00000", &green, &result);
  CHECK(was_found(&result, "verdict_wrong", "event", "visit_turned nothing00000", ""));
  CHECK_ROW("a freeze after which nothing was weighed");
  const struct said said = {TEXT("x")};
  forge_and_audit(&a_supervisor, "visit_frozen", "@v1", &said, &result);
  CHECK(was_found(&result, "verdict_missing", "visit", with_ids(&city, "@v1"), "code"));
  check_row[0] = 0;
}

static const char *filing_of_unit(const char *unit) {
  static const struct statement find = {"find", "SELECT id FROM filing "
                                                "WHERE unit = $1 AND state = 'filed'"};
  struct store *store;
  struct error error;
  const char *id = "";
  put_back(&city);
  if (!CHECK(store_open(database_of(&city), true, &store, &error))) return id;
  struct cursor cursor = QUERY(store, find, V(text_of(unit)));
  if (store_next(&cursor))
    id = arena_string(city.play->city.arena, store_text(&cursor, 0, city.play->city.arena));
  store_done(&cursor);
  store_close(store);
  return id;
}

static void steps_out_of_order_are_found(void) {
  static struct audit_result result;
  const struct yes yes = {.settles = false};
  const struct said said = {NO_TEXT};
  const struct filing lower = {.unit = TEXT("market"), .visits = 0};
  CHECK_ROW("a cancelled visit is approved");
  forge_and_audit(&a_head, "visit_approved", "@v6", &yes, &result);
  CHECK(was_found(&result, "step_wrong", "event", with_ids(&city, "visit_approved @v6"), ""));
  CHECK_ROW("a visit that is not there is frozen");
  forge_and_audit(&a_supervisor, "visit_frozen", "nothing00000", &said, &result);
  CHECK(was_found(&result, "subject_unknown", "event", "visit_frozen nothing00000", ""));
  CHECK_ROW("a filing below its use");
  forge_and_audit(&an_officer, "filing_changed", filing_of_unit("market"), &lower, &result);
  CHECK(was_found(&result, "filing_below_use", "event", "filing_changed", ""));
  check_row[0] = 0;
}

static void times_that_cannot_be_are_found(void) {
  static struct audit_result result;
  const struct said said = {NO_TEXT};
  int64_t now_us = city.play->now_us;
  go_on(&city);
  city.play->now_us = play_time("05-05T08:00");
  record(&a_supervisor, "visit_reported", "@v1", &said);
  city.play->now_us = now_us + 365000 * DAY_US;
  record(&a_supervisor, "visit_reported", "@v1", &said);
  commit(&city);
  city.play->now_us = now_us;
  local_close(city.play->city.local);
  city.play->city.local = NULL;
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, now_us, &result));
  note_kinds(&result);
  CHECK(was_found(&result, "time_backwards", "event", with_ids(&city, "visit_reported @v1"), ""));
  CHECK(was_found(&result, "time_ahead", "event", with_ids(&city, "visit_reported @v1"), ""));
}

/* ---- a log cut short and signed again ---- */

static void take_log_finding(void *context, const struct log_finding *finding) {
  if (finding->kind == FINDING_inconsistent) *(bool *)context = true;
}

/* What `heng log export` and then `heng log verify --since` do. */
static bool verifies_since(struct text older_note) {
  struct city opened;
  struct store *store;
  struct error error = {0};
  struct arena *arena = city.play->city.arena;
  struct checkpoint older, newest;
  char folder[] = "/tmp/heng-audit-log-XXXXXX";
  bool inconsistent = false;
  CHECK(mkdtemp(folder) != NULL);
  CHECK(city_open(city.play->city.folder, false, &opened, &error));
  CHECK(store_open(city_store_place(&opened), true, &store, &error));
  struct log_reader stored = ledger_reader(store);
  struct text note = ledger_checkpoint(store, arena);
  CHECK(log_export(&stored, note, folder, &error));
  store_close(store);
  city_close(&opened);
  CHECK(checkpoint_read(older_note, &older, &error) && checkpoint_read(note, &newest, &error));
  struct log_source *source = log_source_open(folder, arena, &error);
  struct log_verification verification = {.reader = log_source_reader(source, newest.size),
                                          .checkpoint = &newest,
                                          .older = &older,
                                          .context = &inconsistent,
                                          .found = take_log_finding};
  struct log_report report;
  CHECK(log_verify(&verification, &report, &error));
  log_source_close(source);
  audit_remove_folder(folder);
  return !inconsistent;
}

/* The database of an earlier hour is whole: nothing in it says that there was more. Only a
 * checkpoint that somebody kept elsewhere does. */
static void a_log_cut_short_is_shown_by_a_kept_checkpoint(void) {
  static struct audit_result result;
  const char *late = city.saved;
  put_back(&city);
  CHECK(audit_folder(city.play->city.folder, city.newest_note, city.play->now_us, &result));
  CHECK_INTEGER(result.count, 0);
  CHECK(verifies_since(city.newest_note));
  CHECK(verifies_since(city.old_note));

  city.saved = city.saved_early;
  put_back(&city);
  CHECK_ROW("cut short");
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  CHECK_INTEGER(result.count, 0);
  CHECK(audit_folder(city.play->city.folder, city.newest_note, city.play->now_us, &result));
  note_kinds(&result);
  CHECK(was_found(&result, "older_checkpoint_broken", "", "", ""));
  CHECK(!verifies_since(city.newest_note));
  CHECK(verifies_since(city.old_note));

  CHECK_ROW("cut short, and written on");
  go_on(&city);
  for (int i = 0; i < 20; i++)
    play_must(city.play, &a_coordinator, "item_add",
              arena_format(city.play->city.arena, "{\"id\":\"C%d\",\"name\":\"x\"}", i).at);
  commit(&city);
  local_close(city.play->city.local);
  city.play->city.local = NULL;
  CHECK(audit_folder(city.play->city.folder, NO_TEXT, city.play->now_us, &result));
  CHECK_INTEGER(result.count, 0);
  CHECK(audit_folder(city.play->city.folder, city.newest_note, city.play->now_us, &result));
  CHECK(was_found(&result, "older_checkpoint_broken", "", "", ""));
  CHECK(!verifies_since(city.newest_note));
  check_row[0] = 0;
  city.saved = late;
}

/* ---- the tables of this test and of the auditor are whole ---- */

static bool has_rule(const char *event) {
  static const char *const names[] = {
#define RULE(name, ...) #name,
#include "audit/rule.def"
#undef RULE
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], event) == 0) return true;
  return false;
}

static void every_event_type_has_a_rule(void) {
  for (const struct domain *const *domain = domains; *domain; domain++)
    for (const struct event_type *const *type = (*domain)->events; type && *type; type++) {
      CHECK_ROW("%s", (*type)->name);
      CHECK(has_rule((*type)->name));
    }
  check_row[0] = 0;
}

static void every_other_kind_was_found(void) {
  static const enum audit_finding_kind wanted[] = {
      AUDIT_older_checkpoint_broken,
      AUDIT_time_backwards,
      AUDIT_time_ahead,
      AUDIT_verdict_wrong,
      AUDIT_verdict_missing,
      AUDIT_person_unknown,
      AUDIT_person_inactive,
      AUDIT_role_missing,
      AUDIT_subject_unknown,
      AUDIT_step_wrong,
      AUDIT_filing_below_use,
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    CHECK_ROW("%s", audit_finding_entries[wanted[i]].name);
    CHECK(kind_seen[wanted[i]]);
  }
  audit_city_free(&city);
}

TESTS(make_city, acts_without_the_right_are_found, verdicts_that_no_policy_gave_are_found,
      steps_out_of_order_are_found, times_that_cannot_be_are_found,
      a_log_cut_short_is_shown_by_a_kept_checkpoint, every_event_type_has_a_rule,
      every_other_kind_was_found)
