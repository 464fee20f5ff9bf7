/* A log in memory, for tests: what the writer stores, and a reader of it. */
#ifndef HENG_TEST_LOG_FIXTURE_H
#define HENG_TEST_LOG_FIXTURE_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "log/export.h"
#include "log/hash.h"
#include "log/tree.h"

#define FIXTURE_ORIGIN "log.example/衡阳"

struct memory_log {
  struct arena *arena;
  struct merkle_frontier frontier;
  struct text *leaves;
  struct merkle_hash *hashes[TILE_LEVEL_COUNT];
  uint64_t capacity;
};

static bool memory_read_hashes(void *context, unsigned level, uint64_t begin, unsigned count,
                               struct merkle_hash *ret_hashes, struct error *ret_error) {
  struct memory_log *log = context;
  (void)ret_error;
  CHECK(count >= 1 && begin / TILE_WIDTH == (begin + count - 1) / TILE_WIDTH);
  CHECK(begin + count <= tile_node_count(level, log->frontier.size));
  memcpy(ret_hashes, log->hashes[level] + begin, count * sizeof *ret_hashes);
  return true;
}

static bool memory_read_entries(void *context, uint64_t begin, unsigned count,
                                struct buffer *ret_bundle, struct error *ret_error) {
  struct memory_log *log = context;
  (void)ret_error;
  CHECK(count >= 1 && begin / TILE_WIDTH == (begin + count - 1) / TILE_WIDTH);
  CHECK(begin + count <= log->frontier.size);
  for (unsigned at = 0; at < count; at++) log_add_entry(ret_bundle, log->leaves[begin + at]);
  return true;
}

static inline struct log_reader memory_reader(struct memory_log *log) {
  return (struct log_reader){log, memory_read_hashes, memory_read_entries};
}

static inline void memory_log_make(struct memory_log *log, uint64_t capacity) {
  *log = (struct memory_log){.arena = arena_make(), .capacity = capacity};
  log->leaves = ARENA_ARRAY(log->arena, capacity, struct text);
  for (unsigned level = 0; level < TILE_LEVEL_COUNT; level++)
    log->hashes[level] =
        ARENA_ARRAY(log->arena, tile_node_count(level, capacity) + 1, struct merkle_hash);
}

static inline void memory_log_free(struct memory_log *log) {
  arena_free(log->arena);
}

/* Leaves differ in length, and every seventh is empty. */
static inline void memory_log_append(struct memory_log *log) {
  uint64_t index = log->frontier.size;
  struct text leaf = TEXT("");
  CHECK(index < log->capacity);
  if (index % 7 != 3)
    leaf = arena_format(log->arena, "%.*s leaf %llu", (int)(index % 11), "0123456789",
                        (unsigned long long)index);
  struct log_step step;
  log_append(&log->frontier, leaf, &step);
  CHECK(step.index == index);
  log->leaves[index] = leaf;
  for (unsigned level = 0; level < step.level_count; level++)
    log->hashes[level][log_step_index(&step, level)] = step.hashes[level];
}

static inline void memory_log_grow(struct memory_log *log, uint64_t size) {
  while (log->frontier.size < size) memory_log_append(log);
}

static inline void fixture_signer(struct note_signer *ret_signer) {
  uint8_t seed[NOTE_SEED_SIZE] = {1, 2, 3};
  struct error error;
  CHECK(note_signer_make(TEXT(FIXTURE_ORIGIN), seed, ret_signer, &error));
}

/* The signed checkpoint of the log as it stands; lives as long as the log. */
static inline struct text fixture_message(struct memory_log *log) {
  struct note_signer signer;
  fixture_signer(&signer);
  struct checkpoint checkpoint = {TEXT(FIXTURE_ORIGIN), log->frontier.size,
                                  merkle_root(&log->frontier, log_hash), TEXT("")};
  return checkpoint_sign(&checkpoint, &signer, log->arena);
}

/* A new folder below the one for temporary files; fixture_remove() deletes it with all in it. */
static inline void fixture_folder(char path[static 64]) {
  snprintf(path, 64, "/tmp/heng-log-test-XXXXXX");
  CHECK(mkdtemp(path) != NULL);
}

static inline int fixture_remove_one(const char *path, const struct stat *status, int kind,
                                     struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

static inline void fixture_remove(const char *folder) {
  CHECK(nftw(folder, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0);
}

/* Grows a log to `size` and exports it. */
static inline void fixture_export(struct memory_log *log, uint64_t size, const char *folder) {
  struct error error = {0};
  memory_log_grow(log, size);
  struct log_reader reader = memory_reader(log);
  CHECK(log_export(&reader, fixture_message(log), folder, &error));
}

#endif
