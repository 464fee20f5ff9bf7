/* Read-only connections to the database, lent to whoever reads. */
#ifndef HENG_HTTP_READERS_H
#define HENG_HTTP_READERS_H

#include "store/store.h"

struct readers;

/* Opens `count` of them: as many as there are threads that read. Failure store. */
bool readers_open(const char *place, size_t count, struct readers **ret_readers,
                  struct error *ret_error);
/* When all are back. Takes NULL. */
void readers_close(struct readers *readers);
/* One with a transaction begun, in which all reads agree. */
struct store *reader_take(struct readers *readers);
/* Ends the transaction. */
void reader_put(struct readers *readers, struct store *store);

#endif
