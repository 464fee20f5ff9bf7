/* Public keys as JWK, COSE_Key, certificate and PEM. */
#include "seal/key_form.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "seal/key_pkey.h"

/* RFC 9053 section 7, RFC 8230 section 4. */
enum { COSE_KTY = 1, COSE_KID = 2, COSE_ALG = 3 };
enum { COSE_KTY_OKP = 1, COSE_KTY_EC2 = 2, COSE_KTY_RSA = 3 };
enum { COSE_CRV = -1, COSE_X = -2, COSE_Y = -3, COSE_RSA_N = -1, COSE_RSA_E = -2 };

const struct field jwk_fields[] = {
    FIELD(TEXT, struct jwk, kty, .most = 16),
    FIELD(TEXT, struct jwk, crv, .flags = FIELD_OPTIONAL, .most = 32),
    FIELD(TEXT, struct jwk, x, .flags = FIELD_OPTIONAL, .most = 128),
    FIELD(TEXT, struct jwk, y, .flags = FIELD_OPTIONAL, .most = 128),
    FIELD(TEXT, struct jwk, n, .flags = FIELD_OPTIONAL, .most = 1024),
    FIELD(TEXT, struct jwk, e, .flags = FIELD_OPTIONAL, .most = 1024),
    FIELD(TEXT, struct jwk, kid, .flags = FIELD_OPTIONAL, .most = 256),
    FIELD(TEXT, struct jwk, alg, .flags = FIELD_OPTIONAL, .most = 32),
    FIELD(TEXT, struct jwk, use, .flags = FIELD_OPTIONAL, .most = 16),
    FIELD(RAW, struct jwk, exp, .flags = FIELD_OPTIONAL),
    FIELDS_OPEN_END,
};

enum { JWKS_MOST = 20000 };
const struct field jwks_fields[] = {
    FIELD(LIST, struct jwks, keys, .most = JWKS_MOST, .size = sizeof(struct jwk),
          .fields = jwk_fields),
    FIELDS_OPEN_END,
};

/* The curve or the modulus and what goes with it, the keys in the bytewise order of their encodings
 * (RFC 8949 section 4.2.1): 1, 2, 3, -1, -2, -3. */
static bool put_cose(struct cbor_writer *writer, const struct key *key, bool thumbprint) {
  struct key_numbers numbers;
  if (!key_take_numbers(key, &numbers)) return false;
  bool edwards = key->curve && key->curve->family == FAMILY_EDWARDS;
  unsigned required = edwards || !key->curve ? 3 : 4;
  cbor_put_map(writer, thumbprint ? required : required + 2);
  cbor_put_integer(writer, COSE_KTY);
  cbor_put_integer(writer, edwards ? COSE_KTY_OKP : key->curve ? COSE_KTY_EC2 : COSE_KTY_RSA);
  if (!thumbprint) {
    cbor_put_integer(writer, COSE_KID);
    cbor_put_bytes(writer, key_kid(key));
    cbor_put_integer(writer, COSE_ALG);
    cbor_put_integer(writer, key_alg(key));
  }
  if (key->curve) {
    cbor_put_integer(writer, COSE_CRV);
    cbor_put_integer(writer, key->curve->cose);
  }
  cbor_put_integer(writer, key->curve ? COSE_X : COSE_RSA_N);
  cbor_put_bytes(writer, numbers.first);
  if (edwards) return true;
  cbor_put_integer(writer, key->curve ? COSE_Y : COSE_RSA_E);
  cbor_put_bytes(writer, numbers.second);
  return true;
}

bool key_find_thumbprint(const struct key *key, uint8_t ret_thumbprint[THUMBPRINT_SIZE]) {
  uint8_t room[2 * KEY_SIGNATURE_MOST + 32];
  struct cbor_writer writer = CBOR_WRITER(room, sizeof room);
  return put_cose(&writer, key, true) && writer.length <= sizeof room &&
         EVP_Digest(room, writer.length, ret_thumbprint, NULL, EVP_sha256(), NULL) == 1;
}

void key_put_cose(struct cbor_writer *writer, const struct key *key) {
  put_cose(writer, key, false); /* the numbers were taken once, for the thumbprint */
}

