/* Verification from outside: whole logs of odd sizes, every kind of harm to an exported folder. */
#include "log/verify.h"

#include "base/file.h"
#include "check.h"
#include "log/source.h"
#include "log_fixture.h"

#define FILES_MAX 700

struct outcome {
  bool is_opened; /* the checkpoint was believed */
  struct log_report report;
  struct log_finding first, last;
};

static void take_finding(void *context, const struct log_finding *finding) {
  struct outcome *outcome = context;
  if (outcome->report.finding_count++ == 0) outcome->first = *finding;
  outcome->last = *finding;
}

/* What `heng log verify` does, from a folder. */
static struct outcome verify_folder(const char *folder, const struct checkpoint *older) {
  struct outcome outcome = {0};
  struct note_signer signer;
  struct arena *arena = arena_make();
  struct text message;
  struct checkpoint checkpoint;
  struct error error = {0};
  fixture_signer(&signer);
  struct log_source *source = log_source_open(folder, arena, &error);
  if (log_source_checkpoint(source, arena, &message, &error) &&
      checkpoint_open(message, &signer.verifier, TEXT(FIXTURE_ORIGIN), &checkpoint, &error)) {
    outcome.is_opened = true;
    struct log_verification verification = {log_source_reader(source, checkpoint.size), &checkpoint,
                                            older, &outcome, take_finding};
    struct log_report report;
    CHECK(log_verify(&verification, &report, &error));
    CHECK_INTEGER(report.finding_count, outcome.report.finding_count);
    outcome.report = report;
  }
  log_source_close(source);
  arena_free(arena);
  return outcome;
}

static void whole_logs_verify(void) {
  static const struct {
    uint64_t size, tiles;
  } logs[] = {{0, 0},   {1, 1},    {2, 1},       {255, 1},     {256, 2},    {257, 3},
              {512, 3}, {1000, 5}, {65535, 257}, {65536, 258}, {65537, 259}};
  struct memory_log log;
  memory_log_make(&log, 65537);
  for (size_t at = 0; at < sizeof logs / sizeof *logs; at++) {
    CHECK_ROW("size %llu", (unsigned long long)logs[at].size);
    memory_log_grow(&log, logs[at].size);
    struct merkle_hash root = merkle_root(&log.frontier, log_hash);
    struct checkpoint checkpoint = {TEXT(FIXTURE_ORIGIN), logs[at].size, root, TEXT("")};
    struct outcome outcome = {0};
    struct log_verification verification = {memory_reader(&log), &checkpoint, NULL, &outcome,
                                            take_finding};
    struct log_report report;
    struct error error = {0};
    CHECK(log_verify(&verification, &report, &error));
    CHECK_INTEGER(report.finding_count, 0);
    CHECK_INTEGER(report.entry_count, logs[at].size);
    CHECK_INTEGER(report.tile_count, logs[at].tiles);
    checkpoint.root.bytes[31] ^= 1;
    CHECK(log_verify(&verification, &report, &error));
    CHECK_INTEGER(outcome.first.kind, FINDING_wrong_root);
  }
  memory_log_free(&log);
}

/* --- harm to an exported folder -------------------------------------------------------------- */

static char file_paths[FILES_MAX][160];
static int file_count;

static int list_file(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)walk;
  if (kind == FTW_F && file_count < FILES_MAX)
    snprintf(file_paths[file_count++], sizeof file_paths[0], "%s", path);
  return 0;
}

static void list_files(const char *folder) {
  file_count = 0;
  CHECK(nftw(folder, list_file, 16, FTW_PHYS) == 0);
  CHECK(file_count > 0 && file_count < FILES_MAX);
}

static void write_file(const char *path, struct text bytes) {
  FILE *file = fopen(path, "wb");
  if (!CHECK(file)) return;
  CHECK(fwrite(bytes.at, 1, bytes.length, file) == bytes.length);
  fclose(file);
}

static bool names(const struct outcome *outcome, const char *folder, const char *path) {
  const char *below = path + strlen(folder) + 1;
  return strcmp(outcome->first.place, below) == 0 || strcmp(outcome->last.place, below) == 0;
}

/* Whether the harm is found, and by the name of the file where that can be told. */
static void check_found(const char *folder, const char *path, const char *harm) {
  CHECK_ROW("%s %s", harm, path);
  struct outcome outcome = verify_folder(folder, NULL);
  bool is_checkpoint = strcmp(path + strlen(folder), "/checkpoint") == 0;
  if (is_checkpoint) {
    CHECK(!outcome.is_opened || outcome.report.finding_count > 0);
    return;
  }
  bool is_full_or_bundle = strstr(path, "entries") || !strstr(path, ".p/");
  CHECK(outcome.report.finding_count > 0);
  CHECK(names(&outcome, folder, path) ||
        (!is_full_or_bundle && outcome.first.kind == FINDING_wrong_root));
  /* What hangs below is not blamed for what stands above. */
  if (is_full_or_bundle && outcome.first.kind != FINDING_bad_file)
    CHECK_INTEGER(outcome.report.finding_count, 1);
}

