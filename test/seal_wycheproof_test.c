/* Signatures and MACs against Project Wycheproof, through Heng's own functions. */
#include "base/file.h"
#include "check.h"
#include "seal/key_form.h"
#include "seal/mac.h"

struct wycheproof_case {
  int64_t number;
  struct text message, signature, secret, tag, result;
};

struct group {
  struct text public_pem;
  struct list cases;
};

struct vectors {
  int64_t case_count;
  struct list groups;
};

enum { HEX_MOST = 1 << 20, CASES_MOST = 10000 };

static const struct field case_fields[] = {
    FIELD_NAMED("tcId", INTEGER, struct wycheproof_case, number, .most = CASES_MOST),
    FIELD_NAMED("msg", TEXT, struct wycheproof_case, message, .most = HEX_MOST),
    FIELD_NAMED("sig", TEXT, struct wycheproof_case, signature, .flags = FIELD_OPTIONAL,
                .most = HEX_MOST),
    FIELD_NAMED("key", TEXT, struct wycheproof_case, secret, .flags = FIELD_OPTIONAL,
                .most = HEX_MOST),
    FIELD_NAMED("tag", TEXT, struct wycheproof_case, tag, .flags = FIELD_OPTIONAL,
                .most = HEX_MOST),
    FIELD(TEXT, struct wycheproof_case, result, .most = 16),
    FIELDS_OPEN_END,
};

static const struct field group_fields[] = {
    FIELD_NAMED("publicKeyPem", TEXT, struct group, public_pem, .flags = FIELD_OPTIONAL,
                .most = 4096),
    FIELD_NAMED("tests", LIST, struct group, cases, .most = CASES_MOST,
                .size = sizeof(struct wycheproof_case), .fields = case_fields),
    FIELDS_OPEN_END,
};

static const struct field vectors_fields[] = {
    FIELD_NAMED("numberOfTests", INTEGER, struct vectors, case_count, .most = CASES_MOST),
    FIELD_NAMED("testGroups", LIST, struct vectors, groups, .most = CASES_MOST,
                .size = sizeof(struct group), .fields = group_fields),
    FIELDS_OPEN_END,
};

static struct text bytes_of(struct text hex, struct arena *arena) {
  uint8_t *bytes = arena_take(arena, hex.length / 2 + 1);
  CHECK(hex_decode(hex, bytes, hex.length / 2));
  return (struct text){(char *)bytes, hex.length / 2};
}

static bool verifies(const struct group *group, const struct wycheproof_case *one, int64_t alg,
                     struct arena *arena) {
  uint8_t kid[CERTIFICATE_KID_SIZE];
  struct key *key;
  struct error error;
  if (!CHECK(key_from_certificate(group->public_pem, &key, kid, &error))) return false;
  bool valid = key_verify(key, alg, bytes_of(one->message, arena), bytes_of(one->signature, arena));
  key_free(key);
  return valid;
}

/* `alg` 0: HMAC with SM3. */
static void try_file(const char *name, int64_t alg, int wanted_valid, int wanted_refused) {
  struct arena *arena = arena_make();
  struct vectors vectors;
  struct error error;
  struct text json;
  int valid = 0, refused = 0;
  const char *path = check_shared_path(name);
  if (!file_read(path, 16 << 20, arena, &json, &error)) {
    check_skip(name);
    arena_free(arena);
    return;
  }
  CHECK(json_read(json, vectors_fields, &vectors, arena, &error));
  for (size_t i = 0; i < vectors.groups.count; i++) {
    const struct group *group = (const struct group *)vectors.groups.at + i;
    for (size_t j = 0; j < group->cases.count; j++) {
      const struct wycheproof_case *one = (const struct wycheproof_case *)group->cases.at + j;
      CHECK_ROW("%s case %d", name, (int)one->number);
      bool holds = alg ? verifies(group, one, alg, arena)
                       : mac_matches(MAC_SM3, bytes_of(one->secret, arena),
                                     bytes_of(one->message, arena), bytes_of(one->tag, arena));
      CHECK_INTEGER(holds, text_equal(one->result, TEXT("valid")));
      if (holds)
        valid++;
      else
        refused++;
    }
  }
  CHECK_ROW("%s", name);
  CHECK_INTEGER(valid, wanted_valid);
  CHECK_INTEGER(refused, wanted_refused);
  CHECK_INTEGER(valid + refused, vectors.case_count);
  printf("%s: %d accepted, %d refused of %d\n", name, valid, refused, (int)vectors.case_count);
  arena_free(arena);
}

static void es256(void) {
  try_file("vectors/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json", COSE_ES256, 173, 89);
}

static void ed25519(void) {
  try_file("vectors/wycheproof/ed25519_test.json", COSE_EDDSA, 88, 63);
}

static void hmac_sm3(void) {
  try_file("vectors/wycheproof/hmac_sm3_test.json", 0, 66, 108);
}

TESTS(es256, ed25519, hmac_sm3)
