/* The auditor: rebuilds the state from the events and holds it against the tables, row by row.
 *
 * It trusts nothing in the database but what follows from the signed log: the tables are rebuilt in
 * a scratch database by the event types' own apply functions; each verdict is weighed anew at its
 * place in the log; who acted is asked of the rebuilt tables of that moment. It reads one snapshot,
 * so the server may run on. What it cannot see: a log cut short and signed again by somebody who
 * has the key; an older checkpoint kept elsewhere shows that. */
#ifndef HENG_AUDIT_AUDIT_H
#define HENG_AUDIT_AUDIT_H

#include "act/city.h"
#include "log/note.h"
#include "store/store.h"

enum audit_finding_kind {
#define AUDIT_FINDING(name, zh, en) AUDIT_##name,
#include "audit/finding.def"
#undef AUDIT_FINDING
  AUDIT_FINDING_COUNT
};

struct audit_finding_entry {
  const char *name;
  const char *zh, *en;
};
extern const struct audit_finding_entry audit_finding_entries[AUDIT_FINDING_COUNT];

/* One thing found. Nothing private stands in it: texts are shown only of columns that their table
 * lists as shown. */
struct audit_finding {
  enum audit_finding_kind kind;
  int64_t event;    /* its seq; -1 when it is not about one */
  char table[64];   /* empty when it is not about one */
  char key[160];    /* of the row, or the event's type and subject */
  char column[64];  /* empty when it is the whole row */
  char detail[256]; /* empty when the kind says it all */
};

struct audit_input {
  struct city *city;   /* for the policies' time zone; opened for reading is enough */
  struct store *store; /* in a reading transaction */
  const struct note_verifier *verifier; /* the log's, from the city or from elsewhere */
  struct text older_note;               /* a checkpoint kept from before; NO_TEXT: none */
  int64_t now_us;
  void *context;
  void (*found)(void *context, const struct audit_finding *finding);
};

struct audit_report {
  int64_t event_count, table_count, row_count, verdict_count;
  int64_t finding_count;
  struct texts not_audited; /* tables that no event carries, in the caller's arena */
};

/* True when all was looked at, whatever was found. Failures store, and what reading may bring. */
bool audit_run(const struct audit_input *input, struct arena *arena,
               struct audit_report *ret_report, struct error *ret_error);
/* The log alone, without replaying it: quick. */
bool audit_run_log(const struct audit_input *input, struct arena *arena,
                   struct audit_report *ret_report, struct error *ret_error);

#endif
