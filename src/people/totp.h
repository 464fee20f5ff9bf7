/* Time-based one-time passwords: RFC 6238 over people/hotp.h, steps of 30 seconds.
 *
 * No clock and no memory of its own: the caller gives the time, and keeps the last step used so
 * that no code works twice. */
#ifndef HENG_PEOPLE_TOTP_H
#define HENG_PEOPLE_TOTP_H

#include "base/arena.h"

enum { TOTP_SECRET_SIZE = 20, TOTP_DIGITS = 6, TOTP_STEP_SECONDS = 30 };

/* Which step `code` is of: the one of `now_us` or the one before or after it (RFC 6238
 * section 5.2), but later than `last_step`. -1 for none, a code that is not six digits or a secret
 * that is not base32. */
int64_t totp_check(struct text secret_base32, struct text code, int64_t now_us, int64_t last_step);

/* Base32 without padding (RFC 4648 section 6), as authenticator apps take a secret. */
struct text base32_encode(const uint8_t *bytes, size_t size, struct arena *arena);
/* False when it is not base32 or holds more than `most` bytes. */
bool base32_decode(struct text encoded, uint8_t *ret_bytes, size_t most, size_t *ret_size);

/* "otpauth://totp/…", what an authenticator app reads from a QR code. `account` is a login, which
 * needs no escaping. */
struct text totp_uri(struct text secret_base32, struct text account, struct arena *arena);

#endif
