/* What stands in a request line and in header values, taken apart.
 *
 * Pure but for the arena that decoded text goes to: no sockets, no clock. Whatever is not exactly
 * as the RFCs have it is refused, never guessed at. */
#ifndef HENG_HTTP_TARGET_H
#define HENG_HTTP_TARGET_H

#include "base/arena.h"

/* "/visits?unit=U1" into path and query (NO_TEXT when there is no "?"). Takes the absolute form too
 * (RFC 9112 section 3.2.2). False when there is no path or a byte that no target may hold. */
bool target_split(struct text target, struct text *ret_path, struct text *ret_query);

/* Percent-decoding (RFC 3986 section 2.1); in a query "+" is a space. False for an escape that is
 * not two hexadecimal digits, for NUL and for what is not UTF-8. */
bool target_decode(struct text encoded, bool in_query, struct arena *arena, struct text *ret_text);

/* The next "name=value" of a query, decoded; `*rest` moves past it. False as target_decode. */
bool target_next_pair(struct text *rest, struct arena *arena, struct text *ret_name,
                      struct text *ret_value);

enum {
  REQUEST_ID_MOST = 64,
  IDEMPOTENCY_KEY_MOST = 64,
};

/* Letters, digits, ".", "_", "-", at most REQUEST_ID_MOST of them. */
bool header_is_request_id(struct text value);
/* 1 to IDEMPOTENCY_KEY_MOST visible ASCII characters. */
bool header_is_idempotency_key(struct text value);
/* `"7"` is 7 and `*` is IF_MATCH_ANY (act/act.h); anything else, weak tags and lists too, is
 * refused (RFC 9110 section 13.1.1). */
bool header_if_match(struct text value, int64_t *ret_version);
/* application/json, with no charset or that of UTF-8. */
bool header_is_json(struct text content_type);
/* Whether English is preferred to Chinese (RFC 9110 section 12.5.4); Chinese when in doubt. */
bool header_prefers_english(struct text accept_language);
/* The token of "Bearer TOKEN"; NO_TEXT when it is another scheme. */
struct text header_bearer(struct text authorization);
/* The value of a cookie in a Cookie header (RFC 6265 section 4.2.1); NO_TEXT when it is not there.
 */
struct text header_cookie(struct text cookies, struct text name);

#endif
