/* CBOR (RFC 8949). Pure. */
#include "seal/cbor.h"

#include <string.h>

/* Major types (section 3.1). */
enum {
  MAJOR_UNSIGNED,
  MAJOR_NEGATIVE,
  MAJOR_BYTES,
  MAJOR_TEXT,
  MAJOR_ARRAY,
  MAJOR_MAP,
  MAJOR_TAG,
  MAJOR_SIMPLE
};

static double real_of_bits(uint64_t bits) {
  double real;
  memcpy(&real, &bits, sizeof real);
  return real;
}

/* Appendix D, without the math library: 10 bits of fraction. */
static double real_of_half(uint64_t half) {
  uint64_t sign = half >> 15 & 1, exponent = half >> 10 & 0x1f, fraction = half & 0x3ff;
  if (exponent == 0) {
    double tiny = (double)fraction * 0x1p-24;
    return sign ? -tiny : tiny;
  }
  uint64_t wide = exponent == 0x1f ? 0x7ff : exponent - 15 + 1023;
  return real_of_bits(sign << 63 | wide << 52 | fraction << 42);
}

static double real_of_single(uint64_t single) {
  uint32_t bits = (uint32_t)single;
  float real;
  memcpy(&real, &bits, sizeof real);
  return (double)real;
}

/* Fills the rest of an item of major type 7. */
static bool take_simple(unsigned additional, uint64_t number, struct cbor_item *item) {
  switch (additional) {
  case 25:
    *item = (struct cbor_item){.kind = CBOR_FLOAT, .real = real_of_half(number)};
    break;
  case 26:
    *item = (struct cbor_item){.kind = CBOR_FLOAT, .real = real_of_single(number)};
    break;
  case 27:
    *item = (struct cbor_item){.kind = CBOR_FLOAT, .real = real_of_bits(number)};
    break;
  case 31:
    *item = (struct cbor_item){.kind = CBOR_BREAK};
    break;
  default:
    if (additional == 24 && number < 32) return false;
    *item = (struct cbor_item){.kind = CBOR_SIMPLE, .number = number};
  }
  return true;
}

static enum cbor_kind kind_of_major(unsigned major) {
  static const enum cbor_kind kinds[] = {CBOR_UNSIGNED, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT,
                                         CBOR_ARRAY,    CBOR_MAP,      CBOR_TAG};
  return kinds[major];
}

bool cbor_next(struct cbor_reader *reader, struct cbor_item *ret_item) {
  size_t left = reader->input.length - reader->offset;
  if (left == 0) return false;
  const char *at = reader->input.at + reader->offset;
  unsigned first = (uint8_t)*at, major = first >> 5, additional = first & 0x1f;
  size_t head = 1;
  uint64_t number = additional;
  if (additional >= 24 && additional <= 27) {
    size_t extra = (size_t)1 << (additional - 24);
    if (left < 1 + extra) return false;
    number = big_endian_take((const uint8_t *)at + 1, extra);
    head += extra;
  } else if (additional >= 28 && additional <= 30) {
    return false;
  }
  left -= head;
  bool indefinite = additional == 31;
  struct cbor_item item;
  if (major == MAJOR_SIMPLE) {
    if (!take_simple(additional, number, &item)) return false;
  } else {
    if (indefinite && (major < MAJOR_BYTES || major == MAJOR_TAG)) return false;
    item = (struct cbor_item){.kind = kind_of_major(major), .indefinite = indefinite};
    if (!indefinite) item.number = number;
    bool counted = major >= MAJOR_BYTES && major <= MAJOR_MAP && !indefinite;
    if (counted && number > (major == MAJOR_MAP ? left / 2 : left)) return false;
    if (counted && major <= MAJOR_TEXT) {
      item.string = (struct text){at + head, (size_t)number};
      if (major == MAJOR_TEXT && !text_is_utf8(item.string)) return false;
      head += item.string.length;
    }
  }
  reader->offset += head;
  *ret_item = item;
  return true;
}

/* The chunks of an indefinite string: definite strings of the same kind (section 3.2.3). */
static bool skip_chunks(struct cbor_reader *reader, enum cbor_kind kind) {
  struct cbor_item chunk;
  while (cbor_next(reader, &chunk)) {
    if (chunk.kind == CBOR_BREAK) return true;
    if (chunk.kind != kind || chunk.indefinite) return false;
  }
  return false;
}

/* What is open while skipping: items still to come, or -1 for "up to a break". */
struct level {
  uint64_t left;
  bool indefinite, map, odd;
};

static bool level_of(const struct cbor_item *item, struct level *ret_level) {
  bool map = item->kind == CBOR_MAP;
  *ret_level = (struct level){item->number, item->indefinite, map, false};
  if (item->kind == CBOR_TAG) ret_level->left = 1;
  if (map) ret_level->left *= 2;
  return item->kind == CBOR_ARRAY || map || item->kind == CBOR_TAG;
}

