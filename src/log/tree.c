/* The growing log: appending, reopening, proving, serving. */
#include "log/tree.h"

#include <assert.h>

#include "log/hash.h"

void log_add_entry(struct buffer *bundle, struct text leaf) {
  tile_entry_length(leaf.length, buffer_take(bundle, 2));
  buffer_add(bundle, leaf);
}

void log_append(struct merkle_frontier *frontier, struct text leaf, struct log_step *ret_step) {
  /* A longer one could be stored and never served. */
  assert(leaf.length <= TILE_ENTRY_SIZE_MAX);
  struct merkle_hash completed[MERKLE_HEIGHT_COUNT];
  struct merkle_hash leaf_hash = merkle_leaf_hash(log_hash, leaf);
  ret_step->index = frontier->size;
  ret_step->level_count = 0;
  size_t height_count = merkle_append(frontier, log_hash, &leaf_hash, completed);
  for (size_t height = 0; height < height_count; height += TILE_HEIGHT)
    ret_step->hashes[ret_step->level_count++] = completed[height];
}

uint64_t log_step_index(const struct log_step *step, unsigned level) {
  return tile_node_count(level, step->index + 1) - 1;
}

/* What is left of tiles at the right edge is what the frontier is made of. */
static bool read_frontier(const struct log_reader *reader, uint64_t size,
                          struct merkle_frontier *ret_frontier, struct error *ret_error) {
  *ret_frontier = (struct merkle_frontier){.size = size};
  for (unsigned level = 0; level < TILE_LEVEL_COUNT; level++) {
    uint64_t count = tile_node_count(level, size);
    unsigned width = count % TILE_WIDTH;
    if (width == 0) continue;
    struct merkle_hash hashes[TILE_WIDTH], completed[MERKLE_HEIGHT_COUNT];
    if (!reader->read_hashes(reader->context, level, count - width, width, hashes, ret_error))
      return false;
    struct merkle_frontier edge = {0};
    for (unsigned at = 0; at < width; at++) merkle_append(&edge, log_hash, &hashes[at], completed);
    for (unsigned height = 0; width >> height; height++)
      ret_frontier->nodes[TILE_HEIGHT * level + height] = edge.nodes[height];
  }
  return true;
}

static bool check_newest_leaf(const struct log_reader *reader, uint64_t index,
                              struct error *ret_error) {
  struct merkle_hash stored;
  if (!reader->read_hashes(reader->context, 0, index, 1, &stored, ret_error)) return false;
  struct arena *arena = arena_make();
  struct buffer buffer = BUFFER(arena);
  bool is_read = reader->read_entries(reader->context, index, 1, &buffer, ret_error);
  struct text bundle = buffer_text(&buffer), leaf;
  bool fits = false;
  if (is_read && tile_next_entry(&bundle, &leaf)) {
    struct merkle_hash hash = merkle_leaf_hash(log_hash, leaf);
    fits = merkle_hash_equal(&hash, &stored);
  }
  arena_free(arena);
  if (is_read && !fits)
    return fail(ret_error, ERROR_bad_log, "log", "leaf %llu does not fit its hash",
                (unsigned long long)index);
  return is_read;
}

static bool check_newest_node(const struct log_reader *reader, unsigned level, uint64_t index,
                              struct error *ret_error) {
  struct merkle_hash stored, below[TILE_WIDTH];
  if (!reader->read_hashes(reader->context, level, index, 1, &stored, ret_error) ||
      !reader->read_hashes(reader->context, level - 1, index * TILE_WIDTH, TILE_WIDTH, below,
                           ret_error))
    return false;
  struct merkle_hash root = merkle_fold(log_hash, below, TILE_WIDTH);
  if (merkle_hash_equal(&root, &stored)) return true;
  return fail(ret_error, ERROR_bad_log, "log", "hash %llu of level %u does not fit its tile",
              (unsigned long long)index, level);
}

bool log_open(const struct log_reader *reader, uint64_t size, const struct checkpoint *published,
              struct merkle_frontier *ret_frontier, struct error *ret_error) {
  if (!read_frontier(reader, size, ret_frontier, ret_error)) return false;
  if (size > 0 && !check_newest_leaf(reader, size - 1, ret_error)) return false;
  for (unsigned level = 1; tile_node_count(level, size) > 0; level++)
    if (!check_newest_node(reader, level, tile_node_count(level, size) - 1, ret_error))
      return false;
  if (!published) return true;

  if (published->size > size)
    return fail(ret_error, ERROR_bad_log, "log",
                "the log has %llu leaves and its checkpoint promised %llu",
                (unsigned long long)size, (unsigned long long)published->size);
  struct merkle_hash root;
  if (!log_read_root(reader, published->size, &root, ret_error)) return false;
  if (merkle_hash_equal(&root, &published->root)) return true;
  return fail(ret_error, ERROR_bad_log, "log", "the first %llu leaves are not those it published",
              (unsigned long long)published->size);
}

struct node_source {
  const struct log_reader *reader;
  struct error *error;
};

/* Nodes between the levels of tiles are hashed from those below. */
static bool read_node(void *context, unsigned height, uint64_t index,
                      struct merkle_hash *ret_hash) {
  const struct node_source *source = context;
  unsigned level = height / TILE_HEIGHT, above = height % TILE_HEIGHT;
  unsigned count = 1u << above;
  struct merkle_hash hashes[TILE_WIDTH / 2];
  if (!source->reader->read_hashes(source->reader->context, level, index << above, count, hashes,
                                   source->error))
    return false;
  *ret_hash = merkle_fold(log_hash, hashes, count);
  return true;
}

static struct merkle_nodes nodes_of(struct node_source *source) {
  return (struct merkle_nodes){source, read_node};
}

bool log_read_root(const struct log_reader *reader, uint64_t size, struct merkle_hash *ret_root,
                   struct error *ret_error) {
  struct node_source source = {reader, ret_error};
  return merkle_build_root(log_hash, nodes_of(&source), 0, size, ret_root);
}

bool log_prove_inclusion(const struct log_reader *reader, uint64_t index, uint64_t size,
                         struct merkle_hash *ret_proof, size_t *ret_count,
                         struct error *ret_error) {
  struct node_source source = {reader, ret_error};
  return merkle_build_inclusion(log_hash, nodes_of(&source), index, size, ret_proof, ret_count);
}

bool log_prove_consistency(const struct log_reader *reader, uint64_t old_size, uint64_t size,
                           struct merkle_hash *ret_proof, size_t *ret_count,
                           struct error *ret_error) {
  struct node_source source = {reader, ret_error};
  return merkle_build_consistency(log_hash, nodes_of(&source), old_size, size, ret_proof,
                                  ret_count);
}

bool log_serve(const struct log_reader *reader, uint64_t size, struct text path,
               struct buffer *ret_body, struct error *ret_error) {
  struct tile tile;
  if (!tile_path_parse(path, &tile) || tile.width > tile_width(tile.level, tile.index, size))
    return fail(ret_error, ERROR_not_found, NULL, "the log has no such tile");
  uint64_t begin = tile.index * TILE_WIDTH;
  if (tile.is_entries)
    return reader->read_entries(reader->context, begin, tile.width, ret_body, ret_error);
  struct merkle_hash hashes[TILE_WIDTH];
  if (!reader->read_hashes(reader->context, tile.level, begin, tile.width, hashes, ret_error))
    return false;
  buffer_add(ret_body, (struct text){(const char *)hashes, tile.width * sizeof hashes[0]});
  return true;
}
