/* The gate page's door: whatever is asked, no byte behind the question is read, the answer is one
 * whole CBOR item, and nothing is kept from one call to the next. An input's first byte chooses the
 * function. */
#include <assert.h>
#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>

/* its source, for it is the browser's and not of the library */
#include "gate/gate_wasm.c"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint32_t (*const functions[])(uint32_t) = {core_open_code, core_open_list, core_read_list,
                                                  core_judge_code, core_judge_short_code};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static struct text ask(uint8_t function, const uint8_t *question, size_t size) {
  memcpy(core_input(), question, size);
  ASAN_POISON_MEMORY_REGION(core_input() + size, CORE_INPUT_MOST - size);
  size_t length = functions[function % FUNCTIONS]((uint32_t)size);
  ASAN_UNPOISON_MEMORY_REGION(core_input(), CORE_INPUT_MOST);
  assert(length <= CORE_OUTPUT_MOST);
  return (struct text){(const char *)core_output(), length};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  if (size == 0 || size - 1 > core_input_most()) return 0;
  struct text answer = ask(bytes[0], bytes + 1, size - 1);
  if (answer.length == 0) return 0;
  struct cbor_reader reader = CBOR_READER(answer);
  bool is_item = cbor_skip(&reader, NULL) && cbor_at_end(&reader);
  assert(is_item);
  char *first = malloc(answer.length);
  assert(first);
  memcpy(first, answer.at, answer.length);
  struct text again = ask(bytes[0], bytes + 1, size - 1);
  assert(text_equal(again, (struct text){first, answer.length}));
  free(first);
  return 0;
}