static void harm_byte(const char *folder, const char *path, struct text bytes, size_t at) {
  struct arena *arena = arena_make();
  struct text changed = arena_copy(arena, bytes);
  char harm[64];
  ((char *)changed.at)[at] = (char)(bytes.at[at] ^ (1 << at % 8));
  snprintf(harm, sizeof harm, "byte %zu of", at);
  write_file(path, changed);
  check_found(folder, path, harm);
  arena_free(arena);
}

static void harm_file(const char *folder, const char *path, size_t step) {
  struct arena *arena = arena_make();
  struct text bytes;
  struct error error = {0};
  CHECK(file_read(path, 1 << 20, arena, &bytes, &error));
  for (size_t at = 0; at < bytes.length; at += step) harm_byte(folder, path, bytes, at);
  harm_byte(folder, path, bytes, bytes.length - 1);

  write_file(path, (struct text){bytes.at, bytes.length - 1});
  check_found(folder, path, "truncated");
  write_file(path, TEXT(""));
  check_found(folder, path, "emptied");
  struct buffer longer = BUFFER(arena);
  buffer_add(&longer, bytes);
  buffer_add_byte(&longer, 0);
  write_file(path, buffer_text(&longer));
  check_found(folder, path, "lengthened");
  remove(path);
  check_found(folder, path, "removed");
  write_file(path, bytes);
  arena_free(arena);
}

static void harm_is_found(uint64_t size, size_t step) {
  char folder[64];
  struct memory_log log;
  memory_log_make(&log, size);
  fixture_folder(folder);
  fixture_export(&log, size, folder);
  struct outcome whole = verify_folder(folder, NULL);
  CHECK(whole.is_opened && whole.report.finding_count == 0);
  CHECK_INTEGER(whole.report.entry_count, size);
  list_files(folder);
  for (int at = 0; at < file_count; at++) harm_file(folder, file_paths[at], step);
  whole = verify_folder(folder, NULL);
  CHECK(whole.is_opened && whole.report.finding_count == 0);
  fixture_remove(folder);
  memory_log_free(&log);
}

static void every_changed_byte_is_found(void) {
  harm_is_found(1, 1);
  harm_is_found(2, 1);
  harm_is_found(13, 1);
}

static void harm_to_larger_logs_is_found(void) {
  harm_is_found(256, 1201);
  harm_is_found(257, 1201);
  harm_is_found(600, 1201);
}

/* One harm each to a log of three levels of tiles, and what is said of it. */
static const struct {
  unsigned level; /* 9: an entry */
  uint64_t at;
  uint64_t finding_count;
  enum log_finding_kind kind;
  const char *place;
} harms[] = {
    {9, 5, 1, FINDING_wrong_entry, "tile/entries/000"},
    {9, 65791, 1, FINDING_wrong_entry, "tile/entries/256"},
    {9, 65792, 1, FINDING_wrong_entry, "tile/entries/257.p/8"},
    {0, 5, 1, FINDING_wrong_tile, "tile/0/000"},
    {0, 65535, 1, FINDING_wrong_tile, "tile/0/255"},
    {0, 65536, 1, FINDING_wrong_tile, "tile/0/256"},
    {0, 65799, 2, FINDING_wrong_root, "checkpoint"},
    {1, 0, 1, FINDING_wrong_tile, "tile/1/000"},
    {1, 255, 1, FINDING_wrong_tile, "tile/1/000"},
    {1, 256, 2, FINDING_wrong_root, "checkpoint"},
    {2, 0, 2, FINDING_wrong_root, "checkpoint"},
};

