/* Codes of other issuers, made here as they make them: what is valid, what is not, what is no code.
 */
#include "seal/inspect.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/json.h"
#include "check.h"
#include "seal/base45.h"
#include "seal/cbor.h"
#include "seal/cbor_json.h"
#include "seal/seal.h"

enum issuer_name { EC, RSA_KEY, STRANGER, ISSUER_COUNT };

/* A secret key and its certificate; the stranger's certificate is nowhere published. */
struct issuer {
  EVP_PKEY *pkey;
  struct text certificate; /* DER */
  char kid[8];
};

static struct {
  struct arena *arena;
  struct issuer issuers[ISSUER_COUNT];
  struct text folder;
  struct key_set *keys;
} world;

static struct text make_certificate(EVP_PKEY *pkey) {
  X509 *certificate = X509_new();
  uint8_t *der = NULL;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -1000); /* validity is not looked at */
  X509_gmtime_adj(X509_getm_notAfter(certificate), -10);
  X509_set_pubkey(certificate, pkey);
  CHECK(X509_sign(certificate, pkey, EVP_sha256()) > 0);
  int length = i2d_X509(certificate, &der);
  struct text copy = arena_copy(world.arena, (struct text){(char *)der, (size_t)length});
  OPENSSL_free(der);
  X509_free(certificate);
  return copy;
}

static void publish(const struct issuer *issuer, const char *name, bool pem) {
  const char *path = arena_format(world.arena, "%s/%s", world.folder.at, name).at;
  struct error error;
  struct text bytes = issuer->certificate;
  if (pem) {
    char *base64 = arena_take(world.arena, BASE64_SIZE(bytes.length) + 1);
    size_t length = base64_encode((const uint8_t *)bytes.at, bytes.length, false, base64);
    struct buffer lines = BUFFER(world.arena);
    buffer_add(&lines, TEXT("-----BEGIN CERTIFICATE-----\n"));
    for (size_t at = 0; at < length; at += 64) buffer_format(&lines, "%.64s\n", base64 + at);
    buffer_add(&lines, TEXT("-----END CERTIFICATE-----\n"));
    bytes = buffer_text(&lines);
  }
  CHECK(file_replace(path, bytes, 0644, &error));
}

static void make_world(void) {
  char folder[] = "/tmp/heng-inspect-XXXXXX";
  world.arena = arena_make();
  CHECK(mkdtemp(folder) != NULL);
  world.folder = arena_copy(world.arena, text_of(folder));
  for (int i = 0; i < ISSUER_COUNT; i++) {
    struct issuer *issuer = &world.issuers[i];
    uint8_t hash[32];
    issuer->pkey = i == RSA_KEY ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    issuer->certificate = make_certificate(issuer->pkey);
    EVP_Digest(issuer->certificate.at, issuer->certificate.length, hash, NULL, EVP_sha256(), NULL);
    memcpy(issuer->kid, hash, sizeof issuer->kid);
  }
  publish(&world.issuers[EC], "ec.pem", true);
  publish(&world.issuers[RSA_KEY], "rsa.cer", false);
  publish(&world.issuers[STRANGER], "stranger.txt", true);
  struct buffer notes = BUFFER(world.arena);
  struct error error;
  world.keys = key_set_make();
  CHECK(key_set_load(world.keys, world.folder.at, &notes, &error));
  CHECK_INTEGER(notes.length, 0);
}

static struct text kid_of(enum issuer_name name) {
  return (struct text){world.issuers[name].kid, sizeof world.issuers[name].kid};
}

/* How an issuer puts a code together. */
enum form {
  UNTAGGED = 1,
  IN_CWT = 2,
  PLAIN = 4,
  INDEFINITE = 8,
  TAMPERED = 16,
  NO_ALG = 32,
  CRITICAL = 64
};
enum { NOBODY = -1, SOMEBODY = -2 };

struct spec {
  enum issuer_name signer;
  int64_t alg;
  int kid_protected, kid_unprotected; /* an issuer, NOBODY or SOMEBODY */
  unsigned form;
  const char *prefix;
};

