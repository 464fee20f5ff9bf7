/* Today's list for a site: what a gate without a network holds its codes against.
 *
 * The payload of a COSE_Sign1, in CBOR: [site, day, start, issued, [[visit, serial, red, from,
 * until, people], …]], with ids as numbers (seal/pack.h), start and issued in seconds since 1970,
 * from and until in minutes after start. Some 20 bytes an entry. Pure. */
#ifndef HENG_SEAL_DAYLIST_H
#define HENG_SEAL_DAYLIST_H

#include "seal/pack.h"

enum { DAYLIST_ENTRIES_MOST = 200, DAYLIST_BYTES_MOST = 40 + 32 * DAYLIST_ENTRIES_MOST };

/* The newest code of one visit. */
struct daylist_entry {
  char visit[ID_LENGTH + 1];
  int64_t serial;
  bool red;
  int64_t from_minute, until_minute; /* after the day's start; a visit of several days may lie
                                        outside 0 to 1440 */
  int64_t people;
};

struct daylist {
  char site[ID_LENGTH + 1];
  int64_t day;       /* local, since 1970-01-01 */
  int64_t start_us;  /* when that day begins; whole seconds */
  int64_t issued_us; /* rounded down to seconds */
  struct daylist_entry *entries;
  size_t entry_count;
};

/* Returns the length needed, complete when that is at most `size`; SIZE_MAX when a value is out of
 * its bounds. */
size_t daylist_write(const struct daylist *list, uint8_t *ret_bytes, size_t size);
/* Reads into `ret_list` and the caller's `entries`. False when it is not a list, or longer. */
bool daylist_read(struct text payload, struct daylist *ret_list, struct daylist_entry *entries,
                  size_t entries_most);
/* NULL when the visit is not on the list. */
const struct daylist_entry *daylist_find(const struct daylist *list, struct text visit);

#endif
