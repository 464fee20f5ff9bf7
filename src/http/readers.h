/* Read-only connections to the database, lent to whoever reads.
 *
 * As long as nothing is committed, readers that come within a moment look at the same snapshot,
 * which spares each of them the beginning and the end of a transaction. Whoever is told of a commit
 * sees it: readers_renew comes before the writer answers. */
#ifndef HENG_HTTP_READERS_H
#define HENG_HTTP_READERS_H

#include "store/store.h"

struct readers;

struct reader {
  struct store *store; /* inside a transaction, in which all reads agree */
  uint64_t commits;    /* that its snapshot is sure to have */
  int64_t begun_us;    /* monotonic */
  bool open, used;     /* inside a transaction; lent since the last tidying */
};

/* Opens `count` of them: as many as there are threads that read. Failure store. */
bool readers_open(const char *place, size_t count, struct readers **ret_readers,
                  struct error *ret_error);
/* When all are back. Takes NULL. */
void readers_close(struct readers *readers);
struct reader *reader_take(struct readers *readers);
void reader_put(struct readers *readers, struct reader *reader);
/* Something has been committed: snapshots taken before are not lent any more. Any thread. */
void readers_renew(struct readers *readers);
/* Now and then: ends the transactions that nobody has used since the last time, for an old snapshot
 * keeps the database from tidying up. */
void readers_tidy(struct readers *readers);

#endif
