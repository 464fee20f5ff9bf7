/* COSE (RFC 9052). Pure. */
#include "seal/cose.h"

#include "seal/cbor.h"

static bool problem(const char **ret_problem, const char *sentence) {
  *ret_problem = sentence;
  return false;
}

/* Reads the list of critical labels. Heng understands the integer labels 1 to 7 that RFC 9052
 * defines and no other. */
static bool read_critical(struct cbor_reader *reader, struct cose_headers *headers) {
  struct cbor_item list;
  uint64_t taken = 0;
  if (!cbor_next(reader, &list) || list.kind != CBOR_ARRAY) return false;
  while (cbor_more(reader, &list, &taken)) {
    struct cbor_item label;
    int64_t number;
    if (!cbor_next(reader, &label)) return false;
    bool text = label.kind == CBOR_TEXT && !label.indefinite;
    bool integer = cbor_integer(&label, &number);
    if (!text && !integer) return false;
    if (text || number < COSE_HEADER_ALG || number > 7) headers->critical_unknown = true;
  }
  return taken > 0;
}

static bool read_alg(struct cbor_reader *reader, struct cose_headers *headers) {
  struct cbor_item item;
  headers->has_alg = true;
  if (!cbor_next(reader, &item)) return false;
  if (item.kind == CBOR_TEXT) return !item.indefinite;
  return cbor_integer(&item, &headers->alg);
}

/* Reads a map of headers. */
static bool read_headers(struct cbor_reader *reader, struct cose_headers *ret_headers,
                         const char **ret_problem) {
  *ret_headers = (struct cose_headers){0};
  struct cbor_item map, label;
  uint64_t taken = 0;
  bool has_critical = false;
  if (!cbor_next(reader, &map) || map.kind != CBOR_MAP)
    return problem(ret_problem, "the headers are not a map");
  while (cbor_more(reader, &map, &taken)) {
    int64_t number = 0;
    if (!cbor_next(reader, &label)) return problem(ret_problem, "the headers end too soon");
    bool text = label.kind == CBOR_TEXT && !label.indefinite;
    if (!text && !cbor_integer(&label, &number))
      return problem(ret_problem, "a header's label is neither an integer nor text");
    if ((number == COSE_HEADER_ALG && ret_headers->has_alg) ||
        (number == COSE_HEADER_KID && ret_headers->kid.at) ||
        (number == COSE_HEADER_CRIT && has_critical))
      return problem(ret_problem, "a header occurs twice");
    if (number == COSE_HEADER_ALG) {
      if (!read_alg(reader, ret_headers))
        return problem(ret_problem, "the header alg is neither an integer nor text");
    } else if (number == COSE_HEADER_KID) {
      if (!cbor_next_bytes(reader, &ret_headers->kid))
        return problem(ret_problem, "the header kid is not a byte string");
    } else if (number == COSE_HEADER_CRIT) {
      has_critical = true;
      if (!read_critical(reader, ret_headers))
        return problem(ret_problem, "the header crit is not a list of labels");
    } else if (!cbor_skip(reader, NULL)) {
      return problem(ret_problem, "a header's value is malformed");
    }
  }
  return true;
}

/* The two buckets with which every COSE structure begins. An empty protected map counts as no bytes
 * (section 4.4), whether it was written so or as a map. */
static bool read_buckets(struct cbor_reader *reader, struct text *ret_protected_bytes,
                         struct cose_headers *ret_protected, struct cose_headers *ret_unprotected,
                         const char **ret_problem) {
  *ret_protected = (struct cose_headers){0};
  if (!cbor_next_bytes(reader, ret_protected_bytes))
    return problem(ret_problem, "the protected headers are not a byte string");
  if (ret_protected_bytes->length > 0) {
    struct cbor_reader inner = CBOR_READER(*ret_protected_bytes);
    if (!read_headers(&inner, ret_protected, ret_problem)) return false;
    if (!cbor_at_end(&inner))
      return problem(ret_problem, "bytes follow the map of protected headers");
    if (text_equal(*ret_protected_bytes, TEXT("\xa0"))) ret_protected_bytes->length = 0;
  }
  if (!read_headers(reader, ret_unprotected, ret_problem)) return false;
  if (ret_unprotected->critical_unknown)
    return problem(ret_problem, "the header crit stands outside the protected headers");
  return true;
}

static bool read_payload(struct cbor_reader *reader, struct text *ret_payload) {
  struct cbor_item item;
  if (!cbor_next(reader, &item) || item.indefinite) return false;
  *ret_payload = item.kind == CBOR_BYTES ? item.string : NO_TEXT;
  return item.kind == CBOR_BYTES || (item.kind == CBOR_SIMPLE && item.number == CBOR_NULL);
}

/* The head of an array of `count` elements; one of unknown length is closed by `close_array`. */
static bool open_array(struct cbor_reader *reader, uint64_t count, struct cbor_item *ret_array) {
  return cbor_next(reader, ret_array) && ret_array->kind == CBOR_ARRAY &&
         (ret_array->indefinite || ret_array->number == count);
}

static bool close_array(struct cbor_reader *reader, const struct cbor_item *array, uint64_t count) {
  return !cbor_more(reader, array, &count);
}

static bool read_signers(struct cbor_reader *reader, struct cose_message *message,
                         const char **ret_problem) {
  struct cbor_item list, array;
  uint64_t taken = 0;
  if (!cbor_next(reader, &list) || list.kind != CBOR_ARRAY)
    return problem(ret_problem, "the signatures are not a list");
  while (cbor_more(reader, &list, &taken)) {
    if (message->signature_count == COSE_SIGNATURES_MOST)
      return problem(ret_problem, "there are too many signatures");
    struct cose_signature *signature = &message->signatures[message->signature_count++];
    if (!open_array(reader, 3, &array))
      return problem(ret_problem, "a signature is not an array of three");
    if (!read_buckets(reader, &signature->protected_bytes, &signature->protected,
                      &signature->unprotected, ret_problem))
      return false;
    if (!cbor_next_bytes(reader, &signature->signature))
      return problem(ret_problem, "a signature is not a byte string");
    if (!close_array(reader, &array, 3))
      return problem(ret_problem, "a signature is not an array of three");
  }
  return taken > 0 || problem(ret_problem, "there is no signature");
}

