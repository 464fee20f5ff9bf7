/* The short code: what a visitor reads out when the code itself cannot be scanned.
 *
 * Eight characters of Crockford base32, written "4K9M-2X7Z": the first seven of the visit's id and
 * a check character, which catches any one character mistyped and any two exchanged. It names a
 * visit and proves nothing: today's list or the server says what the visit's newest code says. Of
 * the visits that a gate could mean it names one; seven characters are 35 bits. Pure. */
#ifndef HENG_SEAL_SHORT_CODE_H
#define HENG_SEAL_SHORT_CODE_H

#include "base/id.h"
#include "base/text.h"

enum { SHORT_CODE_LENGTH = 9, SHORT_CODE_ID_LENGTH = 7, SHORT_CODE_TYPED_MOST = 32 };

/* False when `visit` is not an id. */
bool short_code_write(struct text visit, char ret_short[SHORT_CODE_LENGTH]);
/* The beginning of the visit's id. Case, spaces and hyphens do not matter; O is 0, I and L are 1.
 * False when a character is none of the alphabet, or too many, or the check character is wrong. */
bool short_code_read(struct text typed, char ret_id_start[SHORT_CODE_ID_LENGTH]);

#endif
