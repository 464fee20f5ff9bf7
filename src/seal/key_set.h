/* Public keys by kid: what signatures are checked against.
 *
 * Several keys may bear one kid, and one key several: whoever checks tries them all. A set is
 * filled by one thread and then only read. */
#ifndef HENG_SEAL_KEY_SET_H
#define HENG_SEAL_KEY_SET_H

#include "seal/key.h"

enum { KEY_SET_FILE_MOST = 16 << 20 };
/* For a key that does not end. */
#define KEY_WITHOUT_END INT64_MAX

struct key_set;

struct key_set *key_set_make(void);
/* Takes NULL; frees the keys. */
void key_set_free(struct key_set *set);

/* Takes the key over. Kids are copied. It counts until `not_after_us`. */
void key_set_add(struct key_set *set, struct key *key, const struct text *kids, size_t kid_count,
                 int64_t not_after_us);

/* The keys that bear the kid and have not ended by `now_us`, one a call; every key when `kid` is
 * NO_TEXT. `*cursor` begins at 0. NULL after the last. */
const struct key *key_set_next(const struct key_set *set, struct text kid, int64_t now_us,
                               size_t *cursor);

/* When a key of the set ends; KEY_WITHOUT_END. */
int64_t key_set_end_us(const struct key_set *set, const struct key *key);
/* When the next of the keys ends that have not ended by `now_us`: till then every signature by one
 * of the set stays as valid as it is. */
int64_t key_set_next_end_us(const struct key_set *set, int64_t now_us);

/* Adds what a path holds: a JWKS (or one JWK), a COSE key set, a file of certificates or public
 * keys in PEM or DER, or a folder of those named .pem, .crt, .cer or .der.
 *
 * A JWK bears its kid as it is written and, if it reads as base64 or base64url, as those bytes; a
 * certificate and a plain public key bear what key_from_certificate() says, a plain key its
 * thumbprint's beginnings too. Keys that Heng has no use for are passed over, with a line about
 * each in `notes`. Failure disk; refusal bad_key when a file is none of these. */
bool key_set_load(struct key_set *set, const char *path, struct buffer *notes,
                  struct error *ret_error);

/* Those that have not ended, as a JWKS (RFC 7517) and as a COSE key set (RFC 9052 section 7). A JWK
 * of a key that will end says so in `exp`, in whole seconds since 1970, for whoever keeps the set:
 * RFC 7517 leaves the name free, RFC 7519 gives its form. A COSE_Key has no such member. */
struct text key_set_jwks(const struct key_set *set, int64_t now_us, struct arena *arena);
struct text key_set_cose(const struct key_set *set, int64_t now_us, struct arena *arena);

#endif
