/* Reading a log's files from a folder or a URL. */
#include "log/source.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "log/fetch.h"

struct log_source {
  const char *folder; /* NULL: by fetch */
  struct fetch *fetch;
  struct arena *scratch; /* for one file at a time */
  uint64_t size;
  struct {
    bool is_filled;
    uint64_t index;
    struct merkle_hash hashes[TILE_WIDTH];
  } tiles[TILE_LEVEL_COUNT];
};

struct log_source *log_source_open(const char *place, struct arena *arena,
                                   struct error *ret_error) {
  struct text prefix = text_of(place);
  bool is_url = text_starts(prefix, TEXT("http://")) || text_starts(prefix, TEXT("https://"));
  struct log_source *source = ARENA_NEW(arena, struct log_source);
  if (is_url) {
    while (prefix.length && prefix.at[prefix.length - 1] == '/') prefix.length--;
    source->fetch = fetch_open(arena_string(arena, prefix), arena, ret_error);
    if (!source->fetch) return NULL;
  } else {
    source->folder = place;
  }
  source->scratch = arena_make();
  return source;
}

void log_source_close(struct log_source *source) {
  if (!source) return;
  fetch_close(source->fetch);
  arena_free(source->scratch);
}

static bool get(struct log_source *source, struct text path, size_t most_bytes, struct arena *arena,
                struct text *ret_bytes, struct error *ret_error) {
  if (!source->folder) {
    struct buffer body = BUFFER(arena);
    bool is_read = fetch_get(source->fetch, path, most_bytes, &body, ret_error);
    *ret_bytes = buffer_text(&body);
    return is_read;
  }
  const char *file = arena_format(arena, "%s/%.*s", source->folder, TEXT_ARGS(path)).at;
  if (access(file, F_OK) != 0)
    return fail(ret_error, ERROR_not_found, file, "there is no such file");
  return file_read(file, most_bytes, arena, ret_bytes, ret_error);
}

bool log_source_checkpoint(struct log_source *source, struct arena *arena, struct text *ret_message,
                           struct error *ret_error) {
  return get(source, TEXT("checkpoint"), NOTE_SIZE_MAX, arena, ret_message, ret_error);
}

/* What a log refuses to give, or gives wrongly, speaks against the log. */
static bool blame(struct error *ret_error, struct tile tile, const char *what) {
  char path[TILE_PATH_SIZE];
  size_t length = tile_path_format(tile, path);
  path[length] = 0;
  return fail(ret_error, ERROR_bad_log, path, "%s", what);
}

/* The file of a tile, or of the full tile if only that is left: `ret_tile` says which. */
static bool get_tile(struct log_source *source, struct tile tile, struct tile *ret_tile,
                     struct text *ret_bytes, struct error *ret_error) {
  size_t most_bytes =
      tile.is_entries ? TILE_BUNDLE_SIZE_MAX : TILE_WIDTH * sizeof(struct merkle_hash);
  char path[TILE_PATH_SIZE];
  arena_reset(source->scratch);
  *ret_tile = tile;
  size_t length = tile_path_format(tile, path);
  bool is_read =
      get(source, (struct text){path, length}, most_bytes, source->scratch, ret_bytes, ret_error);
  if (!is_read && ret_error->code == ERROR_not_found && tile.width < TILE_WIDTH) {
    ret_tile->width = TILE_WIDTH;
    length = tile_path_format(*ret_tile, path);
    is_read =
        get(source, (struct text){path, length}, most_bytes, source->scratch, ret_bytes, ret_error);
  }
  if (is_read) return true;
  if (ret_error->code == ERROR_not_found) return blame(ret_error, tile, "the file is missing");
  if (ret_error->code == ERROR_too_large || ret_error->code == ERROR_bad_field)
    return blame(ret_error, *ret_tile, "the file is too large");
  return false;
}

static struct tile tile_at(const struct log_source *source, bool is_entries, unsigned level,
                           uint64_t begin) {
  uint64_t index = begin / TILE_WIDTH;
  return (struct tile){is_entries, level, index, tile_width(level, index, source->size)};
}

static bool read_hashes(void *context, unsigned level, uint64_t begin, unsigned count,
                        struct merkle_hash *ret_hashes, struct error *ret_error) {
  struct log_source *source = context;
  struct tile wanted = tile_at(source, false, level, begin), got;
  if (!source->tiles[level].is_filled || source->tiles[level].index != wanted.index) {
    struct text bytes;
    source->tiles[level].is_filled = false;
    if (!get_tile(source, wanted, &got, &bytes, ret_error)) return false;
    if (bytes.length != got.width * sizeof(struct merkle_hash))
      return blame(ret_error, got, "the file does not hold as many hashes as its name says");
    memcpy(source->tiles[level].hashes, bytes.at, bytes.length);
    source->tiles[level].index = wanted.index;
    source->tiles[level].is_filled = true;
  }
  memcpy(ret_hashes, source->tiles[level].hashes + begin % TILE_WIDTH, count * sizeof *ret_hashes);
  return true;
}

static bool read_entries(void *context, uint64_t begin, unsigned count, struct buffer *ret_bundle,
                         struct error *ret_error) {
  struct log_source *source = context;
  struct tile got;
  struct text bundle, entry;
  if (!get_tile(source, tile_at(source, true, 0, begin), &got, &bundle, ret_error)) return false;
  for (unsigned at = 0; at < got.width; at++) {
    if (!tile_next_entry(&bundle, &entry))
      return blame(ret_error, got, "the file holds fewer entries than its name says");
    unsigned skipped = begin % TILE_WIDTH;
    if (at >= skipped && at < skipped + count) log_add_entry(ret_bundle, entry);
  }
  if (bundle.length > 0) return blame(ret_error, got, "bytes follow the last entry of the file");
  return true;
}

struct log_reader log_source_reader(struct log_source *source, uint64_t size) {
  source->size = size;
  for (unsigned level = 0; level < TILE_LEVEL_COUNT; level++)
    source->tiles[level].is_filled = false;
  return (struct log_reader){source, read_hashes, read_entries};
}
