/* Inclusion proofs as files. */
#include "log/proof.h"

#include <string.h>

#include "log/hash.h"

static const struct text first_line = TEXT("c2sp.org/tlog-proof@v1\n");

bool log_proof_build(const struct log_reader *reader, struct text message, uint64_t index,
                     struct arena *arena, struct log_proof *ret_proof, struct error *ret_error) {
  struct checkpoint checkpoint;
  if (!checkpoint_read(message, &checkpoint, ret_error)) return false;
  if (index >= checkpoint.size)
    return fail(ret_error, ERROR_not_found, "index", "the log has %llu entries, counted from 0",
                (unsigned long long)checkpoint.size);

  struct log_proof proof = {.index = index, .message = message};
  struct buffer buffer = BUFFER(arena);
  if (!reader->read_entries(reader->context, index, 1, &buffer, ret_error) ||
      !log_prove_inclusion(reader, index, checkpoint.size, proof.hashes, &proof.hash_count,
                           ret_error))
    return false;
  struct text bundle = buffer_text(&buffer);
  bool is_entry = tile_next_entry(&bundle, &proof.entry);
  struct merkle_hash leaf_hash = merkle_leaf_hash(log_hash, proof.entry);
  if (!is_entry || !merkle_verify_inclusion(log_hash, index, checkpoint.size, &leaf_hash,
                                            proof.hashes, proof.hash_count, &checkpoint.root))
    return fail(ret_error, ERROR_bad_log, "log",
                "entry %llu and the tiles do not give the root of the checkpoint",
                (unsigned long long)index);
  *ret_proof = proof;
  return true;
}

static void add_base64(struct buffer *buffer, struct text bytes) {
  base64_encode((const uint8_t *)bytes.at, bytes.length, false,
                buffer_take(buffer, BASE64_SIZE(bytes.length)));
  buffer_add_byte(buffer, '\n');
}

struct text log_proof_format(const struct log_proof *proof, struct arena *arena) {
  struct buffer text = BUFFER(arena);
  buffer_add(&text, first_line);
  if (proof->entry.at) {
    buffer_add(&text, TEXT("extra "));
    add_base64(&text, proof->entry);
  }
  buffer_format(&text, "index %llu\n", (unsigned long long)proof->index);
  for (size_t at = 0; at < proof->hash_count; at++)
    add_base64(&text, (struct text){(const char *)proof->hashes[at].bytes, MERKLE_HASH_SIZE});
  buffer_add_byte(&text, '\n');
  buffer_add(&text, proof->message);
  return buffer_text(&text);
}

/* What follows `start` on a line, or NO_TEXT when it starts otherwise. */
static struct text after(struct text line, struct text start) {
  if (!text_starts(line, start)) return NO_TEXT;
  return (struct text){line.at + start.length, line.length - start.length};
}

static bool refuse(struct error *ret_error, const char *detail) {
  return fail(ret_error, ERROR_bad_field, "proof", "%s", detail);
}

bool log_proof_parse(struct text text, struct arena *arena, struct log_proof *ret_proof,
                     struct error *ret_error) {
  struct log_proof proof = {.entry = NO_TEXT};
  struct text rest = after(text, first_line);
  if (!rest.at) return refuse(ret_error, "its first line is not c2sp.org/tlog-proof@v1");

  struct text line = text_cut(&rest, '\n'), extra = after(line, TEXT("extra "));
  if (extra.at) {
    uint8_t *bytes = arena_take(arena, extra.length / 4 * 3 + 3);
    proof.entry.at = (const char *)bytes;
    if (!base64_decode(extra, false, bytes, &proof.entry.length))
      return refuse(ret_error, "the line \"extra\" is not base64");
    line = text_cut(&rest, '\n');
  }
  if (!checkpoint_parse_size(after(line, TEXT("index ")), &proof.index))
    return refuse(ret_error, "the line \"index\" with a decimal number is missing");

  for (line = text_cut(&rest, '\n'); line.length > 0; line = text_cut(&rest, '\n')) {
    if (proof.hash_count == MERKLE_PROOF_COUNT_MAX)
      return refuse(ret_error, "there are more hashes than a proof can have");
    if (!checkpoint_parse_hash(line, &proof.hashes[proof.hash_count++]))
      return refuse(ret_error, "a line before the empty one is not the base64 of a hash");
  }
  if (!rest.at) return refuse(ret_error, "no checkpoint follows after an empty line");
  proof.message = rest;
  *ret_proof = proof;
  return true;
}

bool log_proof_check(const struct log_proof *proof, struct text entry,
                     const struct note_verifier *verifier, struct text origin,
                     struct checkpoint *ret_checkpoint, struct error *ret_error) {
  if (!checkpoint_open(proof->message, verifier, origin, ret_checkpoint, ret_error)) return false;
  struct merkle_hash leaf_hash = merkle_leaf_hash(log_hash, entry);
  if (merkle_verify_inclusion(log_hash, proof->index, ret_checkpoint->size, &leaf_hash,
                              proof->hashes, proof->hash_count, &ret_checkpoint->root))
    return true;
  return fail(ret_error, ERROR_bad_log, "proof",
              "the entry is not at index %llu of the tree that was signed",
              (unsigned long long)proof->index);
}
