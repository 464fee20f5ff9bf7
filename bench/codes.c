/* Checking a code, against the library's bare verification of the same signature. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "seal/key_ring.h"
#include "seal/seal.h"

enum { CHECKS = 3000 };

struct codes {
  struct arena *arena, *scratch;
  struct key_ring *ring;
  struct text text;
  EVP_PKEY *pkey;
  char message[64];
  uint8_t signature[80];
  size_t signature_length;
};

static void must(bool done, const char *what) {
  if (done) return;
  fprintf(stderr, "bench: %s\n", what);
  exit(3);
}

static double check_codes(void *context) {
  struct codes *codes = context;
  double start = bench_now();
  for (int i = 0; i < CHECKS; i++) {
    enum signature_state state;
    struct code code;
    struct error error;
    must(seal_open_code(key_ring_keys(codes->ring), 0, codes->text, codes->scratch, &state, &code,
                        &error) &&
             state == SIGNATURE_VALID,
         "the code does not open");
    arena_reset(codes->scratch);
  }
  return CHECKS / (bench_now() - start);
}

static double verify_bare(void *context) {
  struct codes *codes = context;
  double start = bench_now();
  for (int i = 0; i < CHECKS; i++) {
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    must(EVP_DigestVerifyInit(digest, NULL, EVP_sha256(), NULL, codes->pkey) == 1 &&
             EVP_DigestVerify(digest, codes->signature, codes->signature_length,
                              (const uint8_t *)codes->message, sizeof codes->message) == 1,
         "the bare signature does not verify");
    EVP_MD_CTX_free(digest);
  }
  return CHECKS / (bench_now() - start);
}

static void sign_bare(struct codes *codes, const char *folder) {
  char path[200];
  snprintf(path, sizeof path, "%s/signing.pem", folder);
  FILE *file = fopen(path, "r");
  must(file != NULL, "no signing key");
  codes->pkey = PEM_read_PrivateKey(file, NULL, NULL, NULL);
  fclose(file);
  EVP_MD_CTX *digest = EVP_MD_CTX_new();
  codes->signature_length = sizeof codes->signature;
  must(EVP_DigestSignInit(digest, NULL, EVP_sha256(), NULL, codes->pkey) == 1 &&
           EVP_DigestSign(digest, codes->signature, &codes->signature_length,
                          (const uint8_t *)codes->message, sizeof codes->message) == 1,
       "cannot sign");
  EVP_MD_CTX_free(digest);
}

void bench_codes(void) {
  char folder[] = "/tmp/heng-bench-XXXXXX";
  struct codes codes = {.arena = arena_make(), .scratch = arena_make()};
  struct error error;
  const struct code code = {.issuer = "hengyang",
                            .visit = "0123456789ab",
                            .site = "ba9876543210",
                            .enterprise = "91430400MA4L000012",
                            .from_us = INT64_C(1800000000000000),
                            .until_us = INT64_C(1800007200000000),
                            .issued_us = INT64_C(1799000000000000),
                            .people = 2,
                            .serial = 1,
                            .unit = "消防救援支队"};
  must(mkdtemp(folder) && key_ring_open(folder, COSE_ES256, &codes.ring, &error), "no keys");
  must(seal_code(key_ring_signing(codes.ring), &code, codes.arena, &codes.text, &error),
       "cannot seal");
  sign_bare(&codes, folder);
  bench_pair("code checked, from text to claims / ES256 verified by the library", "a second",
             check_codes, verify_bare, &codes, 0.9);
  EVP_PKEY_free(codes.pkey);
  key_ring_close(codes.ring);
  arena_free(codes.arena);
  arena_free(codes.scratch);
}
