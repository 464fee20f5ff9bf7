/* How often an address may ask.
 *
 * A token bucket per address (IPv6: per /64), kept as the one instant at which the bucket would be
 * full again. The table has a fixed size; under pressure the bucket nearest to full makes room,
 * which costs a flood of new addresses nothing and gives nobody more than a fresh bucket. */
#ifndef HENG_HTTP_LIMIT_H
#define HENG_HTTP_LIMIT_H

#include "base/text.h"

/* An IPv6 address, or an IPv4 one mapped into it (RFC 4291 section 2.5.5.2). */
struct address {
  uint8_t bytes[16];
};

/* "192.0.2.1" or "2001:db8::1"; false when it is neither. */
bool address_read(struct text text, struct address *ret_address);
enum { ADDRESS_TEXT_SIZE = 46 };
struct text address_write(const struct address *address, char ret_text[ADDRESS_TEXT_SIZE]);

struct limit;

/* `per_minute` requests on average and `burst` at once. Never NULL. */
struct limit *limit_make(int64_t per_minute, int64_t burst);
/* Takes NULL. */
void limit_free(struct limit *limit);
/* False when the bucket is empty; `*ret_wait_us` is then how long until it is not. Any thread. */
bool limit_take(struct limit *limit, const struct address *address, int64_t now_us,
                int64_t *ret_wait_us);

#endif
