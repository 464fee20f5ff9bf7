/* The files of a tiled log (c2sp.org/tlog-tiles): their paths, and what stands in an entry bundle.
 *
 * Pure: no I/O, no clock, no allocation, no globals; imports nothing but mem*.
 *
 * A hash tile of level L and index N holds the nodes of height 8 L from index 256 N on; an entry
 * bundle N holds the leaves of tile 0/N. Both are full with TILE_WIDTH of them; at the right edge
 * of the tree they are partial. */
#ifndef HENG_LOG_TILE_H
#define HENG_LOG_TILE_H

#include "base/text.h"

#define TILE_HEIGHT 8
#define TILE_WIDTH  256
/* Levels that a tree of less than 2^63 leaves can have. A path may name one up to 63. */
#define TILE_LEVEL_COUNT 8
#define TILE_LEVEL_MAX   63
/* An entry's length is a uint16. */
#define TILE_ENTRY_SIZE_MAX  65535
#define TILE_BUNDLE_SIZE_MAX (TILE_WIDTH * (2 + TILE_ENTRY_SIZE_MAX))
/* Room for the longest path, "tile/entries/x036/x028/x797/x018/x963/967.p/255". */
#define TILE_PATH_SIZE 64

struct tile {
  bool is_entries; /* a bundle; `level` is then 0 */
  unsigned level;
  uint64_t index; /* at most TILE_INDEX_MAX */
  unsigned width; /* 1 to TILE_WIDTH; less than that is partial */
};

#define TILE_INDEX_MAX ((uint64_t)INT64_MAX / TILE_WIDTH)

/* Reads "tile/0/x001/234", "tile/1/000.p/17", "tile/entries/000". Strict: one path names one tile
 * and no tile has two paths. */
bool tile_path_parse(struct text path, struct tile *ret_tile);
/* Writes the path, without NUL; `ret_path` has room for TILE_PATH_SIZE. Returns its length. */
size_t tile_path_format(struct tile tile, char *ret_path);

/* How many nodes of `level` a tree of `size` leaves has. */
uint64_t tile_node_count(unsigned level, uint64_t size);
/* How wide tile `index` of `level` is in a tree of `size` leaves: 0 when there is none. */
unsigned tile_width(unsigned level, uint64_t index, uint64_t size);

/* Cuts the first entry off a bundle: false when the bytes left are not one. */
bool tile_next_entry(struct text *bundle, struct text *ret_entry);
/* The length that stands before an entry, which has at most TILE_ENTRY_SIZE_MAX bytes. */
void tile_entry_length(size_t length, char ret_bytes[2]);

#endif
