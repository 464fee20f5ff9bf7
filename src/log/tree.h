/* The growing log, and whatever holds one: a database, a folder of tiles, a URL.
 *
 * The writer keeps a struct merkle_frontier in memory, copies it before a transaction and puts the
 * copy back when that rolls back. What must be stored is what log_append() returns. All that is
 * read, by the server, by proofs and by verification, goes through a struct log_reader. */
#ifndef HENG_LOG_TREE_H
#define HENG_LOG_TREE_H

#include "log/checkpoint.h"
#include "log/tile.h"

/* Both functions give exactly what was asked for, or say by ERROR_bad_log what is missing or
 * malformed, or by another error why they could not read. They are only asked for what the log's
 * size says is there, and never across the end of a tile: `count` is 1 to TILE_WIDTH. */
struct log_reader {
  void *context;
  /* Hashes `begin` to `begin` + `count` of tile level `level`: at level 0 those of the leaves, at
   * level L the roots of 256^L leaves each. */
  bool (*read_hashes)(void *context, unsigned level, uint64_t begin, unsigned count,
                      struct merkle_hash *ret_hashes, struct error *ret_error);
  /* Leaves `begin` to `begin` + `count`, each added by log_add_entry() to an empty bundle. */
  bool (*read_entries)(void *context, uint64_t begin, unsigned count, struct buffer *ret_bundle,
                       struct error *ret_error);
};

/* Adds a leaf to an entry bundle; a leaf has at most TILE_ENTRY_SIZE_MAX bytes. */
void log_add_entry(struct buffer *bundle, struct text leaf);

/* What to store for one leaf, in the same transaction: the leaf with hashes[0], at `index`; and for
 * each further level below `level_count` hashes[level], at log_step_index(). Every 256th leaf has a
 * second hash, every 65536th a third. A leaf has at most TILE_ENTRY_SIZE_MAX bytes. */
struct log_step {
  uint64_t index;
  unsigned level_count;
  struct merkle_hash hashes[TILE_LEVEL_COUNT];
};
void log_append(struct merkle_frontier *frontier, struct text leaf, struct log_step *ret_step);
/* The index of hashes[level] among the hashes of that level. */
uint64_t log_step_index(const struct log_step *step, unsigned level);

/* Rebuilds the frontier of a stored log of `size` leaves, in a few reads for each level. Refused
 * (ERROR_bad_log) when the newest leaf does not fit its hash, when the newest hashes do not fit the
 * tiles below them, or when the log does not begin with what `published`, the last checkpoint (NULL
 * when there is none), has promised. */
bool log_open(const struct log_reader *reader, uint64_t size, const struct checkpoint *published,
              struct merkle_frontier *ret_frontier, struct error *ret_error);

bool log_read_root(const struct log_reader *reader, uint64_t size, struct merkle_hash *ret_root,
                   struct error *ret_error);
/* `ret_proof` has room for MERKLE_PROOF_COUNT_MAX; `index` < `size`. */
bool log_prove_inclusion(const struct log_reader *reader, uint64_t index, uint64_t size,
                         struct merkle_hash *ret_proof, size_t *ret_count, struct error *ret_error);
/* 0 < `old_size` <= `size`. */
bool log_prove_consistency(const struct log_reader *reader, uint64_t old_size, uint64_t size,
                           struct merkle_hash *ret_proof, size_t *ret_count,
                           struct error *ret_error);

/* HTTP headers of a log (c2sp.org/tlog-tiles). */
#define LOG_TILE_CONTENT_TYPE        "application/octet-stream"
#define LOG_TILE_CACHE_CONTROL       "public, max-age=31536000, immutable"
#define LOG_CHECKPOINT_CONTENT_TYPE  "text/plain; charset=utf-8"
#define LOG_CHECKPOINT_CACHE_CONTROL "no-cache"

/* Answers a GET of "tile/…" below the log's prefix, for the published `size`: full tiles and every
 * partial one that a checkpoint up to that size could ask for. ERROR_not_found for all else. */
bool log_serve(const struct log_reader *reader, uint64_t size, struct text path,
               struct buffer *ret_body, struct error *ret_error);

#endif