static EVP_PKEY *pkey_of_params(const char *type, OSSL_PARAM_BLD *builder) {
  EVP_PKEY *pkey = NULL;
  OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (params && context && EVP_PKEY_fromdata_init(context) == 1 &&
      EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
    pkey = NULL;
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  return pkey;
}

static EVP_PKEY *pkey_of_point(const struct curve *curve, struct text x, struct text y) {
  enum { UNCOMPRESSED = 4 };
  uint8_t point[1 + 2 * 66] = {UNCOMPRESSED};
  if (x.length != curve->size || y.length != curve->size) return NULL;
  memcpy(point + 1, x.at, x.length);
  memcpy(point + 1 + x.length, y.at, y.length);
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  EVP_PKEY *pkey = NULL;
  if (builder &&
      OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, curve->openssl, 0) &&
      OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * x.length))
    pkey = pkey_of_params(curve->family == FAMILY_SM2 ? "SM2" : "EC", builder);
  OSSL_PARAM_BLD_free(builder);
  return pkey;
}

static EVP_PKEY *pkey_of_modulus(struct text n, struct text e) {
  if (n.length > KEY_SIGNATURE_MOST || e.length > KEY_SIGNATURE_MOST) return NULL;
  BIGNUM *modulus = BN_bin2bn((const uint8_t *)n.at, (int)n.length, NULL);
  BIGNUM *exponent = BN_bin2bn((const uint8_t *)e.at, (int)e.length, NULL);
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  EVP_PKEY *pkey = NULL;
  if (builder && modulus && exponent &&
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) &&
      OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent))
    pkey = pkey_of_params("RSA", builder);
  OSSL_PARAM_BLD_free(builder);
  BN_free(modulus);
  BN_free(exponent);
  return pkey;
}

/* `curve` NULL: RSA, with n and e. */
static EVP_PKEY *pkey_of_numbers(const struct curve *curve, struct text first, struct text second) {
  if (!curve) return pkey_of_modulus(first, second);
  if (curve->family == FAMILY_EDWARDS)
    return EVP_PKEY_new_raw_public_key_ex(NULL, curve->openssl, NULL, (const uint8_t *)first.at,
                                          first.length);
  return pkey_of_point(curve, first, second);
}

/* A member of a JWK as bytes in `room`, which holds 3/4 of its longest value. */
static bool take_base64(struct text encoded, uint8_t *room, struct text *ret_bytes) {
  size_t length;
  if (!base64_decode(encoded, true, room, &length)) return false;
  *ret_bytes = (struct text){(const char *)room, length};
  return true;
}

bool key_from_jwk(const struct jwk *jwk, struct key **ret_key, struct error *ret_error) {
  uint8_t room[2][1024];
  struct text first, second;
  bool rsa = text_equal(jwk->kty, TEXT("RSA"));
  const struct curve *curve = rsa ? NULL : curve_by_name(jwk->crv);
  if (!rsa && !curve) return fail(ret_error, ERROR_bad_key, "crv", "not a curve that Heng knows");
  bool edwards = curve && curve->family == FAMILY_EDWARDS;
  if (!rsa && !text_equal(jwk->kty, edwards ? TEXT("OKP") : TEXT("EC")))
    return fail(ret_error, ERROR_bad_key, "kty", "it does not go with this curve");
  if (!take_base64(rsa ? jwk->n : jwk->x, room[0], &first) ||
      !take_base64(rsa ? jwk->e : jwk->y, room[1], &second))
    return fail(ret_error, ERROR_bad_key, NULL, "one of its numbers is not base64url");
  return key_adopt(pkey_of_numbers(curve, first, second), ret_key, ret_error);
}

static struct text put_base64(struct text bytes, struct arena *arena) {
  if (!bytes.at) return NO_TEXT;
  char *at = arena_take(arena, BASE64_SIZE(bytes.length) + 1);
  return (struct text){at, base64_encode((const uint8_t *)bytes.at, bytes.length, true, at)};
}

struct jwk jwk_of_key(const struct key *key, struct arena *arena) {
  struct key_numbers numbers = {0};
  key_take_numbers(key, &numbers);
  struct jwk jwk = {.kid = put_base64(key_kid(key), arena),
                    .alg = text_of(alg_name(key_alg(key))),
                    .use = TEXT("sig")};
  struct text first = put_base64(numbers.first, arena), second = put_base64(numbers.second, arena);
  if (!key->curve) {
    jwk.kty = TEXT("RSA");
    jwk.n = first;
    jwk.e = second;
  } else {
    jwk.kty = key->curve->family == FAMILY_EDWARDS ? TEXT("OKP") : TEXT("EC");
    jwk.crv = text_of(key->curve->name);
    jwk.x = first;
    jwk.y = second;
  }
  return jwk;
}

/* What a COSE_Key says, before it is a key. */
struct cose_key {
  int64_t kty, crv;
  struct text kid, first, second; /* first and second by their labels -2 and -3, or -1 and -2 */
};

