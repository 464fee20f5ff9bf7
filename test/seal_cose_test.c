/* COSE: its examples (cose-wg/Examples) through Heng's own functions, and malformed messages.
 *
 * Every case is counted. What Heng has no cipher for is named in `out_of_scope`: there the bytes
 * that the cipher covers are still compared. */
#include "seal/cose.h"

#include <dirent.h>

#include "base/file.h"
#include "check.h"
#include "seal/cbor.h"
#include "seal/key_form.h"
#include "seal/mac.h"

/* The members of an example that matter here. */
struct example_key {
  struct text kty, crv, x, y, x_hex, y_hex;
};

struct signer {
  struct example_key *key;
  struct text external;
};

struct signers {
  struct list signers;
  struct signers *countersign;
  struct text external;
};

struct input {
  struct signer *sign0;
  struct signers *sign, *enveloped;
  struct text mac0, mac;
};

struct covered_hex {
  struct text to_be_signed;
};

struct intermediates {
  struct text to_be_signed, to_mac, aad, cek;
  struct list signers, countersigners;
};

struct output {
  struct text cbor;
};

struct example {
  bool fail;
  struct input input;
  struct intermediates intermediates;
  struct output output;
};

#define ANY .flags = FIELD_OPTIONAL, .most = 1 << 16

static const struct field key_fields[] = {
    FIELD(TEXT, struct example_key, kty, ANY),
    FIELD(TEXT, struct example_key, crv, ANY),
    FIELD(TEXT, struct example_key, x, ANY),
    FIELD(TEXT, struct example_key, y, ANY),
    FIELD(TEXT, struct example_key, x_hex, ANY),
    FIELD(TEXT, struct example_key, y_hex, ANY),
    FIELDS_OPEN_END,
};
static const struct field signer_fields[] = {
    FIELD_POINTER_TO(struct signer, key, struct example_key, .flags = FIELD_OPTIONAL,
                     .fields = key_fields),
    FIELD(TEXT, struct signer, external, ANY),
    FIELDS_OPEN_END,
};
static const struct field countersign_fields[] = {
    FIELD(LIST, struct signers, signers, .most = 8, .size = sizeof(struct signer),
          .fields = signer_fields),
    FIELDS_OPEN_END,
};
static const struct field signers_fields[] = {
    FIELD(TEXT, struct signers, external, ANY),
    FIELD(LIST, struct signers, signers, ANY, .size = sizeof(struct signer),
          .fields = signer_fields),
    FIELD_POINTER_TO(struct signers, countersign, struct signers, .flags = FIELD_OPTIONAL,
                     .fields = countersign_fields),
    FIELDS_OPEN_END,
};
static const struct field input_fields[] = {
    FIELD_POINTER_TO(struct input, sign0, struct signer, .flags = FIELD_OPTIONAL,
                     .fields = signer_fields),
    FIELD_POINTER_TO(struct input, sign, struct signers, .flags = FIELD_OPTIONAL,
                     .fields = signers_fields),
    FIELD_POINTER_TO(struct input, enveloped, struct signers, .flags = FIELD_OPTIONAL,
                     .fields = signers_fields),
    FIELD(RAW, struct input, mac0, ANY),
    FIELD(RAW, struct input, mac, ANY),
    FIELDS_OPEN_END,
};
static const struct field covered_fields[] = {
    FIELD_NAMED("ToBeSign_hex", TEXT, struct covered_hex, to_be_signed, ANY),
    FIELDS_OPEN_END,
};
static const struct field intermediates_fields[] = {
    FIELD_NAMED("ToBeSign_hex", TEXT, struct intermediates, to_be_signed, ANY),
    FIELD_NAMED("ToMac_hex", TEXT, struct intermediates, to_mac, ANY),
    FIELD_NAMED("AAD_hex", TEXT, struct intermediates, aad, ANY),
    FIELD_NAMED("CEK_hex", TEXT, struct intermediates, cek, ANY),
    FIELD(LIST, struct intermediates, signers, ANY, .size = sizeof(struct covered_hex),
          .fields = covered_fields),
    FIELD(LIST, struct intermediates, countersigners, ANY, .size = sizeof(struct covered_hex),
          .fields = covered_fields),
    FIELDS_OPEN_END,
};
static const struct field output_fields[] = {
    FIELD(TEXT, struct output, cbor, .most = 1 << 16),
    FIELDS_OPEN_END,
};
static const struct field example_fields[] = {
    FIELD(BOOLEAN, struct example, fail, .flags = FIELD_OPTIONAL),
    FIELD_STRUCT(struct example, input, .fields = input_fields),
    FIELD_STRUCT(struct example, intermediates, .fields = intermediates_fields),
    FIELD_STRUCT(struct example, output, .fields = output_fields),
    FIELDS_OPEN_END,
};

