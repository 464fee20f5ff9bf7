/* Reading codes of any issuer, layer by layer. */
#include "seal/inspect.h"

#include <string.h>
#include <zlib.h>

#include "base/json.h"
#include "seal/base45.h"
#include "seal/cbor_json.h"
#include "seal/cose.h"
#include "seal/seal.h"

enum { PROBLEMS_MOST = 8 };

static void note(struct inspection *inspection, struct text problem) {
  if (inspection->problems.count < PROBLEMS_MOST)
    inspection->problems.at[inspection->problems.count++] = problem;
}

/* RFC 1950 section 2.2: deflate, a window of at most 32 KiB, a check that divides. No COSE message
 * begins so. */
static bool is_zlib(struct text bytes) {
  if (bytes.length < 2) return false;
  unsigned method = (uint8_t)bytes.at[0], flags = (uint8_t)bytes.at[1];
  return (method & 15) == 8 && method >> 4 <= 7 && (method << 8 | flags) % 31 == 0;
}

static bool decompress(struct text packed, struct arena *arena, struct text *ret_bytes,
                       const char **ret_problem) {
  z_stream stream = {.next_in = (Bytef *)packed.at, .avail_in = (uInt)packed.length};
  char *bytes = arena_take(arena, INSPECT_INFLATED_MOST);
  stream.next_out = (Bytef *)bytes;
  stream.avail_out = INSPECT_INFLATED_MOST;
  if (inflateInit(&stream) != Z_OK) {
    *ret_problem = "zlib: it cannot be started";
    return false;
  }
  int status = inflate(&stream, Z_FINISH);
  *ret_bytes = (struct text){bytes, stream.total_out};
  bool rest = stream.avail_in > 0;
  inflateEnd(&stream);
  if (status == Z_STREAM_END && !rest) return true;
  *ret_problem = status == Z_STREAM_END  ? "zlib: bytes follow the compressed ones"
                 : stream.avail_out == 0 ? "zlib: more than 65536 bytes"
                                         : "zlib: the compressed bytes are damaged";
  return false;
}

/* Where one of the prefixes that a text may have leaves off, and what is found behind. */
struct reading {
  size_t prefix_length;
  bool compressed;
  struct cose_message message;
  const char *problem;
};

static bool read_behind(struct text text, struct arena *arena, struct reading *reading) {
  struct text encoded = {text.at + reading->prefix_length, text.length - reading->prefix_length};
  uint8_t *bytes = arena_take(arena, encoded.length / 3 * 2 + 1);
  size_t length;
  if (!base45_decode(encoded, bytes, &length)) {
    reading->problem = "base45: not RFC 9285 text";
    return false;
  }
  struct text cose = {(const char *)bytes, length};
  reading->compressed = is_zlib(cose);
  if (reading->compressed && !decompress(cose, arena, &cose, &reading->problem)) return false;
  const char *problem;
  if (!cose_read(cose, &reading->message, &problem)) {
    reading->problem = arena_format(arena, "COSE: %s", problem).at;
    return false;
  }
  if (!reading->message.sign1) reading->problem = "COSE: signed by several, not a COSE_Sign1";
  return reading->message.sign1;
}

/* base45 has the colon in its alphabet, so that a prefix cannot be told by it alone: what counts is
 * where a signed message begins. Prefixes of printable ASCII that end in a colon are tried first,
 * then none, then any. When nothing fits, the first reading says why. */
static bool find_message(struct text text, struct arena *arena, struct reading *ret_reading) {
  size_t cuts[2 * INSPECT_PREFIX_MOST + 2], count = 0;
  size_t most = 0;
  while (most < text.length && most < INSPECT_PREFIX_MOST && text.at[most] >= ' ' &&
         text.at[most] <= '~')
    most++;
  for (size_t i = 0; i < most; i++)
    if (text.at[i] == ':') cuts[count++] = i + 1;
  for (size_t i = 0; i <= most; i++) cuts[count++] = i;
  for (size_t i = 0; i < count; i++) {
    struct reading reading = {.prefix_length = cuts[i]};
    bool found = read_behind(text, arena, &reading);
    if (found || i == 0) *ret_reading = reading;
    if (found) return true;
  }
  return false;
}

