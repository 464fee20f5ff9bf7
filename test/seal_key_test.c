/* Keys: files, published forms, the ring and its rotations. */
#include "seal/key_ring.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "seal/key_form.h"

static const int64_t signing_algs[] = {COSE_ES256, COSE_EDDSA, COSE_SM2};

static struct text folder_make(struct arena *arena) {
  char *path = arena_take(arena, 64);
  snprintf(path, 64, "/tmp/heng-key-XXXXXX");
  CHECK(mkdtemp(path) != NULL);
  return text_of(path);
}

static void remove_folder(struct arena *arena, struct text folder) {
  static const char *const names[] = {"signing.pem", "older.json", "a.pem", "b.pem", "keys.json"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    unlink(arena_format(arena, "%s/%s", folder.at, names[i]).at);
  CHECK(rmdir(folder.at) == 0);
}

static bool signs_for(const struct key *signer, const struct key *verifier) {
  uint8_t signature[KEY_SIGNATURE_MOST];
  size_t length;
  struct error error;
  struct text message = TEXT("weighed");
  if (!CHECK(key_sign(signer, message, signature, &length, &error))) return false;
  return key_verify(verifier, key_alg(signer), message, (struct text){(char *)signature, length});
}

/* RFC 9679 section 6. */
static void thumbprint_of_the_rfc(void) {
  static const struct jwk jwk = {.kty = TEXT("EC"),
                                 .crv = TEXT("P-256"),
                                 .x = TEXT("Ze2loSV3wrroKUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0"),
                                 .y = TEXT("HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw")};
  struct key *key;
  struct error error;
  char hex[2 * THUMBPRINT_SIZE];
  if (!CHECK(key_from_jwk(&jwk, &key, &error))) return;
  hex_encode(key_thumbprint(key), THUMBPRINT_SIZE, hex);
  CHECK_TEXT(((struct text){hex, sizeof hex}),
             "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec");
  key_free(key);
}

static void every_form_returns_the_key(void) {
  struct arena *arena = arena_make();
  for (size_t i = 0; i < 3; i++) {
    struct key *key, *by_jwk, *by_cose;
    struct error error;
    struct text kid = NO_TEXT;
    uint8_t room[512];
    struct cbor_writer writer = CBOR_WRITER(room, sizeof room);
    CHECK_ROW("%s", alg_name(signing_algs[i]));
    CHECK(key_make(signing_algs[i], &key, &error));
    CHECK_INTEGER(key_alg(key), signing_algs[i]);
    struct jwk jwk = jwk_of_key(key, arena);
    CHECK(key_from_jwk(&jwk, &by_jwk, &error));
    key_put_cose(&writer, key);
    CHECK(key_from_cose(cbor_written(&writer), &by_cose, &kid, &error));
    CHECK(text_equal(kid, key_kid(key)));
    CHECK(signs_for(key, by_jwk) && signs_for(key, by_cose));
    CHECK(memcmp(key_thumbprint(key), key_thumbprint(by_jwk), THUMBPRINT_SIZE) == 0);
    CHECK(memcmp(key_thumbprint(key), key_thumbprint(by_cose), THUMBPRINT_SIZE) == 0);
    key_free(by_jwk);
    key_free(by_cose);
    key_free(key);
  }
  arena_free(arena);
}

static void bad_jwks_are_refused(void) {
#define X TEXT("Ze2loSV3wrroKUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0")
#define Y TEXT("HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw")
  static const struct {
    const char *what;
    struct jwk jwk;
  } cases[] = {
      {"no curve", {.kty = TEXT("EC"), .x = X, .y = Y}},
      {"unknown curve", {.kty = TEXT("EC"), .crv = TEXT("P-192"), .x = X, .y = Y}},
      {"type of another curve", {.kty = TEXT("OKP"), .crv = TEXT("P-256"), .x = X, .y = Y}},
      {"secret", {.kty = TEXT("oct"), .x = X}},
      {"no y", {.kty = TEXT("EC"), .crv = TEXT("P-256"), .x = X}},
      {"not on the curve", {.kty = TEXT("EC"), .crv = TEXT("P-256"), .x = X, .y = X}},
      {"padded", {.kty = TEXT("OKP"), .crv = TEXT("Ed25519"), .x = TEXT("AAAA=")}},
      {"short", {.kty = TEXT("OKP"), .crv = TEXT("Ed25519"), .x = TEXT("AAAA")}},
      {"RSA of no bits", {.kty = TEXT("RSA"), .n = TEXT("AQAB"), .e = TEXT("AQAB")}},
      {"RSA without numbers", {.kty = TEXT("RSA")}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct key *key;
    struct error error = {0};
    CHECK_ROW("%s", cases[i].what);
    CHECK(!key_from_jwk(&cases[i].jwk, &key, &error));
    CHECK_INTEGER(error.code, ERROR_bad_key);
  }
}

static void a_signature_is_for_one_algorithm_and_message(void) {
  struct key *key, *other;
  struct error error;
  uint8_t signature[KEY_SIGNATURE_MOST];
  size_t length = 0;
  CHECK(key_make(COSE_ES256, &key, &error) && key_make(COSE_ES256, &other, &error));
  CHECK(key_sign(key, TEXT("weighed"), signature, &length, &error));
  CHECK_INTEGER(length, 64);
  struct text right = {(char *)signature, length};
  CHECK(key_verify(key, COSE_ES256, TEXT("weighed"), right));
  CHECK(!key_verify(key, COSE_ES256, TEXT("weigher"), right));
  CHECK(!key_verify(other, COSE_ES256, TEXT("weighed"), right));
  CHECK(!key_verify(key, COSE_ES256, TEXT("weighed"), (struct text){right.at, 63}));
  CHECK(!key_verify(key, COSE_ES256, TEXT("weighed"), TEXT("")));
  static const int64_t others[] = {COSE_ES384, COSE_ES512, COSE_EDDSA, COSE_PS256, COSE_SM2, 0, -6};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    CHECK(!key_verify(key, others[i], TEXT("weighed"), right));
  key_free(key);
  key_free(other);
}

static void key_files(void) {
  struct arena *arena = arena_make();
  struct text folder = folder_make(arena);
  const char *path = arena_format(arena, "%s/a.pem", folder.at).at;
  for (size_t i = 0; i < 3; i++) {
    struct key *key, *again, *third;
    struct error error = {0};
    struct stat found;
    CHECK_ROW("%s", alg_name(signing_algs[i]));
    CHECK(key_file_make(path, signing_algs[i], &key, &error));
    CHECK(stat(path, &found) == 0 && (found.st_mode & 07777) == 0600);
    CHECK(!key_file_make(path, signing_algs[i], &third, &error));
    CHECK_INTEGER(error.code, ERROR_bad_key);
    CHECK(key_file_load(path, &again, &error));
    CHECK_INTEGER(key_alg(again), signing_algs[i]);
    CHECK(signs_for(again, key));
    CHECK(chmod(path, 0640) == 0 && !key_file_load(path, &third, &error));
    CHECK_INTEGER(error.code, ERROR_bad_key);
    key_free(key);
    key_free(again);
    CHECK(unlink(path) == 0);
    CHECK(!key_file_load(path, &third, &error));
    CHECK_INTEGER(error.code, ERROR_disk);
  }
  struct key *key;
  struct error error;
  CHECK(file_replace(path, TEXT("-----BEGIN PRIVATE KEY-----\nAAAA\n"), 0600, &error));
  CHECK(!key_file_load(path, &key, &error));
  CHECK_INTEGER(error.code, ERROR_bad_key);
  remove_folder(arena, folder);
  arena_free(arena);
}

static size_t count_keys(const struct key_set *set, struct text kid, int64_t now_us) {
  size_t count = 0, cursor = 0;
  while (key_set_next(set, kid, now_us, &cursor)) count++;
  return count;
}

static void rotation_keeps_older_keys_until_they_end(void) {
  struct arena *arena = arena_make();
  struct text folder = folder_make(arena);
  struct key_ring *ring, *reopened;
  struct error error = {0};
  if (!CHECK(key_ring_open(folder.at, COSE_ES256, &ring, &error))) return;
  const struct key *first = key_ring_signing(ring);
  struct text first_kid = arena_copy(arena, key_kid(first));
  CHECK_INTEGER(count_keys(key_ring_keys(ring), NO_TEXT, 0), 1);

  CHECK(key_ring_rotate(ring, COSE_ES256, 1000000, 0, &error));
  const struct key *second = key_ring_signing(ring);
  CHECK(!text_equal(key_kid(second), first_kid));
  CHECK_INTEGER(count_keys(key_ring_keys(ring), first_kid, 1000000), 1);
  CHECK_INTEGER(count_keys(key_ring_keys(ring), first_kid, 1000001), 0);
  CHECK_INTEGER(count_keys(key_ring_keys(ring), NO_TEXT, 1000001), 1);
  size_t cursor = 0;
  const struct key *kept = key_set_next(key_ring_keys(ring), first_kid, 0, &cursor);
  CHECK(kept && signs_for(first, kept)); /* what was handed out before still signs */

  CHECK(key_ring_rotate(ring, COSE_EDDSA, 2000000, 0, &error));
  CHECK_INTEGER(key_alg(key_ring_signing(ring)), COSE_EDDSA);
  CHECK_INTEGER(count_keys(key_ring_keys(ring), NO_TEXT, 0), 3);
  CHECK(key_ring_open(folder.at, COSE_ES256, &reopened, &error));
  CHECK_INTEGER(count_keys(key_ring_keys(reopened), NO_TEXT, 0), 3);
  CHECK_INTEGER(count_keys(key_ring_keys(reopened), NO_TEXT, 1500000), 2);

  CHECK(key_ring_retire(ring, first_kid, 0, &error));
  CHECK_INTEGER(count_keys(key_ring_keys(ring), first_kid, 1), 0);
  CHECK_INTEGER(count_keys(key_ring_keys(reopened), first_kid, 1), 1);
  CHECK(key_ring_reload(reopened, &error));
  CHECK_INTEGER(count_keys(key_ring_keys(reopened), first_kid, 1), 0);
  CHECK(!key_ring_retire(ring, TEXT("none"), 0, &error));
  CHECK_INTEGER(error.code, ERROR_bad_key);
  CHECK(!key_ring_retire(ring, key_kid(key_ring_signing(ring)), 0, &error));
  key_ring_close(reopened);
  key_ring_close(ring);
  remove_folder(arena, folder);
  arena_free(arena);
}

/* older.json is written first: if nothing follows, the signing key stands in it and still counts.
 */
static void a_rotation_that_stops_half_way_harms_nothing(void) {
  struct arena *arena = arena_make();
  struct text folder = folder_make(arena), secret;
  struct key_ring *ring;
  struct error error = {0};
  if (!CHECK(key_ring_open(folder.at, COSE_ES256, &ring, &error))) return;
  const char *path = arena_format(arena, "%s/signing.pem", folder.at).at;
  struct text kid = arena_copy(arena, key_kid(key_ring_signing(ring)));
  CHECK(file_read(path, 8192, arena, &secret, &error));
  CHECK(key_ring_rotate(ring, COSE_ES256, 1000000, 0, &error));
  CHECK(file_replace(path, secret, 0600, &error));
  CHECK(key_ring_reload(ring, &error));
  CHECK(text_equal(key_kid(key_ring_signing(ring)), kid));
  CHECK_INTEGER(count_keys(key_ring_keys(ring), NO_TEXT, 0), 1);
  CHECK_INTEGER(count_keys(key_ring_keys(ring), kid, 9000000), 1);
  CHECK(key_ring_rotate(ring, COSE_ES256, 2000000, 0, &error));
  CHECK_INTEGER(count_keys(key_ring_keys(ring), kid, 2000000), 1);
  CHECK_INTEGER(count_keys(key_ring_keys(ring), kid, 2000001), 0);
  key_ring_close(ring);
  remove_folder(arena, folder);
  arena_free(arena);
}

/* What a ring publishes is what a verifier loads. */
static void published_keys_load(void) {
  struct arena *arena = arena_make();
  struct text folder = folder_make(arena);
  struct key_ring *ring;
  struct error error = {0};
  if (!CHECK(key_ring_open(folder.at, COSE_ES256, &ring, &error))) return;
  CHECK(key_ring_rotate(ring, COSE_SM2, INT64_C(4000000000000000), 0, &error));
  CHECK(key_ring_rotate(ring, COSE_EDDSA, INT64_C(4000000000000000), 0, &error));
  const struct key_set *keys = key_ring_keys(ring);
  struct text forms[] = {key_set_jwks(keys, 0, arena), key_set_cose(keys, 0, arena)};
  const char *path = arena_format(arena, "%s/keys.json", folder.at).at;
  for (size_t form = 0; form < 2; form++) {
    struct key_set *loaded = key_set_make();
    struct buffer notes = BUFFER(arena);
    size_t cursor = 0;
    CHECK_ROW("%s", form ? "COSE key set" : "JWKS");
    CHECK(forms[form].length > 0 && file_replace(path, forms[form], 0644, &error));
    CHECK(key_set_load(loaded, path, &notes, &error));
    CHECK_INTEGER(notes.length, 0);
    CHECK_INTEGER(count_keys(loaded, NO_TEXT, 0), 3);
    for (const struct key *key; (key = key_set_next(keys, NO_TEXT, 0, &cursor));)
      CHECK_INTEGER(count_keys(loaded, key_kid(key), 0), 1);
    key_set_free(loaded);
  }
  CHECK(text_find(forms[0], TEXT("\"d\":")) == SIZE_MAX);
  key_ring_close(ring);
  remove_folder(arena, folder);
  arena_free(arena);
}

/* The kid of a JWK counts as it is written and as the bytes that it stands for. */
static void kids_of_a_jwks_are_read_both_ways(void) {
  static const struct {
    const char *kid, *hex;
  } cases[] = {
      {"DEsVUSvpFAE=", "0c4b15512be91401"},
      {"DEsVUSvpFAE", "0c4b15512be91401"},
      {"-_-_", "fbffbf"},
      {"+/+/", "fbffbf"},
      {"city 1", NULL},
      {"MTE", "3131"},
  };
  struct arena *arena = arena_make();
  struct text folder = folder_make(arena);
  const char *path = arena_format(arena, "%s/keys.json", folder.at).at;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct key_set *set = key_set_make();
    struct buffer notes = BUFFER(arena);
    struct error error;
    uint8_t bytes[16];
    struct text json = arena_format(
        arena,
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}",
        cases[i].kid, X.at, Y.at);
    CHECK_ROW("%s", cases[i].kid);
    CHECK(file_replace(path, json, 0644, &error) && key_set_load(set, path, &notes, &error));
    CHECK_INTEGER(count_keys(set, text_of(cases[i].kid), 0), 1);
    CHECK_INTEGER(count_keys(set, TEXT("other"), 0), 0);
    if (cases[i].hex) {
      size_t length = strlen(cases[i].hex) / 2;
      CHECK(hex_decode(text_of(cases[i].hex), bytes, length));
      CHECK_INTEGER(count_keys(set, (struct text){(char *)bytes, length}, 0), 1);
    }
    key_set_free(set);
  }
  remove_folder(arena, folder);
  arena_free(arena);
}

TESTS(thumbprint_of_the_rfc, every_form_returns_the_key, bad_jwks_are_refused,
      a_signature_is_for_one_algorithm_and_message, key_files,
      rotation_keeps_older_keys_until_they_end, a_rotation_that_stops_half_way_harms_nothing,
      published_keys_load, kids_of_a_jwks_are_read_both_ways)
