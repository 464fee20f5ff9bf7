/* Checks a whole log from outside: every hash tile and every entry against the root of a checkpoint
 * that is already believed, and that root against an older checkpoint.
 *
 * Works on any struct log_reader, in constant memory, reading each file once and in order. */
#ifndef HENG_LOG_VERIFY_H
#define HENG_LOG_VERIFY_H

#include "log/tree.h"

enum log_finding_kind {
#define FINDING(name, zh, en) FINDING_##name,
#include "log/finding.def"
#undef FINDING
  FINDING_COUNT
};

struct log_finding_entry {
  const char *name;
  const char *zh, *en;
};
extern const struct log_finding_entry log_finding_entries[FINDING_COUNT];

struct log_finding {
  enum log_finding_kind kind;
  char place[128];  /* the tile's path, or "checkpoint" */
  int64_t entry;    /* which leaf; -1 when it is not about one */
  char detail[256]; /* empty when the kind says it all */
};

struct log_verification {
  struct log_reader reader;
  const struct checkpoint *checkpoint;
  const struct checkpoint *older; /* NULL: nothing to compare with */
  void *context;
  void (*found)(void *context, const struct log_finding *finding);
};

struct log_report {
  uint64_t entry_count, tile_count; /* how many were read */
  uint64_t finding_count;
};

/* True when all was looked at, whatever was found; false when something could not be read for a
 * reason that says nothing about the log (ERROR_network, ERROR_disk). */
bool log_verify(const struct log_verification *verification, struct log_report *ret_report,
                struct error *ret_error);

#endif