/* Why a signature cannot be valid, where that is not simply a matter of keys. */
static void note_signature(struct inspection *inspection, const struct cose_message *message,
                           struct arena *arena) {
  const struct cose_signature *signature = &message->signatures[0];
  if (!inspection->has_alg)
    note(inspection, TEXT("COSE: it names no algorithm"));
  else if (inspection->alg == 0)
    note(inspection, TEXT("COSE: Heng does not know its algorithm"));
  else if (!alg_name(inspection->alg))
    note(inspection, arena_format(arena, "COSE: Heng does not know the algorithm %lld",
                                  (long long)inspection->alg));
  if (message->body_headers.critical_unknown)
    note(inspection, TEXT("COSE: it has a critical header that Heng does not know"));
  if (!message->payload.at) note(inspection, TEXT("COSE: its payload is elsewhere"));
  if (signature->protected.kid.at && signature->unprotected.kid.at &&
      !text_equal(signature->protected.kid, signature->unprotected.kid))
    note(inspection, TEXT("COSE: another kid stands outside the protected headers; it is ignored"));
}

static void read_payload(struct inspection *inspection, struct text payload, struct arena *arena) {
  struct buffer json = BUFFER(arena);
  if (!payload.at) return;
  if (cbor_write_json(payload, &json))
    inspection->claims_json = buffer_text(&json);
  else
    note(inspection, TEXT("payload: not CBOR"));
  if (!text_equal(inspection->prefix, TEXT(CODE_PREFIX))) return;
  inspection->is_heng = code_read_payload(payload, &inspection->code);
  if (!inspection->is_heng) note(inspection, TEXT("payload: not the claims of a Heng code"));
}

bool inspect(struct text text, const struct key_set *keys, struct arena *arena,
             struct inspection *ret_inspection) {
  struct inspection *inspection = ret_inspection;
  *inspection =
      (struct inspection){.problems = {ARENA_ARRAY(arena, PROBLEMS_MOST, struct text), 0}};
  if (text.length > INSPECT_TEXT_MOST) {
    note(inspection, TEXT("text: longer than 8192 characters"));
    return false;
  }
  struct reading reading;
  bool found = find_message(text, arena, &reading);
  inspection->prefix = (struct text){text.at, reading.prefix_length};
  inspection->compressed = reading.compressed;
  if (!found) {
    note(inspection, text_of(reading.problem));
    return false;
  }
  const struct cose_message *message = &reading.message;
  inspection->has_alg = cose_alg(&message->signatures[0], &inspection->alg);
  inspection->kid = cose_kid(&message->signatures[0]);
  inspection->signature = seal_check(keys, 0, message, 0, TEXT(""), arena);
  note_signature(inspection, message, arena);
  read_payload(inspection, message->payload, arena);
  return true;
}

/* A code by name, as JSON has it. */
struct code_view {
  struct text colour, issuer, visit, enterprise, site, unit;
  int64_t from_us, until_us, issued_us, people, serial;
  struct texts reasons;
};

static const struct field code_fields[] = {
    FIELD(TEXT, struct code_view, colour),
    FIELD(TEXT, struct code_view, issuer),
    FIELD(TEXT, struct code_view, visit),
    FIELD(TEXT, struct code_view, enterprise),
    FIELD(TEXT, struct code_view, site),
    FIELD(TEXT, struct code_view, unit),
    FIELD_NAMED("from", TIME, struct code_view, from_us),
    FIELD_NAMED("until", TIME, struct code_view, until_us),
    FIELD_NAMED("issued", TIME, struct code_view, issued_us),
    FIELD(INTEGER, struct code_view, people),
    FIELD(INTEGER, struct code_view, serial),
    FIELD(TEXTS, struct code_view, reasons),
    FIELDS_END,
};

