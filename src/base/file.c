/* Whole files. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool disk(struct error *ret_error, const char *path, const char *doing) {
  return fail(ret_error, ERROR_disk, path, "%s: %s", doing, strerror(errno));
}

static bool read_all(int file, const char *path, size_t most_bytes, struct buffer *out,
                     struct error *ret_error) {
  char piece[16384];
  for (;;) {
    ssize_t got = read(file, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return disk(ret_error, path, "reading");
    if (got == 0) return true;
    if (out->length + (size_t)got > most_bytes)
      return fail(ret_error, ERROR_bad_field, path, "larger than %zu bytes", most_bytes);
    buffer_add(out, (struct text){piece, (size_t)got});
  }
}

bool file_read(const char *path, size_t most_bytes, struct arena *arena, struct text *ret_bytes,
               struct error *ret_error) {
  bool standard_input = strcmp(path, "-") == 0;
  int file = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return disk(ret_error, path, "opening");
  struct buffer out = BUFFER(arena);
  bool done = read_all(file, path, most_bytes, &out, ret_error);
  if (!standard_input) close(file);
  *ret_bytes = buffer_text(&out);
  return done;
}

static bool write_all(int file, struct text bytes) {
  for (size_t done = 0; done < bytes.length;) {
    ssize_t put = write(file, bytes.at + done, bytes.length - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    done += (size_t)put;
  }
  return true;
}

static bool sync_folder_of(const char *path) {
  char folder[1024];
  snprintf(folder, sizeof folder, "%s", path);
  char *slash = strrchr(folder, '/');
  if (slash) slash[slash == folder ? 1 : 0] = 0;
  int file = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  bool done = fsync(file) == 0;
  close(file);
  return done;
}

bool file_replace(const char *path, struct text bytes, unsigned mode, struct error *ret_error) {
  char beside[1024];
  int length = snprintf(beside, sizeof beside, "%s.new", path);
  if (length < 0 || (size_t)length >= sizeof beside)
    return fail(ret_error, ERROR_disk, path, "the path is too long");
  int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return disk(ret_error, beside, "creating");
  bool written = fchmod(file, mode) == 0 && write_all(file, bytes) && fsync(file) == 0;
  int reason = errno;
  close(file);
  errno = reason;
  if (written && rename(beside, path) == 0 && sync_folder_of(path)) return true;
  disk(ret_error, path, "writing");
  unlink(beside);
  return false;
}

static bool copy_all(int from, int to) {
  char piece[1 << 16];
  for (;;) {
    ssize_t got = read(from, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0 && fsync(to) == 0;
    if (!write_all(to, (struct text){piece, (size_t)got})) return false;
  }
}

bool file_copy(const char *from, const char *to, unsigned mode, struct error *ret_error) {
  int source = open(from, O_RDONLY | O_CLOEXEC);
  if (source < 0) return disk(ret_error, from, "opening");
  int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  bool copied = target >= 0 && copy_all(source, target);
  int reason = errno;
  close(source);
  if (target >= 0 && close(target) != 0 && copied) {
    copied = false;
    reason = errno;
  }
  errno = reason;
  return copied || disk(ret_error, to, "copying to");
}

bool file_sync_name(const char *path, struct error *ret_error) {
  return sync_folder_of(path) || disk(ret_error, path, "syncing the folder of");
}

bool file_make_folder(const char *path, unsigned mode, struct error *ret_error) {
  struct stat found;
  if (mkdir(path, mode) == 0) return true;
  if (errno == EEXIST && stat(path, &found) == 0 && S_ISDIR(found.st_mode)) return true;
  return disk(ret_error, path, "making the folder");
}
