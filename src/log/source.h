/* A published log as one finds it: a folder, or a URL that serves one (c2sp.org/tlog-tiles). */
#ifndef HENG_LOG_SOURCE_H
#define HENG_LOG_SOURCE_H

#include "log/tree.h"

struct log_source;

/* `place` starts with http:// or https://, or is a folder. It and the arena must outlive what is
 * returned. NULL after failure network. */
struct log_source *log_source_open(const char *place, struct arena *arena, struct error *ret_error);
/* Takes NULL. */
void log_source_close(struct log_source *source);

/* The file "checkpoint", not yet believed. Refusal not_found when there is none. */
bool log_source_checkpoint(struct log_source *source, struct arena *arena, struct text *ret_message,
                           struct error *ret_error);
/* Reads the tiles that a log of `size` leaves has; a full tile stands in for a partial one that is
 * gone. The last tile of each level is kept, so that reading in order fetches each only once. */
struct log_reader log_source_reader(struct log_source *source, uint64_t size);

#endif
