/* Runs a command as a shell does, and keeps what it said. */
#ifndef HENG_TEST_COMMAND_FIXTURE_H
#define HENG_TEST_COMMAND_FIXTURE_H

#include <fcntl.h>
#include <unistd.h>

#include "base/command.h"
#include "base/file.h"
#include "check.h"

/* Leads one of the standard streams to a file; returns what `command_restore` leads it back by. */
__attribute__((unused)) static int command_redirect(int stream, const char *path, int flags) {
  int before = dup(stream), file = open(path, flags, 0600);
  CHECK(before >= 0 && file >= 0 && dup2(file, stream) == stream);
  close(file);
  return before;
}

__attribute__((unused)) static void command_restore(int stream, int before) {
  CHECK(dup2(before, stream) == stream);
  close(before);
}

/* The exit status; what went to standard output lies in the arena. `words` end with NULL. */
__attribute__((unused)) static int command_fixture_run(const struct command *commands,
                                                       const char *const *words,
                                                       struct arena *arena,
                                                       struct text *ret_output) {
  char path[] = "/tmp/heng-output-XXXXXX";
  int file = mkstemp(path), count = 0;
  struct error error;
  while (words[count]) count++;
  fflush(stdout);
  int before = command_redirect(STDOUT_FILENO, path, O_WRONLY);
  int status = command_run(commands, count, (char *const *)(uintptr_t)words);
  fflush(stdout);
  command_restore(STDOUT_FILENO, before);
  CHECK(file_read(path, 1 << 20, arena, ret_output, &error));
  close(file);
  unlink(path);
  return status;
}

#endif
