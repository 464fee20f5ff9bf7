/* What a webhook says and when it is tried again: the parts that need no network.
 *
 * A delivery is POST <url> with the event's leaf (act/event.h) as its body and
 *   Heng-Event: <type>
 *   Heng-Event-Id: <seq>           the same at every attempt: whoever has seen it may ignore it
 *   Heng-Timestamp: <seconds>      of this attempt
 *   Heng-Signature: v1=<hex>       HMAC-SHA-256 by the secret, as it was shown, over
 *                                  "<timestamp>.<id>.<body>"
 * Any 2xx is an acknowledgement. */
#ifndef HENG_HTTP_WEBHOOK_H
#define HENG_HTTP_WEBHOOK_H

#include "base/arena.h"

enum { SIGNATURE_HEX_SIZE = 64 };
void webhook_sign(struct text secret, int64_t timestamp_s, int64_t seq, struct text body,
                  struct arena *arena, char ret_hex[SIGNATURE_HEX_SIZE]);

/* How long to wait after the `attempts`th failure in a row: 1 s, doubling up to 1 hour, of which a
 * random half is left out so that many do not come back at once. `random` is any number. */
int64_t webhook_wait_us(int64_t attempts, uint32_t random);

/* Failing for so long, or having said 410 Gone, a subscriber is paused. Nothing is lost: resumed,
 * it is told of everything since. */
extern const int64_t webhook_patience_us;

#endif
