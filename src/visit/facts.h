/* One enterprise's facts from a line of JSON, and its verdicts to a line of JSON (design section
 * 4). */
#ifndef HENG_VISIT_FACTS_H
#define HENG_VISIT_FACTS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/names.h"
#include "visit/weigh.h"

enum {
  FACTS_LINE_BYTES_MOST = 64 * 1024 * 1024,
  FACTS_VISITS_MOST = 100000,  /* of one enterprise */
  FACTS_FILINGS_MOST = 100000, /* of one enterprise */
  FACTS_ITEMS_MOST = 256,      /* of one visit */
  FACTS_NAME_MOST = 256,       /* characters in a name of any kind */
};

/* By the enums of visit/weigh.h; NULL-ended, for field tables. */
extern const char *const approval_names[];
extern const char *const consent_names[];
extern const char *const life_names[];

/* What stands behind the numbers for units, joint groups and items. */
struct facts_names {
  struct names *units, *groups, *items;
};

/* Reads one enterprise; everything lies in the arena, names may point into `line`. Refusals:
 * bad_json with the byte; bad_field with the member's path ("visits[3].start") for whatever design
 * section 4 refuses, a member left out included (only `evidence` may be). */
bool facts_read(struct text line, const struct policy *policy, struct arena *arena,
                struct facts *ret_facts, struct facts_names *ret_names, struct error *ret_error);

/* The same as a line of JSON, with times in the policy's offset; ends in LF. */
void facts_write(struct buffer *out, const struct policy *policy, const struct facts *facts,
                 const struct facts_names *names);

/* {"enterprise":…,"verdicts":[{"visit":…,"code":…,"reasons":[…]},…]} and LF. With `weighing`, each
 * red verdict also has "against": for each reason that other visits give rise to, their ids. */
void verdicts_write(struct buffer *out, const struct facts *facts, const struct verdict *verdicts,
                    struct weighing *weighing);

#endif
