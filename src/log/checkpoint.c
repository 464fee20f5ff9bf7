/* Checkpoints: read strictly, written signed. */
#include "log/checkpoint.h"

#include <assert.h>
#include <string.h>

bool checkpoint_parse_size(struct text line, uint64_t *ret_size) {
  if (line.length == 0 || line.at[0] == '-') return false;
  if (line.length > 1 && line.at[0] == '0') return false;
  int64_t size;
  if (!text_to_integer(line, &size)) return false;
  *ret_size = (uint64_t)size;
  return true;
}

bool checkpoint_parse_hash(struct text line, struct merkle_hash *ret_hash) {
  uint8_t bytes[BASE64_SIZE(MERKLE_HASH_SIZE) / 4 * 3 + 3];
  size_t length;
  if (line.length != BASE64_SIZE(MERKLE_HASH_SIZE) || !base64_decode(line, false, bytes, &length) ||
      length != MERKLE_HASH_SIZE)
    return false;
  memcpy(ret_hash->bytes, bytes, MERKLE_HASH_SIZE);
  return true;
}

static bool are_lines(struct text text) {
  bool is_line_start = true;
  for (size_t at = 0; at < text.length; at++) {
    if (is_line_start && text.at[at] == '\n') return false;
    is_line_start = text.at[at] == '\n';
  }
  return is_line_start;
}

bool checkpoint_parse(struct text note_text, struct checkpoint *ret_checkpoint,
                      struct error *ret_error) {
  struct text rest = note_text;
  struct checkpoint checkpoint = {.origin = text_cut(&rest, '\n')};
  if (checkpoint.origin.length == 0)
    return fail(ret_error, ERROR_bad_log, "checkpoint", "line 1, the origin, is empty");
  if (!checkpoint_parse_size(text_cut(&rest, '\n'), &checkpoint.size))
    return fail(ret_error, ERROR_bad_log, "checkpoint",
                "line 2 is not a tree size: decimal, without leading zeroes, below 2^63");
  if (!checkpoint_parse_hash(text_cut(&rest, '\n'), &checkpoint.root))
    return fail(ret_error, ERROR_bad_log, "checkpoint",
                "line 3 is not the base64 of a SHA-256 root");
  /* A text that ends in newline leaves an empty rest after its last line. */
  if (!rest.at || !are_lines(rest))
    return fail(ret_error, ERROR_bad_log, "checkpoint",
                "every line ends in a newline and no extension line is empty");
  checkpoint.extensions = rest;
  *ret_checkpoint = checkpoint;
  return true;
}

bool checkpoint_read(struct text message, struct checkpoint *ret_checkpoint,
                     struct error *ret_error) {
  struct text text, signatures;
  return note_split(message, &text, &signatures, ret_error) &&
         checkpoint_parse(text, ret_checkpoint, ret_error);
}

struct text checkpoint_sign(const struct checkpoint *checkpoint, const struct note_signer *signer,
                            struct arena *arena) {
  assert(checkpoint->origin.length > 0 &&
         !memchr(checkpoint->origin.at, '\n', checkpoint->origin.length));
  assert(checkpoint->size <= MERKLE_SIZE_MAX && are_lines(checkpoint->extensions));
  struct buffer text = BUFFER(arena);
  buffer_add(&text, checkpoint->origin);
  buffer_format(&text, "\n%llu\n", (unsigned long long)checkpoint->size);
  base64_encode(checkpoint->root.bytes, MERKLE_HASH_SIZE, false,
                buffer_take(&text, BASE64_SIZE(MERKLE_HASH_SIZE)));
  buffer_add_byte(&text, '\n');
  buffer_add(&text, checkpoint->extensions);
  return note_sign(buffer_text(&text), signer, arena);
}

bool checkpoint_open(struct text message, const struct note_verifier *verifier, struct text origin,
                     struct checkpoint *ret_checkpoint, struct error *ret_error) {
  struct text text;
  if (!note_open(message, verifier, 1, &text, ret_error)) return false;
  if (!checkpoint_parse(text, ret_checkpoint, ret_error)) return false;
  if (!text_equal(ret_checkpoint->origin, origin))
    return fail(ret_error, ERROR_bad_log, "checkpoint", "it comes from another log, %.*s",
                (int)(ret_checkpoint->origin.length > 128 ? 128 : ret_checkpoint->origin.length),
                ret_checkpoint->origin.at);
  return true;
}