/* Tags of HMAC are checked with the content key that the example gives; Heng has no AES. */
static const struct {
  const char *name, *why;
} out_of_scope[] = {
    {"Appendix_C_5_1", "the tag is AES-CBC-MAC"},
    {"Appendix_C_5_3", "the tag is AES-CBC-MAC"},
    {"Appendix_C_6_1", "the tag is AES-CBC-MAC"},
    {"Appendix_B", "AES-GCM"},
    {"Appendix_C_3_1", "AES-GCM"},
    {"Appendix_C_3_2", "AES-CCM"},
    {"Appendix_C_3_3", "AES-GCM"},
    {"Appendix_C_3_4", "AES-GCM"},
    {"Appendix_C_4_1", "AES-CCM"},
    {"Appendix_C_4_2", "AES-CCM"},
    {"A_5", "AES-CCM"},
    {"A_6", "AES-CCM"},
};

static struct { int verified, refused, covered, countersigned, authenticated, beyond; } counts;

static bool is_beyond(const char *name) {
  for (size_t i = 0; i < sizeof out_of_scope / sizeof *out_of_scope; i++)
    if (strncmp(name, out_of_scope[i].name, strcspn(name, ".")) == 0) return true;
  return false;
}

static struct text bytes_of(struct text hex, struct arena *arena) {
  uint8_t *bytes = arena_take(arena, hex.length / 2 + 1);
  CHECK(hex_decode(hex, bytes, hex.length / 2));
  return (struct text){(char *)bytes, hex.length / 2};
}

static struct text base64url_of_hex(struct text hex, struct arena *arena) {
  struct text bytes = bytes_of(hex, arena);
  char *at = arena_take(arena, BASE64_SIZE(bytes.length) + 1);
  return (struct text){at, base64_encode((const uint8_t *)bytes.at, bytes.length, true, at)};
}

static struct key *key_of(const struct example_key *example, struct arena *arena) {
  struct jwk jwk = {.kty = example->kty, .crv = example->crv, .x = example->x, .y = example->y};
  struct key *key = NULL;
  struct error error;
  if (example->x_hex.at) jwk.x = base64url_of_hex(example->x_hex, arena);
  if (example->y_hex.at) jwk.y = base64url_of_hex(example->y_hex, arena);
  CHECK(key_from_jwk(&jwk, &key, &error));
  return key;
}

/* Are the bytes that we cover those of the example? */
static struct text check_covered(const struct cose_covered *covered, struct text wanted_hex,
                                 struct arena *arena) {
  size_t length = cose_covered_write(covered, NULL, 0);
  uint8_t *bytes = arena_take(arena, length);
  CHECK_INTEGER(cose_covered_write(covered, bytes, length), length);
  struct text got = {(char *)bytes, length};
  counts.covered += CHECK(text_equal(got, bytes_of(wanted_hex, arena)));
  return got;
}

