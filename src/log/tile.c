/* Paths of tiles, entries of bundles. Pure: see tile.h. */
#include "log/tile.h"

#include <string.h>

#include "base/must.h"

static bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/* One to three digits without leading zeroes. */
static bool parse_small(struct text text, unsigned *ret_value) {
  if (text.length == 0 || text.length > 3) return false;
  if (text.length > 1 && text.at[0] == '0') return false;
  unsigned value = 0;
  for (size_t at = 0; at < text.length; at++) {
    if (!is_digit(text.at[at])) return false;
    value = value * 10 + (unsigned)(text.at[at] - '0');
  }
  *ret_value = value;
  return true;
}

/* Three digits exactly. */
static bool parse_group(struct text text, unsigned *ret_value) {
  if (text.length != 3) return false;
  unsigned value = 0;
  for (size_t at = 0; at < 3; at++) {
    if (!is_digit(text.at[at])) return false;
    value = value * 10 + (unsigned)(text.at[at] - '0');
  }
  *ret_value = value;
  return true;
}

/* "x001/x234/067". */
static bool parse_index(struct text text, uint64_t *ret_index) {
  uint64_t index = 0;
  bool is_first = true;
  for (struct text rest = text; rest.at; is_first = false) {
    struct text group = text_cut(&rest, '/');
    if (rest.at && (group.length == 0 || group.at[0] != 'x')) return false;
    if (rest.at) group = (struct text){group.at + 1, group.length - 1};
    unsigned value;
    if (!parse_group(group, &value)) return false;
    /* A leading group of zeroes would be a second name for the same tile. */
    if (is_first && rest.at && value == 0) return false;
    if (index > (TILE_INDEX_MAX - value) / 1000) return false;
    index = index * 1000 + value;
  }
  *ret_index = index;
  return true;
}

bool tile_path_parse(struct text path, struct tile *ret_tile) {
  struct tile tile = {.width = TILE_WIDTH};
  struct text rest = path;
  if (!text_equal(text_cut(&rest, '/'), TEXT("tile"))) return false;
  struct text level = text_cut(&rest, '/');
  tile.is_entries = text_equal(level, TEXT("entries"));
  if (!tile.is_entries && (!parse_small(level, &tile.level) || tile.level > TILE_LEVEL_MAX))
    return false;
  if (!rest.at) return false;

  size_t partial = text_find(rest, TEXT(".p/"));
  if (partial != SIZE_MAX) {
    struct text width = {rest.at + partial + 3, rest.length - partial - 3};
    if (!parse_small(width, &tile.width)) return false;
    if (tile.width == 0 || tile.width >= TILE_WIDTH) return false;
    rest.length = partial;
  }
  if (!parse_index(rest, &tile.index)) return false;
  *ret_tile = tile;
  return true;
}

struct writer {
  char *at;
  size_t length;
};

static void put(struct writer *writer, struct text text) {
  memcpy(writer->at + writer->length, text.at, text.length);
  writer->length += text.length;
}

/* Decimal, with leading zeroes up to `digit_count`. */
static void put_number(struct writer *writer, unsigned value, unsigned digit_count) {
  char digits[3];
  MUST(value < 1000);
  size_t start = sizeof digits;
  for (unsigned written = 0; written < digit_count || value > 0; written++, value /= 10)
    digits[--start] = (char)('0' + value % 10);
  put(writer, (struct text){digits + start, sizeof digits - start});
}

size_t tile_path_format(struct tile tile, char *ret_path) {
  MUST(tile.width >= 1 && tile.width <= TILE_WIDTH);
  MUST(tile.index <= TILE_INDEX_MAX && tile.level <= TILE_LEVEL_MAX);
  struct writer path = {ret_path, 0};
  put(&path, TEXT("tile/"));
  if (tile.is_entries)
    put(&path, TEXT("entries"));
  else
    put_number(&path, tile.level, 1);
  put(&path, TEXT("/"));

  uint64_t scale = 1;
  while (tile.index / scale >= 1000) scale *= 1000;
  for (; scale > 1; scale /= 1000) {
    put(&path, TEXT("x"));
    put_number(&path, (unsigned)(tile.index / scale % 1000), 3);
    put(&path, TEXT("/"));
  }
  put_number(&path, (unsigned)(tile.index % 1000), 3);
  if (tile.width < TILE_WIDTH) {
    put(&path, TEXT(".p/"));
    put_number(&path, tile.width, 1);
  }
  return path.length;
}

uint64_t tile_node_count(unsigned level, uint64_t size) {
  return level < TILE_LEVEL_COUNT ? size >> (TILE_HEIGHT * level) : 0;
}

unsigned tile_width(unsigned level, uint64_t index, uint64_t size) {
  uint64_t count = tile_node_count(level, size);
  if (index >= count / TILE_WIDTH) return index == count / TILE_WIDTH ? count % TILE_WIDTH : 0;
  return TILE_WIDTH;
}

bool tile_next_entry(struct text *bundle, struct text *ret_entry) {
  if (bundle->length < 2) return false;
  size_t length = (size_t)(uint8_t)bundle->at[0] << 8 | (uint8_t)bundle->at[1];
  if (length > bundle->length - 2) return false;
  *ret_entry = (struct text){bundle->at + 2, length};
  *bundle = (struct text){bundle->at + 2 + length, bundle->length - 2 - length};
  return true;
}

void tile_entry_length(size_t length, char ret_bytes[2]) {
  MUST(length <= TILE_ENTRY_SIZE_MAX);
  ret_bytes[0] = (char)(length >> 8);
  ret_bytes[1] = (char)(length & 0xff);
}
