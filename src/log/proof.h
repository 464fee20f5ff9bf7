/* Inclusion proofs that one can keep in a file and check without a network
 * (c2sp.org/tlog-proof@v1). */
#ifndef HENG_LOG_PROOF_H
#define HENG_LOG_PROOF_H

#include "log/tree.h"

/* The entry as base64 is the largest part. */
#define PROOF_SIZE_MAX (NOTE_SIZE_MAX + BASE64_SIZE(TILE_ENTRY_SIZE_MAX) + (8 << 10))

struct log_proof {
  struct text entry; /* the "extra" line: the leaf itself, so that the file is enough; or NO_TEXT */
  uint64_t index;
  size_t hash_count;
  struct merkle_hash hashes[MERKLE_PROOF_COUNT_MAX];
  struct text message; /* the signed checkpoint */
};

/* Proves leaf `index` from a log whose checkpoint is `message`. Refusals: bad_log when the log does
 * not give the root of that checkpoint, not_found when it has no such leaf. */
bool log_proof_build(const struct log_reader *reader, struct text message, uint64_t index,
                     struct arena *arena, struct log_proof *ret_proof, struct error *ret_error);

struct text log_proof_format(const struct log_proof *proof, struct arena *arena);
/* Strict; ERROR_bad_field. The message points into `text`, the entry into the arena. */
bool log_proof_parse(struct text text, struct arena *arena, struct log_proof *ret_proof,
                     struct error *ret_error);

/* Whether the log `origin` has signed, by `verifier`, a tree with `entry` at the proof's index;
 * ERROR_bad_log says why not. */
bool log_proof_check(const struct log_proof *proof, struct text entry,
                     const struct note_verifier *verifier, struct text origin,
                     struct checkpoint *ret_checkpoint, struct error *ret_error);

#endif
