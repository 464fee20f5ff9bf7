/* The code as bytes and text. Pure. */
#include "seal/code.h"

#include "base/time.h"
#include "seal/base45.h"
#include "seal/cbor.h"

#include <string.h>

/* RFC 8392 section 4. */
enum { CLAIM_ISS = 1, CLAIM_EXP = 4, CLAIM_NBF = 5, CLAIM_CTI = 7 };

enum {
  AT_IDS = 0,
  AT_ENTERPRISE = AT_IDS + ID_PAIR_BYTES,
  AT_ISSUED = AT_ENTERPRISE + USCC_BYTES,
  AT_SERIAL = AT_ISSUED + 4,
  AT_PEOPLE = AT_SERIAL + 2,
  AT_REASONS = AT_PEOPLE + 1,
  AT_UNIT = AT_REASONS + 2,
  TICKET_MOST = CODE_PAYLOAD_MOST,
};

/* The reason of each bit, the lowest first. Codes out in the world were written with it: only ever
 * added to at the end. */
static const enum reason bits[] = {
    REASON_not_approved,     REASON_not_agreed, REASON_over_filed, REASON_many_heads,
    REASON_too_often,        REASON_repeated,   REASON_quiet_day,  REASON_short_notice,
    REASON_too_few_officers, REASON_cancelled,  REASON_missed,     REASON_frozen,
    REASON_not_booked,       REASON_revoked,
};
enum { BIT_COUNT = sizeof bits / sizeof *bits };
_Static_assert(BIT_COUNT <= 16, "two bytes hold 16 reasons");

static const int64_t seconds_most = UINT32_MAX;

static bool is_second(int64_t seconds) {
  return seconds >= 0 && seconds <= seconds_most;
}

/* The text in an array that ends in NUL; as long as the array when it has none. */
static struct text held(const char *at, size_t size) {
  const char *end = memchr(at, 0, size);
  return (struct text){at, end ? (size_t)(end - at) : size};
}
#define HELD(array) held((array), sizeof(array))

bool code_pack_reasons(reason_set reasons, uint64_t *ret_mask) {
  *ret_mask = 0;
  for (int i = 0; i < BIT_COUNT; i++) {
    reason_set bit = (reason_set)1 << bits[i];
    if (reasons & bit) *ret_mask |= UINT64_C(1) << i;
    reasons &= ~bit;
  }
  return reasons == 0;
}

bool code_unpack_reasons(uint64_t mask, reason_set *ret_reasons) {
  *ret_reasons = 0;
  for (int i = 0; i < BIT_COUNT; i++)
    if (mask >> i & 1) *ret_reasons |= (reason_set)1 << bits[i];
  return mask >> BIT_COUNT == 0;
}

static enum code_fault pack_ticket(const struct code *code, uint8_t ticket[TICKET_MOST],
                                   size_t *ret_length) {
  uint64_t checked, mask;
  int64_t issued = seconds_down(code->issued_us);
  if (!pack_id(HELD(code->visit), &checked)) return CODE_BAD_VISIT;
  if (!pack_ids(HELD(code->visit), HELD(code->site), ticket + AT_IDS)) return CODE_BAD_SITE;
  if (!pack_uscc(HELD(code->enterprise), ticket + AT_ENTERPRISE)) return CODE_BAD_ENTERPRISE;
  if (!is_second(issued)) return CODE_BAD_TIME;
  if (code->serial < 1 || code->serial > CODE_SERIAL_MOST) return CODE_BAD_SERIAL;
  if (code->people < 0 || code->people > CODE_PEOPLE_MOST) return CODE_BAD_PEOPLE;
  big_endian_put((uint64_t)issued, ticket + AT_ISSUED, 4);
  big_endian_put((uint64_t)code->serial, ticket + AT_SERIAL, 2);
  big_endian_put((uint64_t)code->people, ticket + AT_PEOPLE, 1);
  if (!code_pack_reasons(code->reasons, &mask)) return CODE_BAD_REASON;
  big_endian_put(mask, ticket + AT_REASONS, 2);
  struct text unit = HELD(code->unit);
  if (unit.length == sizeof code->unit || !text_is_utf8(unit)) return CODE_BAD_UNIT;
  size_t length = pack_words(unit, ticket + AT_UNIT, TICKET_MOST - AT_UNIT);
  if (length == SIZE_MAX) return CODE_BAD_UNIT;
  *ret_length = AT_UNIT + length;
  return length <= TICKET_MOST - AT_UNIT ? CODE_FINE : CODE_TOO_LONG;
}

