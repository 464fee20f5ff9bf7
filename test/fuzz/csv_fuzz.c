/* CSV in any encoding: what is read is the same when it is written and read again. */
#include <assert.h>

#include "base/csv.h"
#include "base/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Reads the whole table and writes it again; false when it is refused. */
static bool copy(struct text in, struct arena *arena, struct text *ret_out) {
  struct csv *csv = ARENA_NEW(arena, struct csv);
  struct buffer out = BUFFER(arena);
  struct error error;
  if (!csv_start(csv, in, arena, &error)) return false;
  csv_write_row(&out, csv->header.at, csv->header.count);
  while (csv_next(csv, &error)) {
    assert(csv->fields.count == csv->header.count);
    csv_write_row(&out, csv->fields.at, csv->fields.count);
  }
  *ret_out = buffer_text(&out);
  return error.code == ERROR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct arena *arena = arena_make();
  enum encoding encoding;
  struct text text, once, twice;
  struct error error;
  if (encoding_read((struct text){(const char *)bytes, size}, arena, &encoding, &text, &error)) {
    assert(text_is_utf8(text));
    if (copy(text, arena, &once)) {
      bool is_read = copy(once, arena, &twice);
      assert(is_read && text_equal(once, twice));
    }
  }
  arena_free(arena);
  return 0;
}