static bool check_signature(const struct cose_message *message, size_t index,
                            const struct signer *signer, struct text wanted_hex, bool fails,
                            struct arena *arena) {
  struct text external = signer->external.at ? bytes_of(signer->external, arena) : TEXT("");
  struct cose_covered covered = cose_covered_of(message, index, external);
  size_t length = cose_covered_write(&covered, NULL, 0);
  uint8_t *bytes = arena_take(arena, length);
  cose_covered_write(&covered, bytes, length);
  struct text own = {(char *)bytes, length};
  /* a failing example may have been changed after it was signed */
  if (!fails) check_covered(&covered, wanted_hex, arena);
  struct key *key = key_of(signer->key, arena);
  int64_t alg = 0;
  bool valid = cose_alg(&message->signatures[index], &alg) &&
               key_verify(key, alg, own, message->signatures[index].signature);
  key_free(key);
  return valid;
}

static bool check_sign1(const struct example *example, struct text cose, struct arena *arena) {
  struct cose_message message;
  const char *problem;
  if (!cose_read(cose, &message, &problem)) return false;
  CHECK(message.sign1);
  return check_signature(&message, 0, example->input.sign0, example->intermediates.to_be_signed,
                         example->fail, arena);
}

static bool check_sign(const struct example *example, struct text cose, struct arena *arena) {
  const struct signer *signers = example->input.sign->signers.at;
  const struct covered_hex *wanted = example->intermediates.signers.at;
  struct cose_message message;
  const char *problem;
  if (!cose_read(cose, &message, &problem)) return false;
  CHECK(!message.sign1);
  CHECK_INTEGER(message.signature_count, example->input.sign->signers.count);
  for (size_t i = 0; i < message.signature_count; i++)
    if (!check_signature(&message, i, &signers[i], wanted[i].to_be_signed, example->fail, arena))
      return false;
  return true;
}

/* The tag, the head of the array, the protected headers; the unprotected ones stay ahead. */
static struct cbor_reader open_message(struct text cose, struct text *ret_protected) {
  struct cbor_reader reader = CBOR_READER(cose);
  struct cbor_item item;
  CHECK(cbor_next(&reader, &item) && item.kind == CBOR_TAG);
  CHECK(cbor_next(&reader, &item) && item.kind == CBOR_ARRAY);
  CHECK(cbor_next_bytes(&reader, ret_protected));
  return reader;
}

/* MAC and encryption: the payload or ciphertext, and the MAC's tag when there is one. */
static void check_mac(const struct example *example, struct text cose, bool checks_tag,
                      struct arena *arena) {
  struct cose_covered covered = {.context = example->input.mac0.at ? TEXT("MAC0") : TEXT("MAC")};
  struct text tag;
  struct cbor_reader reader = open_message(cose, &covered.body_protected);
  CHECK(cbor_skip(&reader, NULL) && cbor_next_bytes(&reader, &covered.payload));
  CHECK(cbor_next_bytes(&reader, &tag));
  struct text bytes = check_covered(&covered, example->intermediates.to_mac, arena);
  struct text secret = bytes_of(example->intermediates.cek, arena);
  if (checks_tag) counts.authenticated += CHECK(mac_matches(MAC_SHA256, secret, bytes, tag));
}

static void check_encrypted(const struct example *example, struct text cose, struct arena *arena) {
  const struct signers *enveloped = example->input.enveloped;
  struct cose_covered covered = {.context = enveloped ? TEXT("Encrypt") : TEXT("Encrypt0")};
  if (enveloped && enveloped->external.at) covered.external = bytes_of(enveloped->external, arena);
  open_message(cose, &covered.body_protected);
  check_covered(&covered, example->intermediates.aad, arena);
}

