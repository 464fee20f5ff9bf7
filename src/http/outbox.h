/* The outbox: tells subscribers of published events, each at least once and in the order of the
 * log.
 *
 * One thread serves all of them, with at most one delivery to each under way, so a subscriber that
 * is slow or gone holds up no other. How far each one is, is kept in its row through the writer: at
 * once after a failure, a little later after successes, so after a crash some are told twice. */
#ifndef HENG_HTTP_OUTBOX_H
#define HENG_HTTP_OUTBOX_H

#include "http/serving.h"

struct outbox_counts {
  int64_t subscribers, paused;
  int64_t backlog; /* log positions that the subscribers not paused are behind, added up */
  int64_t delivered, failed; /* attempts since the start */
};

/* Starts the thread. `size` is that of the log now. Never NULL. */
struct outbox *outbox_make(struct server *server, int64_t size);
/* The log has grown. Any thread; does not wait. */
void outbox_wake(struct outbox *outbox, int64_t size);
struct outbox_counts outbox_counts(struct outbox *outbox);
/* Breaks off what is under way, keeps how far each one is, ends the thread. Takes NULL. */
void outbox_stop(struct outbox *outbox);

#endif
