/* Names in the fewest bytes: ids, social credit codes, names of units.
 *
 * A code holds 64 bytes of signature and must still fit 230 characters, so what it says is packed.
 * Pure. Packing refuses what it could not give back unchanged. */
#ifndef HENG_SEAL_PACK_H
#define HENG_SEAL_PACK_H

#include "base/id.h"
#include "base/text.h"

/* Ids of visits and sites: lower-case Crockford base32 without i, l, o and u. */
enum { ID_PAIR_BYTES = 15 };

/* What a character of an id stands for, 0 to 31, or -1; and back. */
int id_digit(char character);
char id_character(unsigned digit);

/* Two ids as one big-endian number of 120 bits. */
bool pack_ids(struct text first, struct text second, uint8_t ret_bytes[ID_PAIR_BYTES]);
void unpack_ids(const uint8_t bytes[ID_PAIR_BYTES], char ret_first[ID_LENGTH],
                char ret_second[ID_LENGTH]);
/* One id as a number below 2^60. */
bool pack_id(struct text id, uint64_t *ret_number);
void unpack_id(uint64_t number, char ret_id[ID_LENGTH]);

/* A unified social credit code (GB 32100-2015): two symbols, six digits, ten symbols, of an
 * alphabet of 31. Exactly 80 bits. Its check symbol is kept as it is, right or wrong. */
enum { USCC_BYTES = 10 };

bool pack_uscc(struct text uscc, uint8_t ret_bytes[USCC_BYTES]);
/* False for bytes that no code packs to. */
bool unpack_uscc(const uint8_t bytes[USCC_BYTES], char ret_uscc[USCC_LENGTH]);

/* A unit's name: one byte for each word of words.def, two for any other Chinese character
 * (U+4E00 to U+9FFF) or printable ASCII character. Returns the length needed, complete when that is
 * at most `size`; SIZE_MAX when a character cannot be packed. */
size_t pack_words(struct text name, uint8_t *ret_bytes, size_t size);
/* The same the other way; SIZE_MAX for bytes that mean nothing. */
size_t unpack_words(const uint8_t *bytes, size_t length, char *ret_name, size_t size);

#endif
