/* Signed notes (c2sp.org/signed-note): a text, and Ed25519 signatures under it.
 *
 * A note's text must not be believed before note_open() has found a signature of a known key; only
 * note_split() looks inside before that. Names and texts point into what was handed in. */
#ifndef HENG_LOG_NOTE_H
#define HENG_LOG_NOTE_H

#include "base/arena.h"
#include "base/error.h"

#define NOTE_SIZE_MAX           (1 << 20)
#define NOTE_SIGNATURES_MAX     100
#define NOTE_SIGNATURE_SIZE_MAX (16 << 10) /* post-quantum ones of other signers have kilobytes */
#define NOTE_SEED_SIZE          32

/* A public key, written "name+key id+base64 of 0x01 and the key". */
struct note_verifier {
  struct text name;
  uint8_t key_id[4];
  uint8_t public_key[32];
};

struct note_signer {
  struct note_verifier verifier;
  uint8_t secret_key[64]; /* as libsodium has it: the seed, then the public key */
};

/* ERROR_bad_key when the text is not an Ed25519 verifier key, or its key id is another one's. */
bool note_verifier_parse(struct text key, struct note_verifier *ret_verifier,
                         struct error *ret_error);
struct text note_verifier_format(const struct note_verifier *verifier, struct arena *arena);

/* ERROR_bad_key when `name` is empty or has a space, a plus or a control character. The signer
 * points at `name`; note_signer_wipe() clears the secret. */
bool note_signer_make(struct text name, const uint8_t seed[NOTE_SEED_SIZE],
                      struct note_signer *ret_signer, struct error *ret_error);
void note_signer_wipe(struct note_signer *signer);

/* The note of `text`, which must be fit to be one: UTF-8 without control characters but newline,
 * ending in newline. */
struct text note_sign(struct text text, const struct note_signer *signer, struct arena *arena);

/* Takes a message apart without believing it. ERROR_bad_log when it is not a note. */
bool note_split(struct text message, struct text *ret_text, struct text *ret_signatures,
                struct error *ret_error);
/* The text of a note that at least one of the verifiers has signed. Signatures of unknown keys are
 * ignored; a wrong one of a known key is refused, whatever else stands there. ERROR_bad_log says
 * why not. */
bool note_open(struct text message, const struct note_verifier *verifiers, size_t verifier_count,
               struct text *ret_text, struct error *ret_error);

#endif
