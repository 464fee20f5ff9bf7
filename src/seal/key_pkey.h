/* What seal/key.c and seal/key_form.c share: a key from the inside. For no one else. */
#ifndef HENG_SEAL_KEY_PKEY_H
#define HENG_SEAL_KEY_PKEY_H

#include <openssl/evp.h>

#include "seal/key.h"

/* Which operations of OpenSSL a key goes with. */
enum key_family { FAMILY_ECDSA, FAMILY_EDWARDS, FAMILY_SM2, FAMILY_RSA };

/* A curve under its names: RFC 8037 and RFC 7518 for JWK, RFC 9053 for COSE, OpenSSL's own. SM2 has
 * neither of the first two registered: the name is what is in use, the number for private use. */
struct curve {
  const char *name;
  int64_t cose;
  const char *openssl;
  enum key_family family;
  size_t size; /* bytes of a coordinate, or of an Edwards key */
  int64_t alg; /* what a key on it signs with */
};

struct key {
  EVP_PKEY *pkey;
  const struct curve *curve; /* NULL: RSA */
  uint8_t thumbprint[THUMBPRINT_SIZE];
};

/* NULL when it is none of Heng's. */
const struct curve *curve_by_name(struct text name);
const struct curve *curve_by_cose(int64_t number);

/* Takes over `pkey` (NULL is refused too, so that a decoder's answer can be handed on). Refusal
 * bad_key when Heng has no use for such a key; it is freed then. */
bool key_adopt(EVP_PKEY *pkey, struct key **ret_key, struct error *ret_error);

/* The public key as numbers: x and y, an Edwards key, or n and e. */
struct key_numbers {
  uint8_t bytes[2][KEY_SIGNATURE_MOST];
  struct text first, second; /* into `bytes`; second NO_TEXT for an Edwards key */
};
bool key_take_numbers(const struct key *key, struct key_numbers *ret_numbers);

#endif
