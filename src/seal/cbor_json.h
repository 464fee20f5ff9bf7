/* Any CBOR as JSON, for people and programs that read codes of other issuers (RFC 8949
 * section 6.1): byte strings and big numbers in base64url, keys as text, what JSON cannot say as
 * null; tags fall away. */
#ifndef HENG_SEAL_CBOR_JSON_H
#define HENG_SEAL_CBOR_JSON_H

#include "base/arena.h"

/* False unless it is exactly one well-formed item; `out` then may hold a part. */
bool cbor_write_json(struct text cbor, struct buffer *out);

#endif
