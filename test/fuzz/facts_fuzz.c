/* Facts: what is read is weighed without harm, and is the same when it is written and read again.
 */
#include <assert.h>
#include <string.h>

#include "../weigh_policy.h"
#include "visit/facts.h"
#include "visit/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static bool read_and_weigh(struct text line, const struct policy *policy, struct arena *arena,
                           struct text *ret_written, struct text *ret_verdicts) {
  struct facts facts;
  struct facts_names names;
  struct error error;
  if (!facts_read(line, policy, arena, &facts, &names, &error)) return false;
  struct verdict *verdicts = ARENA_ARRAY(arena, facts.visit_count, struct verdict);
  void *memory = arena_take(arena, weighing_size(facts.visit_count));
  struct weighing *weighing = weigh(policy, &facts, memory, verdicts);
  struct buffer written = BUFFER(arena), said = BUFFER(arena);
  facts_write(&written, policy, &facts, &names);
  verdicts_write(&said, &facts, verdicts, weighing);
  for (size_t i = 0; i < facts.visit_count; i++)
    assert(!verdicts[i].occupies || facts.visits[i].seq != NO_SEQ);
  *ret_written = buffer_text(&written);
  *ret_verdicts = buffer_text(&said);
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct arena *arena = arena_make();
  struct policy policy;
  struct error error;
  struct text written, again, verdicts, same_verdicts;
  bool is_policy = policy_read(text_of(weigh_policy), arena, &policy, NULL, &error);
  assert(is_policy);
  struct text line = {(const char *)bytes, size};
  if (read_and_weigh(line, &policy, arena, &written, &verdicts)) {
    /* a time in the first hours of 1970 or the last of 9999 may leave those years as UTC */
    bool is_read = read_and_weigh(written, &policy, arena, &again, &same_verdicts);
    assert(is_read || text_find(written, TEXT("\"1969-")) != SIZE_MAX ||
           text_find(written, TEXT("\"10000-")) != SIZE_MAX);
    if (is_read) assert(text_equal(written, again) && text_equal(verdicts, same_verdicts));
  }
  arena_free(arena);
  return 0;
}
