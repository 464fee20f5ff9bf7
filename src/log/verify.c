/* Checking a whole log.
 *
 * The root is given by the partial tiles at the right edge; each of their hashes is the root of a
 * full tile one level below, and so on down to the entries. So the walk goes from the edge tile of
 * each level, highest first, down to the leaves, which it thereby meets in order; what stands above
 * has been proven when it is used, and a finding names what differs and not what depends on it. */
#include "log/verify.h"

#include <stdio.h>
#include <string.h>

#include "log/hash.h"

const struct log_finding_entry log_finding_entries[FINDING_COUNT] = {
#define FINDING(name, zh, en) {#name, zh, en},
#include "log/finding.def"
#undef FINDING
};

enum trust {
  TRUST_NONE,  /* could not be read, or hangs below such a tile: nothing to compare with */
  TRUST_DOUBT, /* read, but at an edge that does not give the root */
  TRUST_FULL,  /* proven by the signed root */
};

struct walk {
  const struct log_verification *verification;
  struct log_report *report;
  struct error *error;
  struct arena *arena; /* for one bundle at a time */
  bool is_edge_read[TILE_LEVEL_COUNT];
  struct merkle_hash edges[TILE_LEVEL_COUNT][TILE_WIDTH];
  struct merkle_hash tiles[TILE_LEVEL_COUNT][TILE_WIDTH]; /* the way down to the present leaf */
};

static void find(struct walk *walk, enum log_finding_kind kind, const char *place, int64_t entry,
                 const char *detail) {
  struct log_finding finding = {.kind = kind, .entry = entry};
  snprintf(finding.place, sizeof finding.place, "%s", place);
  snprintf(finding.detail, sizeof finding.detail, "%s", detail);
  walk->report->finding_count++;
  walk->verification->found(walk->verification->context, &finding);
}

/* Whether the walk goes on after a read has failed. */
static bool find_bad_file(struct walk *walk) {
  if (walk->error->code != ERROR_bad_log) return false;
  find(walk, FINDING_bad_file, walk->error->place, -1, walk->error->detail);
  return true;
}

static const char *path_of(struct tile tile, char path[static TILE_PATH_SIZE]) {
  path[tile_path_format(tile, path)] = 0;
  return path;
}

/* False when the walk must end; `ret_is_read` says whether there is something to compare. */
static bool read_tile(struct walk *walk, struct tile tile, struct merkle_hash *ret_hashes,
                      bool *ret_is_read) {
  const struct log_reader *reader = &walk->verification->reader;
  *ret_is_read = reader->read_hashes(reader->context, tile.level, tile.index * TILE_WIDTH,
                                     tile.width, ret_hashes, walk->error);
  walk->report->tile_count += *ret_is_read;
  return *ret_is_read || find_bad_file(walk);
}

static bool check_entries(struct walk *walk, struct tile tile, const struct merkle_hash *hashes,
                          enum trust trust) {
  const struct log_reader *reader = &walk->verification->reader;
  arena_reset(walk->arena);
  struct buffer buffer = BUFFER(walk->arena);
  tile.is_entries = true;
  uint64_t begin = tile.index * TILE_WIDTH;
  if (!reader->read_entries(reader->context, begin, tile.width, &buffer, walk->error))
    return find_bad_file(walk);
  walk->report->entry_count += tile.width;

  char path[TILE_PATH_SIZE];
  struct text bundle = buffer_text(&buffer), entry;
  for (unsigned at = 0; trust != TRUST_NONE && tile_next_entry(&bundle, &entry); at++) {
    struct merkle_hash hash = merkle_leaf_hash(log_hash, entry);
    if (!merkle_hash_equal(&hash, &hashes[at]))
      find(walk, trust == TRUST_FULL ? FINDING_wrong_entry : FINDING_doubtful_entry,
           path_of(tile, path), (int64_t)(begin + at), "");
  }
  return true;
}

static bool visit(struct walk *walk, unsigned level, uint64_t index,
                  const struct merkle_hash *wanted, enum trust trust_above);

/* All that hangs below a tile. */
static bool descend(struct walk *walk, struct tile tile, const struct merkle_hash *hashes,
                    enum trust trust) {
  if (tile.level == 0) return check_entries(walk, tile, hashes, trust);
  for (unsigned at = 0; at < tile.width; at++)
    if (!visit(walk, tile.level - 1, tile.index * TILE_WIDTH + at, &hashes[at], trust))
      return false;
  return true;
}