static struct text sign(const struct issuer *issuer, int64_t alg, struct text message) {
  static uint8_t signature[512];
  uint8_t der[80];
  size_t length = sizeof signature;
  EVP_PKEY_CTX *context;
  EVP_MD_CTX *run = EVP_MD_CTX_new();
  bool pss = alg == COSE_PS256;
  size_t der_length = sizeof der;
  CHECK(EVP_DigestSignInit(run, &context, EVP_sha256(), NULL, issuer->pkey) == 1);
  if (pss) {
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST);
    CHECK(EVP_DigestSign(run, signature, &length, (const uint8_t *)message.at, message.length) ==
          1);
  } else {
    CHECK(EVP_DigestSign(run, der, &der_length, (const uint8_t *)message.at, message.length) == 1);
    const uint8_t *at = der;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)der_length);
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + 32, 32);
    ECDSA_SIG_free(pair);
    length = 64;
  }
  EVP_MD_CTX_free(run);
  return (struct text){(char *)signature, length};
}

static void put_headers(struct cbor_writer *writer, const struct spec *spec, bool protected) {
  int kid = protected ? spec->kid_protected : spec->kid_unprotected;
  bool alg = protected && !(spec->form & NO_ALG), critical = protected && spec->form & CRITICAL;
  cbor_put_map(writer, (uint64_t)alg + (kid != NOBODY) + critical);
  if (alg) {
    cbor_put_integer(writer, COSE_HEADER_ALG);
    cbor_put_integer(writer, spec->alg);
  }
  if (critical) {
    cbor_put_integer(writer, COSE_HEADER_CRIT);
    cbor_put_array(writer, 1);
    cbor_put_integer(writer, 99);
  }
  if (kid == NOBODY) return;
  cbor_put_integer(writer, COSE_HEADER_KID);
  cbor_put_bytes(writer, kid == SOMEBODY ? TEXT("somebody") : kid_of((enum issuer_name)kid));
}

/* {1: "AT", 4: 1650000000, -260: {1: {"nam": "Müßtermann", "dt": 0("2021-02-18")}}} */
static struct text payload_of(const struct spec *spec) {
  static uint8_t room[128];
  struct cbor_writer writer = CBOR_WRITER(room, sizeof room);
  cbor_put_map(&writer, 3);
  cbor_put_integer(&writer, 1);
  cbor_put_text(&writer, TEXT("AT"));
  cbor_put_integer(&writer, 4);
  cbor_put_integer(&writer, 1650000000);
  cbor_put_integer(&writer, -260);
  cbor_put_map(&writer, 1);
  cbor_put_integer(&writer, 1);
  size_t map_at = writer.length;
  cbor_put_map(&writer, 2);
  cbor_put_text(&writer, TEXT("nam"));
  cbor_put_text(&writer, TEXT("Müßtermann"));
  cbor_put_text(&writer, TEXT("dt"));
  cbor_put_tag(&writer, 0);
  cbor_put_text(&writer, TEXT("2021-02-18"));
  if (spec->form & INDEFINITE) {
    room[map_at] = 0xbf;
    room[writer.length++] = 0xff;
  }
  return cbor_written(&writer);
}

static struct text make_code(const struct spec *spec) {
  uint8_t headers[64], covered_room[512], cose[1024];
  struct cbor_writer head = CBOR_WRITER(headers, sizeof headers);
  put_headers(&head, spec, true);
  struct text protected_bytes = cbor_written(&head), payload = payload_of(spec);
  struct cose_covered covered = {
      .context = TEXT("Signature1"), .body_protected = protected_bytes, .payload = payload};
  size_t length = cose_covered_write(&covered, covered_room, sizeof covered_room);
  struct text signature =
      sign(&world.issuers[spec->signer], spec->alg, (struct text){(char *)covered_room, length});
  struct cbor_writer writer = CBOR_WRITER(cose, sizeof cose);
  if (spec->form & IN_CWT) cbor_put_tag(&writer, CWT_TAG);
  if (!(spec->form & UNTAGGED)) cbor_put_tag(&writer, COSE_TAG_SIGN1);
  cbor_put_array(&writer, 4);
  cbor_put_bytes(&writer, protected_bytes);
  put_headers(&writer, spec, false);
  cbor_put_bytes(&writer, payload);
  cbor_put_bytes(&writer, signature);
  if (spec->form & TAMPERED) cose[writer.length - 1] ^= 1;
  struct text bytes = cbor_written(&writer);
  if (!(spec->form & PLAIN)) {
    uLongf packed_length = compressBound((uLong)bytes.length);
    Bytef *packed = arena_take(world.arena, packed_length);
    CHECK(compress(packed, &packed_length, (const Bytef *)bytes.at, (uLong)bytes.length) == Z_OK);
    bytes = (struct text){(char *)packed, packed_length};
  }
  struct buffer text = BUFFER(world.arena);
  buffer_add(&text, text_of(spec->prefix));
  base45_encode(bytes, buffer_take(&text, BASE45_SIZE(bytes.length)));
  return buffer_text(&text);
}