static bool read_cose_key(struct text bytes, struct cose_key *ret_parts) {
  struct cbor_reader reader = CBOR_READER(bytes);
  struct cbor_item map, item;
  struct text numbers[3] = {NO_TEXT, NO_TEXT, NO_TEXT}; /* of the labels -1, -2, -3 */
  uint64_t taken = 0;
  int64_t label;
  *ret_parts = (struct cose_key){.kid = NO_TEXT};
  if (!cbor_next(&reader, &map) || map.kind != CBOR_MAP) return false;
  while (cbor_more(&reader, &map, &taken)) {
    if (!cbor_next(&reader, &item)) return false;
    if (!cbor_integer(&item, &label)) label = 0;
    struct cbor_reader value = reader;
    if (!cbor_skip(&reader, NULL) || !cbor_next(&value, &item)) return false;
    bool number = item.kind == CBOR_BYTES && !item.indefinite;
    if (label == COSE_KTY && !cbor_integer(&item, &ret_parts->kty)) return false;
    if (label == COSE_KID && number) ret_parts->kid = item.string;
    if (label == COSE_CRV) cbor_integer(&item, &ret_parts->crv);
    if (label <= -1 && label >= -3 && number) numbers[-1 - label] = item.string;
  }
  bool rsa = ret_parts->kty == COSE_KTY_RSA;
  ret_parts->first = numbers[rsa ? 0 : 1];
  ret_parts->second = numbers[rsa ? 1 : 2];
  return ret_parts->first.at;
}

bool key_from_cose(struct text bytes, struct key **ret_key, struct text *ret_kid,
                   struct error *ret_error) {
  struct cose_key parts;
  if (!read_cose_key(bytes, &parts))
    return fail(ret_error, ERROR_bad_key, NULL, "not a COSE_Key with a public key");
  const struct curve *curve = parts.kty == COSE_KTY_RSA ? NULL : curve_by_cose(parts.crv);
  bool edwards = curve && curve->family == FAMILY_EDWARDS;
  if (parts.kty != COSE_KTY_RSA && (!curve || parts.kty != (edwards ? COSE_KTY_OKP : COSE_KTY_EC2)))
    return fail(ret_error, ERROR_bad_key, NULL, "not a curve that Heng knows");
  *ret_kid = parts.kid;
  return key_adopt(pkey_of_numbers(curve, parts.first, parts.second), ret_key, ret_error);
}

/* DER, or the first PEM block that is a certificate or a public key. */
static X509 *read_x509(BIO *memory, bool pem) {
  return pem ? PEM_read_bio_X509(memory, NULL, NULL, NULL) : d2i_X509_bio(memory, NULL);
}

static EVP_PKEY *read_public(BIO *memory, bool pem) {
  return pem ? PEM_read_bio_PUBKEY(memory, NULL, NULL, NULL) : d2i_PUBKEY_bio(memory, NULL);
}

/* Frees both when it cannot say what the kid is. */
static EVP_PKEY *hash_der(EVP_PKEY *pkey, uint8_t *der, int length,
                          uint8_t ret_kid[CERTIFICATE_KID_SIZE]) {
  uint8_t hash[THUMBPRINT_SIZE] = {0};
  bool done = length > 0 && EVP_Digest(der, (size_t)length, hash, NULL, EVP_sha256(), NULL) == 1;
  OPENSSL_free(der);
  memcpy(ret_kid, hash, CERTIFICATE_KID_SIZE);
  if (done) return pkey;
  EVP_PKEY_free(pkey);
  return NULL;
}

bool key_from_certificate(struct text bytes, struct key **ret_key,
                          uint8_t ret_kid[CERTIFICATE_KID_SIZE], struct error *ret_error) {
  bool pem = text_find(bytes, TEXT("-----BEGIN ")) != SIZE_MAX;
  uint8_t *der = NULL;
  if (bytes.length > INT32_MAX) return fail(ret_error, ERROR_bad_key, NULL, "it is too large");
  BIO *memory = BIO_new_mem_buf(bytes.at, (int)bytes.length);
  X509 *certificate = read_x509(memory, pem);
  EVP_PKEY *pkey = certificate ? X509_get_pubkey(certificate) : NULL;
  int length = certificate ? i2d_X509(certificate, &der) : 0;
  X509_free(certificate);
  if (!certificate) {
    BIO_reset(memory);
    pkey = read_public(memory, pem);
    length = pkey ? i2d_PUBKEY(pkey, &der) : 0;
  }
  BIO_free(memory);
  return key_adopt(hash_der(pkey, der, length, ret_kid), ret_key, ret_error);
}
