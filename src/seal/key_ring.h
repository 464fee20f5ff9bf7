/* A city's own keys: the one that signs, and older ones that still count.
 *
 * A folder of mode 0700 holds signing.pem, mode 0600, and older.json: the public keys that signed
 * before, each with the time until which it counts. Rotation first writes down the key that goes,
 * then replaces signing.pem: whenever it stops in between, the signing key is whole and no code is
 * lost. Secrets of older keys are not kept. */
#ifndef HENG_SEAL_KEY_RING_H
#define HENG_SEAL_KEY_RING_H

#include "seal/key_set.h"

struct key_ring;

/* Makes the folder and a first key for `alg` where there is none. Failures disk and crypto, refusal
 * bad_key. */
bool key_ring_open(const char *folder, int64_t alg, struct key_ring **ret_ring,
                   struct error *ret_error);
/* Takes NULL. */
void key_ring_close(struct key_ring *ring);

/* Both stay valid, and unchanged, until the ring is closed; ask again to see a rotation. Any thread
 * may ask at any time. */
const struct key *key_ring_signing(const struct key_ring *ring);
const struct key_set *key_ring_keys(const struct key_ring *ring);

/* Older keys that may count at one time: everybody who checks codes has them all. */
enum { KEY_RING_OLDER_MOST = 24 };

/* A new signing key for `alg`; the old one counts until `not_after_us`, which the caller sets
 * behind the end of every code that it signed. Those that have ended by `now_us` are forgotten.
 * Refusal bad_key when too many would count still. */
bool key_ring_rotate(struct key_ring *ring, int64_t alg, int64_t not_after_us, int64_t now_us,
                     struct error *ret_error);
/* Ends an older key at `not_after_us`: at once if its secret leaked. Refusal bad_key when no older
 * key bears the kid. */
bool key_ring_retire(struct key_ring *ring, struct text kid, int64_t not_after_us,
                     struct error *ret_error);
/* Reads the folder again, after another process has rotated. */
bool key_ring_reload(struct key_ring *ring, struct error *ret_error);

#endif
