/* Text files as offices hold them: UTF-8 with or without a byte order mark, or GB18030. */
#ifndef HENG_BASE_ENCODING_H
#define HENG_BASE_ENCODING_H

#include "base/arena.h"
#include "base/error.h"

enum encoding { ENCODING_UTF8, ENCODING_UTF8_WITH_MARK, ENCODING_GB18030 };

/* What is valid UTF-8 is taken for UTF-8, anything else for GB18030. `*ret_text` is UTF-8 without a
 * mark and points into `bytes` or the arena. Refusal bad_field when it is neither, when it is
 * UTF-16 or when it holds a NUL. */
bool encoding_read(struct text bytes, struct arena *arena, enum encoding *ret_encoding,
                   struct text *ret_text, struct error *ret_error);
/* Valid UTF-8 in the encoding wanted; GB18030 has a place for every character. */
struct text encoding_write(struct text text, enum encoding encoding, struct arena *arena);

#endif
