/* Sealing and opening. */
#include "seal/seal.h"

#include <assert.h>

enum { HEADERS_MOST = 32 };

/* What goes around the payload of a code: tag, array, protected headers and signature with their
 * heads, the empty map, the payload's head. */
static size_t payload_most(const struct key *key) {
  uint8_t headers[HEADERS_MOST];
  size_t header_length = cose_headers_write(key_alg(key), key_kid(key), headers, sizeof headers);
  enum { TAG = 1, ARRAY = 1, HEADERS_HEAD = 1, MAP = 1, PAYLOAD_HEAD = 2, SIGNATURE = 2 + 64 };
  return CODE_BYTES_MOST - header_length -
         (TAG + ARRAY + HEADERS_HEAD + MAP + PAYLOAD_HEAD + SIGNATURE);
}

static struct text covered_bytes(const struct cose_covered *covered, struct arena *arena) {
  size_t length = cose_covered_write(covered, NULL, 0);
  uint8_t *bytes = arena_take(arena, length);
  cose_covered_write(covered, bytes, length);
  return (struct text){(const char *)bytes, length};
}

bool seal_sign(const struct key *key, struct text payload, struct arena *arena,
               struct text *ret_cose, struct error *ret_error) {
  uint8_t headers[HEADERS_MOST], signature[KEY_SIGNATURE_MOST];
  size_t signature_length;
  struct text protected_bytes = {
      (const char *)headers,
      cose_headers_write(key_alg(key), key_kid(key), headers, sizeof headers)};
  struct cose_covered covered = {
      .context = TEXT("Signature1"), .body_protected = protected_bytes, .payload = payload};
  if (!key_sign(key, covered_bytes(&covered, arena), signature, &signature_length, ret_error))
    return false;
  struct text signed_by = {(const char *)signature, signature_length};
  size_t length = cose_sign1_write(protected_bytes, payload, signed_by, NULL, 0);
  uint8_t *cose = arena_take(arena, length);
  cose_sign1_write(protected_bytes, payload, signed_by, cose, length);
  *ret_cose = (struct text){(const char *)cose, length};
  return true;
}

enum signature_state seal_check(const struct key_set *keys, int64_t now_us,
                                const struct cose_message *message, size_t index,
                                struct text external, struct arena *arena) {
  const struct cose_signature *signature = &message->signatures[index];
  struct text kid = cose_kid(signature);
  struct cose_covered covered = cose_covered_of(message, index, external);
  struct text bytes = covered_bytes(&covered, arena);
  size_t cursor = 0;
  int64_t alg;
  const struct key *key = key_set_next(keys, kid, now_us, &cursor);
  if (!key) return SIGNATURE_UNKNOWN_KEY;
  if (message->body_headers.critical_unknown || signature->protected.critical_unknown ||
      !message->payload.at || !cose_alg(signature, &alg))
    return SIGNATURE_INVALID;
  for (; key; key = key_set_next(keys, kid, now_us, &cursor))
    if (key_verify(key, alg, bytes, signature->signature)) return SIGNATURE_VALID;
  return kid.at ? SIGNATURE_INVALID : SIGNATURE_UNKNOWN_KEY;
}

/* Names the member that a fault is about. */
static bool refuse(enum code_fault fault, struct error *ret_error) {
  static const char *const places[] = {
      [CODE_BAD_ISSUER] = "issuer",    [CODE_BAD_VISIT] = "visit",
      [CODE_BAD_SITE] = "site",        [CODE_BAD_ENTERPRISE] = "enterprise",
      [CODE_BAD_TIME] = "from, until", [CODE_BAD_SERIAL] = "serial",
      [CODE_BAD_PEOPLE] = "people",    [CODE_BAD_UNIT] = "unit",
      [CODE_BAD_REASON] = "reasons",   [CODE_TOO_LONG] = "issuer",
  };
  return fail(ret_error, ERROR_bad_field, places[fault],
              fault == CODE_TOO_LONG ? "too long for a code of %d characters"
                                     : "cannot be put into a code of %d characters",
              CODE_TEXT_MOST);
}

bool seal_code(const struct key *key, const struct code *code, struct arena *arena,
               struct text *ret_text, struct error *ret_error) {
  uint8_t payload[CODE_PAYLOAD_MOST];
  size_t payload_length, length;
  struct code fitting = *code;
  struct text cose;
  code_shorten_unit(&fitting, payload_most(key));
  enum code_fault fault = code_write_payload(&fitting, payload, &payload_length);
  if (fault != CODE_FINE) return refuse(fault, ret_error);
  if (payload_length > payload_most(key)) return refuse(CODE_TOO_LONG, ret_error);
  if (!seal_sign(key, (struct text){(const char *)payload, payload_length}, arena, &cose,
                 ret_error))
    return false;
  char *text = arena_take(arena, CODE_TEXT_MOST);
  bool fits = code_write_text(cose, text, &length);
  assert(fits);
  *ret_text = (struct text){text, length};
  return true;
}

bool seal_open(const struct key_set *keys, int64_t now_us, struct text cose, struct arena *arena,
               enum signature_state *ret_state, struct text *ret_payload, struct error *ret_error) {
  struct cose_message message;
  const char *problem;
  *ret_payload = NO_TEXT;
  if (!cose_read(cose, &message, &problem))
    return fail(ret_error, ERROR_bad_code, "COSE", "%s", problem);
  if (!message.sign1 || !message.tagged)
    return fail(ret_error, ERROR_bad_code, "COSE", "not a tagged COSE_Sign1");
  *ret_state = seal_check(keys, now_us, &message, 0, TEXT(""), arena);
  if (*ret_state == SIGNATURE_VALID) *ret_payload = message.payload;
  return true;
}

bool seal_open_code(const struct key_set *keys, int64_t now_us, struct text text,
                    struct arena *arena, enum signature_state *ret_state, struct code *ret_code,
                    struct error *ret_error) {
  uint8_t cose[CODE_BYTES_MOST];
  size_t length;
  struct text payload;
  *ret_code = (struct code){0};
  if (!code_read_text(text, cose, &length))
    return fail(ret_error, ERROR_bad_code, "text",
                "not " CODE_PREFIX " and base45 in at most %d characters", CODE_TEXT_MOST);
  if (!seal_open(keys, now_us, (struct text){(const char *)cose, length}, arena, ret_state,
                 &payload, ret_error))
    return false;
  if (*ret_state == SIGNATURE_VALID && !code_read_payload(payload, ret_code))
    return fail(ret_error, ERROR_bad_code, "payload", "signed, but not the claims of a code");
  return true;
}
