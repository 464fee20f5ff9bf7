/* One log's files over HTTP: GET below a URL, with limits on size and time.
 *
 * Redirects are refused: a log's prefix is part of what it is known by. */
#ifndef HENG_LOG_FETCH_H
#define HENG_LOG_FETCH_H

#include "base/arena.h"
#include "base/error.h"

#define FETCH_CONNECT_TIMEOUT_MS 10000
#define FETCH_TIMEOUT_MS         120000

struct fetch;

/* `prefix` is an http or https URL without a slash at its end. It and the arena must outlive what
 * is returned. NULL after failure network. */
struct fetch *fetch_open(const char *prefix, struct arena *arena, struct error *ret_error);
/* Takes NULL. */
void fetch_close(struct fetch *fetch);

/* Refusals: not_found (status 404 or 410), too_large (more than `most_bytes`, once decompressed).
 * Failure network for everything else but status 200. */
bool fetch_get(struct fetch *fetch, struct text path, size_t most_bytes, struct buffer *ret_body,
               struct error *ret_error);

#endif
