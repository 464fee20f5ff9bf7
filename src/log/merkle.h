/* The Merkle tree of RFC 6962 section 2.1: hashes, the frontier of a growing tree, proofs.
 *
 * Pure: no I/O, no clock, no allocation, no globals; imports nothing but mem*. The hash function is
 * handed in, and nodes of a stored tree are asked for by a callback.
 *
 * A node is named by its height (a leaf has height 0) and its index among the nodes of that height;
 * it spans 2^height leaves and exists once all of them do. Sizes are below 2^63. */
#ifndef HENG_LOG_MERKLE_H
#define HENG_LOG_MERKLE_H

#include "base/text.h"

#define MERKLE_HASH_SIZE    32
#define MERKLE_HEIGHT_COUNT 63 /* heights 0 to 62 */
#define MERKLE_SIZE_MAX     ((uint64_t)INT64_MAX)
/* The longest proof: one node for each height, and one more where a consistency proof starts. */
#define MERKLE_PROOF_COUNT_MAX (MERKLE_HEIGHT_COUNT + 1)

struct merkle_hash {
  uint8_t bytes[MERKLE_HASH_SIZE];
};

/* SHA-256 of the byte `prefix` followed by `bytes`; log/hash.h has one. */
typedef void merkle_hash_fn(uint8_t prefix, struct text bytes, struct merkle_hash *ret_hash);

bool merkle_hash_equal(const struct merkle_hash *a, const struct merkle_hash *b);
/* The root of the tree without leaves: SHA-256 of nothing. */
extern const struct merkle_hash merkle_empty_root;
/* Hash of 0x00 and the leaf. */
struct merkle_hash merkle_leaf_hash(merkle_hash_fn *hash, struct text leaf);
/* Hash of 0x01, the left and the right child. */
struct merkle_hash merkle_node_hash(merkle_hash_fn *hash, const struct merkle_hash *left,
                                    const struct merkle_hash *right);

/* All that is needed of a tree to let it grow: the roots of the perfect subtrees that its size is
 * the sum of. `nodes[h]` means something where bit h of `size` is set. All zero is the empty tree.
 * A copy is a snapshot to go back to. */
struct merkle_frontier {
  uint64_t size;
  struct merkle_hash nodes[MERKLE_HEIGHT_COUNT];
};

/* Adds a leaf. The nodes that this completed, from height 0 (the leaf itself) upwards, are put into
 * `ret_completed`, which has room for MERKLE_HEIGHT_COUNT; returns how many. Their index at height
 * h is (size >> h) - 1. */
size_t merkle_append(struct merkle_frontier *frontier, merkle_hash_fn *hash,
                     const struct merkle_hash *leaf_hash, struct merkle_hash *ret_completed);
struct merkle_hash merkle_root(const struct merkle_frontier *frontier, merkle_hash_fn *hash);
/* The root over `count` neighbouring nodes of one height, the first of which has an index that is a
 * multiple of a power of two no smaller than `count`. None gives the empty root. */
struct merkle_hash merkle_fold(merkle_hash_fn *hash, const struct merkle_hash *nodes, size_t count);

/* RFC 9162 section 2.1.3.2: is `leaf_hash` the leaf `index` of the tree `size`, `root`? */
bool merkle_verify_inclusion(merkle_hash_fn *hash, uint64_t index, uint64_t size,
                             const struct merkle_hash *leaf_hash, const struct merkle_hash *proof,
                             size_t proof_count, const struct merkle_hash *root);
/* RFC 9162 section 2.1.4.2: is the tree `old_size`, `old_root` a beginning of `size`, `root`?
 * False for `old_size` 0: every tree begins so, and nothing would be proven. */
bool merkle_verify_consistency(merkle_hash_fn *hash, uint64_t old_size, uint64_t size,
                               const struct merkle_hash *old_root, const struct merkle_hash *root,
                               const struct merkle_hash *proof, size_t proof_count);

/* Where the nodes of a stored tree are read from. `read` may answer false, which the functions
 * below pass on; what went wrong stays with `context`. */
struct merkle_nodes {
  void *context;
  bool (*read)(void *context, unsigned height, uint64_t index, struct merkle_hash *ret_hash);
};

/* The root of the leaves `begin` to `end` (not in), as it stands in the tree of size `end`: `begin`
 * is 0, or a multiple of a power of two no smaller than `end - begin`. */
bool merkle_build_root(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t begin,
                       uint64_t end, struct merkle_hash *ret_root);
/* RFC 6962 section 2.1.1; `index` < `size`. `ret_proof` has room for MERKLE_PROOF_COUNT_MAX. */
bool merkle_build_inclusion(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t index,
                            uint64_t size, struct merkle_hash *ret_proof, size_t *ret_count);
/* RFC 6962 section 2.1.2; 0 < `old_size` <= `size`. `ret_proof` has room for
 * MERKLE_PROOF_COUNT_MAX. */
bool merkle_build_consistency(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t old_size,
                              uint64_t size, struct merkle_hash *ret_proof, size_t *ret_count);

#endif
