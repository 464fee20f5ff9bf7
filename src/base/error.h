/* Errors: what went wrong, where, and what a person does next.
 *
 * Three kinds never mix (ARCHITECTURE.md): a refusal is the rules saying no; a failure is the
 * machine, the network or the disk; a bug is an assert and stops the process. base/errors.def lists
 * refusals and failures with number, name, HTTP status and words; numbers are never reused. */
#ifndef HENG_BASE_ERROR_H
#define HENG_BASE_ERROR_H

#include "base/text.h"

enum error_kind { ERROR_REFUSAL, ERROR_FAILURE };

enum error_code {
  ERROR_NONE = 0,
#define ERROR(name, number, kind, status, zh, en, zh_next, en_next) ERROR_##name = number,
#include "base/errors.def"
#undef ERROR
};

struct error {
  enum error_code code;
  char place[128];  /* "visits[3].start", "row 7, column uscc"; empty when there is none */
  char detail[256]; /* one plain sentence without personal data; empty when the title says it all */
};

struct error_entry {
  enum error_code code;
  enum error_kind kind;
  const char *name; /* "bad_json": stable, for programs */
  int status;       /* HTTP */
  const char *zh, *en;
  const char *zh_next, *en_next; /* what to do */
};

/* NULL for a number that is not in the table. */
const struct error_entry *error_find(enum error_code code);
const struct error_entry *error_table(size_t *ret_count);

/* Fills `*ret_error` (place may be NULL) and returns false, so that `return fail(…)` reads well. */
bool fail(struct error *ret_error, enum error_code code, const char *place, const char *detail, ...)
    __attribute__((format(printf, 4, 5)));

#endif