enum code_fault code_write_payload(const struct code *code, uint8_t ret_bytes[CODE_PAYLOAD_MOST],
                                   size_t *ret_length) {
  uint8_t ticket[TICKET_MOST];
  size_t ticket_length;
  struct text issuer = HELD(code->issuer);
  if (issuer.length == 0 || issuer.length > CODE_ISSUER_MOST || !text_is_utf8(issuer))
    return CODE_BAD_ISSUER;
  int64_t from = seconds_down(code->from_us), until = seconds_up(code->until_us);
  if (!is_second(from) || !is_second(until) || until <= from) return CODE_BAD_TIME;
  enum code_fault fault = pack_ticket(code, ticket, &ticket_length);
  if (fault != CODE_FINE) return fault;
  struct cbor_writer writer = CBOR_WRITER(ret_bytes, CODE_PAYLOAD_MOST);
  cbor_put_map(&writer, 4);
  cbor_put_integer(&writer, CLAIM_ISS);
  cbor_put_text(&writer, issuer);
  cbor_put_integer(&writer, CLAIM_EXP);
  cbor_put_integer(&writer, until);
  cbor_put_integer(&writer, CLAIM_NBF);
  cbor_put_integer(&writer, from);
  cbor_put_integer(&writer, CLAIM_CTI);
  cbor_put_bytes(&writer, (struct text){(const char *)ticket, ticket_length});
  *ret_length = writer.length;
  return writer.length <= CODE_PAYLOAD_MOST ? CODE_FINE : CODE_TOO_LONG;
}

static bool read_ticket(struct text cti, struct code *code) {
  const uint8_t *ticket = (const uint8_t *)cti.at;
  if (cti.length < AT_UNIT) return false;
  unpack_ids(ticket + AT_IDS, code->visit, code->site);
  if (!unpack_uscc(ticket + AT_ENTERPRISE, code->enterprise)) return false;
  code->issued_us = (int64_t)big_endian_take(ticket + AT_ISSUED, 4) * SECOND_US;
  code->serial = (int64_t)big_endian_take(ticket + AT_SERIAL, 2);
  code->people = (int64_t)big_endian_take(ticket + AT_PEOPLE, 1);
  if (code->serial < 1 ||
      !code_unpack_reasons(big_endian_take(ticket + AT_REASONS, 2), &code->reasons))
    return false;
  return unpack_words(ticket + AT_UNIT, cti.length - AT_UNIT, code->unit, CODE_UNIT_MOST) <=
         CODE_UNIT_MOST;
}

static bool next_claim(struct cbor_reader *reader, int64_t key) {
  int64_t found;
  return cbor_next_integer(reader, key, key, &found);
}

bool code_read_payload(struct text payload, struct code *ret_code) {
  struct cbor_reader reader = CBOR_READER(payload);
  struct cbor_item map, issuer;
  struct text ticket;
  int64_t from, until;
  *ret_code = (struct code){0};
  if (!cbor_next(&reader, &map) || map.kind != CBOR_MAP || map.indefinite || map.number != 4 ||
      !next_claim(&reader, CLAIM_ISS) || !cbor_next(&reader, &issuer) || issuer.kind != CBOR_TEXT ||
      issuer.indefinite || !next_claim(&reader, CLAIM_EXP) ||
      !cbor_next_integer(&reader, 0, seconds_most, &until) || !next_claim(&reader, CLAIM_NBF) ||
      !cbor_next_integer(&reader, 0, until - 1, &from) || !next_claim(&reader, CLAIM_CTI) ||
      !cbor_next_bytes(&reader, &ticket) || !cbor_at_end(&reader))
    return false;
  if (issuer.string.length == 0 || issuer.string.length > CODE_ISSUER_MOST ||
      memchr(issuer.string.at, 0, issuer.string.length))
    return false;
  memcpy(ret_code->issuer, issuer.string.at, issuer.string.length);
  ret_code->from_us = from * SECOND_US;
  ret_code->until_us = until * SECOND_US;
  return read_ticket(ticket, ret_code);
}

/* What the payload would need, or 0 when length is not what is wrong with the code. */
static size_t payload_length(const struct code *code) {
  uint8_t payload[CODE_PAYLOAD_MOST];
  size_t length;
  enum code_fault fault = code_write_payload(code, payload, &length);
  if (fault == CODE_TOO_LONG) return SIZE_MAX;
  return fault == CODE_FINE ? length : 0;
}

void code_shorten_unit(struct code *code, size_t payload_most) {
  struct text cut = TEXT("…");
  char whole[sizeof code->unit];
  memcpy(whole, code->unit, sizeof whole);
  struct text unit = HELD(whole);
  for (size_t at = 0; at < unit.length && payload_length(code) > payload_most;) {
    text_next_code_point(unit, &at);
    size_t rest = unit.length - at;
    if (cut.length + rest > CODE_UNIT_MOST) continue;
    memset(code->unit, 0, sizeof code->unit);
    memcpy(code->unit, cut.at, cut.length);
    memcpy(code->unit + cut.length, unit.at + at, rest);
  }
}

bool code_write_text(struct text cose, char ret_text[CODE_TEXT_MOST], size_t *ret_length) {
  static const char prefix[] = CODE_PREFIX;
  if (cose.length > CODE_BYTES_MOST) return false;
  memcpy(ret_text, prefix, sizeof prefix - 1);
  *ret_length = sizeof prefix - 1 + base45_encode(cose, ret_text + sizeof prefix - 1);
  return true;
}

bool code_read_text(struct text text, uint8_t ret_cose[CODE_BYTES_MOST], size_t *ret_length) {
  struct text prefix = TEXT(CODE_PREFIX);
  if (text.length > CODE_TEXT_MOST || !text_starts(text, prefix)) return false;
  struct text encoded = {text.at + prefix.length, text.length - prefix.length};
  return base45_decode(encoded, ret_cose, ret_length);
}
