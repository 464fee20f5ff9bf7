/* Today's list for a site: what a gate without a network holds codes against, and finds typed short
 * codes on.
 *
 * The payload of a COSE_Sign1, in CBOR: [site, enterprise, day, start, issued, early, late,
 * [[visit, serial, reasons, from, until, people, unit], …]], with ids as numbers, the enterprise,
 * reasons and units packed as in a code (seal/pack.h, seal/code.h), start and issued in seconds
 * since 1970, from and until in seconds after start, early and late in minutes: the gate's
 * tolerance around a visit. Some 30 bytes an entry. Pure. */
#ifndef HENG_SEAL_DAYLIST_H
#define HENG_SEAL_DAYLIST_H

#include "seal/code.h"

enum {
  DAYLIST_ENTRIES_MOST = 200,
  DAYLIST_UNIT_MOST = 32, /* bytes, packed: what any code has room for */
  DAYLIST_BYTES_MOST = 64 + (36 + DAYLIST_UNIT_MOST) * DAYLIST_ENTRIES_MOST,
};

struct daylist {
  char site[ID_LENGTH + 1];
  char enterprise[USCC_LENGTH + 1];
  int64_t day;       /* local, since 1970-01-01 */
  int64_t start_us;  /* when that day begins; whole seconds */
  int64_t issued_us; /* rounded down to seconds */
  int64_t early_minutes, late_minutes;
  /* What each visit's newest code says; site, enterprise and issued are the list's, and the issuer
   * is left to its key. A visit that was used is revoked. */
  struct code *entries;
  size_t entry_count;
};

/* Returns the length needed, complete when that is at most `size`; SIZE_MAX when a value is out of
 * its bounds. */
size_t daylist_write(const struct daylist *list, uint8_t *ret_bytes, size_t size);
/* Reads into `ret_list` and the caller's `entries`. False when it is not a list, or longer. */
bool daylist_read(struct text payload, struct daylist *ret_list, struct code *entries,
                  size_t entries_most);
/* The first whose visit's id begins so; NULL when none does. */
const struct code *daylist_find(const struct daylist *list, struct text visit_start);

#endif
