/* Public keys in the forms that others publish and read: JWK (RFC 7517), COSE_Key (RFC 9052 section
 * 7), certificates (X.509) and PEM. */
#ifndef HENG_SEAL_KEY_FORM_H
#define HENG_SEAL_KEY_FORM_H

#include "base/json.h"
#include "seal/cbor.h"
#include "seal/key.h"

/* SHA-256 of the COSE_Key with its required members only (RFC 9679 section 4). */
bool key_find_thumbprint(const struct key *key, uint8_t ret_thumbprint[THUMBPRINT_SIZE]);

/* The members of a JWK that Heng reads; others are passed over. */
struct jwk {
  struct text kty, crv, x, y, n, e, kid, alg, use;
  struct text exp; /* until when it counts: JSON, a NumericDate (RFC 7519 section 2) */
};
extern const struct field jwk_fields[];
struct jwks {
  struct list keys; /* of struct jwk */
};
extern const struct field jwks_fields[];
/* Refusal bad_key. */
bool key_from_jwk(const struct jwk *jwk, struct key **ret_key, struct error *ret_error);
/* The public key with kid (base64url), alg and use; texts live in the arena. */
struct jwk jwk_of_key(const struct key *key, struct arena *arena);

/* Reads one COSE_Key; `*ret_kid` is NO_TEXT when it names none. Refusal bad_key. */
bool key_from_cose(struct text bytes, struct key **ret_key, struct text *ret_kid,
                   struct error *ret_error);
/* The public key with kid and alg. */
void key_put_cose(struct cbor_writer *writer, const struct key *key);

enum { CERTIFICATE_KID_SIZE = 8 };

/* A certificate or public key, PEM or DER. Its kid is the beginning of the SHA-256 of its DER: the
 * certificate's, as the EU Digital COVID Certificate has it, or the public key's. A certificate's
 * validity and issuer are the business of whoever chose the folder. Refusal bad_key. */
bool key_from_certificate(struct text bytes, struct key **ret_key,
                          uint8_t ret_kid[CERTIFICATE_KID_SIZE], struct error *ret_error);

#endif
