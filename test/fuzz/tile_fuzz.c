/* Tile paths and entry bundles: a path that is read is written the same again, and cutting a bundle
 * into entries loses no byte. */
#include <assert.h>
#include <string.h>

#include "log/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct text input = {(const char *)bytes, size};
  struct tile tile;
  if (tile_path_parse(input, &tile)) {
    char path[TILE_PATH_SIZE];
    size_t length = tile_path_format(tile, path);
    assert(text_equal(input, (struct text){path, length}));
  }

  struct text rest = input, entry;
  size_t seen = 0;
  while (tile_next_entry(&rest, &entry)) {
    char prefix[2];
    tile_entry_length(entry.length, prefix);
    assert(memcmp(bytes + seen, prefix, sizeof prefix) == 0);
    seen += sizeof prefix + entry.length;
  }
  assert(seen + rest.length == size);
  return 0;
}
