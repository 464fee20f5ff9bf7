/* The growing log: what is stored, reopening, what is served at every size. */
#include "log/tree.h"

#include "check.h"
#include "log/hash.h"
#include "log_fixture.h"

static const uint64_t sizes[] = {0,   1,   2,   3,   4,    7,     255,   256,   257,
                                 511, 512, 513, 600, 4096, 65535, 65536, 65537, 65792};
#define SIZE_COUNT (sizeof sizes / sizeof *sizes)
#define LARGEST    65792

static bool frontiers_equal(const struct merkle_frontier *a, const struct merkle_frontier *b) {
  if (a->size != b->size) return false;
  for (unsigned height = 0; height < MERKLE_HEIGHT_COUNT; height++)
    if (a->size >> height & 1 && !merkle_hash_equal(&a->nodes[height], &b->nodes[height]))
      return false;
  return true;
}

static struct checkpoint published_by(const struct memory_log *log) {
  return (struct checkpoint){TEXT(FIXTURE_ORIGIN), log->frontier.size,
                             merkle_root(&log->frontier, log_hash), TEXT("")};
}

struct counting_reader {
  struct log_reader inner;
  int count;
};

static bool count_hashes(void *context, unsigned level, uint64_t begin, unsigned count,
                         struct merkle_hash *ret_hashes, struct error *ret_error) {
  struct counting_reader *reader = context;
  reader->count++;
  return reader->inner.read_hashes(reader->inner.context, level, begin, count, ret_hashes,
                                   ret_error);
}

static bool count_entries(void *context, uint64_t begin, unsigned count, struct buffer *ret_bundle,
                          struct error *ret_error) {
  struct counting_reader *reader = context;
  reader->count++;
  return reader->inner.read_entries(reader->inner.context, begin, count, ret_bundle, ret_error);
}

static void reopens_at_every_size(void) {
  struct memory_log log;
  memory_log_make(&log, LARGEST);
  struct checkpoint published = published_by(&log);
  for (size_t at = 0; at < SIZE_COUNT; at++) {
    CHECK_ROW("size %llu", (unsigned long long)sizes[at]);
    memory_log_grow(&log, sizes[at]);
    struct counting_reader counting = {memory_reader(&log), 0};
    struct log_reader reader = {&counting, count_hashes, count_entries};
    struct merkle_frontier frontier;
    struct error error = {0};
    CHECK(log_open(&reader, sizes[at], NULL, &frontier, &error));
    CHECK(frontiers_equal(&frontier, &log.frontier));
    CHECK(counting.count <= 2 + 3 * 4);

    CHECK(log_open(&reader, sizes[at], &published, &frontier, &error));
    struct merkle_hash root, wanted = merkle_root(&log.frontier, log_hash);
    CHECK(log_read_root(&reader, sizes[at], &root, &error));
    CHECK(merkle_hash_equal(&root, &wanted));
    if (at % 3 == 0) published = published_by(&log);
  }
  memory_log_free(&log);
}

static void reopening_refuses_what_does_not_fit(void) {
  struct memory_log log;
  memory_log_make(&log, 1000);
  memory_log_grow(&log, 700);
  struct checkpoint published = published_by(&log);
  memory_log_grow(&log, 900);
  struct log_reader reader = memory_reader(&log);
  struct merkle_frontier frontier;
  struct error error = {0};
  CHECK(log_open(&reader, 900, &published, &frontier, &error));

  struct checkpoint longer = published_by(&log);
  longer.size = 901;
  CHECK(!log_open(&reader, 900, &longer, &frontier, &error));
  CHECK_INTEGER(error.code, ERROR_bad_log);
  CHECK_TEXT(text_of(error.detail), "the log has 900 leaves and its checkpoint promised 901");

  published.root.bytes[5] ^= 1;
  CHECK(!log_open(&reader, 900, &published, &frontier, &error));
  CHECK_TEXT(text_of(error.detail), "the first 700 leaves are not those it published");
  published.root.bytes[5] ^= 1;

  struct text newest = log.leaves[899];
  log.leaves[899] = TEXT("another");
  CHECK(!log_open(&reader, 900, NULL, &frontier, &error));
  CHECK_TEXT(text_of(error.detail), "leaf 899 does not fit its hash");
  log.leaves[899] = newest;

  log.hashes[1][2].bytes[0] ^= 1;
  CHECK(!log_open(&reader, 900, NULL, &frontier, &error));
  CHECK_TEXT(text_of(error.detail), "hash 2 of level 1 does not fit its tile");
  log.hashes[1][2].bytes[0] ^= 1;
  log.hashes[0][600].bytes[0] ^= 1;
  CHECK(!log_open(&reader, 900, NULL, &frontier, &error));
  log.hashes[0][600].bytes[0] ^= 1;
  log.hashes[1][0].bytes[0] ^= 1;
  CHECK(!log_open(&reader, 900, &published, &frontier, &error));
  memory_log_free(&log);
}