/* The countersignature under the header 7: [protected, unprotected, signature]. */
static void check_countersignature(const struct example *example, const struct signers *signed_by,
                                   struct text cose, struct arena *arena) {
  const struct covered_hex *wanted = example->intermediates.countersigners.at;
  const struct signer *signer = signed_by->countersign->signers.at;
  struct cose_covered covered = {.context = TEXT("CounterSignature")};
  struct text signature = NO_TEXT;
  struct cbor_reader reader = open_message(cose, &covered.body_protected);
  struct cbor_item map, label;
  uint64_t taken = 0;
  int64_t number;
  CHECK(cbor_next(&reader, &map) && map.kind == CBOR_MAP);
  while (cbor_more(&reader, &map, &taken)) {
    CHECK(cbor_next(&reader, &label));
    if (!cbor_integer(&label, &number) || number != 7) {
      CHECK(cbor_skip(&reader, NULL));
      continue;
    }
    CHECK(cbor_next_array(&reader, 3) && cbor_next_bytes(&reader, &covered.sign_protected));
    CHECK(cbor_skip(&reader, NULL) && cbor_next_bytes(&reader, &signature));
  }
  CHECK(cbor_next_bytes(&reader, &covered.payload));
  struct text bytes = check_covered(&covered, wanted[0].to_be_signed, arena);
  struct key *key = key_of(signer->key, arena);
  counts.countersigned += CHECK(key_verify(key, key_alg(key), bytes, signature));
  key_free(key);
}

static void try_example(const char *name, struct text json, struct arena *arena) {
  struct example example;
  struct error error;
  if (!CHECK(json_read(json, example_fields, &example, arena, &error))) return;
  struct text cose = bytes_of(example.output.cbor, arena);
  const struct input *input = &example.input;
  if (input->sign0 || input->sign) {
    bool valid =
        input->sign0 ? check_sign1(&example, cose, arena) : check_sign(&example, cose, arena);
    CHECK_INTEGER(valid, !example.fail);
    if (valid)
      counts.verified++;
    else
      counts.refused++;
  } else if (input->mac0.at || input->mac.at) {
    check_mac(&example, cose, !is_beyond(name), arena);
  } else {
    check_encrypted(&example, cose, arena);
  }
  const struct signers *signers = input->sign ? input->sign : input->enveloped;
  if (signers && signers->countersign) check_countersignature(&example, signers, cose, arena);
  if (is_beyond(name)) counts.beyond++;
}

static bool try_folder(const char *below) {
  struct arena *arena = arena_make();
  char folder[1024];
  snprintf(folder, sizeof folder, "%s", check_shared_path(below));
  DIR *listing = opendir(folder);
  struct dirent *entry;
  while (listing && (entry = readdir(listing))) {
    struct text json;
    struct error error;
    if (!strstr(entry->d_name, ".json")) continue;
    CHECK_ROW("%s", entry->d_name);
    const char *path = arena_format(arena, "%s/%s", folder, entry->d_name).at;
    if (CHECK(file_read(path, 1 << 20, arena, &json, &error)))
      try_example(entry->d_name, json, arena);
  }
  if (listing) closedir(listing);
  arena_free(arena);
  return listing != NULL;
}

static void examples(void) {
  static const char *const folders[] = {
      "vectors/cose/sign1-tests",
      "vectors/cose/ecdsa-examples",
      "vectors/cose/eddsa-examples",
      "vectors/cose/RFC8152",
      "vectors/cose/CWT",
  };
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    if (!try_folder(folders[i])) {
      check_skip(folders[i]);
      return;
    }
  CHECK_ROW("all examples");
  CHECK_INTEGER(counts.verified, 21);
  CHECK_INTEGER(counts.refused, 6);
  CHECK_INTEGER(counts.countersigned, 2);
  CHECK_INTEGER(counts.authenticated, 4);
  CHECK_INTEGER(counts.beyond, 12);
  CHECK_INTEGER(counts.covered, 40);
  printf("COSE: %d signed examples verify, %d marked as failing are refused, %d countersignatures "
         "and %d HMACs verify, %d covered byte strings are identical\n",
         counts.verified, counts.refused, counts.countersigned, counts.authenticated,
         counts.covered);
  for (size_t i = 0; i < sizeof out_of_scope / sizeof *out_of_scope; i++)
    printf("COSE: %s beyond what it covers is out of scope: %s\n", out_of_scope[i].name,
           out_of_scope[i].why);
}

