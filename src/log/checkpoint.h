/* Checkpoints (c2sp.org/tlog-checkpoint): how large a log is and the root of its tree, signed.
 *
 * Texts of a checkpoint point into the message that it was read from. */
#ifndef HENG_LOG_CHECKPOINT_H
#define HENG_LOG_CHECKPOINT_H

#include "log/merkle.h"
#include "log/note.h"

struct checkpoint {
  struct text origin; /* which log, one line */
  uint64_t size;
  struct merkle_hash root;
  struct text extensions; /* whole lines, each with its newline; mostly empty */
};

/* Decimal without sign or leading zeroes, up to MERKLE_SIZE_MAX. */
bool checkpoint_parse_size(struct text line, uint64_t *ret_size);
/* Base64 of exactly one hash. */
bool checkpoint_parse_hash(struct text line, struct merkle_hash *ret_hash);
/* Strict; ERROR_bad_log. `note_text` is what note_open() or note_split() gave. */
bool checkpoint_parse(struct text note_text, struct checkpoint *ret_checkpoint,
                      struct error *ret_error);
/* Reads a signed message without believing it. */
bool checkpoint_read(struct text message, struct checkpoint *ret_checkpoint,
                     struct error *ret_error);
/* The signed note. */
struct text checkpoint_sign(const struct checkpoint *checkpoint, const struct note_signer *signer,
                            struct arena *arena);
/* Believes a message that `verifier` has signed and that comes from the log `origin`. */
bool checkpoint_open(struct text message, const struct note_verifier *verifier, struct text origin,
                     struct checkpoint *ret_checkpoint, struct error *ret_error);

#endif