static const char claims[] = "{\"1\":\"AT\",\"4\":1650000000,\"-260\":{\"1\":{\"nam\":"
                             "\"Müßtermann\",\"dt\":\"2021-02-18\"}}}";

static void codes_of_other_issuers(void) {
  static const struct {
    const char *what;
    struct spec spec;
    enum signature_state signature;
    size_t problem_count;
  } rows[] = {
#define ES256   COSE_ES256
#define PS256   COSE_PS256
#define VALID   SIGNATURE_VALID
#define INVALID SIGNATURE_INVALID
#define UNKNOWN SIGNATURE_UNKNOWN_KEY
      {"ES256", {EC, ES256, EC, NOBODY, 0, "HC1:"}, VALID, 0},
      {"PS256", {RSA_KEY, PS256, RSA_KEY, NOBODY, 0, "HC1:"}, VALID, 0},
      {"kid outside", {EC, ES256, NOBODY, EC, 0, "HC1:"}, VALID, 0},
      {"kid in both", {EC, ES256, EC, EC, 0, "HC1:"}, VALID, 0},
      {"protected kid right", {EC, ES256, EC, SOMEBODY, 0, "HC1:"}, VALID, 1},
      {"protected kid wrong", {EC, ES256, SOMEBODY, EC, 0, "HC1:"}, UNKNOWN, 1},
      {"no kid", {EC, ES256, NOBODY, NOBODY, 0, "HC1:"}, VALID, 0},
      {"no kid, stranger", {STRANGER, ES256, NOBODY, NOBODY, 0, "HC1:"}, UNKNOWN, 0},
      {"not compressed", {EC, ES256, EC, NOBODY, PLAIN, "HC1:"}, VALID, 0},
      {"no prefix", {EC, ES256, EC, NOBODY, 0, ""}, VALID, 0},
      {"no prefix, not compressed", {EC, ES256, EC, NOBODY, PLAIN, ""}, VALID, 0},
      {"another prefix", {EC, ES256, EC, NOBODY, 0, "CITY-9:"}, VALID, 0},
      {"two colons", {EC, ES256, EC, NOBODY, 0, "CITY:9:"}, VALID, 0},
      {"no colon", {EC, ES256, EC, NOBODY, 0, "HC1"}, VALID, 0},
      {"lower case prefix", {EC, ES256, EC, NOBODY, PLAIN, "hc1/"}, VALID, 0},
      {"untagged", {EC, ES256, EC, NOBODY, UNTAGGED, "HC1:"}, VALID, 0},
      {"in a CWT tag", {EC, ES256, EC, NOBODY, IN_CWT, "HC1:"}, VALID, 0},
      {"CWT tag alone", {EC, ES256, EC, NOBODY, IN_CWT | UNTAGGED, "HC1:"}, VALID, 0},
      {"indefinite length", {EC, ES256, EC, NOBODY, INDEFINITE, "HC1:"}, VALID, 0},
      {"tampered", {EC, ES256, EC, NOBODY, TAMPERED, "HC1:"}, INVALID, 0},
      {"stranger under a known kid", {STRANGER, ES256, EC, NOBODY, 0, "HC1:"}, INVALID, 0},
      {"stranger", {STRANGER, ES256, STRANGER, NOBODY, 0, "HC1:"}, UNKNOWN, 0},
      {"algorithm of another key", {EC, ES256, RSA_KEY, NOBODY, 0, "HC1:"}, INVALID, 0},
      {"unknown algorithm", {EC, -999, EC, NOBODY, 0, "HC1:"}, INVALID, 1},
      {"no algorithm", {EC, ES256, EC, NOBODY, NO_ALG, "HC1:"}, INVALID, 1},
      {"critical header", {EC, ES256, EC, NOBODY, CRITICAL, "HC1:"}, INVALID, 1},
      {"Heng's prefix", {EC, ES256, EC, NOBODY, 0, "HENG1:"}, VALID, 1},
  };
  make_world();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct inspection inspection;
    struct buffer json = BUFFER(world.arena);
    CHECK_ROW("%s", rows[i].what);
    if (!CHECK(inspect(make_code(&rows[i].spec), world.keys, world.arena, &inspection))) continue;
    CHECK_INTEGER(inspection.signature, rows[i].signature);
    CHECK_INTEGER(inspection.problems.count, rows[i].problem_count);
    CHECK_TEXT(inspection.prefix, rows[i].spec.prefix);
    CHECK_INTEGER(inspection.compressed, !(rows[i].spec.form & PLAIN));
    CHECK_TEXT(inspection.claims_json, claims);
    inspection_write_json(&inspection, true, &json);
    bool believed = text_find(buffer_text(&json), TEXT("\"claims\":{\"1\"")) != SIZE_MAX;
    bool doubted = text_find(buffer_text(&json), TEXT("\"unverified_claims\":{\"1\"")) != SIZE_MAX;
    CHECK_INTEGER(believed, rows[i].signature == SIGNATURE_VALID);
    CHECK_INTEGER(doubted, rows[i].signature != SIGNATURE_VALID);
    struct error error;
    CHECK(json_check(buffer_text(&json), &error));
  }
}

