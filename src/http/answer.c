/* The reply on the wire: status, headers, body. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "act/reply_held.h"
#include "base/clock.h"
#include "http/exchange.h"
#include "http/stream.h"

/* For the pages as well as for the API: nothing but what this server itself serves, in nobody's
 * frame. A QR code is drawn from data: and a photo from blob:, icons are a font in the stylesheet,
 * and the gate runs WebAssembly. */
static const char policy[] =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'";

static void add(struct MHD_Response *response, const char *name, const char *value) {
  enum MHD_Result added = MHD_add_response_header(response, name, value);
  assert(added == MHD_YES);
}

static void add_text(struct exchange *exchange, struct MHD_Response *response, const char *name,
                     struct text value) {
  add(response, name, arena_string(exchange->arena, value));
}

static void add_cookie(struct exchange *exchange, struct MHD_Response *response) {
  const struct text token = exchange->job.act.set_cookie;
  const char *secure = exchange->server->options.tls_in_front ? "; Secure" : "";
  const char *ends = token.length ? "" : "; Max-Age=0";
  add_text(exchange, response, "Set-Cookie",
           arena_format(exchange->arena, "heng_session=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
                        TEXT_ARGS(token), secure, ends));
}

/* Where a thing just made is to be found, when it can be asked for there; told again with a kept
 * reply. */
static void add_location(struct exchange *exchange, struct MHD_Response *response,
                         const struct reply *reply) {
  struct made {
    struct text id;
  } made;
  static const struct field fields[] = {FIELD(TEXT, struct made, id, .most = ID_LENGTH),
                                        FIELDS_OPEN_END};
  const struct act *act = &exchange->job.act;
  struct match match;
  struct error ignored;
  if (!(act->route->flags & ROUTE_CREATES) || !act->route->out ||
      !json_read(reply->body, fields, &made, exchange->arena, &ignored))
    return;
  struct text place =
      arena_format(exchange->arena, "%.*s/%.*s", TEXT_ARGS(exchange->path), TEXT_ARGS(made.id));
  if (router_match(exchange->server->router, METHOD_GET, place, exchange->arena, &match, &ignored))
    add_text(exchange, response, "Location", place);
}

static void add_refusal_headers(struct exchange *exchange, struct MHD_Response *response) {
  const struct act *act = &exchange->job.act;
  char text[32];
  switch (act->error.code) {
  case ERROR_no_session:
    add(response, "WWW-Authenticate", "Bearer");
    break;
  case ERROR_too_many_requests:
  case ERROR_busy:
    snprintf(text, sizeof text, "%" PRId64, act->retry_after_s ? act->retry_after_s : 1);
    add(response, "Retry-After", text);
    break;
  default:
    break;
  }
}

static void add_outcome_headers(struct exchange *exchange, struct MHD_Response *response,
                                const struct reply *reply) {
  const struct act *act = &exchange->job.act;
  char text[32];
  if (act->etag != NO_INTEGER) {
    snprintf(text, sizeof text, "\"%" PRId64 "\"", act->etag);
    add(response, "ETag", text);
  }
  if (act->set_cookie.at) add_cookie(exchange, response);
  add_location(exchange, response, reply);
}

static void add_safety_headers(struct exchange *exchange, struct MHD_Response *response) {
  add(response, "Content-Security-Policy", policy);
  add(response, "X-Content-Type-Options", "nosniff");
  add(response, "Referrer-Policy", "no-referrer");
  if (exchange->server->options.tls_in_front)
    add(response, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  add_text(exchange, response, "X-Request-Id", exchange->job.act.request);
}

static void add_headers(struct exchange *exchange, struct MHD_Response *response,
                        const struct reply *reply) {
  char allow[ALLOW_SIZE];
  if (reply->content_type.at) add_text(exchange, response, "Content-Type", reply->content_type);
  struct text kept = exchange->job.done_well ? exchange->job.act.cache_control : NO_TEXT;
  add_text(exchange, response, "Cache-Control", kept.at ? kept : TEXT("no-store"));
  if (kept.at) add(response, "Vary", "Accept");
  add_safety_headers(exchange, response);
  bool of_method = exchange->options || exchange->job.act.error.code == ERROR_bad_method;
  if (of_method && exchange->match.methods) {
    router_allow(exchange->match.methods, allow);
    add(response, "Allow", allow);
  }
  if (exchange->options) return;
  if (exchange->refused || !exchange->job.done_well)
    add_refusal_headers(exchange, response);
  else
    add_outcome_headers(exchange, response, reply);
}

static void make_reply(struct exchange *exchange, struct reply *ret_reply) {
  const struct job *job = &exchange->job;
  bool done_well = !exchange->refused && job->done_well;
  if (exchange->options && !exchange->refused) {
    *ret_reply = (struct reply){.status = MHD_HTTP_NO_CONTENT};
    return;
  }
  if (done_well && job->replayed) {
    *ret_reply = (struct reply){.status = job->status, .body = job->body};
    if (job->body.at && job->body.length) ret_reply->content_type = TEXT("application/json");
    return;
  }
  reply_make(&job->act, done_well, ret_reply);
  if (job->act.route) reply_hold(&job->act, done_well, ret_reply);
}

static struct MHD_Response *page_response(struct exchange *exchange, struct reply *ret_reply) {
  const struct page *page = exchange->page;
  const char *encoding;
  const struct page_form *form = page_form(page, exchange->headers.accept_encoding, &encoding);
  bool known = page_is_known(page, exchange->headers.if_none_match);
  ret_reply->status = known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
  ret_reply->body.length = known ? 0 : form->size;
  struct MHD_Response *response = MHD_create_response_from_buffer(
      ret_reply->body.length, (void *)(uintptr_t)form->bytes, MHD_RESPMEM_PERSISTENT);
  assert(response);
  add(response, "Content-Type", page->type);
  add(response, "ETag", page->tag);
  add(response, "Cache-Control", page->lasts ? "public, max-age=31536000, immutable" : "no-cache");
  add(response, "Vary", "Accept-Encoding");
  if (encoding && !known) add(response, "Content-Encoding", encoding);
  add_safety_headers(exchange, response);
  return response;
}

enum MHD_Result exchange_answer(struct exchange *exchange) {
  struct server *server = exchange->server;
  struct act *act = &exchange->job.act;
  struct MHD_Response *response = NULL;
  struct reply reply = {0};
  bool page = exchange->page && !exchange->refused;
  bool live = act->route && act->route->flags & ROUTE_STREAM && !exchange->refused;
  if (live && exchange->job.done_well) {
    exchange->job.done_well = stream_open(server->stream, exchange, &response);
    if (response) {
      exchange_stream_begun(exchange);
      reply_make(act, true, &reply);
      reply_hold(act, true, &reply);
    }
  }
  if (page) {
    response = page_response(exchange, &reply);
  } else if (!response) {
    make_reply(exchange, &reply);
    response = MHD_create_response_from_buffer(reply.body.length, (void *)(uintptr_t)reply.body.at,
                                               MHD_RESPMEM_PERSISTENT);
  }
  assert(response);
  exchange->status = reply.status;
  exchange->reply_bytes = reply.body.length;
  if (!page) add_headers(exchange, response, &reply);
  int64_t deadline_us = clock_monotonic_us() + server->options.body_ms * 1000;
  peer_set_deadline(exchange->peer, exchange->streams ? NO_DEADLINE : deadline_us);
  enum MHD_Result queued =
      MHD_queue_response(exchange->connection, (unsigned)reply.status, response);
  MHD_destroy_response(response);
  return queued;
}
