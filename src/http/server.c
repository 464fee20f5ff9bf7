/* Starting, keeping house, stopping. */
#include "http/server.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/ledger.h"
#include "base/clock.h"
#include "base/time.h"
#include "http/exchange.h"
#include "http/house.h"
#include "http/openapi.h"
#include "http/outbox.h"
#include "http/serving.h"
#include "http/stream.h"

struct server_options server_options_default(void) {
  return (struct server_options){
      .address = "127.0.0.1",
      .port = 8080,
      .threads = 2,
      .connections_most = 4096,
      .connections_each_most = 256,
      .requests_per_minute = 6000,
      .request_burst = 1000,
      .slow_per_minute = 60,
      .slow_burst = 30,
      .headers_ms = 10 * 1000,
      .body_ms = 60 * 1000,
      .idle_ms = 60 * 1000,
      .streams_most = 512,
      .streams_each_most = 4,
      .heartbeat_ms = 15 * 1000,
      .session_check_ms = 60 * 1000,
      .log_level = LOG_REQUESTS,
      .log_descriptor = STDERR_FILENO,
  };
}

/* Sockets */

static bool read_address(const char *text, int64_t port, struct sockaddr_storage *ret_address,
                         struct error *ret_error) {
  struct sockaddr_in *four = (struct sockaddr_in *)ret_address;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret_address;
  memset(ret_address, 0, sizeof *ret_address);
  if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)port);
    return true;
  }
  if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((uint16_t)port);
    return true;
  }
  return fail(ret_error, ERROR_bad_field, "address", "not a numeric IPv4 or IPv6 address");
}

static struct address address_of_socket(const struct sockaddr *socket_address) {
  char text[ADDRESS_TEXT_SIZE] = "::";
  struct address address;
  if (socket_address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)socket_address)->sin_addr, text,
              sizeof text);
  else
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)socket_address)->sin6_addr,
              text, sizeof text);
  bool known = address_read(text_of(text), &address);
  assert(known);
  return address;
}

static void notice_connection(void *context, struct MHD_Connection *connection,
                              void **socket_context, enum MHD_ConnectionNotificationCode code) {
  struct server *server = context;
  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    peer_remove(server->peers, *socket_context);
    *socket_context = NULL;
    return;
  }
  int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  struct address address = address_of_socket(
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
  int64_t deadline_us = clock_monotonic_us() + server->options.headers_ms * 1000;
  *socket_context = peer_add(server->peers, socket, &address, deadline_us);
}

/* Targets and arguments are taken apart by http/target.h alone. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text) {
  (void)context, (void)connection;
  return strlen(text);
}

static bool start_daemon(struct server *server, struct error *ret_error) {
  const struct server_options *options = &server->options;
  struct sockaddr_storage address;
  if (!read_address(options->address, options->port, &address, ret_error)) return false;
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (address.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
  const struct MHD_OptionItem items[] = {
      {MHD_OPTION_SOCK_ADDR, 0, &address},
      {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)notice_connection, server},
      {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_make, server},
      {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_end, server},
      {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEADER_BYTES_MOST, NULL},
      {MHD_OPTION_CONNECTION_LIMIT, options->connections_most, NULL},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->proxy ? 0 : options->connections_each_most,
       NULL},
      {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)(options->idle_ms + 999) / 1000, NULL},
      {MHD_OPTION_THREAD_POOL_SIZE, options->threads > 1 ? options->threads : 0, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  server->daemon = MHD_start_daemon(flags, (uint16_t)options->port, NULL, NULL, exchange_handle,
                                    server, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
  if (!server->daemon)
    return fail(ret_error, ERROR_network, options->address, "cannot listen at port %lld: %s",
                (long long)options->port, strerror(errno));
  server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  return true;
}

uint16_t server_port(const struct server *server) {
  return server->port;
}

/* Start and stop */

static void committed(void *owner, int64_t size) {
  struct server *server = owner;
  readers_renew(server->readers);
  stream_wake(server->stream, size);
  outbox_wake(server->outbox, size);
}

