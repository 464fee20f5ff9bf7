/* The live stream: new events as Server-Sent Events (HTML standard, section 9.2), to whoever may
 * see them.
 *
 * One thread reads each new event once from the table and hands it to all listeners whom it
 * reaches. An event's id is its place in the log, so a listener that was cut off goes on where it
 * was (Last-Event-ID); one that reads too slowly gets the rest later from the table, and is cut off
 * by the connection's timeout when it takes nothing at all. What is sent is the public leaf. */
#ifndef HENG_HTTP_STREAM_H
#define HENG_HTTP_STREAM_H

#include "http/exchange.h"

/* Starts the thread. `size` is that of the log now. */
struct stream *stream_make(struct server *server, int64_t size);
/* The log has grown. Any thread; does not wait. */
void stream_wake(struct stream *stream, int64_t size);
/* Makes the response of a request that was let in. Refusal busy. */
bool stream_open(struct stream *stream, struct exchange *exchange,
                 struct MHD_Response **ret_response);
size_t stream_count(struct stream *stream);
/* Ends all streams and the thread; the connections close by themselves. */
void stream_stop(struct stream *stream);
/* When all connections are closed. Takes NULL. */
void stream_free(struct stream *stream);

#endif
