/* Counted one-time passwords: RFC 4226, HMAC-SHA-1. */
#ifndef HENG_PEOPLE_HOTP_H
#define HENG_PEOPLE_HOTP_H

#include <stddef.h>
#include <stdint.h>

/* The code of `counter`, `digits` (6 to 8) of it. */
uint32_t hotp_value(const uint8_t *secret, size_t secret_size, int64_t counter, int digits);

#endif
