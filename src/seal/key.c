/* One key: files, signing, verifying. The only file that calls OpenSSL's signatures. */
#include "seal/key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "seal/key_form.h"
#include "seal/key_pkey.h"

enum { KEY_FILE_MOST = 8 * 1024, RSA_BITS_LEAST = 2048, RSA_BITS_MOST = 8 * KEY_SIGNATURE_MOST };

static const struct curve curves[] = {
    {"P-256", 1, "prime256v1", FAMILY_ECDSA, 32, COSE_ES256},
    {"P-384", 2, "secp384r1", FAMILY_ECDSA, 48, COSE_ES384},
    {"P-521", 3, "secp521r1", FAMILY_ECDSA, 66, COSE_ES512},
    {"SM2", COSE_SM2, "SM2", FAMILY_SM2, 32, COSE_SM2},
    {"Ed25519", 6, "ED25519", FAMILY_EDWARDS, 32, COSE_EDDSA},
    {"Ed448", 7, "ED448", FAMILY_EDWARDS, 57, COSE_EDDSA},
};
enum { CURVE_COUNT = sizeof curves / sizeof *curves };

static const struct algorithm {
  int64_t number;
  const char *name;
  enum key_family family;
  const EVP_MD *(*digest)(void); /* NULL: the algorithm has its own */
} algorithms[] = {
    {COSE_ES256, "ES256", FAMILY_ECDSA, EVP_sha256},
    {COSE_ES384, "ES384", FAMILY_ECDSA, EVP_sha384},
    {COSE_ES512, "ES512", FAMILY_ECDSA, EVP_sha512},
    {COSE_PS256, "PS256", FAMILY_RSA, EVP_sha256},
    {COSE_EDDSA, "EdDSA", FAMILY_EDWARDS, NULL},
    {COSE_SM2, "SM2", FAMILY_SM2, EVP_sm3},
};
enum { ALGORITHM_COUNT = sizeof algorithms / sizeof *algorithms };

static const struct algorithm *algorithm_of(int64_t number) {
  for (size_t i = 0; i < ALGORITHM_COUNT; i++)
    if (algorithms[i].number == number) return &algorithms[i];
  return NULL;
}

const char *alg_name(int64_t alg) {
  const struct algorithm *algorithm = algorithm_of(alg);
  return algorithm ? algorithm->name : NULL;
}

int64_t alg_by_name(struct text name) {
  for (size_t i = 0; i < ALGORITHM_COUNT; i++)
    if (text_equal(name, text_of(algorithms[i].name))) return algorithms[i].number;
  return 0;
}

const struct curve *curve_by_name(struct text name) {
  for (size_t i = 0; i < CURVE_COUNT; i++)
    if (text_equal(name, text_of(curves[i].name))) return &curves[i];
  return NULL;
}

const struct curve *curve_by_cose(int64_t number) {
  for (size_t i = 0; i < CURVE_COUNT; i++)
    if (curves[i].cose == number) return &curves[i];
  return NULL;
}

static const struct curve *curve_of(const EVP_PKEY *pkey) {
  char group[32];
  const char *name = EVP_PKEY_get0_type_name(pkey);
  if (EVP_PKEY_get_group_name(pkey, group, sizeof group, NULL) == 1) name = group;
  for (size_t i = 0; name && i < CURVE_COUNT; i++)
    if (strcmp(name, curves[i].openssl) == 0) return &curves[i];
  return NULL;
}

/* Says that OpenSSL would not; its own queue of reasons is emptied, so that nobody else reads it.
 */
static bool crypto(struct error *ret_error, const char *doing) {
  const char *reason = ERR_reason_error_string(ERR_peek_last_error());
  fail(ret_error, ERROR_crypto, NULL, "%s: %s", doing, reason ? reason : "no reason given");
  ERR_clear_error();
  return false;
}

bool key_adopt(EVP_PKEY *pkey, struct key **ret_key, struct error *ret_error) {
  ERR_clear_error();
  if (!pkey) return fail(ret_error, ERROR_bad_key, NULL, "it cannot be read as a key");
  struct key *key = calloc(1, sizeof *key);
  assert(key);
  *key = (struct key){.pkey = pkey, .curve = curve_of(pkey)};
  int bits = EVP_PKEY_get_bits(pkey);
  bool rsa = (EVP_PKEY_is_a(pkey, "RSA") || EVP_PKEY_is_a(pkey, "RSA-PSS")) &&
             bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST;
  if ((key->curve || rsa) && key_find_thumbprint(key, key->thumbprint)) {
    *ret_key = key;
    return true;
  }
  key_free(key);
  return fail(ret_error, ERROR_bad_key, NULL,
              "neither P-256, P-384, P-521, SM2, Ed25519, Ed448 nor RSA of 2048 to 4096 bits");
}

