/* Reading codes of any issuer: any prefix or none, base45, zlib or not, COSE_Sign1, claims in CBOR.
 *
 * Nothing of a payload is believed before its signature is. */
#ifndef HENG_SEAL_INSPECT_H
#define HENG_SEAL_INSPECT_H

#include "seal/code.h"
#include "seal/key_set.h"

enum {
  INSPECT_TEXT_MOST = 8192, /* the largest QR code holds 4,296 such characters */
  INSPECT_PREFIX_MOST = 16,
  INSPECT_INFLATED_MOST = 64 * 1024,
};

struct inspection {
  struct text prefix; /* what stood before base45; empty when nothing did */
  bool compressed;
  bool has_alg;
  int64_t alg;     /* 0 for a name that is text */
  struct text kid; /* NO_TEXT when the code names none */
  enum signature_state signature;
  struct text claims_json; /* NO_TEXT when the payload is not CBOR */
  bool is_heng;            /* then `code` says it in names */
  struct code code;
  struct texts problems; /* "base45: …": the layer, and what is wrong there */
};

/* False when it is not a code, with the reason in `problems`. What is returned lives in the arena.
 */
bool inspect(struct text text, const struct key_set *keys, struct arena *arena,
             struct inspection *ret_inspection);

/* One JSON object: prefix, compressed, algorithm, kid (hex and base64), signature, then claims, and
 * for a Heng code `code`; under unverified_claims and unverified_code unless the signature is
 * valid; problems. `is_code` is what inspect() returned. */
void inspection_write_json(const struct inspection *inspection, bool is_code, struct buffer *out);

#endif
