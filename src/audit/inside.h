/* What the auditor's own files share. */
#ifndef HENG_AUDIT_INSIDE_H
#define HENG_AUDIT_INSIDE_H

#include "act/domain.h"
#include "audit/audit.h"

struct audit {
  const struct audit_input *input;
  struct audit_report *report;
  struct error *error;
  struct store *replay; /* the state rebuilt so far; NULL when only the log is looked at */
  struct arena *arena;  /* for one page of events, or for one table */
  /* The act whose events are being replayed: its first one, and the enterprises that it changed. */
  struct event act;
  struct touched *touched;
  struct arena *act_arena;
};

void audit_found_event(struct audit *audit, enum audit_finding_kind kind, const struct event *event,
                       const char *detail, ...) __attribute__((format(printf, 4, 5)));
/* `key` and `column` may be NO_TEXT and NULL. */
void audit_found_row(struct audit *audit, enum audit_finding_kind kind, const char *table,
                     struct text key, const char *column, const char *detail, ...)
    __attribute__((format(printf, 6, 7)));
void audit_found_log(struct audit *audit, enum audit_finding_kind kind, const char *detail, ...)
    __attribute__((format(printf, 3, 4)));

/* walk.c: every event in order, its place in the tree, and what follows from it. */
bool audit_walk(struct audit *audit);

/* replay.c: one event into the rebuilt tables, with the questions asked before and after. */
void audit_replay(struct audit *audit, const struct event *event, const struct event_type *type,
                  const void *data);

/* rule.c: who did it, and whether they might; asked before the event is applied. */
void audit_rules(struct audit *audit, const struct event *event, const struct event_type *type,
                 const void *data);

/* verdict.c: the codes that log and tables show, weighed anew. Around each event, before and after
 * it is applied; and once the last one is. */
void verdicts_before(struct audit *audit, const struct event *event, const struct event_type *type,
                     const void *data);
void verdicts_after(struct audit *audit, const struct event *event, const struct event_type *type,
                    const void *data);
void verdicts_end(struct audit *audit);

/* compare.c: the rebuilt tables against the real ones, and their structure. */
bool audit_compare(struct audit *audit, struct arena *result_arena);

#endif