/* A full tile, whose root `wanted` is what the tile above it says. */
static bool visit(struct walk *walk, unsigned level, uint64_t index,
                  const struct merkle_hash *wanted, enum trust trust_above) {
  struct tile tile = {false, level, index, TILE_WIDTH};
  struct merkle_hash *hashes = walk->tiles[level];
  bool is_read;
  if (!read_tile(walk, tile, hashes, &is_read)) return false;
  enum trust trust = is_read ? trust_above : TRUST_NONE;
  if (trust != TRUST_NONE) {
    struct merkle_hash root = merkle_fold(log_hash, hashes, TILE_WIDTH);
    if (!merkle_hash_equal(&root, wanted)) {
      char path[TILE_PATH_SIZE];
      find(walk, trust == TRUST_FULL ? FINDING_wrong_tile : FINDING_doubtful_tile,
           path_of(tile, path), -1, "");
      trust = TRUST_NONE;
    }
  }
  return descend(walk, tile, hashes, trust);
}

static struct tile edge_at(const struct walk *walk, unsigned level) {
  uint64_t size = walk->verification->checkpoint->size;
  uint64_t index = tile_node_count(level, size) / TILE_WIDTH;
  return (struct tile){false, level, index, tile_width(level, index, size)};
}

/* The nodes that the root is made of all stand in the tiles at the edge. */
static bool read_edge_node(void *context, unsigned height, uint64_t index,
                           struct merkle_hash *ret_hash) {
  const struct walk *walk = context;
  unsigned level = height / TILE_HEIGHT, above = height % TILE_HEIGHT;
  if (!walk->is_edge_read[level]) return false;
  *ret_hash =
      merkle_fold(log_hash, &walk->edges[level][(index << above) % TILE_WIDTH], 1u << above);
  return true;
}

static bool read_edges(struct walk *walk, enum trust *ret_trust) {
  const struct checkpoint *checkpoint = walk->verification->checkpoint;
  for (unsigned level = 0; level < TILE_LEVEL_COUNT; level++)
    if (edge_at(walk, level).width > 0 &&
        !read_tile(walk, edge_at(walk, level), walk->edges[level], &walk->is_edge_read[level]))
      return false;
  struct merkle_hash root;
  struct merkle_nodes nodes = {walk, read_edge_node};
  *ret_trust = TRUST_DOUBT;
  if (!merkle_build_root(log_hash, nodes, 0, checkpoint->size, &root)) return true;
  if (merkle_hash_equal(&root, &checkpoint->root))
    *ret_trust = TRUST_FULL;
  else
    find(walk, FINDING_wrong_root, "checkpoint", -1, "");
  return true;
}

/* By a proof and not by reading the older root, for what is read a second time may be another
 * thing than what was checked. */
static bool check_older(struct walk *walk) {
  const struct log_verification *verification = walk->verification;
  const struct checkpoint *older = verification->older, *checkpoint = verification->checkpoint;
  struct merkle_hash proof[MERKLE_PROOF_COUNT_MAX];
  size_t count;
  if (older->size > checkpoint->size) {
    find(walk, FINDING_inconsistent, "checkpoint", -1, "the older checkpoint has more entries");
    return true;
  }
  bool is_consistent = merkle_hash_equal(&older->root, &merkle_empty_root);
  if (older->size > 0) {
    if (!log_prove_consistency(&verification->reader, older->size, checkpoint->size, proof, &count,
                               walk->error))
      return find_bad_file(walk);
    is_consistent = merkle_verify_consistency(log_hash, older->size, checkpoint->size, &older->root,
                                              &checkpoint->root, proof, count);
  }
  if (!is_consistent) find(walk, FINDING_inconsistent, "checkpoint", -1, "");
  return true;
}

static bool walk_all(struct walk *walk) {
  enum trust trust;
  if (!read_edges(walk, &trust)) return false;
  for (unsigned level = TILE_LEVEL_COUNT; level-- > 0;) {
    struct tile edge = edge_at(walk, level);
    if (edge.width > 0 &&
        !descend(walk, edge, walk->edges[level], walk->is_edge_read[level] ? trust : TRUST_NONE))
      return false;
  }
  return !walk->verification->older || check_older(walk);
}

bool log_verify(const struct log_verification *verification, struct log_report *ret_report,
                struct error *ret_error) {
  *ret_report = (struct log_report){0};
  struct walk walk = {.verification = verification,
                      .report = ret_report,
                      .error = ret_error,
                      .arena = arena_make()};
  bool is_walked = walk_all(&walk);
  arena_free(walk.arena);
  return is_walked;
}
