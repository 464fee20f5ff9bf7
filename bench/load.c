#include "load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"

enum { ANSWER_BYTES_MOST = 64 * 1024, CONNECTIONS_MOST = 1024 };

struct connection {
  int socket;
  size_t index; /* of the request under way */
  size_t length;
  char answer[ANSWER_BYTES_MOST + 1];
};

struct run {
  const struct load *load;
  size_t sent, answered;
};

static void stop(const char *what) {
  fprintf(stderr, "bench: %s\n", what);
  exit(3);
}

static int dial(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int one = 1, handle = socket(AF_INET, SOCK_STREAM, 0);
  if (handle < 0 || connect(handle, (struct sockaddr *)&address, sizeof address) != 0)
    stop("no server");
  setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return handle;
}

static void send_next(struct run *run, struct connection *connection) {
  if (run->sent == run->load->count) return;
  connection->index = run->sent++;
  connection->length = 0;
  struct text bytes = run->load->request(run->load->context, connection->index);
  while (bytes.length) {
    ssize_t put = write(connection->socket, bytes.at, bytes.length);
    if (put <= 0) stop("a connection broke");
    bytes = (struct text){bytes.at + put, bytes.length - (size_t)put};
  }
}

/* The whole length of the answer in the buffer, or 0 while its head is not complete. */
static size_t answer_length(const struct connection *connection, size_t *ret_head) {
  const char *end = strstr(connection->answer, "\r\n\r\n");
  if (!end) return 0;
  *ret_head = (size_t)(end - connection->answer) + 4;
  const char *length = strcasestr(connection->answer, "\r\nContent-Length:");
  if (!length || length > end) return *ret_head;
  return *ret_head + strtoul(length + 17, NULL, 10);
}

static void take(struct run *run, struct connection *connection) {
  ssize_t got = read(connection->socket, connection->answer + connection->length,
                     ANSWER_BYTES_MOST - connection->length);
  if (got <= 0) stop("a connection broke");
  connection->length += (size_t)got;
  connection->answer[connection->length] = 0;
  size_t head = 0, whole = answer_length(connection, &head);
  if (whole == 0 || connection->length < whole) return;
  int status = (int)strtol(connection->answer + 9, NULL, 10);
  if (run->load->answer)
    run->load->answer(run->load->context, connection->index, status,
                      (struct text){connection->answer + head, whole - head});
  run->answered++;
  send_next(run, connection);
}

double load_run(const struct load *load) {
  static struct connection connections[CONNECTIONS_MOST];
  struct run run = {.load = load};
  int poll = epoll_create1(0);
  for (int i = 0; i < load->connections; i++) {
    connections[i].socket = dial(load->port);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
    epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].socket, &event);
  }
  int64_t start_us = clock_monotonic_us();
  for (int i = 0; i < load->connections; i++) send_next(&run, &connections[i]);
  while (run.answered < load->count) {
    struct epoll_event events[64];
    int ready = epoll_wait(poll, events, 64, 10000);
    if (ready <= 0) stop("no answer for ten seconds");
    for (int i = 0; i < ready; i++) take(&run, events[i].data.ptr);
  }
  double seconds = (double)(clock_monotonic_us() - start_us) / 1e6;
  for (int i = 0; i < load->connections; i++) close(connections[i].socket);
  close(poll);
  return seconds;
}

struct text load_request(struct arena *arena, const char *method, const char *path,
                         const char *token, const char *json) {
  return arena_format(
      arena,
      "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s%sContent-Type: application/json\r\n"
      "Content-Length: %zu\r\n\r\n%s",
      method, path, token ? "Authorization: Bearer " : "", token ? token : "", token ? "\r\n" : "",
      json ? strlen(json) : 0, json ? json : "");
}