/* A writer whose transaction rolls back puts its copy back and goes on. */
static void goes_back_to_a_copy(void) {
  struct merkle_frontier frontier = {0}, copy;
  struct log_step step;
  for (unsigned at = 0; at < 300; at++) {
    copy = frontier;
    log_append(&frontier, TEXT("rolled back"), &step);
    log_append(&frontier, TEXT("this too"), &step);
    frontier = copy;
    log_append(&frontier, TEXT("kept"), &step);
  }
  struct merkle_frontier straight = {0};
  for (unsigned at = 0; at < 300; at++) log_append(&straight, TEXT("kept"), &step);
  CHECK(frontiers_equal(&frontier, &straight));
}

static void steps_say_what_to_store(void) {
  struct merkle_frontier frontier = {0};
  struct log_step step;
  for (uint64_t index = 0; index < 65536; index++) {
    log_append(&frontier, TEXT("x"), &step);
    unsigned wanted = index == 65535 ? 3 : index % 256 == 255 ? 2 : 1;
    if (step.index != index || step.level_count != wanted) CHECK_INTEGER(step.level_count, wanted);
  }
  CHECK_INTEGER(log_step_index(&step, 0), 65535);
  CHECK_INTEGER(log_step_index(&step, 1), 255);
  CHECK_INTEGER(log_step_index(&step, 2), 0);
}

static bool serves(struct memory_log *log, uint64_t size, struct tile tile, struct arena *arena,
                   struct text *ret_body) {
  char path[TILE_PATH_SIZE];
  struct log_reader reader = memory_reader(log);
  struct buffer body = BUFFER(arena);
  struct error error = {0};
  bool is_served =
      log_serve(&reader, size, (struct text){path, tile_path_format(tile, path)}, &body, &error);
  CHECK(is_served || error.code == ERROR_not_found);
  *ret_body = buffer_text(&body);
  return is_served;
}

/* The definition of c2sp.org/tlog-tiles: hash i of tile n at level l is the root of
 * D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]. */
static struct merkle_hash defined_hash(struct memory_log *log, unsigned level, uint64_t at) {
  struct merkle_frontier frontier = {0};
  struct merkle_hash completed[MERKLE_HEIGHT_COUNT];
  uint64_t count = (uint64_t)1 << (8 * level);
  for (uint64_t index = at * count; index < (at + 1) * count; index++) {
    struct merkle_hash hash = merkle_leaf_hash(log_hash, log->leaves[index]);
    merkle_append(&frontier, log_hash, &hash, completed);
  }
  return merkle_root(&frontier, log_hash);
}

static void check_tile(struct memory_log *log, uint64_t size, struct tile tile,
                       struct arena *arena) {
  struct text body;
  bool is_there = (tile.index * 256 + tile.width) << (8 * tile.level) <= size;
  CHECK_INTEGER(serves(log, size, tile, arena, &body), is_there);
  if (!is_there) return;
  if (!tile.is_entries) {
    CHECK_INTEGER(body.length, tile.width * 32);
    struct merkle_hash hash, wanted = defined_hash(log, tile.level, tile.index * 256);
    memcpy(&hash, body.at, sizeof hash);
    CHECK(merkle_hash_equal(&hash, &wanted));
    return;
  }
  struct text entry = NO_TEXT;
  for (unsigned at = 0; at < tile.width; at++)
    CHECK(tile_next_entry(&body, &entry) && text_equal(entry, log->leaves[tile.index * 256 + at]));
  CHECK(body.length == 0);
}