static void not_codes(void) {
  static const struct {
    const char *what, *text, *problem;
  } rows[] = {
      {"nothing", "", "COSE: not well-formed CBOR"},
      {"words", "hello", "base45: not RFC 9285 text"},
      {"a prefix alone", "HC1:", "COSE: not well-formed CBOR"},
      {"not base45", "HC1:abc", "base45: not RFC 9285 text"},
      {"a number", "HC1:00", "COSE: not an array of four"},
      {"not ASCII", "衡:AB", "base45: not RFC 9285 text"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct inspection inspection;
    struct buffer json = BUFFER(world.arena);
    CHECK_ROW("%s", rows[i].what);
    CHECK(!inspect(text_of(rows[i].text), world.keys, world.arena, &inspection));
    CHECK_INTEGER(inspection.problems.count, 1);
    CHECK_TEXT(inspection.problems.at[0], rows[i].problem);
    inspection_write_json(&inspection, false, &json);
    CHECK(text_find(buffer_text(&json), TEXT("\"signature\":null")) != SIZE_MAX);
  }
}

/* A zip bomb stops at the limit; damaged and overlong streams are named. */
static void compression_is_bounded(void) {
  static const struct {
    const char *what;
    size_t length, cut;
    const char *extra, *problem;
  } rows[] = {
      {"bomb", 4 << 20, 0, "", "zlib: more than 65536 bytes"},
      {"cut", 100, 3, "", "zlib: the compressed bytes are damaged"},
      {"bytes behind", 100, 0, "xx", "zlib: bytes follow the compressed ones"},
      {"not COSE inside", 100, 0, "", "COSE: bytes follow the CBOR item"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uLongf length = compressBound(rows[i].length);
    Bytef *zeros = arena_take(world.arena, rows[i].length),
          *packed = arena_take(world.arena, length);
    struct buffer bytes = BUFFER(world.arena), text = BUFFER(world.arena);
    struct inspection inspection;
    CHECK(compress2(packed, &length, zeros, rows[i].length, 9) == Z_OK);
    buffer_add(&bytes, (struct text){(char *)packed, length - rows[i].cut});
    buffer_add(&bytes, text_of(rows[i].extra));
    buffer_add(&text, TEXT("HC1:"));
    base45_encode(buffer_text(&bytes), buffer_take(&text, BASE45_SIZE(bytes.length)));
    CHECK_ROW("%s", rows[i].what);
    CHECK(!inspect(buffer_text(&text), world.keys, world.arena, &inspection));
    CHECK_TEXT(inspection.problems.at[0], rows[i].problem);
  }
}

/* A Heng code is also said in names. */
static void a_heng_code_is_named(void) {
  struct key *key;
  struct error error;
  struct text text = NO_TEXT;
  struct inspection inspection;
  struct key_set *keys = key_set_make();
  struct code code = {.issuer = "hengyang",
                      .visit = "4k9m2x7q0abc",
                      .site = "vwxyz0123456",
                      .enterprise = "91430400MA4L00001X",
                      .from_us = INT64_C(1778115600000000),
                      .until_us = INT64_C(1778122800000000),
                      .issued_us = INT64_C(1777600800000000),
                      .people = 3,
                      .serial = 2,
                      .unit = "衡阳市市场监督管理局",
                      .reasons = REASON_BIT(over_filed) | REASON_BIT(quiet_day)};
  CHECK(key_make(COSE_ES256, &key, &error));
  CHECK(seal_code(key, &code, world.arena, &text, &error));
  struct text kid = key_kid(key);
  key_set_add(keys, key, &kid, 1, KEY_WITHOUT_END);
  for (int known = 0; known < 2; known++) {
    struct buffer json = BUFFER(world.arena);
    CHECK(inspect(text, known ? keys : world.keys, world.arena, &inspection));
    inspection_write_json(&inspection, true, &json);
    static const char *const starts[] = {"\"unverified_code\":", "\"code\":"};
    static const char named[] =
        "{\"colour\":\"red\",\"issuer\":\"hengyang\",\"visit\":\"4k9m2x7q0abc\","
        "\"enterprise\":\"91430400MA4L00001X\",\"site\":\"vwxyz0123456\","
        "\"unit\":\"衡阳市市场监督管理局\",\"from\":\"2026-05-07T01:00:00Z\","
        "\"until\":\"2026-05-07T03:00:00Z\",\"issued\":\"2026-05-01T02:00:00Z\",\"people\":3,"
        "\"serial\":2,\"reasons\":[\"over_filed\",\"quiet_day\"]}";
    struct text wanted = arena_format(world.arena, "%s%s", starts[known], named);
    CHECK_ROW("key %s", known ? "known" : "unknown");
    CHECK(text_find(buffer_text(&json), wanted) != SIZE_MAX);
    CHECK_INTEGER(inspection.signature, known ? SIGNATURE_VALID : SIGNATURE_UNKNOWN_KEY);
  }
  key_set_free(keys);
}

static void any_cbor_becomes_json(void) {
  static const struct {
    const char *hex, *json; /* NULL: not one item */
  } rows[] = {
      {"1bffffffffffffffff", "18446744073709551615"},
      {"3bffffffffffffffff", "-18446744073709551616"},
      {"3903e7", "-1000"},
      {"fb3ff199999999999a", "1.1"},
      {"fb41d8d51c00000000", "1666478080"},
      {"fb7e37e43c8800759c", "1e+300"},
      {"f97c00", "null"},
      {"f97e00", "null"},
      {"f4", "false"},
      {"f5", "true"},
      {"f6", "null"},
      {"f7", "null"},
      {"f0", "null"},
      {"43fbffbf", "\"-_-_\""},
      {"40", "\"\""},
      {"c249010000000000000000", "\"AQAAAAAAAAAA\""},
      {"c11a514b67b0", "1363896240"},
      {"62225c", "\"\\\"\\\\\""},
      {"5f42fbff41bfff", "\"-_-_\""},
      {"7f62c3bc6161ff", "\"üa\""},
      {"7fff", "\"\""},
      {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"},
      {"bf61610161629f0203ffff", "{\"a\":1,\"b\":[2,3]}"},
      {"a301022003f504", "{\"1\":2,\"-1\":3,\"true\":4}"},
      {"a1820102f6", "{\"[1,2]\":null}"},
      {"a1f97e0001", "{\"null\":1}"},
      {"a141ff01", "{\"_w\":1}"},
      {"a1c1616101", "{\"a\":1}"},
      {"80", "[]"},
      {"a0", "{}"},
      {"0000", NULL},
      {"81", NULL},
      {"", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct buffer json = BUFFER(world.arena);
    uint8_t bytes[32];
    size_t length = strlen(rows[i].hex) / 2;
    CHECK_ROW("%s", rows[i].hex);
    CHECK(hex_decode(text_of(rows[i].hex), bytes, length));
    bool written = cbor_write_json((struct text){(char *)bytes, length}, &json);
    CHECK_INTEGER(written, rows[i].json != NULL);
    if (written) CHECK_TEXT(buffer_text(&json), rows[i].json);
  }
}

static void free_world(void) {
  static const char *const names[] = {"ec.pem", "rsa.cer", "stranger.txt"};
  for (size_t i = 0; i < 3; i++)
    unlink(arena_format(world.arena, "%s/%s", world.folder.at, names[i]).at);
  CHECK(rmdir(world.folder.at) == 0);
  for (int i = 0; i < ISSUER_COUNT; i++) EVP_PKEY_free(world.issuers[i].pkey);
  key_set_free(world.keys);
  arena_free(world.arena);
}

TESTS(codes_of_other_issuers, not_codes, compression_is_bounded, a_heng_code_is_named,
      any_cbor_becomes_json, free_world)