static void findings_name_the_place(void) {
  struct memory_log log;
  memory_log_make(&log, 65800);
  memory_log_grow(&log, 65800);
  struct merkle_hash root = merkle_root(&log.frontier, log_hash);
  struct checkpoint checkpoint = {TEXT(FIXTURE_ORIGIN), 65800, root, TEXT("")};
  for (size_t at = 0; at < sizeof harms / sizeof *harms; at++) {
    CHECK_ROW("level %u, %llu", harms[at].level, (unsigned long long)harms[at].at);
    bool is_entry = harms[at].level == 9;
    struct text entry = log.leaves[harms[at].at];
    struct merkle_hash *hash = is_entry ? NULL : &log.hashes[harms[at].level][harms[at].at];
    if (is_entry)
      log.leaves[harms[at].at] = TEXT("another");
    else
      hash->bytes[7] ^= 0x40;
    struct outcome outcome = {0};
    struct log_verification verification = {memory_reader(&log), &checkpoint, NULL, &outcome,
                                            take_finding};
    struct log_report report;
    struct error error = {0};
    CHECK(log_verify(&verification, &report, &error));
    CHECK_INTEGER(report.finding_count, harms[at].finding_count);
    CHECK_INTEGER(outcome.first.kind, harms[at].kind);
    CHECK_TEXT(text_of(outcome.first.place), harms[at].place);
    CHECK_INTEGER(outcome.first.entry, is_entry ? (int64_t)harms[at].at : -1);
    if (is_entry)
      log.leaves[harms[at].at] = entry;
    else
      hash->bytes[7] ^= 0x40;
  }
  memory_log_free(&log);
}

static void older_checkpoints_must_be_continued(void) {
  static const struct {
    uint64_t size;
    bool is_other, is_consistent;
  } older[] = {{0, false, true},   {0, true, false},   {1, false, true},
               {255, false, true}, {256, false, true}, {256, true, false},
               {600, false, true}, {600, true, false}, {601, false, false}};
  char folder[64];
  struct memory_log log, longer;
  memory_log_make(&log, 600);
  memory_log_make(&longer, 601);
  fixture_folder(folder);
  fixture_export(&log, 600, folder);
  for (size_t at = 0; at < sizeof older / sizeof *older; at++) {
    CHECK_ROW("size %llu%s", (unsigned long long)older[at].size,
              older[at].is_other ? " other" : "");
    memory_log_grow(&longer, older[at].size);
    struct checkpoint checkpoint = {TEXT(FIXTURE_ORIGIN), older[at].size,
                                    merkle_root(&longer.frontier, log_hash), TEXT("")};
    if (older[at].is_other) checkpoint.root.bytes[0] ^= 1;
    struct outcome outcome = verify_folder(folder, &checkpoint);
    CHECK_INTEGER(outcome.report.finding_count, older[at].is_consistent ? 0 : 1);
    if (!older[at].is_consistent) CHECK_INTEGER(outcome.first.kind, FINDING_inconsistent);
  }
  fixture_remove(folder);
  memory_log_free(&log);
  memory_log_free(&longer);
}

static void exports_grow(void) {
  char folder[64], path[128];
  struct memory_log log, other;
  memory_log_make(&log, 700);
  memory_log_make(&other, 700);
  fixture_folder(folder);
  for (uint64_t size = 0; size <= 700; size += 140) {
    CHECK_ROW("size %llu", (unsigned long long)size);
    fixture_export(&log, size, folder);
    struct outcome outcome = verify_folder(folder, NULL);
    CHECK(outcome.is_opened && outcome.report.finding_count == 0);
    CHECK_INTEGER(outcome.report.entry_count, size);
  }
  /* A full tile stands in for the partial one that its checkpoint asked for. */
  struct text message;
  struct error error = {0};
  snprintf(path, sizeof path, "%s/checkpoint", folder);
  CHECK(file_read(path, 1 << 20, log.arena, &message, &error));
  memory_log_grow(&other, 300);
  write_file(path, fixture_message(&other));
  struct outcome outcome = verify_folder(folder, NULL);
  CHECK(outcome.is_opened && outcome.report.finding_count == 0);
  CHECK_INTEGER(outcome.report.entry_count, 300);
  write_file(path, message);

  /* Not over a longer log, nor over another one. */
  struct log_reader reader = memory_reader(&other);
  CHECK(!log_export(&reader, fixture_message(&other), folder, &error));
  CHECK_INTEGER(error.code, ERROR_bad_log);
  other.frontier = (struct merkle_frontier){0};
  struct log_step step;
  log_append(&other.frontier, TEXT("another log"), &step);
  other.hashes[0][0] = step.hashes[0];
  memory_log_grow(&other, 700);
  CHECK(!log_export(&reader, fixture_message(&other), folder, &error));
  CHECK_INTEGER(error.code, ERROR_bad_log);
  CHECK(verify_folder(folder, NULL).report.finding_count == 0);
  fixture_remove(folder);
  memory_log_free(&log);
  memory_log_free(&other);
}

TESTS(whole_logs_verify, every_changed_byte_is_found, harm_to_larger_logs_is_found,
      findings_name_the_place, older_checkpoints_must_be_continued, exports_grow)
