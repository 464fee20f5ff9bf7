/* CBOR (RFC 8949): a bounded reader of what others wrote, a writer of the deterministic form.
 *
 * Pure. The reader goes head by head and never recurses into the caller; strings are handed out as
 * they lie in the input. Indefinite lengths are read, since issuers of other codes write them; the
 * writer only knows section 4.2.1: shortest heads, definite lengths, keys in the caller's order,
 * which must be the bytewise order of their encodings. */
#ifndef HENG_SEAL_CBOR_H
#define HENG_SEAL_CBOR_H

#include "base/text.h"

/* Arrays, maps and tags may stand in one another this deep. */
enum { CBOR_DEPTH_MOST = 24 };

enum cbor_kind {
  CBOR_UNSIGNED, /* .number */
  CBOR_NEGATIVE, /* -1 - .number */
  CBOR_BYTES,    /* .string, or chunks up to a CBOR_BREAK when .indefinite */
  CBOR_TEXT,     /* the same; each is checked to be UTF-8 */
  CBOR_ARRAY,    /* .number elements follow, or up to a CBOR_BREAK when .indefinite */
  CBOR_MAP,      /* .number pairs follow, or up to a CBOR_BREAK when .indefinite */
  CBOR_TAG,      /* .number; one item follows */
  CBOR_SIMPLE,   /* .number: CBOR_FALSE … */
  CBOR_FLOAT,    /* .real */
  CBOR_BREAK,    /* ends what is indefinite */
};

enum { CBOR_FALSE = 20, CBOR_TRUE = 21, CBOR_NULL = 22, CBOR_UNDEFINED = 23 };

struct cbor_item {
  enum cbor_kind kind;
  bool indefinite;
  uint64_t number;
  double real;
  struct text string; /* points into the input */
};

struct cbor_reader {
  struct text input;
  size_t offset; /* of the next head */
};

#define CBOR_READER(input) ((struct cbor_reader){(input), 0})

/* Reads one head (and the bytes of a definite string). False at the end of input, on a reserved
 * head, on a count that cannot fit in what is left, and on text that is not UTF-8; the offset then
 * stays. */
bool cbor_next(struct cbor_reader *reader, struct cbor_item *ret_item);
/* Passes over one whole item, checking its form down to CBOR_DEPTH_MOST; `ret_item`, if not NULL,
 * is the item as it stands in the input. */
bool cbor_skip(struct cbor_reader *reader, struct text *ret_item);
bool cbor_at_end(const struct cbor_reader *reader);
/* The next element or pair of `container`: counts `*taken` up, and ends a definite one by its count
 * and an indefinite one by reading its break. False when there is no other. */
bool cbor_more(struct cbor_reader *reader, const struct cbor_item *container, uint64_t *taken);
/* Whether an item is an integer that fits int64. */
bool cbor_integer(const struct cbor_item *item, int64_t *ret_value);
/* Reads one definite byte string. */
bool cbor_next_bytes(struct cbor_reader *reader, struct text *ret_bytes);
/* Reads one integer of at least `least` and at most `most`. */
bool cbor_next_integer(struct cbor_reader *reader, int64_t least, int64_t most, int64_t *ret_value);
/* Reads the head of a definite array of exactly `count` elements. */
bool cbor_next_array(struct cbor_reader *reader, uint64_t count);

/* Writes into the caller's room; `length` counts on past `capacity` so that it always says how much
 * was needed. */
struct cbor_writer {
  uint8_t *at;
  size_t capacity;
  size_t length;
};

#define CBOR_WRITER(room, size) ((struct cbor_writer){(room), (size), 0})

void cbor_put_integer(struct cbor_writer *writer, int64_t value);
void cbor_put_bytes(struct cbor_writer *writer, struct text bytes);
void cbor_put_text(struct cbor_writer *writer, struct text text);
void cbor_put_array(struct cbor_writer *writer, uint64_t count);
void cbor_put_map(struct cbor_writer *writer, uint64_t count);
void cbor_put_tag(struct cbor_writer *writer, uint64_t tag);
/* What was written; NO_TEXT when it did not fit. */
struct text cbor_written(const struct cbor_writer *writer);

#endif
