/* Base45 (RFC 9285): bytes in the 45 characters that a QR code stores most tightly.
 *
 * Pure: bytes in, bytes out into the caller's room. */
#ifndef HENG_SEAL_BASE45_H
#define HENG_SEAL_BASE45_H

#include "base/text.h"

#define BASE45_SIZE(length) ((length) / 2 * 3 + (length) % 2 * 2)

/* `ret_text` has room for BASE45_SIZE(bytes.length); returns the length written. */
size_t base45_encode(struct text bytes, char *ret_text);

/* False when a character is not of the alphabet, when the length is 1 more than a multiple of 3, or
 * when a group stands for more than its bytes can hold (RFC 9285 section 6). `ret_bytes` has room
 * for encoded.length / 3 * 2 + 1. */
bool base45_decode(struct text encoded, uint8_t *ret_bytes, size_t *ret_length);

#endif
