/* A few threads for work that is too slow for the thread it came up on, with a bounded queue. */
#ifndef HENG_HTTP_CREW_H
#define HENG_HTTP_CREW_H

#include <stdbool.h>
#include <stddef.h>

struct crew;

/* `work` is called with each item, on one of `threads` threads. Never NULL. */
struct crew *crew_make(size_t threads, size_t queue_most, void (*work)(void *item));
/* False when the queue is full. */
bool crew_submit(struct crew *crew, void *item);
/* Finishes what is queued. Takes NULL. */
void crew_stop(struct crew *crew);

#endif
