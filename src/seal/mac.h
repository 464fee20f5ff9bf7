/* Message authentication by a shared secret (HMAC, RFC 2104): what goes out to subscribers. */
#ifndef HENG_SEAL_MAC_H
#define HENG_SEAL_MAC_H

#include "base/text.h"

enum { MAC_SIZE = 32 };

/* Both make 32 bytes; SM3 is GB/T 32905. */
enum mac_digest { MAC_SHA256, MAC_SM3 };

void mac_make(enum mac_digest digest, struct text secret, struct text message,
              uint8_t ret_mac[MAC_SIZE]);
/* Whether `mac` is the right one or its first 8 bytes or more; takes the same time wherever they
 * differ. */
bool mac_matches(enum mac_digest digest, struct text secret, struct text message, struct text mac);

#endif
