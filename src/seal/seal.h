/* Sealing and opening: where the pure structures meet the keys. */
#ifndef HENG_SEAL_SEAL_H
#define HENG_SEAL_SEAL_H

#include "seal/code.h"
#include "seal/key_set.h"

/* A tagged COSE_Sign1 of any payload, kid in the protected header. Failure crypto. */
bool seal_sign(const struct key *key, struct text payload, struct arena *arena,
               struct text *ret_cose, struct error *ret_error);

/* Whether signature `index` of a message is by one of the keys: every key that bears its kid is
 * tried (every key at all when it names none). unknown_key when there is none to try, or when it
 * names none and none fits; invalid too when the algorithm is missing or not Heng's, a critical
 * header is not understood (RFC 9052 section 3.1), or the payload is elsewhere. `external` is what
 * RFC 9052 section 4.3 calls externally supplied data, mostly empty. */
enum signature_state seal_check(const struct key_set *keys, int64_t now_us,
                                const struct cose_message *message, size_t index,
                                struct text external, struct arena *arena);

/* A code as text. A unit's name that is too long loses its beginning (code_shorten_unit). Refusal
 * bad_field with the member's name as its place, failure crypto. */
bool seal_code(const struct key *key, const struct code *code, struct arena *arena,
               struct text *ret_text, struct error *ret_error);

/* Opens what seal_sign made. The payload is NO_TEXT unless the signature is valid. Refusal bad_code
 * when it is not a tagged COSE_Sign1. */
bool seal_open(const struct key_set *keys, int64_t now_us, struct text cose, struct arena *arena,
               enum signature_state *ret_state, struct text *ret_payload, struct error *ret_error);
/* Opens a code. `*ret_code` is all zero unless the signature is valid. Refusal bad_code when it is
 * not a Heng code, or one that this version cannot read. */
bool seal_open_code(const struct key_set *keys, int64_t now_us, struct text text,
                    struct arena *arena, enum signature_state *ret_state, struct code *ret_code,
                    struct error *ret_error);

#endif
