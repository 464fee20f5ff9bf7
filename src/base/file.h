/* Whole files: reading one within a limit, replacing one so that no reader ever sees half of it. */
#ifndef HENG_BASE_FILE_H
#define HENG_BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"

/* "-" is standard input. Refusal bad_field when larger than `most_bytes`; failure disk. */
bool file_read(const char *path, size_t most_bytes, struct arena *arena, struct text *ret_bytes,
               struct error *ret_error);
/* Writes beside it, syncs, renames, syncs the folder. Failure disk. */
bool file_replace(const char *path, struct text bytes, unsigned mode, struct error *ret_error);
/* Copies a file to a new one and syncs it. Failure disk, also when `to` is there already. */
bool file_copy(const char *from, const char *to, unsigned mode, struct error *ret_error);
/* Makes durable what happened to the names in the folder that `path` is in. Failure disk. */
bool file_sync_name(const char *path, struct error *ret_error);
/* Makes a folder unless it is there; parents must exist. Failure disk. */
bool file_make_folder(const char *path, unsigned mode, struct error *ret_error);

#endif