static bool skip_item(struct cbor_reader *reader) {
  struct level levels[CBOR_DEPTH_MOST];
  size_t depth = 0;
  do {
    struct cbor_item item;
    if (!cbor_next(reader, &item)) return false;
    struct level *top = depth > 0 ? &levels[depth - 1] : NULL;
    if (item.kind == CBOR_BREAK) {
      if (!top || !top->indefinite || top->odd) return false;
      depth--;
    } else {
      if (top && top->indefinite) top->odd = top->map && !top->odd;
      if (top && !top->indefinite) top->left--;
      bool string = item.kind == CBOR_BYTES || item.kind == CBOR_TEXT;
      if (string && item.indefinite && !skip_chunks(reader, item.kind)) return false;
      struct level opened;
      if (level_of(&item, &opened)) {
        if (depth == CBOR_DEPTH_MOST) return false;
        levels[depth++] = opened;
      }
    }
    while (depth > 0 && !levels[depth - 1].indefinite && levels[depth - 1].left == 0) depth--;
  } while (depth > 0);
  return true;
}

bool cbor_skip(struct cbor_reader *reader, struct text *ret_item) {
  size_t start = reader->offset;
  if (!skip_item(reader)) {
    reader->offset = start;
    return false;
  }
  if (ret_item) *ret_item = (struct text){reader->input.at + start, reader->offset - start};
  return true;
}

bool cbor_at_end(const struct cbor_reader *reader) {
  return reader->offset == reader->input.length;
}

bool cbor_more(struct cbor_reader *reader, const struct cbor_item *container, uint64_t *taken) {
  if (container->indefinite) {
    struct cbor_reader ahead = *reader;
    struct cbor_item item;
    if (cbor_next(&ahead, &item) && item.kind == CBOR_BREAK) {
      *reader = ahead;
      return false;
    }
  } else if (*taken == container->number) {
    return false;
  }
  ++*taken;
  return true;
}

bool cbor_integer(const struct cbor_item *item, int64_t *ret_value) {
  if (item->kind != CBOR_UNSIGNED && item->kind != CBOR_NEGATIVE) return false;
  if (item->number > INT64_MAX) return false;
  int64_t number = (int64_t)item->number;
  *ret_value = item->kind == CBOR_UNSIGNED ? number : -1 - number;
  return true;
}

bool cbor_next_bytes(struct cbor_reader *reader, struct text *ret_bytes) {
  struct cbor_item item;
  if (!cbor_next(reader, &item) || item.kind != CBOR_BYTES || item.indefinite) return false;
  *ret_bytes = item.string;
  return true;
}

bool cbor_next_integer(struct cbor_reader *reader, int64_t least, int64_t most,
                       int64_t *ret_value) {
  struct cbor_item item;
  int64_t value;
  if (!cbor_next(reader, &item) || !cbor_integer(&item, &value)) return false;
  if (value < least || value > most) return false;
  *ret_value = value;
  return true;
}

bool cbor_next_array(struct cbor_reader *reader, uint64_t count) {
  struct cbor_item item;
  return cbor_next(reader, &item) && item.kind == CBOR_ARRAY && !item.indefinite &&
         item.number == count;
}

static void put_raw(struct cbor_writer *writer, const void *bytes, size_t length) {
  size_t room = writer->length < writer->capacity ? writer->capacity - writer->length : 0;
  if (length > 0 && length <= room) memcpy(writer->at + writer->length, bytes, length);
  writer->length += length;
}

/* The shortest head that holds the number (section 4.2.1). */
static void put_head(struct cbor_writer *writer, unsigned major, uint64_t number) {
  unsigned additional = number < 24            ? (unsigned)number
                        : number <= 0xff       ? 24
                        : number <= 0xffff     ? 25
                        : number <= 0xffffffff ? 26
                                               : 27;
  uint8_t head[9] = {(uint8_t)(major << 5 | additional)};
  size_t extra = additional < 24 ? 0 : (size_t)1 << (additional - 24);
  big_endian_put(number, head + 1, extra);
  put_raw(writer, head, 1 + extra);
}

void cbor_put_integer(struct cbor_writer *writer, int64_t value) {
  if (value >= 0)
    put_head(writer, MAJOR_UNSIGNED, (uint64_t)value);
  else
    put_head(writer, MAJOR_NEGATIVE, (uint64_t)(-1 - value));
}

void cbor_put_bytes(struct cbor_writer *writer, struct text bytes) {
  put_head(writer, MAJOR_BYTES, bytes.length);
  put_raw(writer, bytes.at, bytes.length);
}

void cbor_put_text(struct cbor_writer *writer, struct text text) {
  put_head(writer, MAJOR_TEXT, text.length);
  put_raw(writer, text.at, text.length);
}

void cbor_put_array(struct cbor_writer *writer, uint64_t count) {
  put_head(writer, MAJOR_ARRAY, count);
}

void cbor_put_map(struct cbor_writer *writer, uint64_t count) {
  put_head(writer, MAJOR_MAP, count);
}

void cbor_put_tag(struct cbor_writer *writer, uint64_t tag) {
  put_head(writer, MAJOR_TAG, tag);
}

struct text cbor_written(const struct cbor_writer *writer) {
  if (writer->length > writer->capacity) return NO_TEXT;
  return (struct text){(const char *)writer->at, writer->length};
}
