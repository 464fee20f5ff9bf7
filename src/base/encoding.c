/* Encodings of text files. Results lie in the caller's arena. */
#include "base/encoding.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

static const struct text mark = {"\xef\xbb\xbf", 3};

/* Converts the whole; false on bytes that the source encoding does not have. */
static bool convert(struct text from, const char *from_name, const char *to_name, size_t growth,
                    struct arena *arena, struct text *ret_to) {
  iconv_t converter = iconv_open(to_name, from_name);
  assert(converter != (iconv_t)-1);
  size_t room = from.length * growth;
  char *out = arena_take(arena, room + 1), *out_at = out;
  char *in_at = (char *)from.at;
  size_t in_left = from.length, out_left = room;
  size_t failed = iconv(converter, &in_at, &in_left, &out_at, &out_left);
  assert(failed != (size_t)-1 || errno != E2BIG);
  iconv_close(converter);
  *ret_to = (struct text){out, room - out_left};
  return failed != (size_t)-1;
}

bool encoding_read(struct text bytes, struct arena *arena, enum encoding *ret_encoding,
                   struct text *ret_text, struct error *ret_error) {
  bool marked = text_starts(bytes, mark);
  struct text rest = {bytes.at + (marked ? mark.length : 0),
                      bytes.length - (marked ? mark.length : 0)};
  if (text_starts(bytes, TEXT("\xff\xfe")) || text_starts(bytes, TEXT("\xfe\xff")))
    return fail(ret_error, ERROR_bad_field, NULL,
                "the file is UTF-16; save it as UTF-8 or GB18030");
  if (rest.length > 0 && memchr(rest.at, 0, rest.length))
    return fail(ret_error, ERROR_bad_field, NULL,
                "the file holds a NUL byte: it is not plain text");
  *ret_text = rest;
  *ret_encoding = marked ? ENCODING_UTF8_WITH_MARK : ENCODING_UTF8;
  if (text_is_utf8(rest)) return true;
  *ret_encoding = ENCODING_GB18030;
  /* two bytes of GB18030 become at most three of UTF-8 */
  if (!marked && convert(bytes, "GB18030", "UTF-8", 2, arena, ret_text)) return true;
  return fail(ret_error, ERROR_bad_field, NULL, "the file is neither UTF-8 nor GB18030");
}

struct text encoding_write(struct text text, enum encoding encoding, struct arena *arena) {
  if (encoding == ENCODING_UTF8) return text;
  struct text out;
  if (encoding == ENCODING_GB18030) {
    /* two bytes of UTF-8 become at most four of GB18030 */
    bool converted = convert(text, "UTF-8", "GB18030", 2, arena, &out);
    assert(converted);
    return out;
  }
  out = (struct text){arena_take(arena, mark.length + text.length), mark.length + text.length};
  memcpy((char *)out.at, mark.at, mark.length);
  if (text.length) memcpy((char *)out.at + mark.length, text.at, text.length);
  return out;
}
