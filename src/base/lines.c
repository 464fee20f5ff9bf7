/* Lines of a file. The reader owns its buffer, which grows to the longest line met. */
#include "base/lines.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

struct lines {
  int file;
  char *buffer;
  size_t capacity;
  size_t start, end; /* what was read and not yet handed out */
  size_t number;
  bool ended;
};

struct lines *lines_open(const char *path, struct error *ret_error) {
  bool standard_input = strcmp(path, "-") == 0;
  int file = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    fail(ret_error, ERROR_disk, path, "opening: %s", strerror(errno));
    return NULL;
  }
  struct lines *lines = calloc(1, sizeof *lines);
  assert(lines);
  lines->file = file;
  return lines;
}

void lines_close(struct lines *lines) {
  if (!lines) return;
  if (lines->file != STDIN_FILENO) close(lines->file);
  free(lines->buffer);
  free(lines);
}

size_t lines_number(const struct lines *lines) {
  return lines->number;
}

static void make_room(struct lines *lines) {
  size_t kept = lines->end - lines->start;
  if (kept) memmove(lines->buffer, lines->buffer + lines->start, kept);
  lines->start = 0;
  lines->end = kept;
  if (lines->capacity - kept >= PIECE_BYTES) return;
  lines->capacity = lines->capacity ? lines->capacity * 2 : 2 * PIECE_BYTES;
  lines->buffer = realloc(lines->buffer, lines->capacity);
  assert(lines->buffer);
}

static bool read_more(struct lines *lines, struct error *ret_error) {
  make_room(lines);
  ssize_t got;
  do {
    got = read(lines->file, lines->buffer + lines->end, lines->capacity - lines->end);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return fail(ret_error, ERROR_disk, NULL, "reading: %s", strerror(errno));
  lines->ended = got == 0;
  lines->end += (size_t)got;
  return true;
}

static struct text hand_out(struct lines *lines, size_t length) {
  struct text line = {lines->buffer + lines->start, length};
  lines->number++;
  if (length > 0 && line.at[length - 1] == '\r') line.length--;
  return line;
}

bool lines_next(struct lines *lines, size_t most_bytes, struct text *ret_line,
                struct error *ret_error) {
  *ret_error = (struct error){0};
  for (size_t searched = 0;;) {
    size_t waiting = lines->end - lines->start;
    char *from = lines->buffer + lines->start;
    char *newline = waiting > searched ? memchr(from + searched, '\n', waiting - searched) : NULL;
    size_t length = newline ? (size_t)(newline - from) : waiting;
    if (length > most_bytes)
      return fail(ret_error, ERROR_bad_field, NULL, "line %zu is longer than %zu bytes",
                  lines->number + 1, most_bytes);
    if (newline || (lines->ended && waiting > 0)) {
      *ret_line = hand_out(lines, length);
      lines->start += length + (newline != NULL);
      return true;
    }
    if (lines->ended) return false;
    searched = waiting;
    if (!read_more(lines, ret_error)) return false;
  }
}
