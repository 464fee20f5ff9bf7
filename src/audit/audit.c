/* Running the audit, and saying what it found. */
#include "audit/audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "act/migrate.h"
#include "audit/inside.h"

const struct audit_finding_entry audit_finding_entries[AUDIT_FINDING_COUNT] = {
#define AUDIT_FINDING(name, zh, en) {#name, zh, en},
#include "audit/finding.def"
#undef AUDIT_FINDING
};

static void say(struct audit *audit, struct audit_finding *finding, const char *detail,
                va_list values) {
  vsnprintf(finding->detail, sizeof finding->detail, detail, values);
  audit->report->finding_count++;
  audit->input->found(audit->input->context, finding);
}

void audit_found_event(struct audit *audit, enum audit_finding_kind kind, const struct event *event,
                       const char *detail, ...) {
  struct audit_finding finding = {.kind = kind, .event = event->seq, .table = "event"};
  snprintf(finding.key, sizeof finding.key, "%.*s%s%.*s", TEXT_ARGS(event->type),
           event->subject.at ? " " : "", TEXT_ARGS(event->subject));
  va_list values;
  va_start(values, detail);
  say(audit, &finding, detail, values);
  va_end(values);
}

void audit_found_row(struct audit *audit, enum audit_finding_kind kind, const char *table,
                     struct text key, const char *column, const char *detail, ...) {
  struct audit_finding finding = {.kind = kind, .event = -1};
  snprintf(finding.table, sizeof finding.table, "%s", table);
  snprintf(finding.key, sizeof finding.key, "%.*s", TEXT_ARGS(key));
  snprintf(finding.column, sizeof finding.column, "%s", column ? column : "");
  va_list values;
  va_start(values, detail);
  say(audit, &finding, detail, values);
  va_end(values);
}

void audit_found_log(struct audit *audit, enum audit_finding_kind kind, const char *detail, ...) {
  struct audit_finding finding = {.kind = kind, .event = -1};
  va_list values;
  va_start(values, detail);
  say(audit, &finding, detail, values);
  va_end(values);
}

static bool rebuild_and_compare(struct audit *audit, struct arena *arena) {
  if (!store_open_scratch(&audit->replay, audit->error)) return false;
  audit->act_arena = arena_make();
  bool done = migrate(audit->replay, audit->error);
  if (done) {
    store_begin(audit->replay);
    done = audit_walk(audit);
    verdicts_end(audit);
    done = done && audit_compare(audit, arena);
    store_rollback(audit->replay);
  }
  arena_free(audit->act_arena);
  store_close(audit->replay);
  return done;
}

static bool is_current(struct store *store, struct error *ret_error) {
  int64_t pending = migrations_pending(store);
  if (store_failed(store, ret_error)) return false;
  return pending == 0 || fail(ret_error, ERROR_other_version, "migration", "it is %s",
                              pending < 0 ? "newer" : "older");
}

static bool run(const struct audit_input *input, struct arena *arena, bool log_only,
                struct audit_report *ret_report, struct error *ret_error) {
  struct audit audit = {
      .input = input, .report = ret_report, .error = ret_error, .arena = arena_make()};
  *ret_report = (struct audit_report){0};
  bool done = is_current(input->store, ret_error) &&
              (log_only ? audit_walk(&audit) : rebuild_and_compare(&audit, arena));
  arena_free(audit.arena);
  return done;
}

bool audit_run(const struct audit_input *input, struct arena *arena,
               struct audit_report *ret_report, struct error *ret_error) {
  return run(input, arena, false, ret_report, ret_error);
}

bool audit_run_log(const struct audit_input *input, struct arena *arena,
                   struct audit_report *ret_report, struct error *ret_error) {
  return run(input, arena, true, ret_report, ret_error);
}
