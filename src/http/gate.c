/* The gates before an act, in the order that http/server.h gives. */
#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/time.h"
#include "http/exchange.h"
#include "http/input.h"
#include "http/target.h"

static void refuse(struct exchange *exchange, enum error_code code, const char *place,
                   const char *detail) {
  exchange->refused = !act_refuse(&exchange->job.act, code, place, "%s", detail);
}

/* Headers */

struct header_entry {
  const char *name;
  size_t offset;
  bool repeats; /* later ones are joined by the sender's rules; the last counts here */
};

#define HEADER(name, member, repeats)                                                              \
  { name, offsetof(struct request_headers, member), repeats }
static const struct header_entry header_entries[] = {
    HEADER("Accept", accept, true),
    HEADER("Accept-Encoding", accept_encoding, true),
    HEADER("Accept-Language", accept_language, true),
    HEADER("Authorization", authorization, false),
    HEADER("Content-Length", content_length, false),
    HEADER("Content-Type", content_type, false),
    HEADER("Cookie", cookie, true),
    HEADER("Expect", expect, true),
    HEADER("Idempotency-Key", idempotency_key, false),
    HEADER("If-Match", if_match, false),
    HEADER("If-None-Match", if_none_match, true),
    HEADER("Last-Event-ID", last_event_id, false),
    HEADER("Transfer-Encoding", transfer_encoding, false),
    HEADER("X-CSRF-Token", csrf, false),
    HEADER("X-Forwarded-For", forwarded_for, true),
    HEADER("X-Request-Id", request_id, true),
};

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t value_length) {
  (void)kind;
  struct request_headers *headers = context;
  for (size_t i = 0; i < sizeof header_entries / sizeof *header_entries; i++) {
    const struct header_entry *entry = &header_entries[i];
    if (strncasecmp(entry->name, name, name_length) != 0 || entry->name[name_length]) continue;
    struct text *taken = (struct text *)(void *)((char *)headers + entry->offset);
    if (taken->at && !entry->repeats) headers->repeated = entry->name;
    *taken = (struct text){value ? value : "", value_length};
    break;
  }
  return MHD_YES;
}

/* A request whose end two readers could see in different places is never answered on a connection
 * that goes on (RFC 9112 section 6.3). */
static bool framing_gate(struct exchange *exchange) {
  const struct request_headers *headers = &exchange->headers;
  const char *wrong = headers->repeated;
  if (headers->transfer_encoding.at &&
      (headers->content_length.at || headers->transfer_encoding.length != strlen("chunked") ||
       strncasecmp(headers->transfer_encoding.at, "chunked", strlen("chunked")) != 0))
    wrong = "Transfer-Encoding";
  if (!wrong) return true;
  exchange->closes = true;
  refuse(exchange, ERROR_bad_request, wrong, "given twice or not as HTTP has it");
  return false;
}

/* The address that a trusted proxy says it speaks for is the last one in its list. */
static struct address address_of(const struct exchange *exchange) {
  struct text list = exchange->headers.forwarded_for;
  const struct server *server = exchange->server;
  struct address address = exchange->peer->address, forwarded;
  if (!server->options.proxy || !list.at || memcmp(&server->proxy, &address, sizeof address) != 0)
    return address;
  struct text last = NO_TEXT;
  while (list.at) last = text_trim(text_cut(&list, ','));
  return address_read(last, &forwarded) ? forwarded : address;
}

static bool rate_gate(struct exchange *exchange, struct limit *limit,
                      const struct address *address) {
  int64_t wait_us;
  if (!limit || limit_take(limit, address, exchange->start_us, &wait_us)) return true;
  exchange->job.act.retry_after_s = (wait_us + SECOND_US - 1) / SECOND_US;
  refuse(exchange, ERROR_too_many_requests, NULL, "");
  return false;
}

static bool method_of(struct exchange *exchange, enum method *ret_method) {
  exchange->head = strcmp(exchange->method, "HEAD") == 0;
  exchange->options = strcmp(exchange->method, "OPTIONS") == 0;
  *ret_method = METHOD_GET;
  if (exchange->head || exchange->options) return true;
  for (int i = 0; i < METHOD_COUNT; i++) {
    if (strcmp(exchange->method, method_names[i]) != 0) continue;
    *ret_method = (enum method)i;
    return true;
  }
  return false;
}

static bool route_gate(struct exchange *exchange) {
  struct act *act = &exchange->job.act;
  enum method method;
  bool known = method_of(exchange, &method);
  if (!known) exchange->method = "other";
  if (exchange->options && text_equal(exchange->target, TEXT("*"))) return true;
  if (!target_split(exchange->target, &exchange->path, &exchange->query)) {
    refuse(exchange, ERROR_bad_request, "path", "not a request target");
    return false;
  }
  bool met = router_match(exchange->server->router, method, exchange->path, exchange->arena,
                          &exchange->match, &act->error);
  if (exchange->options && exchange->match.methods) {
    exchange->match.endpoint = NULL;
    act->error = (struct error){0};
    return true;
  }
  if (!met && known && method == METHOD_GET && !exchange->options &&
      act->error.code == ERROR_not_found && (exchange->page = page_find(exchange->path))) {
    act->error = (struct error){0};
    exchange->job.done_well = true;
    return true;
  }
  if (!met) {
    exchange->refused = true;
    return false;
  }
  const struct route *route = exchange->match.endpoint->route;
  bool live = route->flags & ROUTE_STREAM;
  if (known && !(live && exchange->head)) {
    act->route = route;
    return true;
  }
  exchange->match.endpoint = NULL;
  refuse(exchange, ERROR_bad_method, NULL, "");
  return false;
}

