/* A log as a folder of files. */
#include "log/export.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define FILE_MODE   0644
#define FOLDER_MODE 0755

struct export {
  const struct log_reader *reader;
  const char *folder;
  struct checkpoint checkpoint;
  struct arena *arena; /* for one file at a time */
  struct error *error;
};

/* What was published in this folder before must be the beginning of what is written now. */
static bool check_folder(const struct export *export) {
  const char *path = arena_format(export->arena, "%s/checkpoint", export->folder).at;
  struct text message;
  struct checkpoint older;
  struct merkle_hash root;
  if (access(path, F_OK) != 0) return true;
  if (!file_read(path, NOTE_SIZE_MAX, export->arena, &message, export->error) ||
      !checkpoint_read(message, &older, export->error))
    return false;
  if (!text_equal(older.origin, export->checkpoint.origin))
    return fail(export->error, ERROR_bad_log, path, "the folder holds the log of another origin");
  if (older.size > export->checkpoint.size)
    return fail(export->error, ERROR_bad_log, path, "the folder holds a longer log");
  if (!log_read_root(export->reader, older.size, &root, export->error)) return false;
  if (!merkle_hash_equal(&root, &older.root))
    return fail(export->error, ERROR_bad_log, path,
                "this log does not continue that in the folder");
  return true;
}

/* Makes the folders that stand before the last slash of `path`, from its `start` on. */
static bool make_folders(char *path, size_t start, struct error *ret_error) {
  for (char *slash = strchr(path + start, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    bool is_made = file_make_folder(path, FOLDER_MODE, ret_error);
    *slash = '/';
    if (!is_made) return false;
  }
  return true;
}

static bool write_tile(const struct export *export, struct tile tile) {
  char tile_path[TILE_PATH_SIZE];
  arena_reset(export->arena);
  struct text below = {tile_path, tile_path_format(tile, tile_path)};
  struct buffer path = BUFFER(export->arena), body = BUFFER(export->arena);
  buffer_format(&path, "%s/%.*s", export->folder, TEXT_ARGS(below));
  buffer_add_byte(&path, 0);
  if (tile.width == TILE_WIDTH && access(path.at, F_OK) == 0) return true;
  return log_serve(export->reader, export->checkpoint.size, below, &body, export->error) &&
         make_folders(path.at, strlen(export->folder) + 1, export->error) &&
         file_replace(path.at, buffer_text(&body), FILE_MODE, export->error);
}

static bool write_tiles(const struct export *export, bool are_entries, unsigned level) {
  for (uint64_t index = 0;; index++) {
    unsigned width = tile_width(level, index, export->checkpoint.size);
    if (width == 0) return true;
    if (!write_tile(export, (struct tile){are_entries, level, index, width})) return false;
  }
}

bool log_export(const struct log_reader *reader, struct text message, const char *folder,
                struct error *ret_error) {
  struct export export = {.reader = reader, .folder = folder, .error = ret_error};
  if (!checkpoint_read(message, &export.checkpoint, ret_error) ||
      !file_make_folder(folder, FOLDER_MODE, ret_error))
    return false;
  export.arena = arena_make();
  bool is_written = check_folder(&export) && write_tiles(&export, true, 0);
  for (unsigned level = 0; is_written && level < TILE_LEVEL_COUNT; level++)
    is_written = write_tiles(&export, false, level);
  arena_reset(export.arena);
  is_written = is_written && file_replace(arena_format(export.arena, "%s/checkpoint", folder).at,
                                          message, FILE_MODE, ret_error);
  arena_free(export.arena);
  return is_written;
}
