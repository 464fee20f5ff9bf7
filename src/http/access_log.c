/* Log lines, gathered. */
#include "http/access_log.h"

#include <assert.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"

enum { LINE_BYTES_MOST = 1024, BUFFER_BYTES = 64 * 1024 };

const char *const log_level_names[] = {"nothing", "failures", "requests", NULL};

struct access_log {
  pthread_mutex_t lock;
  int descriptor;
  enum log_level level;
  size_t length;
  char bytes[BUFFER_BYTES];
};

struct access_log *access_log_make(int descriptor, enum log_level level) {
  struct access_log *log = calloc(1, sizeof *log);
  assert(log);
  pthread_mutex_init(&log->lock, NULL);
  log->descriptor = descriptor;
  log->level = level;
  return log;
}

/* Lines that standard error does not take are lost: a full pipe must not stop the city. */
static void flush_locked(struct access_log *log) {
  for (size_t written = 0; written < log->length;) {
    ssize_t count = write(log->descriptor, log->bytes + written, log->length - written);
    if (count <= 0) break;
    written += (size_t)count;
  }
  log->length = 0;
}

void access_log_flush(struct access_log *log) {
  pthread_mutex_lock(&log->lock);
  flush_locked(log);
  pthread_mutex_unlock(&log->lock);
}

void access_log_free(struct access_log *log) {
  if (!log) return;
  access_log_flush(log);
  pthread_mutex_destroy(&log->lock);
  free(log);
}

/* What an engine says may hold anything; a log line holds printable ASCII without quotes. */
static void put_plain(char *out, size_t size, const char *text) {
  size_t length = 0;
  for (; text[length] && length + 1 < size; length++) {
    char c = text[length];
    out[length] = c < ' ' || c > '~' || c == '"' || c == '\\' ? '.' : c;
  }
  out[length] = 0;
}

static size_t format_error(char *out, size_t size, const struct error *error) {
  const struct error_entry *entry = error_find(error->code);
  assert(entry);
  char detail[sizeof error->detail] = "";
  if (entry->kind == ERROR_FAILURE) put_plain(detail, sizeof detail, error->detail);
  return (size_t)snprintf(out, size, ",\"code\":\"%s\"%s%s%s", entry->name,
                          *detail ? ",\"detail\":\"" : "", detail, *detail ? "\"" : "");
}

void access_log_add(struct access_log *log, const struct log_line *line) {
  bool failed = line->status >= 500;
  if (log->level == LOG_NOTHING || (log->level == LOG_FAILURES && !failed)) return;
  char text[LINE_BYTES_MOST], time[TIME_TEXT_SIZE];
  size_t time_length = time_format(line->time_us, 0, time);
  size_t length = (size_t)snprintf(
      text, sizeof text,
      "{\"time\":\"%.*s\",\"level\":\"%s\",\"request\":\"%.*s\",\"method\":\"%s\",\"route\":\"%s\","
      "\"status\":%d,\"duration_us\":%" PRId64 ",\"bytes\":%zu",
      (int)time_length, time, failed ? "error" : "info", TEXT_ARGS(line->request), line->method,
      line->route, line->status, line->duration_us, line->bytes);
  if (line->error) length += format_error(text + length, sizeof text - length, line->error);
  length += (size_t)snprintf(text + length, sizeof text - length, "}\n");
  assert(length < sizeof text);
  pthread_mutex_lock(&log->lock);
  if (log->length + length > sizeof log->bytes) flush_locked(log);
  for (size_t i = 0; i < length; i++) log->bytes[log->length++] = text[i];
  if (failed) flush_locked(log);
  pthread_mutex_unlock(&log->lock);
}