static bool media_gate(struct exchange *exchange, size_t length) {
  const struct text type = exchange->headers.content_type;
  bool any_body = length > 0 || exchange->headers.transfer_encoding.at;
  if (!exchange->match.endpoint || !exchange->match.endpoint->has_body) return true;
  if (type.at ? header_is_json(type) : !any_body) return true;
  refuse(exchange, ERROR_bad_media, "Content-Type", "");
  return false;
}

size_t exchange_body_most(const struct exchange *exchange) {
  const struct endpoint *endpoint = exchange->match.endpoint;
  return endpoint && endpoint->route->body_most ? endpoint->route->body_most : BODY_BYTES_MOST;
}

static bool size_gate(struct exchange *exchange, size_t length) {
  if (length <= exchange_body_most(exchange)) return true;
  refuse(exchange, ERROR_too_large, NULL, "");
  return false;
}

/* Unlike any other of this server and, by its random start, of the ones before it. It guards
 * nothing, so it need not be hard to guess. */
static struct text new_request_id(struct exchange *exchange) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  uint64_t number =
      atomic_fetch_add_explicit(&exchange->server->request_number, 1, memory_order_relaxed);
  char *id = arena_take(exchange->arena, ID_LENGTH + 1);
  for (size_t i = ID_LENGTH; i-- > 0; number >>= 5) id[i] = digits[number & 31];
  return (struct text){id, ID_LENGTH};
}

static struct text request_id(struct exchange *exchange) {
  struct text given = exchange->headers.request_id;
  return given.at && header_is_request_id(given) ? given : new_request_id(exchange);
}

static struct text address_text(struct exchange *exchange, const struct address *address) {
  struct peer *peer = exchange->peer;
  if (memcmp(address, &peer->address, sizeof *address) == 0) return peer->address_text;
  return address_write(address, arena_take(exchange->arena, ADDRESS_TEXT_SIZE));
}

void exchange_admit(struct exchange *exchange) {
  struct server *server = exchange->server;
  struct act *act = &exchange->job.act;
  MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, take_header,
                              &exchange->headers);
  const struct request_headers *headers = &exchange->headers;
  peer_set_deadline(exchange->peer, exchange->start_us + server->options.body_ms * 1000);
  act->request = request_id(exchange);
  act->accept = headers->accept;
  act->wants_english =
      headers->accept_language.at && header_prefers_english(headers->accept_language);
  struct address address = address_of(exchange);
  act->address = address_text(exchange, &address);
  int64_t length = 0;
  if (headers->content_length.at && !text_to_integer(headers->content_length, &length))
    length = INT64_MAX;
  if (framing_gate(exchange) && rate_gate(exchange, server->requests, &address) &&
      route_gate(exchange) &&
      (!act->route || !act->route->prepare || rate_gate(exchange, server->slow, &address)) &&
      media_gate(exchange, (size_t)length) && size_gate(exchange, (size_t)length) &&
      atomic_load_explicit(&server->stopping, memory_order_relaxed))
    refuse(exchange, ERROR_busy, NULL, "it is being stopped");
  /* Nobody need send, or read, a body that is refused already. */
  if (exchange->refused && (headers->expect.at || length > DISCARD_BYTES_MOST))
    exchange->closes = true;
}

/* A browser's cookie and a program's bearer token are one and the same session; the header is
 * preferred, for nobody but the program can have set it. */
static void read_token(struct exchange *exchange) {
  struct act *act = &exchange->job.act;
  if (exchange->headers.authorization.at)
    act->token = header_bearer(exchange->headers.authorization);
  if (!act->token.at && exchange->headers.cookie.at) {
    act->token = header_cookie(exchange->headers.cookie, TEXT("heng_session"));
    act->token_in_cookie = act->token.at != NULL;
  }
  act->csrf = exchange->headers.csrf;
}

/* SHA-256 of what an Idempotency-Key stands for. */
static void digest(struct exchange *exchange) {
  crypto_hash_sha256_state state;
  struct text body = buffer_text(&exchange->body);
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, (const uint8_t *)exchange->method,
                            strlen(exchange->method) + 1);
  crypto_hash_sha256_update(&state, (const uint8_t *)exchange->target.at,
                            exchange->target.length + 1);
  crypto_hash_sha256_update(&state, (const uint8_t *)body.at, body.length);
  crypto_hash_sha256_final(&state, exchange->job.digest);
}

static bool read_act_headers(struct exchange *exchange) {
  struct act *act = &exchange->job.act;
  const struct request_headers *headers = &exchange->headers;
  if (headers->if_match.at && !header_if_match(headers->if_match, &act->if_match))
    return act_refuse(act, ERROR_bad_request, "If-Match", "one strong entity tag or *");
  act->last_event_id = headers->last_event_id;
  if (!(act->route->flags & ROUTE_WRITES) || !headers->idempotency_key.at) return true;
  if (!header_is_idempotency_key(headers->idempotency_key))
    return act_refuse(act, ERROR_bad_request, "Idempotency-Key",
                      "1 to 64 visible ASCII characters");
  exchange->job.idempotency_key = headers->idempotency_key;
  digest(exchange);
  return true;
}

bool exchange_read(struct exchange *exchange) {
  struct act *act = &exchange->job.act;
  void *in;
  read_token(exchange);
  exchange->refused = !read_act_headers(exchange) ||
                      !input_read(&exchange->match, exchange->query, buffer_text(&exchange->body),
                                  exchange->arena, &in, &act->error);
  if (exchange->refused) return false;
  act->in = in;
  if (act->route->out) act->out = arena_take(exchange->arena, act->route->out_size);
  return true;
}