static struct server *make(struct city *city, const struct server_options *options) {
  struct server *server = calloc(1, sizeof *server);
  assert(server);
  server->options = *options;
  server->city = city;
  server->arena = arena_make();
  server->router = router_make(domains);
  server->metrics = metrics_make(server->router);
  server->log = access_log_make(options->log_descriptor, options->log_level);
  server->peers = peers_make();
  server->openapi = openapi_make(domains, server->arena);
  if (options->requests_per_minute)
    server->requests = limit_make(options->requests_per_minute, options->request_burst);
  if (options->slow_per_minute)
    server->slow = limit_make(options->slow_per_minute, options->slow_burst);
  uint64_t first_request;
  randombytes_buf(&first_request, sizeof first_request);
  atomic_init(&server->request_number, first_request);
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init(&server->lock, NULL);
  pthread_cond_init(&server->quiet, &monotonic);
  pthread_condattr_destroy(&monotonic);
  return server;
}

static bool open_store(struct server *server, struct error *ret_error) {
  const char *place = city_store_place(server->city);
  /* Each thread that reads: those of the connections, the crew, the stream, the outbox. */
  size_t readers = (size_t)server->options.threads + CREW_THREADS + 2;
  if (!readers_open(place, readers, &server->readers, ret_error)) return false;
  struct reader *reader = reader_take(server->readers);
  int64_t size = ledger_size(reader->store);
  bool read = !store_failed(reader->store, ret_error);
  reader_put(server->readers, reader);
  if (!read) return false;
  server->stream = stream_make(server, size);
  if (!writer_start(place, server->city, committed, server, &server->writer, ret_error))
    return false;
  server->outbox = outbox_make(server, size); /* before anything can be committed */
  return true;
}

bool server_start(struct city *city, const struct server_options *options,
                  struct server **ret_server, struct error *ret_error) {
  struct server *server = make(city, options);
  city->server = server;
  server->crew = crew_make(CREW_THREADS, CREW_QUEUE_MOST, exchange_prepare);
  if (options->proxy && !address_read(text_of(options->proxy), &server->proxy)) {
    server_stop(server);
    return fail(ret_error, ERROR_bad_field, "proxy", "not a numeric IPv4 or IPv6 address");
  }
  if (!open_store(server, ret_error) || !start_daemon(server, ret_error)) {
    server_stop(server);
    return false;
  }
  server->house = house_start(server);
  *ret_server = server;
  return true;
}

static const int64_t patience_us = 5 * SECOND_US;

/* Those who have sent half a request are not waited for beyond that. */
static void wait_for_quiet(struct server *server) {
  struct timespec until = clock_monotonic_after(patience_us);
  pthread_mutex_lock(&server->lock);
  int status = 0;
  while (server->open_count && status == 0)
    status = pthread_cond_timedwait(&server->quiet, &server->lock, &until);
  if (status) {
    pthread_mutex_unlock(&server->lock);
    peers_sweep(server->peers, INT64_MAX);
    pthread_mutex_lock(&server->lock);
  }
  while (server->open_count) pthread_cond_wait(&server->quiet, &server->lock);
  pthread_mutex_unlock(&server->lock);
}

static void stop_serving(struct server *server) {
  house_stop_keeping(server->house);
  atomic_store(&server->stopping, true);
  if (server->daemon) {
    int listening = MHD_quiesce_daemon(server->daemon);
    if (listening >= 0) close(listening);
  }
  if (server->stream) stream_stop(server->stream);
  if (server->daemon) wait_for_quiet(server);
  crew_stop(server->crew);
  outbox_stop(server->outbox);
  writer_stop(server->writer);
  if (server->daemon) MHD_stop_daemon(server->daemon);
}

static void free_exchanges(struct exchange *idle) {
  while (idle) {
    struct exchange *next = idle->next;
    exchange_free(idle);
    idle = next;
  }
}

void server_stop(struct server *server) {
  if (!server) return;
  stop_serving(server);
  server->city->server = NULL;
  stream_free(server->stream);
  free_exchanges(server->idle);
  readers_close(server->readers);
  peers_free(server->peers);
  limit_free(server->requests);
  limit_free(server->slow);
  access_log_free(server->log);
  metrics_free(server->metrics);
  router_free(server->router);
  pthread_mutex_destroy(&server->lock);
  pthread_cond_destroy(&server->quiet);
  house_free(server->house);
  arena_free(server->arena);
  free(server);
}
