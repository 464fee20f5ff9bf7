/* The Merkle tree of RFC 6962. Pure: see merkle.h. */
#include "log/merkle.h"

#include <string.h>

#include "base/must.h"

const struct merkle_hash merkle_empty_root = {{0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14,
                                               0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
                                               0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c,
                                               0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55}};

bool merkle_hash_equal(const struct merkle_hash *a, const struct merkle_hash *b) {
  return memcmp(a->bytes, b->bytes, MERKLE_HASH_SIZE) == 0;
}

struct merkle_hash merkle_leaf_hash(merkle_hash_fn *hash, struct text leaf) {
  struct merkle_hash leaf_hash;
  hash(0x00, leaf, &leaf_hash);
  return leaf_hash;
}

struct merkle_hash merkle_node_hash(merkle_hash_fn *hash, const struct merkle_hash *left,
                                    const struct merkle_hash *right) {
  char children[2 * MERKLE_HASH_SIZE];
  memcpy(children, left->bytes, MERKLE_HASH_SIZE);
  memcpy(children + MERKLE_HASH_SIZE, right->bytes, MERKLE_HASH_SIZE);
  struct merkle_hash node;
  hash(0x01, (struct text){children, sizeof children}, &node);
  return node;
}

size_t merkle_append(struct merkle_frontier *frontier, merkle_hash_fn *hash,
                     const struct merkle_hash *leaf_hash, struct merkle_hash *ret_completed) {
  MUST(frontier->size < MERKLE_SIZE_MAX);
  size_t height = 0;
  ret_completed[0] = *leaf_hash;
  for (; frontier->size >> height & 1; height++)
    ret_completed[height + 1] =
        merkle_node_hash(hash, &frontier->nodes[height], &ret_completed[height]);
  frontier->nodes[height] = ret_completed[height];
  frontier->size++;
  return height + 1;
}

struct merkle_hash merkle_root(const struct merkle_frontier *frontier, merkle_hash_fn *hash) {
  struct merkle_hash root = merkle_empty_root;
  bool is_first = true;
  for (size_t height = 0; height < MERKLE_HEIGHT_COUNT; height++) {
    if (!(frontier->size >> height & 1)) continue;
    const struct merkle_hash *node = &frontier->nodes[height];
    root = is_first ? *node : merkle_node_hash(hash, node, &root);
    is_first = false;
  }
  return root;
}

struct merkle_hash merkle_fold(merkle_hash_fn *hash, const struct merkle_hash *nodes,
                               size_t count) {
  struct merkle_frontier frontier = {0};
  struct merkle_hash completed[MERKLE_HEIGHT_COUNT];
  for (size_t at = 0; at < count; at++) merkle_append(&frontier, hash, &nodes[at], completed);
  return merkle_root(&frontier, hash);
}

