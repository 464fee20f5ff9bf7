/* COSE (RFC 9052): the structure of signed messages; the bytes that a signature covers.
 *
 * Pure: knows no keys and no cryptography (seal/seal.h puts both together). What is parsed points
 * into the input. A header alg, crit or kid that occurs twice in a bucket or is of the wrong type
 * makes a message malformed (RFC 9052 section 3). */
#ifndef HENG_SEAL_COSE_H
#define HENG_SEAL_COSE_H

#include "base/text.h"

/* Tags (RFC 9052 table 1; RFC 8392 section 6). */
enum { COSE_TAG_SIGN1 = 18, COSE_TAG_SIGN = 98, CWT_TAG = 61 };

/* Labels of header parameters (RFC 9052 table 3). */
enum { COSE_HEADER_ALG = 1, COSE_HEADER_CRIT = 2, COSE_HEADER_KID = 4 };

/* Algorithms (RFC 9053 section 2, RFC 8230). SM2 with SM3 (GB/T 32918.2) has no registered number:
 * this one is of the range for private use, below -65536. */
enum {
  COSE_ES256 = -7,
  COSE_EDDSA = -8,
  COSE_ES384 = -35,
  COSE_ES512 = -36,
  COSE_PS256 = -37,
  COSE_SM2 = -65537,
};

/* What a check of a signature comes to. */
enum signature_state { SIGNATURE_VALID, SIGNATURE_INVALID, SIGNATURE_UNKNOWN_KEY };

enum { COSE_SIGNATURES_MOST = 8 };

/* One bucket of headers. */
struct cose_headers {
  bool has_alg;
  int64_t alg;           /* 0, which is reserved, for a name that is text */
  struct text kid;       /* NO_TEXT when absent */
  bool critical_unknown; /* `crit` names a header that Heng does not know */
};

/* One signature with what it says of itself. */
struct cose_signature {
  struct text protected_bytes; /* empty for an empty map, however it was written */
  struct cose_headers protected, unprotected;
  struct text signature;
};

struct cose_message {
  bool sign1; /* one signature, whose headers are those of the message; else COSE_Sign */
  bool tagged;
  struct text body_protected; /* COSE_Sign only */
  struct cose_headers body_headers;
  struct text payload; /* NO_TEXT when detached */
  struct cose_signature signatures[COSE_SIGNATURES_MOST];
  size_t signature_count;
};

/* Reads a COSE_Sign1 or COSE_Sign, tagged or not (without a tag it is told by its form), in a CWT
 * tag or not. When it is neither, returns false and sets `*ret_problem` to a plain sentence. */
bool cose_read(struct text bytes, struct cose_message *ret_message, const char **ret_problem);

/* The algorithm and key id of a signature: the protected bucket before the unprotected one. */
bool cose_alg(const struct cose_signature *signature, int64_t *ret_alg);
struct text cose_kid(const struct cose_signature *signature);

/* What a signature, a MAC or an encryption covers (RFC 9052 sections 4.4, 5.3 and 6.3): an array of
 * the context, the body's protected headers, those of the signer, the application's bytes and the
 * payload; the signer's headers and the payload are left out when they are NO_TEXT. Returns the
 * length needed; complete when that is at most `size`. */
struct cose_covered {
  struct text context; /* "Signature1", "Signature", "CounterSignature", "MAC0", "Encrypt0" */
  struct text body_protected, sign_protected;
  struct text external;
  struct text payload;
};
size_t cose_covered_write(const struct cose_covered *covered, uint8_t *ret_bytes, size_t size);
/* The same for signature `index` of a message that was read. */
struct cose_covered cose_covered_of(const struct cose_message *message, size_t index,
                                    struct text external);

/* The protected headers {1: alg, 4: kid} as they are signed. */
size_t cose_headers_write(int64_t alg, struct text kid, uint8_t *ret_bytes, size_t size);
/* A tagged COSE_Sign1 with no unprotected header. */
size_t cose_sign1_write(struct text protected_bytes, struct text payload, struct text signature,
                        uint8_t *ret_bytes, size_t size);

#endif