bool key_make(int64_t alg, struct key **ret_key, struct error *ret_error) {
  EVP_PKEY *pkey = alg == COSE_ES256   ? EVP_EC_gen("P-256")
                   : alg == COSE_EDDSA ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
                   : alg == COSE_SM2   ? EVP_PKEY_Q_keygen(NULL, NULL, "SM2")
                                       : NULL;
  if (!pkey) return crypto(ret_error, "making a key");
  return key_adopt(pkey, ret_key, ret_error);
}

static bool write_secret(const char *path, const struct key *key, struct error *ret_error) {
  BIO *memory = BIO_new(BIO_s_mem()); /* wiped when freed */
  char *bytes = NULL;
  bool done = memory && PEM_write_bio_PrivateKey(memory, key->pkey, NULL, NULL, 0, NULL, NULL) == 1;
  long length = done ? BIO_get_mem_data(memory, &bytes) : 0;
  if (!done)
    crypto(ret_error, "writing a key");
  else
    done = file_replace(path, (struct text){bytes, (size_t)length}, 0600, ret_error);
  BIO_free(memory);
  return done;
}

bool key_file_replace(const char *path, int64_t alg, struct key **ret_key,
                      struct error *ret_error) {
  if (!key_make(alg, ret_key, ret_error)) return false;
  if (write_secret(path, *ret_key, ret_error)) return true;
  key_free(*ret_key);
  return false;
}

bool key_file_make(const char *path, int64_t alg, struct key **ret_key, struct error *ret_error) {
  if (access(path, F_OK) == 0)
    return fail(ret_error, ERROR_bad_key, path, "there is a key file already");
  return key_file_replace(path, alg, ret_key, ret_error);
}

/* Reads the file into `bytes` if it is its owner's alone. */
static bool read_secret(const char *path, char bytes[KEY_FILE_MOST], size_t *ret_length,
                        struct error *ret_error) {
  struct stat found;
  *ret_length = 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(ret_error, ERROR_disk, path, "opening: %s", strerror(errno));
  ssize_t got = fstat(file, &found) == 0 ? read(file, bytes, KEY_FILE_MOST) : -1;
  close(file);
  if (got < 0) return fail(ret_error, ERROR_disk, path, "reading: %s", strerror(errno));
  *ret_length = (size_t)got;
  if (found.st_mode & 077)
    return fail(ret_error, ERROR_bad_key, path, "others may read it; set its mode to 0600");
  return true;
}

bool key_file_load(const char *path, struct key **ret_key, struct error *ret_error) {
  char bytes[KEY_FILE_MOST];
  size_t length;
  bool read = read_secret(path, bytes, &length, ret_error);
  BIO *memory = BIO_new_mem_buf(bytes, (int)length);
  EVP_PKEY *pkey = read ? PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL) : NULL;
  BIO_free(memory);
  OPENSSL_cleanse(bytes, sizeof bytes);
  if (!read) return false;
  if (!key_adopt(pkey, ret_key, ret_error)) {
    snprintf(ret_error->place, sizeof ret_error->place, "%s", path);
    return false;
  }
  if ((*ret_key)->curve) return true;
  key_free(*ret_key);
  return fail(ret_error, ERROR_bad_key, path, "Heng does not sign with RSA");
}

void key_free(struct key *key) {
  if (!key) return;
  EVP_PKEY_free(key->pkey);
  free(key);
}

int64_t key_alg(const struct key *key) {
  return key->curve ? key->curve->alg : COSE_PS256;
}

const uint8_t *key_thumbprint(const struct key *key) {
  return key->thumbprint;
}

struct text key_kid(const struct key *key) {
  return (struct text){(const char *)key->thumbprint, KID_SIZE};
}

static bool take_number(const EVP_PKEY *pkey, const char *name, size_t size, uint8_t *bytes,
                        struct text *ret_number) {
  BIGNUM *number = NULL;
  if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1) return false;
  if (size == 0) size = (size_t)BN_num_bytes(number);
  bool fits = size <= KEY_SIGNATURE_MOST && BN_bn2binpad(number, bytes, (int)size) >= 0;
  BN_free(number);
  *ret_number = (struct text){(const char *)bytes, size};
  return fits;
}

