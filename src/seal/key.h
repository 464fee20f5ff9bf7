/* One key: making, keeping in a file, signing, verifying (OpenSSL 3).
 *
 * A key never changes once made, so threads may share it. Its secret leaves this file only as PEM
 * in a file of mode 0600, and memory that held it is wiped. Algorithms are COSE numbers
 * (seal/cose.h). */
#ifndef HENG_SEAL_KEY_H
#define HENG_SEAL_KEY_H

#include "base/arena.h"
#include "base/error.h"
#include "seal/cose.h"

struct key;

enum {
  KEY_SIGNATURE_MOST = 512, /* bytes; RSA of 4096 bits */
  THUMBPRINT_SIZE = 32,
  KID_SIZE = 4, /* the first bytes of the thumbprint: a city has a handful of keys, all that bear a
                   kid are tried, and every byte costs a code one and a half characters */
};

/* A fresh key for ES256, EdDSA (Ed25519) or SM2. Failure crypto. */
bool key_make(int64_t alg, struct key **ret_key, struct error *ret_error);
/* The same, kept in a new file: PEM of PKCS#8, mode 0600. Refusal bad_key when there is one
 * already, failures crypto and disk. */
bool key_file_make(const char *path, int64_t alg, struct key **ret_key, struct error *ret_error);
/* The same in place of the key that is there; at every moment one of the two is whole. */
bool key_file_replace(const char *path, int64_t alg, struct key **ret_key, struct error *ret_error);
/* Refusal bad_key when it holds no secret key that Heng signs with, or when others may read it. */
bool key_file_load(const char *path, struct key **ret_key, struct error *ret_error);
/* Takes NULL. */
void key_free(struct key *key);

/* What the key signs with; also for a public key, by its curve. */
int64_t key_alg(const struct key *key);
/* SHA-256 thumbprint of the public key (RFC 9679); its first KID_SIZE bytes are the kid. */
const uint8_t *key_thumbprint(const struct key *key);
struct text key_kid(const struct key *key);
/* Signs in the form that COSE wants: r||s for ECDSA and SM2 (IEEE P1363). Failure crypto. */
bool key_sign(const struct key *key, struct text message, uint8_t ret_signature[KEY_SIGNATURE_MOST],
              size_t *ret_length, struct error *ret_error);
/* Whether it is this key's signature by `alg`; false too when the algorithm is not known or not for
 * this key. */
bool key_verify(const struct key *key, int64_t alg, struct text message, struct text signature);

/* "ES256"; NULL for a number that Heng does not know. */
const char *alg_name(int64_t alg);
/* 0 for a name that Heng does not know. */
int64_t alg_by_name(struct text name);

#endif
