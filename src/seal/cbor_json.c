/* Any CBOR as JSON. Recursion is bounded by CBOR_DEPTH_MOST, which cbor_skip() has checked. */
#include "seal/cbor_json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "seal/cbor.h"

static void write_next(struct cbor_reader *reader, struct buffer *out);

/* A string and what its chunks make together; the head was read. */
static struct text gather(struct cbor_reader *reader, const struct cbor_item *head,
                          struct arena *arena) {
  struct buffer whole = BUFFER(arena);
  struct cbor_item chunk;
  if (!head->indefinite) return head->string;
  while (cbor_next(reader, &chunk) && chunk.kind != CBOR_BREAK) buffer_add(&whole, chunk.string);
  return whole.length > 0 ? buffer_text(&whole) : TEXT("");
}

static void write_base64(struct buffer *out, struct text bytes) {
  char *at = arena_take(out->arena, BASE64_SIZE(bytes.length) + 1);
  size_t length = base64_encode((const uint8_t *)bytes.at, bytes.length, true, at);
  json_write_text(out, (struct text){at, length});
}

/* -1 - number, also where that does not fit int64. */
static void write_negative(struct buffer *out, uint64_t number) {
  if (number == UINT64_MAX)
    buffer_add(out, TEXT("-18446744073709551616"));
  else
    buffer_format(out, "-%" PRIu64, number + 1);
}

/* In as few digits as say the same number. */
static void write_real(struct buffer *out, double real) {
  char digits[40];
  if (!isfinite(real)) {
    buffer_add(out, TEXT("null"));
    return;
  }
  for (int precision = 15; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, real);
    if (strtod(digits, NULL) == real) break;
  }
  buffer_add(out, text_of(digits));
}

/* A key that is not text is written as the text of its JSON. */
static void write_key(struct cbor_reader *reader, struct buffer *out) {
  struct cbor_reader ahead = *reader;
  struct cbor_item item;
  while (cbor_next(&ahead, &item) && item.kind == CBOR_TAG) continue;
  if (item.kind == CBOR_TEXT || item.kind == CBOR_BYTES) {
    write_next(reader, out);
    return;
  }
  struct buffer key = BUFFER(out->arena);
  write_next(reader, &key);
  json_write_text(out, buffer_text(&key));
}

static void write_container(struct cbor_reader *reader, const struct cbor_item *head,
                            struct buffer *out) {
  bool map = head->kind == CBOR_MAP;
  uint64_t taken = 0;
  buffer_add_byte(out, map ? '{' : '[');
  while (cbor_more(reader, head, &taken)) {
    if (taken > 1) buffer_add_byte(out, ',');
    if (map) {
      write_key(reader, out);
      buffer_add_byte(out, ':');
    }
    write_next(reader, out);
  }
  buffer_add_byte(out, map ? '}' : ']');
}

static void write_simple(struct buffer *out, uint64_t number) {
  buffer_add(out, number == CBOR_TRUE    ? TEXT("true")
                  : number == CBOR_FALSE ? TEXT("false")
                                         : TEXT("null"));
}

/* The next item of input that is known to be well-formed. */
static void write_next(struct cbor_reader *reader, struct buffer *out) {
  struct cbor_item item;
  while (cbor_next(reader, &item) && item.kind == CBOR_TAG) continue;
  switch (item.kind) {
  case CBOR_UNSIGNED:
    buffer_format(out, "%" PRIu64, item.number);
    break;
  case CBOR_NEGATIVE:
    write_negative(out, item.number);
    break;
  case CBOR_BYTES:
    write_base64(out, gather(reader, &item, out->arena));
    break;
  case CBOR_TEXT:
    json_write_text(out, gather(reader, &item, out->arena));
    break;
  case CBOR_ARRAY:
  case CBOR_MAP:
    write_container(reader, &item, out);
    break;
  case CBOR_FLOAT:
    write_real(out, item.real);
    break;
  case CBOR_SIMPLE:
    write_simple(out, item.number);
    break;
  case CBOR_TAG:
  case CBOR_BREAK:
    break; /* neither is left here */
  }
}

bool cbor_write_json(struct text cbor, struct buffer *out) {
  struct cbor_reader reader = CBOR_READER(cbor);
  if (!cbor_skip(&reader, NULL) || !cbor_at_end(&reader)) return false;
  reader.offset = 0;
  write_next(&reader, out);
  return true;
}