static void serves_what_the_size_allows(void) {
  struct memory_log log;
  memory_log_make(&log, LARGEST);
  memory_log_grow(&log, LARGEST);
  struct arena *arena = arena_make();
  static const unsigned tile_widths[] = {1, 2, 17, 254, 255, 256};
  for (size_t at = 0; at < SIZE_COUNT; at++)
    for (unsigned level = 0; level < 4; level++)
      for (uint64_t index = 0; index < 4; index++)
        for (size_t width = 0; width < sizeof tile_widths / sizeof *tile_widths; width++) {
          CHECK_ROW("size %llu, tile %u/%llu, width %u", (unsigned long long)sizes[at], level,
                    (unsigned long long)index, tile_widths[width]);
          arena_reset(arena);
          check_tile(&log, sizes[at], (struct tile){false, level, index, tile_widths[width]},
                     arena);
          if (level == 0)
            check_tile(&log, sizes[at], (struct tile){true, 0, index, tile_widths[width]}, arena);
        }
  arena_free(arena);
  memory_log_free(&log);
}

static void serves_nothing_else(void) {
  static const char *const paths[] = {"",
                                      "checkpoint",
                                      "tile/0/0",
                                      "tile/8/000",
                                      "tile/63/000",
                                      "tile/0/000.p/256",
                                      "tile/0/000/",
                                      "tile/entries/x000/000",
                                      "../secret"};
  struct memory_log log;
  memory_log_make(&log, 300);
  memory_log_grow(&log, 300);
  struct log_reader reader = memory_reader(&log);
  for (size_t at = 0; at < sizeof paths / sizeof *paths; at++) {
    CHECK_ROW("%s", paths[at]);
    struct buffer body = BUFFER(log.arena);
    struct error error = {0};
    CHECK(!log_serve(&reader, 300, text_of(paths[at]), &body, &error));
    CHECK_INTEGER(error.code, ERROR_not_found);
  }
  memory_log_free(&log);
}

static void proves_from_tiles(void) {
  static const uint64_t old_sizes[] = {1, 2, 255, 256, 257, 500, 65535, 65536, 65537, LARGEST};
  struct memory_log log;
  memory_log_make(&log, LARGEST);
  memory_log_grow(&log, LARGEST);
  struct log_reader reader = memory_reader(&log);
  struct merkle_hash root = merkle_root(&log.frontier, log_hash), old_root;
  struct merkle_hash proof[MERKLE_PROOF_COUNT_MAX];
  size_t count;
  struct error error;
  for (size_t at = 0; at < sizeof old_sizes / sizeof *old_sizes; at++) {
    uint64_t old_size = old_sizes[at];
    CHECK_ROW("size %llu", (unsigned long long)old_size);
    CHECK(log_read_root(&reader, old_size, &old_root, &error));
    CHECK(log_prove_consistency(&reader, old_size, LARGEST, proof, &count, &error));
    CHECK(merkle_verify_consistency(log_hash, old_size, LARGEST, &old_root, &root, proof, count));
    CHECK(log_prove_inclusion(&reader, old_size - 1, LARGEST, proof, &count, &error));
    struct merkle_hash leaf = merkle_leaf_hash(log_hash, log.leaves[old_size - 1]);
    CHECK(merkle_verify_inclusion(log_hash, old_size - 1, LARGEST, &leaf, proof, count, &root));
  }
  memory_log_free(&log);
}

TESTS(reopens_at_every_size, reopening_refuses_what_does_not_fit, goes_back_to_a_copy,
      steps_say_what_to_store, serves_what_the_size_allows, serves_nothing_else, proves_from_tiles)
