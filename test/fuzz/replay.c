/* Runs a fuzz target once over each file of its corpus, so that `make test` keeps what fuzzing has
 * found. The folder is test/fuzz/corpus/NAME for the program NAME_fuzz. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define INPUT_SIZE_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int is_visible(const struct dirent *entry) {
  return entry->d_name[0] != '.';
}

/* A target that finds something stops the process, which tools/test-all counts. */
static bool replay(const char *folder, const char *name) {
  char path[512];
  struct text bytes;
  struct error error;
  struct arena *arena = arena_make();
  snprintf(path, sizeof path, "%s/%s", folder, name);
  bool is_read = file_read(path, INPUT_SIZE_MAX, arena, &bytes, &error);
  if (is_read) LLVMFuzzerTestOneInput((const uint8_t *)bytes.at, bytes.length);
  arena_free(arena);
  return is_read;
}

int main(int count, char **words) {
  const char *slash = strrchr(words[0], '/'), *program = slash ? slash + 1 : words[0];
  size_t length = strlen(program);
  const char suffix[] = "_fuzz";
  if (count != 1 || length <= strlen(suffix) ||
      strcmp(program + length - strlen(suffix), suffix) != 0)
    return 2;
  char folder[256];
  snprintf(folder, sizeof folder, "test/fuzz/corpus/%.*s", (int)(length - strlen(suffix)), program);

  struct dirent **entries;
  int passed = 0, failed = 0, found = scandir(folder, &entries, is_visible, alphasort);
  for (int at = 0; at < found; at++) {
    if (replay(folder, entries[at]->d_name))
      passed++;
    else
      failed++;
    free(entries[at]);
  }
  if (found >= 0) free(entries);
  /* A target without a corpus is a test that cannot fail. */
  if (found <= 0) failed++;
  printf("%s: %d passed, %d failed, 0 skipped\n", program, passed, failed);
  return failed != 0;
}
