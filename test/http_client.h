/* A client that sends exactly the bytes it is given, for tests that a well-behaved one could not
 * play; and the few words around them for those that it could. */
#ifndef HENG_TEST_HTTP_CLIENT_H
#define HENG_TEST_HTTP_CLIENT_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

enum { ANSWER_BYTES_MOST = 1 << 20 };

struct answer {
  int status; /* 0: the connection ended before an answer was whole */
  struct text headers, body;
  char bytes[ANSWER_BYTES_MOST];
  size_t length;
  size_t used; /* by the answer; what follows belongs to the next one */
};

__attribute__((unused)) static int http_connect(uint16_t port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int yes = 1, connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0) return connection;
  close(connection);
  return -1;
}

__attribute__((unused)) static bool http_send(int connection, struct text bytes) {
  while (bytes.length) {
    ssize_t sent = send(connection, bytes.at, bytes.length, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes = (struct text){bytes.at + sent, bytes.length - (size_t)sent};
  }
  return true;
}

/* More bytes, within a time; false at the end of the connection. */
__attribute__((unused)) static bool http_more(int connection, struct answer *answer,
                                              int timeout_ms) {
  struct pollfd ready = {.fd = connection, .events = POLLIN};
  if (answer->length == sizeof answer->bytes || poll(&ready, 1, timeout_ms) != 1) return false;
  ssize_t count =
      recv(connection, answer->bytes + answer->length, sizeof answer->bytes - answer->length, 0);
  if (count <= 0) return false;
  answer->length += (size_t)count;
  return true;
}

/* The value of a header; NO_TEXT when it is not there. */
__attribute__((unused)) static struct text http_header(const struct answer *answer,
                                                       const char *name) {
  struct text rest = answer->headers;
  while (rest.at) {
    struct text value = text_cut(&rest, '\n');
    struct text found = text_cut(&value, ':');
    if (value.at && found.length == strlen(name) && strncasecmp(found.at, name, found.length) == 0)
      return text_trim(value);
  }
  return NO_TEXT;
}

/* One answer; what came behind an earlier one is taken first. */
__attribute__((unused)) static void http_receive(int connection, struct answer *answer,
                                                 bool without_body) {
  const int timeout_ms = 20000;
  answer->length -= answer->used;
  memmove(answer->bytes, answer->bytes + answer->used, answer->length);
  answer->status = 0;
  answer->used = 0;
  size_t end;
  while ((end = text_find((struct text){answer->bytes, answer->length}, TEXT("\r\n\r\n"))) ==
         SIZE_MAX)
    if (!http_more(connection, answer, timeout_ms)) return;
  answer->headers = (struct text){answer->bytes, end + 2};
  int64_t length = 0;
  struct text declared = http_header(answer, "Content-Length");
  if (declared.at) text_to_integer(declared, &length);
  answer->used = end + 4 + (without_body ? 0 : (size_t)length);
  while (answer->length < answer->used)
    if (!http_more(connection, answer, timeout_ms)) return;
  answer->body = (struct text){answer->bytes + end + 4, answer->used - end - 4};
  int64_t status = 0;
  text_to_integer((struct text){answer->bytes + strlen("HTTP/1.1 "), 3}, &status);
  answer->status = (int)status;
}

/* Sends bytes on a connection of their own and takes one answer. */
__attribute__((unused)) static void http_exchange(uint16_t port, struct text bytes,
                                                  struct answer *answer) {
  int connection = http_connect(port);
  answer->status = 0;
  answer->length = answer->used = 0;
  if (!CHECK(connection >= 0)) return;
  http_send(connection, bytes);
  http_receive(connection, answer, text_starts(bytes, TEXT("HEAD ")));
  close(connection);
}

/* http_ask(port, &answer, "POST", "/things", "officer", "X: y\r\n", "{…}"): `token`, `headers` and
 * `body` may be NULL. */
__attribute__((unused)) static void http_ask(uint16_t port, struct answer *answer,
                                             const char *method, const char *target,
                                             const char *token, const char *headers,
                                             const char *body) {
  static _Thread_local char bytes[256 * 1024];
  int length = snprintf(bytes, sizeof bytes, "%s %s HTTP/1.1\r\nHost: x\r\n", method, target);
  if (token)
    length += snprintf(bytes + length, sizeof bytes - (size_t)length,
                       "Authorization: Bearer %s\r\n", token);
  if (headers) length += snprintf(bytes + length, sizeof bytes - (size_t)length, "%s", headers);
  if (body)
    length += snprintf(bytes + length, sizeof bytes - (size_t)length,
                       "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen(body));
  length += snprintf(bytes + length, sizeof bytes - (size_t)length, "\r\n%s", body ? body : "");
  http_exchange(port, (struct text){bytes, (size_t)length}, answer);
}

__attribute__((unused)) static bool http_body_has(const struct answer *answer, const char *part) {
  return text_find(answer->body, text_of(part)) != SIZE_MAX;
}

#endif
