/* Codes, their payloads, lists of the day and keys: no reader overruns, what was read can be
 * written, and without keys no signature is valid. */
#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "seal/base45.h"
#include "seal/cbor_json.h"
#include "seal/daylist.h"
#include "seal/inspect.h"
#include "seal/key_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void try_text(struct text input, struct arena *arena) {
  struct key_set *keys = key_set_make();
  struct inspection inspection;
  struct error error;
  struct buffer json = BUFFER(arena);
  bool is_code = inspect(input, keys, arena, &inspection);
  assert(is_code || inspection.problems.count > 0);
  assert(!is_code || inspection.signature == SIGNATURE_UNKNOWN_KEY);
  inspection_write_json(&inspection, is_code, &json);
  bool is_json = json_check(buffer_text(&json), &error);
  assert(is_json);
  key_set_free(keys);
}

static void try_base45(struct text input, struct arena *arena) {
  uint8_t *bytes = arena_take(arena, input.length / 3 * 2 + 1);
  size_t length;
  if (!base45_decode(input, bytes, &length)) return;
  char *again = arena_take(arena, BASE45_SIZE(length) + 1);
  size_t again_length = base45_encode((struct text){(const char *)bytes, length}, again);
  assert(text_equal((struct text){again, again_length}, input));
}

static void try_payload(struct text input) {
  struct code code, again;
  uint8_t payload[CODE_PAYLOAD_MOST];
  size_t length;
  if (!code_read_payload(input, &code)) return;
  enum code_fault fault = code_write_payload(&code, payload, &length);
  assert(fault == CODE_FINE || fault == CODE_TOO_LONG);
  if (fault != CODE_FINE) return;
  bool read = code_read_payload((struct text){(const char *)payload, length}, &again);
  assert(read && memcmp(&code, &again, sizeof code) == 0);
}

static void try_daylist(struct text input, struct arena *arena) {
  struct daylist list;
  struct code *entries = ARENA_ARRAY(arena, DAYLIST_ENTRIES_MOST, struct code);
  uint8_t *bytes = arena_take(arena, DAYLIST_BYTES_MOST);
  if (!daylist_read(input, &list, entries, DAYLIST_ENTRIES_MOST)) return;
  size_t length = daylist_write(&list, bytes, DAYLIST_BYTES_MOST);
  assert(length <= DAYLIST_BYTES_MOST && length <= input.length);
}

static void try_cbor(struct text input, struct arena *arena) {
  struct buffer json = BUFFER(arena);
  struct error error;
  if (!cbor_write_json(input, &json)) return;
  bool is_json = json_check(buffer_text(&json), &error);
  assert(is_json);
}

static void try_key(struct text input) {
  struct key *key;
  struct text kid;
  struct error error;
  if (key_from_cose(input, &key, &kid, &error)) key_free(key);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct text input = {(const char *)bytes, size};
  struct arena *arena = arena_make();
  try_text(input, arena);
  try_base45(input, arena);
  try_payload(input);
  try_daylist(input, arena);
  try_cbor(input, arena);
  try_key(input);
  arena_free(arena);
  return 0;
}