bool key_take_numbers(const struct key *key, struct key_numbers *ret_numbers) {
  struct key_numbers *numbers = ret_numbers;
  if (!key->curve)
    return take_number(key->pkey, OSSL_PKEY_PARAM_RSA_N, 0, numbers->bytes[0], &numbers->first) &&
           take_number(key->pkey, OSSL_PKEY_PARAM_RSA_E, 0, numbers->bytes[1], &numbers->second);
  size_t size = key->curve->size;
  if (key->curve->family == FAMILY_EDWARDS) {
    numbers->first = (struct text){(const char *)numbers->bytes[0], size};
    numbers->second = NO_TEXT;
    return EVP_PKEY_get_raw_public_key(key->pkey, numbers->bytes[0], &size) == 1;
  }
  return take_number(key->pkey, OSSL_PKEY_PARAM_EC_PUB_X, size, numbers->bytes[0],
                     &numbers->first) &&
         take_number(key->pkey, OSSL_PKEY_PARAM_EC_PUB_Y, size, numbers->bytes[1],
                     &numbers->second);
}

/* OpenSSL wants ECDSA and SM2 signatures in DER, COSE has them as r||s. */
enum { DER_MOST = 2 * (3 + 66) + 6 };

static bool is_pair(const struct key *key) {
  return key->curve && key->curve->family != FAMILY_EDWARDS;
}

static int der_of_pair(struct text pair, uint8_t ret_der[DER_MOST]) {
  ECDSA_SIG *signature = ECDSA_SIG_new();
  const uint8_t *bytes = (const uint8_t *)pair.at;
  int half = (int)pair.length / 2, length = -1;
  BIGNUM *r = BN_bin2bn(bytes, half, NULL), *s = BN_bin2bn(bytes + half, half, NULL);
  if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1)
    length = i2d_ECDSA_SIG(signature, &ret_der);
  ECDSA_SIG_free(signature);
  return length;
}

static bool pair_of_der(const uint8_t *der, size_t length, size_t half, uint8_t *ret_pair) {
  ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)length);
  if (!signature) return false;
  bool done = BN_bn2binpad(ECDSA_SIG_get0_r(signature), ret_pair, (int)half) >= 0 &&
              BN_bn2binpad(ECDSA_SIG_get0_s(signature), ret_pair + half, (int)half) >= 0;
  ECDSA_SIG_free(signature);
  return done;
}

/* What PS256 (RFC 8230 section 2) and SM2 (GB/T 35276: the signer's name when none is agreed) need
 * beyond the digest. */
static bool set_parameters(enum key_family family, EVP_PKEY_CTX *context) {
  static const char sm2_name[] = "1234567812345678";
  if (family == FAMILY_RSA)
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
  if (family == FAMILY_SM2)
    return EVP_PKEY_CTX_set1_id(context, sm2_name, (int)sizeof sm2_name - 1) == 1;
  return true;
}

bool key_sign(const struct key *key, struct text message, uint8_t ret_signature[KEY_SIGNATURE_MOST],
              size_t *ret_length, struct error *ret_error) {
  const struct algorithm *algorithm = algorithm_of(key_alg(key));
  uint8_t der[KEY_SIGNATURE_MOST];
  bool pair = is_pair(key);
  uint8_t *signature = pair ? der : ret_signature;
  size_t length = KEY_SIGNATURE_MOST;
  EVP_PKEY_CTX *context = NULL;
  EVP_MD_CTX *run = EVP_MD_CTX_new();
  bool done =
      run &&
      EVP_DigestSignInit(run, &context, algorithm->digest ? algorithm->digest() : NULL, NULL,
                         key->pkey) == 1 &&
      set_parameters(algorithm->family, context) &&
      EVP_DigestSign(run, signature, &length, (const uint8_t *)message.at, message.length) == 1;
  EVP_MD_CTX_free(run);
  if (done && pair) {
    done = pair_of_der(der, length, key->curve->size, ret_signature);
    length = 2 * key->curve->size;
  }
  *ret_length = length;
  return done || crypto(ret_error, "signing");
}

bool key_verify(const struct key *key, int64_t alg, struct text message, struct text signature) {
  const struct algorithm *algorithm = algorithm_of(alg);
  enum key_family family = key->curve ? key->curve->family : FAMILY_RSA;
  uint8_t der[DER_MOST];
  if (!algorithm || algorithm->family != family) return false;
  if (is_pair(key)) {
    if (signature.length != 2 * key->curve->size) return false;
    int length = der_of_pair(signature, der);
    if (length < 0) return false;
    signature = (struct text){(const char *)der, (size_t)length};
  }
  EVP_PKEY_CTX *context = NULL;
  EVP_MD_CTX *run = EVP_MD_CTX_new();
  bool valid = run &&
               EVP_DigestVerifyInit(run, &context, algorithm->digest ? algorithm->digest() : NULL,
                                    NULL, key->pkey) == 1 &&
               set_parameters(family, context) &&
               EVP_DigestVerify(run, (const uint8_t *)signature.at, signature.length,
                                (const uint8_t *)message.at, message.length) == 1;
  EVP_MD_CTX_free(run);
  if (!valid) ERR_clear_error();
  return valid;
}