/* Each is a COSE_Sign1 of the payload 01 and the signature 02, but for one thing. */
static void malformed(void) {
  static const struct {
    const char *what, *hex;
    bool reads;
  } cases[] = {
      {"as it should be", "d28443a10126a041014102", true},
      {"without a tag", "8443a10126a041014102", true},
      {"in a CWT tag", "d83dd28443a10126a041014102", true},
      {"in a CWT tag alone", "d83d8443a10126a041014102", true},
      {"of unknown length", "d29f43a10126bfff41014102ff", true},
      {"no protected headers", "d28440a1012641014102", true},
      {"detached payload", "d28443a10126a0f64102", true},
      {"two CWT tags", "d83dd83dd28443a10126a041014102", false},
      {"another tag", "d18443a10126a041014102", false},
      {"the tag of COSE_Sign", "d8628443a10126a041014102", false},
      {"bytes behind", "d28443a10126a04101410200", false},
      {"cut", "d28443a10126a0410141", false},
      {"array of three", "d28343a10126a04101", false},
      {"array of five", "d28543a10126a04101410202", false},
      {"five of unknown length", "d29f43a10126a04101410202ff", false},
      {"protected headers as a map", "d284a10126a041014102", false},
      {"protected headers not CBOR", "d28443ffffffa041014102", false},
      {"bytes behind the protected map", "d28444a1012600a041014102", false},
      {"unprotected headers as a list", "d28443a101268041014102", false},
      {"payload as text", "d28443a10126a061614102", false},
      {"signature as a number", "d28443a10126a0410102", false},
      {"alg twice", "d28445a201260126a041014102", false},
      {"kid twice", "d28443a10126a204413104413241014102", false},
      {"kid as text", "d28443a10126a104613141014102", false},
      {"alg as bytes", "d28444a1014126a041014102", false},
      {"crit outside", "d28443a10126a10281617841014102", false},
      {"crit empty", "d28445a201260280a041014102", false},
      {"an array", "80", false},
      {"a number", "00", false},
      {"nothing", "", false},
  };
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct cose_message message;
    const char *problem = NULL;
    CHECK_ROW("%s", cases[i].what);
    struct text bytes = bytes_of(text_of(cases[i].hex), arena);
    CHECK_INTEGER(cose_read(bytes, &message, &problem), cases[i].reads);
    CHECK_INTEGER(problem != NULL, !cases[i].reads);
  }
  arena_free(arena);
}

static void the_protected_bucket_comes_first(void) {
  static const struct {
    const char *what, *hex, *kid;
    int64_t alg;
    bool critical_unknown;
  } cases[] = {
      {"kid in both", "d28446a20126044131a104413241014102", "1", COSE_ES256, false},
      {"kid outside", "d28443a10126a104413241014102", "2", COSE_ES256, false},
      {"alg in both", "d28443a10126a101382441014102", NULL, COSE_ES256, false},
      {"alg outside", "d28440a101382441014102", NULL, COSE_PS256, false},
      {"known header critical", "d28446a20126028104a041014102", NULL, COSE_ES256, false},
      {"unknown number critical", "d28447a2012602811822a041014102", NULL, COSE_ES256, true},
      {"unknown name critical", "d28447a2012602816178a041014102", NULL, COSE_ES256, true},
  };
  struct arena *arena = arena_make();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct cose_message message;
    const char *problem;
    int64_t alg = 0;
    CHECK_ROW("%s", cases[i].what);
    struct text bytes = bytes_of(text_of(cases[i].hex), arena);
    if (!CHECK(cose_read(bytes, &message, &problem))) continue;
    CHECK(cose_alg(&message.signatures[0], &alg) && alg == cases[i].alg);
    struct text kid = cose_kid(&message.signatures[0]);
    CHECK(cases[i].kid ? text_equal(kid, text_of(cases[i].kid)) : kid.at == NULL);
    CHECK_INTEGER(message.body_headers.critical_unknown, cases[i].critical_unknown);
  }
  arena_free(arena);
}

TESTS(examples, malformed, the_protected_bucket_comes_first)
