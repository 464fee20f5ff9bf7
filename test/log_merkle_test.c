/* The Merkle tree: known answers, public vectors, and every small tree against a naive one. */
#include "log/merkle.h"

#include <dirent.h>

#include "base/file.h"
#include "base/json.h"
#include "check.h"
#include "log/hash.h"

static struct merkle_hash hash_of(const char *hex) {
  struct merkle_hash hash = {0};
  CHECK(hex_decode(text_of(hex), hash.bytes, sizeof hash.bytes));
  return hash;
}

static bool equal(struct merkle_hash a, struct merkle_hash b) {
  return merkle_hash_equal(&a, &b);
}

/* The leaves and roots that RFC 6962's reference implementation is tested with. */
static const struct {
  const char *leaf_hex, *root_hex;
} growing_tree[] = {
    {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
    {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
    {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
    {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
    {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
    {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
    {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
    {"606162636465666768696a6b6c6d6e6f",
     "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void grows_as_the_rfc_says(void) {
  struct merkle_frontier frontier = {0};
  CHECK(equal(merkle_root(&frontier, log_hash), merkle_empty_root));
  CHECK(equal(merkle_empty_root,
              hash_of("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
  for (size_t at = 0; at < sizeof growing_tree / sizeof *growing_tree; at++) {
    CHECK_ROW("leaf %zu", at);
    uint8_t leaf[16];
    size_t length = strlen(growing_tree[at].leaf_hex) / 2;
    CHECK(hex_decode(text_of(growing_tree[at].leaf_hex), leaf, length));
    struct merkle_hash leaf_hash =
        merkle_leaf_hash(log_hash, (struct text){(const char *)leaf, length});
    struct merkle_hash completed[MERKLE_HEIGHT_COUNT];
    merkle_append(&frontier, log_hash, &leaf_hash, completed);
    CHECK(equal(merkle_root(&frontier, log_hash), hash_of(growing_tree[at].root_hex)));
  }
}

/* --- every tree up to this size against RFC 6962's own recursion ------------------------------ */

#define LEAVES 600

static struct merkle_hash leaf_hashes[LEAVES];

static size_t split(size_t count) {
  size_t half = 1;
  while (2 * half < count) half *= 2;
  return half;
}

static struct merkle_hash naive_root(size_t begin, size_t end) {
  if (end == begin) return merkle_empty_root;
  if (end - begin == 1) return leaf_hashes[begin];
  size_t middle = begin + split(end - begin);
  struct merkle_hash left = naive_root(begin, middle), right = naive_root(middle, end);
  return merkle_node_hash(log_hash, &left, &right);
}

/* PATH(m, D[n]) */
static size_t naive_path(size_t index, size_t begin, size_t end, struct merkle_hash *ret_proof) {
  if (end - begin == 1) return 0;
  size_t middle = begin + split(end - begin);
  bool left = index < middle;
  size_t count = naive_path(index, left ? begin : middle, left ? middle : end, ret_proof);
  ret_proof[count] = naive_root(left ? middle : begin, left ? end : middle);
  return count + 1;
}

/* SUBPROOF(m, D[n], b) */
static size_t naive_subproof(size_t old_end, size_t begin, size_t end, bool is_whole,
                             struct merkle_hash *ret_proof) {
  if (old_end == end) {
    if (is_whole) return 0;
    ret_proof[0] = naive_root(begin, end);
    return 1;
  }
  size_t middle = begin + split(end - begin);
  bool left = old_end <= middle;
  size_t count = naive_subproof(old_end, left ? begin : middle, left ? middle : end,
                                left && is_whole, ret_proof);
  ret_proof[count] = naive_root(left ? middle : begin, left ? end : middle);
  return count + 1;
}

static bool read_naive(void *context, unsigned height, uint64_t index,
                       struct merkle_hash *ret_hash) {
  size_t *size = context;
  size_t begin = (size_t)index << height, end = ((size_t)index + 1) << height;
  if (!CHECK(end <= *size)) return false;
  *ret_hash = naive_root(begin, end);
  return true;
}

static void make_leaf_hashes(void) {
  for (uint32_t at = 0; at < LEAVES; at++)
    leaf_hashes[at] = merkle_leaf_hash(log_hash, (struct text){(const char *)&at, sizeof at});
}

static void agrees_with_the_naive_tree(void) {
  make_leaf_hashes();
  struct merkle_frontier frontier = {0};
  for (size_t size = 0; size <= LEAVES; size++) {
    CHECK_ROW("size %zu", size);
    struct merkle_hash root = naive_root(0, size), read_root;
    CHECK(equal(merkle_root(&frontier, log_hash), root));
    CHECK(
        merkle_build_root(log_hash, (struct merkle_nodes){&size, read_naive}, 0, size, &read_root));
    CHECK(equal(read_root, root));
    if (size <= 256) CHECK(equal(merkle_fold(log_hash, leaf_hashes, size), root));
    if (size == LEAVES) break;

    struct merkle_hash completed[MERKLE_HEIGHT_COUNT];
    size_t count = merkle_append(&frontier, log_hash, &leaf_hashes[size], completed);
    for (size_t height = 0; height < count; height++) {
      size_t index = (size_t)(frontier.size >> height) - 1;
      CHECK(equal(completed[height], naive_root(index << height, (index + 1) << height)));
    }
    CHECK(count == 1 + (size_t)__builtin_ctzll(frontier.size));
  }
}

/* One proof in `step` is tried with every hash changed, with one too many and one too few. */
static void proves_inclusion(void) {
  make_leaf_hashes();
  for (size_t size = 1; size <= LEAVES; size += size < 33 ? 1 : 567) {
    struct merkle_hash root = naive_root(0, size);
    for (size_t index = 0; index < size; index++) {
      CHECK_ROW("leaf %zu of %zu", index, size);
      struct merkle_hash proof[MERKLE_PROOF_COUNT_MAX], wanted[MERKLE_PROOF_COUNT_MAX];
      size_t count, wanted_count = naive_path(index, 0, size, wanted);
      CHECK(merkle_build_inclusion(log_hash, (struct merkle_nodes){&size, read_naive}, index, size,
                                   proof, &count));
      CHECK(count == wanted_count && memcmp(proof, wanted, count * sizeof *proof) == 0);
      const struct merkle_hash *leaf = &leaf_hashes[index];
      CHECK(merkle_verify_inclusion(log_hash, index, size, leaf, proof, count, &root));

      if (index % 7 != size % 7) continue;
      for (size_t at = 0; at < count; at++) {
        proof[at].bytes[at % 32] ^= 0x10;
        CHECK(!merkle_verify_inclusion(log_hash, index, size, leaf, proof, count, &root));
        proof[at].bytes[at % 32] ^= 0x10;
      }
      proof[count] = root;
      CHECK(!merkle_verify_inclusion(log_hash, index, size, leaf, proof, count + 1, &root));
      CHECK(count == 0 ||
            !merkle_verify_inclusion(log_hash, index, size, leaf, proof, count - 1, &root));
      for (uint64_t other = 0; other <= size; other++)
        CHECK(other == index ||
              !merkle_verify_inclusion(log_hash, other, size, leaf, proof, count, &root));
    }
  }
}

static void proves_consistency(void) {
  make_leaf_hashes();
  for (size_t size = 1; size <= LEAVES; size += size < 33 ? 1 : 567) {
    struct merkle_hash root = naive_root(0, size);
    for (size_t old_size = 1; old_size <= size; old_size++) {
      CHECK_ROW("from %zu to %zu", old_size, size);
      struct merkle_hash proof[MERKLE_PROOF_COUNT_MAX], wanted[MERKLE_PROOF_COUNT_MAX];
      struct merkle_hash old_root = naive_root(0, old_size);
      size_t count, wanted_count = naive_subproof(old_size, 0, size, true, wanted);
      CHECK(merkle_build_consistency(log_hash, (struct merkle_nodes){&size, read_naive}, old_size,
                                     size, proof, &count));
      CHECK(count == wanted_count && memcmp(proof, wanted, count * sizeof *proof) == 0);
      CHECK(merkle_verify_consistency(log_hash, old_size, size, &old_root, &root, proof, count));

      if (old_size % 7 != size % 7) continue;
      for (size_t at = 0; at < count; at++) {
        proof[at].bytes[at % 32] ^= 0x10;
        CHECK(!merkle_verify_consistency(log_hash, old_size, size, &old_root, &root, proof, count));
        proof[at].bytes[at % 32] ^= 0x10;
      }
      proof[count] = root;
      CHECK(
          !merkle_verify_consistency(log_hash, old_size, size, &old_root, &root, proof, count + 1));
      if (old_size < size)
        CHECK(!merkle_verify_consistency(log_hash, old_size, size, &root, &old_root, proof, count));
    }
  }
}

/* --- the vectors of transparency-dev/merkle ------------------------------------------------- */

struct vector {
  struct text index, size, old_size; /* as written: some do not fit int64 */
  struct text root, old_root, leaf_hash;
  struct text proof; /* an array of strings, as written: some are empty */
  bool is_refused;
};

#define HASH_TEXT .flags = FIELD_OPTIONAL, .most = 100
static const struct field inclusion_fields[] = {
    FIELD_NAMED("leafIdx", RAW, struct vector, index),
    FIELD_NAMED("treeSize", RAW, struct vector, size),
    FIELD_NAMED("root", TEXT, struct vector, root, HASH_TEXT),
    FIELD_NAMED("leafHash", TEXT, struct vector, leaf_hash, HASH_TEXT),
    FIELD_NAMED("proof", RAW, struct vector, proof, .flags = FIELD_NULLABLE),
    FIELD_NAMED("wantErr", BOOLEAN, struct vector, is_refused),
    FIELDS_OPEN_END,
};
static const struct field consistency_fields[] = {
    FIELD_NAMED("size1", RAW, struct vector, old_size),
    FIELD_NAMED("size2", RAW, struct vector, size),
    FIELD_NAMED("root1", TEXT, struct vector, old_root, HASH_TEXT),
    FIELD_NAMED("root2", TEXT, struct vector, root, HASH_TEXT),
    FIELD_NAMED("proof", RAW, struct vector, proof, .flags = FIELD_NULLABLE),
    FIELD_NAMED("wantErr", BOOLEAN, struct vector, is_refused),
    FIELDS_OPEN_END,
};

/* A few roots are words instead of hashes: they are filled up with zeroes, so that what was equal
 * stays so. False for a length that no SHA-256 has. */
static bool read_hash(struct text encoded, struct merkle_hash *ret_hash) {
  uint8_t bytes[100];
  size_t length;
  *ret_hash = (struct merkle_hash){0};
  if (!base64_decode(encoded, false, bytes, &length) || length > sizeof ret_hash->bytes)
    return false;
  memcpy(ret_hash->bytes, bytes, length);
  return length == sizeof ret_hash->bytes;
}

static bool read_proof(struct text json, struct merkle_hash *ret_proof, size_t *ret_count) {
  *ret_count = 0;
  for (text_cut(&json, '"'); json.at; text_cut(&json, '"'))
    if (!read_hash(text_cut(&json, '"'), &ret_proof[(*ret_count)++])) return false;
  return true;
}

static bool accepts(const struct vector *vector, bool is_inclusion) {
  struct merkle_hash root, old_root, leaf_hash, proof[100];
  size_t proof_count;
  uint64_t index = strtoull(vector->index.at ? vector->index.at : "0", NULL, 10);
  uint64_t old_size = strtoull(vector->old_size.at ? vector->old_size.at : "0", NULL, 10);
  uint64_t size = strtoull(vector->size.at, NULL, 10);
  read_hash(vector->root, &root);
  if (!read_proof(vector->proof, proof, &proof_count)) return false;
  if (is_inclusion) {
    if (!read_hash(vector->leaf_hash, &leaf_hash)) return false;
    return merkle_verify_inclusion(log_hash, index, size, &leaf_hash, proof, proof_count, &root);
  }
  read_hash(vector->old_root, &old_root);
  return merkle_verify_consistency(log_hash, old_size, size, &old_root, &root, proof, proof_count);
}

static int ends_in_json(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  return length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int is_folder(const struct dirent *entry) {
  return entry->d_type == DT_DIR && entry->d_name[0] != '.';
}

struct counts {
  int accepted, refused;
};

static void try_vector(const char *path, bool is_inclusion, struct counts *counts) {
  struct arena *arena = arena_make();
  struct text json;
  struct vector vector;
  struct error error = {0};
  CHECK_ROW("%.300s", path);
  if (CHECK(file_read(path, 1 << 16, arena, &json, &error)) &&
      CHECK(json_read(json, is_inclusion ? inclusion_fields : consistency_fields, &vector, arena,
                      &error))) {
    bool is_accepted = accepts(&vector, is_inclusion);
    CHECK_INTEGER(is_accepted, !vector.is_refused);
    *(is_accepted ? &counts->accepted : &counts->refused) += 1;
  }
  arena_free(arena);
}

static void try_folder(const char *folder, bool is_inclusion, struct counts *counts) {
  struct dirent **entries;
  int count = scandir(folder, &entries, ends_in_json, alphasort);
  for (int at = 0; at < count; at++) {
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", folder, entries[at]->d_name);
    try_vector(path, is_inclusion, counts);
    free(entries[at]);
  }
  if (count >= 0) free(entries);
  count = scandir(folder, &entries, is_folder, alphasort);
  for (int at = 0; at < count; at++) {
    char path[1500];
    snprintf(path, sizeof path, "%s/%s", folder, entries[at]->d_name);
    try_folder(path, is_inclusion, counts);
    free(entries[at]);
  }
  if (count >= 0) free(entries);
}

static void agrees_with_the_public_vectors(void) {
  char folder[1100];
  struct counts inclusion = {0}, consistency = {0};
  snprintf(folder, sizeof folder, "%s", check_shared_path("vectors/merkle/inclusion"));
  try_folder(folder, true, &inclusion);
  if (inclusion.accepted + inclusion.refused == 0) {
    check_skip("the public Merkle vectors are not there");
    return;
  }
  snprintf(folder, sizeof folder, "%s", check_shared_path("vectors/merkle/consistency"));
  try_folder(folder, false, &consistency);
  printf("merkle vectors: inclusion %d accepted %d refused, consistency %d accepted %d refused\n",
         inclusion.accepted, inclusion.refused, consistency.accepted, consistency.refused);
  CHECK_ROW("counts");
  CHECK_INTEGER(inclusion.accepted + inclusion.refused, 98);
  CHECK_INTEGER(consistency.accepted + consistency.refused, 98);
}

TESTS(grows_as_the_rfc_says, agrees_with_the_naive_tree, proves_inclusion, proves_consistency,
      agrees_with_the_public_vectors)
