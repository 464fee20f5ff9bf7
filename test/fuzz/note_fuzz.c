/* Notes, checkpoints, verifier keys and proofs: what is read is written the same again, and no note
 * is believed but the one that was signed. */
#include <assert.h>

#include "log/proof.h"

#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
/* The only text that this key, whose secret is public, signs in the corpus. */
#define SIGNED                                                                                     \
  "If you think cryptography is the answer to your problem,\n"                                     \
  "then you don't know what your problem is.\n"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void try_key(struct text input, struct arena *arena) {
  struct note_verifier verifier;
  struct error error;
  if (!note_verifier_parse(input, &verifier, &error)) return;
  struct text written = note_verifier_format(&verifier, arena);
  /* The key id may be written in capitals. */
  assert(written.length == input.length && text_starts(input, verifier.name));
}

static void try_note(struct text input) {
  struct note_verifier verifier;
  struct checkpoint checkpoint;
  struct text text, signatures, opened;
  struct error error;
  if (!note_split(input, &text, &signatures, &error)) return;
  assert(text.length + 1 + signatures.length == input.length);
  if (checkpoint_parse(text, &checkpoint, &error)) assert(checkpoint.size <= MERKLE_SIZE_MAX);
  bool is_key = note_verifier_parse(TEXT(KEY), &verifier, &error);
  assert(is_key);
  if (note_open(input, &verifier, 1, &opened, &error))
    assert(text_equal(opened, TEXT(SIGNED)) && text_equal(opened, text));
}

static void try_proof(struct text input, struct arena *arena) {
  struct log_proof proof;
  struct error error;
  if (log_proof_parse(input, arena, &proof, &error))
    assert(text_equal(log_proof_format(&proof, arena), input));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct text input = {(const char *)bytes, size};
  struct arena *arena = arena_make();
  try_key(input, arena);
  try_note(input);
  try_proof(input, arena);
  arena_free(arena);
  return 0;
}
