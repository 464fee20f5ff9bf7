/* What the parts of the running server share; nobody outside http/ includes this. */
#ifndef HENG_HTTP_SERVING_H
#define HENG_HTTP_SERVING_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "act/writer.h"
#include "http/crew.h"
#include "http/limit.h"
#include "http/metrics.h"
#include "http/peers.h"
#include "http/readers.h"
#include "http/server.h"

struct exchange;
struct house;
struct outbox;
struct stream;

struct server {
  struct server_options options;
  struct city *city;
  struct router *router;
  struct metrics *metrics;
  struct access_log *log;
  struct limit *requests, *slow; /* NULL: no limit */
  struct peers *peers;
  struct readers *readers;
  struct writer *writer;
  struct crew *crew; /* for route->prepare */
  struct stream *stream;
  struct outbox *outbox;
  struct house *house;
  struct MHD_Daemon *daemon;
  struct address proxy; /* when options.proxy */
  uint16_t port;
  struct text openapi; /* made once */
  struct arena *arena;
  atomic_bool stopping;
  atomic_uint_fast64_t request_number; /* begins at random; the next request's id */

  pthread_mutex_t lock;
  pthread_cond_t quiet; /* open_count became 0 */
  size_t idle_count;
  struct exchange *idle; /* exchanges to use again */
  size_t open_count;     /* exchanges begun and not yet completed, live streams left out */
};

enum {
  HEADER_BYTES_MOST = 16 * 1024,    /* of one connection's memory: request line and headers */
  DISCARD_BYTES_MOST = 1024 * 1024, /* of a refused body, so that the client hears the refusal */
  IDLE_EXCHANGES_MOST = 256,        /* kept with their memory for the next requests */
  CREW_THREADS = 2,
  CREW_QUEUE_MOST = 64,
};

#endif