bool merkle_verify_inclusion(merkle_hash_fn *hash, uint64_t index, uint64_t size,
                             const struct merkle_hash *leaf_hash, const struct merkle_hash *proof,
                             size_t proof_count, const struct merkle_hash *root) {
  if (index >= size) return false;
  uint64_t last = size - 1;
  struct merkle_hash node = *leaf_hash;
  for (size_t at = 0; at < proof_count; at++) {
    if (last == 0) return false;
    if (index & 1 || index == last) {
      node = merkle_node_hash(hash, &proof[at], &node);
      /* Where the right edge has no sibling, the node stands for its parents as well. */
      for (; !(index & 1) && index != 0; index >>= 1) last >>= 1;
    } else {
      node = merkle_node_hash(hash, &node, &proof[at]);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 && merkle_hash_equal(&node, root);
}

bool merkle_verify_consistency(merkle_hash_fn *hash, uint64_t old_size, uint64_t size,
                               const struct merkle_hash *old_root, const struct merkle_hash *root,
                               const struct merkle_hash *proof, size_t proof_count) {
  if (old_size == 0 || old_size > size) return false;
  if (old_size == size) return proof_count == 0 && merkle_hash_equal(old_root, root);
  if (proof_count == 0) return false;

  uint64_t index = old_size - 1, last = size - 1;
  for (; index & 1; index >>= 1) last >>= 1;
  /* A perfect old tree is itself the first node, and is left out of the proof. */
  size_t at = index == 0 ? 0 : 1;
  struct merkle_hash old_node = index == 0 ? *old_root : proof[0];
  struct merkle_hash node = old_node;
  for (; at < proof_count; at++) {
    if (last == 0) return false;
    if (index & 1 || index == last) {
      old_node = merkle_node_hash(hash, &proof[at], &old_node);
      node = merkle_node_hash(hash, &proof[at], &node);
      for (; !(index & 1) && index != 0; index >>= 1) last >>= 1;
    } else {
      node = merkle_node_hash(hash, &node, &proof[at]);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 && merkle_hash_equal(&old_node, old_root) && merkle_hash_equal(&node, root);
}

/* The height of the largest perfect tree with fewer than `count` leaves; `count` > 1. */
static unsigned split_height(uint64_t count) {
  unsigned height = 0;
  while ((uint64_t)2 << height < count) height++;
  return height;
}

bool merkle_build_root(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t begin,
                       uint64_t end, struct merkle_hash *ret_root) {
  MUST(begin <= end && end <= MERKLE_SIZE_MAX);
  struct merkle_hash root = merkle_empty_root;
  /* Perfect subtrees from the right edge to the left: the lowest bit of `end` names the smallest.
   */
  uint64_t rest = end;
  while (rest > begin) {
    unsigned height = 0;
    while (!(rest >> height & 1)) height++;
    /* The whole range can be one perfect subtree, while `end` would allow for a larger one. */
    while ((uint64_t)1 << height > rest - begin) height--;
    struct merkle_hash node;
    if (!nodes.read(nodes.context, height, (rest - 1) >> height, &node)) return false;
    root = rest == end ? node : merkle_node_hash(hash, &node, &root);
    rest -= (uint64_t)1 << height;
  }
  *ret_root = root;
  return true;
}

/* Proofs are found from the root down and written from the leaf up. */
static void reverse(struct merkle_hash *proof, size_t count) {
  for (size_t at = 0; at < count / 2; at++) {
    struct merkle_hash hash = proof[at];
    proof[at] = proof[count - 1 - at];
    proof[count - 1 - at] = hash;
  }
}

bool merkle_build_inclusion(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t index,
                            uint64_t size, struct merkle_hash *ret_proof, size_t *ret_count) {
  MUST(index < size && size <= MERKLE_SIZE_MAX);
  uint64_t begin = 0, end = size;
  size_t count = 0;
  while (end - begin > 1) {
    uint64_t middle = begin + ((uint64_t)1 << split_height(end - begin));
    bool is_left = index < middle;
    if (!merkle_build_root(hash, nodes, is_left ? middle : begin, is_left ? end : middle,
                           &ret_proof[count++]))
      return false;
    if (is_left)
      end = middle;
    else
      begin = middle;
  }
  reverse(ret_proof, count);
  *ret_count = count;
  return true;
}

bool merkle_build_consistency(merkle_hash_fn *hash, struct merkle_nodes nodes, uint64_t old_size,
                              uint64_t size, struct merkle_hash *ret_proof, size_t *ret_count) {
  MUST(0 < old_size && old_size <= size && size <= MERKLE_SIZE_MAX);
  uint64_t begin = 0, end = size;
  size_t count = 0;
  while (old_size < end) {
    uint64_t middle = begin + ((uint64_t)1 << split_height(end - begin));
    bool is_left = old_size <= middle;
    if (!merkle_build_root(hash, nodes, is_left ? middle : begin, is_left ? end : middle,
                           &ret_proof[count++]))
      return false;
    if (is_left)
      end = middle;
    else
      begin = middle;
  }
  /* The verifier knows the old root, which this would be if the old tree is perfect. */
  if (begin > 0 && !merkle_build_root(hash, nodes, begin, end, &ret_proof[count++])) return false;
  reverse(ret_proof, count);
  *ret_count = count;
  return true;
}