/* What follows the first three elements tells the two kinds apart: bytes or a list. */
static bool read_body(struct cbor_reader *reader, struct cose_message *message,
                      const char **ret_problem) {
  struct cose_headers unprotected;
  struct cbor_item array, next;
  if (!open_array(reader, 4, &array)) return problem(ret_problem, "not an array of four");
  if (!read_buckets(reader, &message->body_protected, &message->body_headers, &unprotected,
                    ret_problem))
    return false;
  if (!read_payload(reader, &message->payload))
    return problem(ret_problem, "the payload is not a byte string");
  struct cbor_reader ahead = *reader;
  message->sign1 = cbor_next(&ahead, &next) && next.kind == CBOR_BYTES;
  if (message->sign1) {
    message->signatures[0] = (struct cose_signature){.protected_bytes = message->body_protected,
                                                     .protected = message->body_headers,
                                                     .unprotected = unprotected};
    message->signature_count = 1;
    if (!cbor_next_bytes(reader, &message->signatures[0].signature))
      return problem(ret_problem, "the signature is not a byte string");
  } else if (!read_signers(reader, message, ret_problem)) {
    return false;
  }
  if (!close_array(reader, &array, 4)) return problem(ret_problem, "not an array of four");
  return true;
}

/* Passes the tags that may stand before the message; `*ret_tag` is 0 when none tells its kind. */
static bool read_tags(struct cbor_reader *reader, uint64_t *ret_tag) {
  struct cbor_reader ahead = *reader;
  struct cbor_item item = {0};
  *ret_tag = 0;
  if (cbor_next(&ahead, &item) && item.kind == CBOR_TAG && item.number == CWT_TAG) {
    *reader = ahead;
    if (!cbor_next(&ahead, &item)) return false;
  }
  if (item.kind != CBOR_TAG) return true;
  if (item.number != COSE_TAG_SIGN1 && item.number != COSE_TAG_SIGN) return false;
  *ret_tag = item.number;
  *reader = ahead;
  return true;
}

bool cose_read(struct text bytes, struct cose_message *ret_message, const char **ret_problem) {
  struct cbor_reader reader = CBOR_READER(bytes);
  uint64_t tag;
  *ret_message = (struct cose_message){0};
  *ret_problem = NULL;
  if (!cbor_skip(&reader, NULL)) return problem(ret_problem, "not well-formed CBOR");
  if (!cbor_at_end(&reader)) return problem(ret_problem, "bytes follow the CBOR item");
  reader.offset = 0;
  if (!read_tags(&reader, &tag))
    return problem(ret_problem, "its tag is not that of a COSE signature");
  ret_message->tagged = tag != 0;
  if (!read_body(&reader, ret_message, ret_problem)) return false;
  if (tag != 0 && ret_message->sign1 != (tag == COSE_TAG_SIGN1))
    return problem(ret_problem, "its tag belongs to another kind of message");
  return true;
}

bool cose_alg(const struct cose_signature *signature, int64_t *ret_alg) {
  const struct cose_headers *headers =
      signature->protected.has_alg ? &signature->protected : &signature->unprotected;
  *ret_alg = headers->alg;
  return headers->has_alg;
}

struct text cose_kid(const struct cose_signature *signature) {
  return signature->protected.kid.at ? signature->protected.kid : signature->unprotected.kid;
}

size_t cose_covered_write(const struct cose_covered *covered, uint8_t *ret_bytes, size_t size) {
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, size);
  cbor_put_array(&writer,
                 3u + (covered->sign_protected.at != NULL) + (covered->payload.at != NULL));
  cbor_put_text(&writer, covered->context);
  cbor_put_bytes(&writer, covered->body_protected);
  if (covered->sign_protected.at) cbor_put_bytes(&writer, covered->sign_protected);
  cbor_put_bytes(&writer, covered->external);
  if (covered->payload.at) cbor_put_bytes(&writer, covered->payload);
  return writer.length;
}

struct cose_covered cose_covered_of(const struct cose_message *message, size_t index,
                                    struct text external) {
  struct cose_covered covered = {.context = message->sign1 ? TEXT("Signature1") : TEXT("Signature"),
                                 .body_protected = message->body_protected,
                                 .external = external,
                                 .payload = message->payload};
  if (!message->sign1) covered.sign_protected = message->signatures[index].protected_bytes;
  return covered;
}

size_t cose_headers_write(int64_t alg, struct text kid, uint8_t *ret_bytes, size_t size) {
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, size);
  cbor_put_map(&writer, 2);
  cbor_put_integer(&writer, COSE_HEADER_ALG);
  cbor_put_integer(&writer, alg);
  cbor_put_integer(&writer, COSE_HEADER_KID);
  cbor_put_bytes(&writer, kid);
  return writer.length;
}

size_t cose_sign1_write(struct text protected_bytes, struct text payload, struct text signature,
                        uint8_t *ret_bytes, size_t size) {
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, size);
  cbor_put_tag(&writer, COSE_TAG_SIGN1);
  cbor_put_array(&writer, 4);
  cbor_put_bytes(&writer, protected_bytes);
  cbor_put_map(&writer, 0);
  cbor_put_bytes(&writer, payload);
  cbor_put_bytes(&writer, signature);
  return writer.length;
}
