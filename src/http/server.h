/* The server: sockets, gates, operations, replies.
 *
 * A request passes, in this order, which is also the precedence of refusals:
 *   1. connection and header limits (the HTTP library answers these itself, without a body of ours)
 *   2. framing                      bad_request
 *   3. the address's rate           too_many_requests
 *   4. method and path              not_found, bad_method
 *   5. the rate of slow routes      too_many_requests (those with .prepare, such as signing in)
 *   6. media type                   bad_media
 *   7. body size                    too_large
 *   8. headers and input            bad_request, bad_json, bad_field
 *   9. the act's own gates and its operation (act/act.h)
 * Reads run on the thread that the request came in on; writes wait, without a thread, for the
 * writer; routes with .prepare go through a small crew of threads first. */
#ifndef HENG_HTTP_SERVER_H
#define HENG_HTTP_SERVER_H

#include "act/city.h"
#include "act/domain.h"
#include "http/access_log.h"

struct server_options {
  const char *address;                             /* "127.0.0.1", "::1"; numeric */
  int64_t port;                                    /* 0: any that is free */
  int64_t threads;                                 /* that serve connections */
  int64_t connections_most, connections_each_most; /* in all, and from one address */
  int64_t requests_per_minute, request_burst;      /* of one address; 0: no limit */
  int64_t slow_per_minute, slow_burst;             /* of one address on slow routes; 0: no limit */
  int64_t headers_ms, body_ms, idle_ms;            /* how long a peer may take */
  int64_t streams_most, streams_each_most;         /* live streams in all, and of one person */
  int64_t heartbeat_ms, session_check_ms;          /* of live streams */
  const char *proxy; /* the address whose X-Forwarded-For is believed; NULL: none */
  bool tls_in_front; /* a proxy speaks TLS: Secure cookies and HSTS */
  enum log_level log_level;
  int log_descriptor;
};
struct server_options server_options_default(void);

struct server;

/* Opens the writer and the readers on the city's database and serves `domains`. Sets city->server.
 * Failures network, store. */
bool server_start(struct city *city, const struct server_options *options,
                  struct server **ret_server, struct error *ret_error);
uint16_t server_port(const struct server *server);
/* Takes no more requests, answers those that are in, ends the live streams, commits what is queued.
 * Takes NULL. */
void server_stop(struct server *server);

#endif
