/* Keeping house: the log is flushed, slow peers are cut off, the writer's pulse is felt, and once a
 * minute time brings about what it brings (domain->tick). */
#ifndef HENG_HTTP_HOUSE_H
#define HENG_HTTP_HOUSE_H

#include "http/serving.h"

/* Starts the thread. Never NULL. */
struct house *house_start(struct server *server);
/* Whether the writer has committed something in the last minute. */
bool house_writer_is_alive(const struct house *house);
/* Ends the thread. Takes NULL. */
void house_stop_keeping(struct house *house);
/* When the writer has stopped. Takes NULL. */
void house_free(struct house *house);

#endif
