/* The code: what a visit shows at the gate (design section 5).
 *
 * struct code <-> CWT payload (RFC 8392) <-> COSE_Sign1 <-> "HENG1:" + base45. Pure; seal/seal.h
 * signs and checks.
 *
 * A code has at most 230 characters: 149 bytes, of which ES256 signs with 64. So the text says in
 * registered claims what any reader of CWT needs, and packs the rest (seal/pack.h) into the claim
 * that RFC 8392 has for what makes a token unique:
 *
 *   claim   key  type     meaning
 *   iss     1    text     who issued it
 *   exp     4    integer  until, in seconds
 *   nbf     5    integer  from, in seconds
 *   cti     7    bytes    the ticket, big-endian:
 *                           0  15 bytes  visit id, site id: 60 bits each
 *                          15  10 bytes  enterprise: its unified social credit code
 *                          25   4 bytes  issued, in seconds since 1970
 *                          29   2 bytes  serial, from 1: a newer code of a visit revokes an older
 *                          31   1 byte   people, 0 to 255
 *                          32   2 bytes  reasons, one bit each (see code.c); none: green, else red
 *                          34   0 to n   the visiting unit's name; n is 8 beside an issuer of eight
 *                                        characters, seconds before 2106 and ES256 or EdDSA
 *
 * iat would cost two bytes more than the ticket's four, a key id of 8 bytes four more than
 * KID_SIZE: each a Chinese character of the unit's name. */
#ifndef HENG_SEAL_CODE_H
#define HENG_SEAL_CODE_H

#include "seal/pack.h"
#include "visit/reason.h"

#define CODE_PREFIX "HENG1:"
enum {
  CODE_TEXT_MOST = 230,
  CODE_BYTES_MOST = 149, /* what fits behind the prefix */
  CODE_PAYLOAD_MOST = 80,
  CODE_ISSUER_MOST = 20,
  CODE_UNIT_MOST = 400, /* bytes of UTF-8 */
  CODE_PEOPLE_MOST = 255,
  CODE_SERIAL_MOST = 65535,
};

/* Texts end in NUL. */
struct code {
  char issuer[CODE_ISSUER_MOST + 1]; /* "hengyang" */
  char visit[ID_LENGTH + 1];
  char site[ID_LENGTH + 1];
  char enterprise[USCC_LENGTH + 1];
  int64_t from_us, until_us; /* written in whole seconds, rounded outwards */
  int64_t issued_us;         /* rounded down */
  int64_t people;
  int64_t serial;
  char unit[CODE_UNIT_MOST + 1];
  reason_set reasons; /* only those that weighing gives, not_booked and revoked; 0 is green */
};

/* Why a code cannot be written. */
enum code_fault {
  CODE_FINE,
  CODE_BAD_ISSUER,     /* empty, too long or not UTF-8 */
  CODE_BAD_VISIT,      /* not an id */
  CODE_BAD_SITE,       /* not an id */
  CODE_BAD_ENTERPRISE, /* not of the form of a social credit code */
  CODE_BAD_TIME,       /* before 1970, after 2105, or until not after from */
  CODE_BAD_SERIAL,
  CODE_BAD_PEOPLE,
  CODE_BAD_UNIT, /* a character that cannot be packed */
  CODE_BAD_REASON,
  CODE_TOO_LONG,
};

/* The payload, at most CODE_PAYLOAD_MOST bytes. */
enum code_fault code_write_payload(const struct code *code, uint8_t ret_bytes[CODE_PAYLOAD_MOST],
                                   size_t *ret_length);
/* False when it is not the payload of a Heng code; `ret_code` is then not to be used. Claims that
 * the table does not name are refused. */
bool code_read_payload(struct text payload, struct code *ret_code);

/* Reasons as they are written, one bit each; false for one that no code says. */
bool code_pack_reasons(reason_set reasons, uint64_t *ret_mask);
bool code_unpack_reasons(uint64_t mask, reason_set *ret_reasons);

/* Cuts the beginning of the unit's name, setting "…" for it, until the payload has at most
 * `payload_most` bytes; what remains is the unit's own name rather than its city's. Leaves the code
 * alone when it fits or when it has another fault. */
void code_shorten_unit(struct code *code, size_t payload_most);

/* The text of a COSE_Sign1; false when that makes more than CODE_TEXT_MOST. */
bool code_write_text(struct text cose, char ret_text[CODE_TEXT_MOST], size_t *ret_length);
/* Back to the COSE_Sign1; false when it is longer, has another prefix or is not base45. */
bool code_read_text(struct text text, uint8_t ret_cose[CODE_BYTES_MOST], size_t *ret_length);

#endif
