/* Log lines, gathered. */
#include "http/access_log.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
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

/* A line being put together; long enough for the longest that there can be. */
struct line {
  size_t length;
  char bytes[LINE_BYTES_MOST];
};

static void put(struct line *line, struct text text) {
  assert(text.length <= sizeof line->bytes - line->length);
  memcpy(line->bytes + line->length, text.at, text.length);
  line->length += text.length;
}

static void put_integer(struct line *line, int64_t number) {
  char digits[20];
  size_t first = sizeof digits;
  assert(number >= 0);
  do digits[--first] = (char)('0' + number % 10);
  while (number /= 10);
  put(line, (struct text){digits + first, sizeof digits - first});
}

/* What an engine says may hold anything; a log line holds printable ASCII without quotes. */
static void put_plain(struct line *line, struct text text) {
  for (size_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    put(line, plain ? (struct text){&c, 1} : TEXT("."));
  }
}

static void put_error(struct line *line, const struct error *error) {
  const struct error_entry *entry = error_find(error->code);
  assert(entry);
  put(line, TEXT(",\"code\":\""));
  put(line, text_of(entry->name));
  if (entry->kind == ERROR_FAILURE && *error->detail) {
    put(line, TEXT("\",\"detail\":\""));
    put_plain(line, text_of(error->detail));
  }
  put(line, TEXT("\""));
}

static void put_line(struct line *line, const struct log_line *said) {
  char time[TIME_TEXT_SIZE];
  put(line, TEXT("{\"time\":\""));
  put(line, (struct text){time, time_format(said->time_us, 0, time)});
  put(line, said->status >= 500 ? TEXT("\",\"level\":\"error\"") : TEXT("\",\"level\":\"info\""));
  put(line, TEXT(",\"request\":\""));
  put(line, said->request);
  put(line, TEXT("\",\"method\":\""));
  put(line, text_of(said->method));
  put(line, TEXT("\",\"route\":\""));
  put(line, text_of(said->route));
  put(line, TEXT("\",\"status\":"));
  put_integer(line, said->status);
  put(line, TEXT(",\"duration_us\":"));
  put_integer(line, said->duration_us);
  put(line, TEXT(",\"bytes\":"));
  put_integer(line, (int64_t)said->bytes);
  if (said->error) put_error(line, said->error);
  put(line, TEXT("}\n"));
}

void access_log_add(struct access_log *log, const struct log_line *said) {
  bool failed = said->status >= 500;
  if (log->level == LOG_NOTHING || (log->level == LOG_FAILURES && !failed)) return;
  struct line line;
  line.length = 0;
  put_line(&line, said);
  pthread_mutex_lock(&log->lock);
  if (log->length + line.length > sizeof log->bytes) flush_locked(log);
  memcpy(log->bytes + log->length, line.bytes, line.length);
  log->length += line.length;
  if (failed) flush_locked(log);
  pthread_mutex_unlock(&log->lock);
}
