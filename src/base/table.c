/* Aligned tables. Cells and text lie in the caller's arena. */
#include "base/table.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Unicode's East Asian wide and fullwidth characters, by block. */
static bool is_wide(int32_t c) {
  static const int32_t ranges[][2] = {
      {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},
      {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (c >= ranges[i][0] && c <= ranges[i][1]) return true;
  return false;
}

size_t text_width(struct text text) {
  size_t width = 0;
  for (size_t at = 0; at < text.length;) {
    int32_t c = text_next_code_point(text, &at);
    if (c < 0) return width + (text.length - at);
    width += is_wide(c) ? 2 : 1;
  }
  return width;
}

struct text number_with_commas(struct arena *arena, int64_t number) {
  char digits[24], grouped[32];
  int length = snprintf(digits, sizeof digits, "%" PRId64, number);
  size_t out = 0;
  for (int i = 0; i < length; i++) {
    bool after_digit = i > 0 && digits[i - 1] != '-';
    if (after_digit && (length - i) % 3 == 0) grouped[out++] = ',';
    grouped[out++] = digits[i];
  }
  return arena_copy(arena, (struct text){grouped, out});
}

void table_add(struct table *table, struct text cell) {
  table->cells = arena_room(table->arena, table->cells, table->count, sizeof *table->cells);
  table->cells[table->count++] = cell;
}

void table_add_number(struct table *table, int64_t number) {
  table_add(table, number_with_commas(table->arena, number));
}

void table_add_share(struct table *table, int64_t part, int64_t whole) {
  if (whole == 0)
    table_add(table, TEXT("-"));
  else
    table_add(table, arena_format(table->arena, "%.1f%%", 100.0 * (double)part / (double)whole));
}

static void add_spaces(struct buffer *out, size_t count) {
  while (count-- > 0) buffer_add_byte(out, ' ');
}

void table_write(const struct table *table, struct buffer *out) {
  size_t columns = strlen(table->alignment), widths[TABLE_COLUMNS_MOST] = {0};
  assert(columns <= TABLE_COLUMNS_MOST && table->count % columns == 0);
  for (size_t i = 0; i < table->count; i++) {
    size_t width = text_width(table->cells[i]);
    if (width > widths[i % columns]) widths[i % columns] = width;
  }
  for (size_t i = 0; i < table->count; i++) {
    size_t column = i % columns, space = widths[column] - text_width(table->cells[i]);
    bool right = table->alignment[column] == 'r', last = column + 1 == columns;
    add_spaces(out, right ? space + 2 : 2);
    buffer_add(out, table->cells[i]);
    if (!right) add_spaces(out, space);
    if (!last) continue;
    while (out->length > 0 && out->at[out->length - 1] == ' ') out->length--;
    buffer_add_byte(out, '\n');
  }
}