static struct text code_json(const struct code *code, struct arena *arena) {
  struct text names[REASON_COUNT];
  struct code_view view = {.colour = code->reasons ? TEXT("red") : TEXT("green"),
                           .issuer = text_of(code->issuer),
                           .visit = text_of(code->visit),
                           .enterprise = text_of(code->enterprise),
                           .site = text_of(code->site),
                           .unit = text_of(code->unit),
                           .from_us = code->from_us,
                           .until_us = code->until_us,
                           .issued_us = code->issued_us,
                           .people = code->people,
                           .serial = code->serial,
                           .reasons = {names, 0}};
  for (int reason = 0; reason < REASON_COUNT; reason++)
    if (code->reasons >> reason & 1)
      names[view.reasons.count++] = text_of(reason_entries[reason].name);
  struct buffer json = BUFFER(arena);
  json_write(&json, code_fields, &view);
  return buffer_text(&json);
}

struct kid_view {
  struct text hex, base64;
};

struct view {
  struct text prefix, algorithm;
  bool compressed;
  struct kid_view *kid;
  int signature;
  struct text claims, code, unverified_claims, unverified_code;
  struct texts problems;
};

static const char *const signature_names[] = {"valid", "invalid", "unknown_key", NULL};

static const struct field kid_fields[] = {
    FIELD(TEXT, struct kid_view, hex),
    FIELD(TEXT, struct kid_view, base64),
    FIELDS_END,
};

static const struct field view_fields[] = {
    FIELD(TEXT, struct view, prefix),
    FIELD(BOOLEAN, struct view, compressed),
    FIELD(TEXT, struct view, algorithm, .flags = FIELD_NULLABLE),
    FIELD_POINTER_TO(struct view, kid, struct kid_view, .flags = FIELD_NULLABLE,
                     .fields = kid_fields),
    FIELD(ENUM, struct view, signature, .flags = FIELD_NULLABLE, .names = signature_names),
    FIELD(RAW, struct view, claims, .flags = FIELD_OPTIONAL),
    FIELD(RAW, struct view, code, .flags = FIELD_OPTIONAL),
    FIELD(RAW, struct view, unverified_claims, .flags = FIELD_OPTIONAL),
    FIELD(RAW, struct view, unverified_code, .flags = FIELD_OPTIONAL),
    FIELD(TEXTS, struct view, problems),
    FIELDS_END,
};

static struct text algorithm_of(const struct inspection *inspection, struct arena *arena) {
  if (!inspection->has_alg || inspection->alg == 0) return NO_TEXT;
  const char *name = alg_name(inspection->alg);
  return name ? text_of(name) : arena_format(arena, "%lld", (long long)inspection->alg);
}

static struct kid_view *kid_of(struct text kid, struct arena *arena) {
  if (!kid.at) return NULL;
  struct kid_view *view = ARENA_NEW(arena, struct kid_view);
  char *hex = arena_take(arena, 2 * kid.length + 1);
  char *base64 = arena_take(arena, BASE64_SIZE(kid.length) + 1);
  const uint8_t *bytes = (const uint8_t *)kid.at;
  hex_encode(bytes, kid.length, hex);
  view->hex = (struct text){hex, 2 * kid.length};
  view->base64 = (struct text){base64, base64_encode(bytes, kid.length, false, base64)};
  return view;
}

void inspection_write_json(const struct inspection *inspection, bool is_code, struct buffer *out) {
  struct text code = inspection->is_heng ? code_json(&inspection->code, out->arena) : NO_TEXT;
  bool valid = is_code && inspection->signature == SIGNATURE_VALID;
  struct view view = {.prefix = inspection->prefix,
                      .compressed = inspection->compressed,
                      .algorithm = algorithm_of(inspection, out->arena),
                      .kid = kid_of(inspection->kid, out->arena),
                      .signature = is_code ? (int)inspection->signature : NO_ENUM,
                      .claims = valid ? inspection->claims_json : NO_TEXT,
                      .code = valid ? code : NO_TEXT,
                      .unverified_claims = valid ? NO_TEXT : inspection->claims_json,
                      .unverified_code = valid ? NO_TEXT : code,
                      .problems = inspection->problems};
  json_write(out, view_fields, &view);
}
