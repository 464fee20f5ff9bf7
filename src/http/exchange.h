/* One request and its reply.
 *
 * The HTTP library calls back on the thread of the connection: when the request line is in, when
 * the headers are, for each piece of body, at the end of it, and when the reply is out. While a
 * write waits for the writer, the connection is suspended and costs no thread. */
#ifndef HENG_HTTP_EXCHANGE_H
#define HENG_HTTP_EXCHANGE_H

#include "act/reply.h"
#include "http/page.h"
#include "http/serving.h"

enum exchange_stage {
  EXCHANGE_HEADERS,
  EXCHANGE_BODY,
  EXCHANGE_WAITING, /* suspended; the crew or the writer has it */
  EXCHANGE_ANSWERED /* job holds the outcome; the connection may go on */
};

/* Headers that matter; NO_TEXT when they did not come. They live as long as the request. */
struct request_headers {
  struct text accept, accept_encoding, accept_language, authorization, content_length, content_type,
      cookie, csrf, expect, forwarded_for, idempotency_key, if_match, if_none_match, last_event_id,
      request_id, transfer_encoding;
  const char *repeated; /* one that came twice though it may not; NULL when none */
};

struct exchange {
  struct job job; /* job.act is the act; job.owner the exchange */
  struct server *server;
  struct MHD_Connection *connection;
  struct peer *peer;
  struct arena *arena;
  struct exchange *next; /* in server->idle */
  enum exchange_stage stage;
  int64_t start_us; /* monotonic */
  const char *method;
  struct text target, path, query;
  struct request_headers headers;
  struct match match;
  const struct page *page; /* asked for a page; NULL: for an operation */
  bool head, options;      /* the methods HEAD and OPTIONS */
  bool refused;            /* by a gate before the act; job.act.error says why */
  bool closes;             /* the rest of the request is not worth reading */
  bool streams;            /* the reply is a live stream */
  struct buffer body;
  size_t discarded;
  /* What is said of it in the end. */
  int status;
  size_t reply_bytes;
};

/* Callbacks for MHD_start_daemon; `context` is the server. */
void *exchange_make(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_handle(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_size, void **exchange);
void exchange_end(void *context, struct MHD_Connection *connection, void **exchange,
                  enum MHD_RequestTerminationCode how);
/* A live stream has begun: the server no longer waits for it at its end. */
void exchange_stream_begun(struct exchange *exchange);
/* The crew's work: route->prepare, then on to the writer or the operation. */
void exchange_prepare(void *exchange);

void exchange_free(struct exchange *exchange);

/* How many bytes of body its route takes. */
size_t exchange_body_most(const struct exchange *exchange);
/* The gates before the act (http/gate.c): fills match, headers and job.act, or sets `refused`. */
void exchange_admit(struct exchange *exchange);
/* At the end of the body: input and the headers that belong to the act. False when refused. */
bool exchange_read(struct exchange *exchange);
/* Sends what job holds (http/answer.c). */
enum MHD_Result exchange_answer(struct exchange *exchange);

#endif
