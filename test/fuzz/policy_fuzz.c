/* Policies and mappings: whatever the bytes, reading ends, and what is read keeps its bounds. */
#include <assert.h>

#include "visit/policy.h"
#include "visit/replay_mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void try_policy(struct text input, struct arena *arena) {
  struct policy *policies = ARENA_ARRAY(arena, 2, struct policy);
  struct findings findings = {.arena = arena};
  struct error error;
  if (!policy_read(input, arena, &policies[0], &findings, &error)) return;
  assert(policies[0].kind_count <= POLICY_KINDS_MOST);
  assert(policies[0].exemption_count <= POLICY_EXEMPTIONS_MOST);
  assert((policies[0].quiet_days & 1) == 0);
  for (uint32_t i = 0; i < policies[0].kind_count; i++)
    assert(policy_kind(&policies[0], policies[0].kinds[i].name) == (int)i);
  for (size_t i = 0; i < findings.count; i++) assert(*findings.at[i].place);
  size_t before = findings.count;
  policies[1] = policies[0];
  policy_compare(policies, 2, &findings);
  assert(findings.count == before + 1); /* the same version twice, and nothing else */
}

static void try_mapping(struct text input, struct arena *arena) {
  struct mapping mapping;
  struct error error;
  if (!mapping_read(input, arena, &mapping, &error)) return;
  assert(mapping.start_minute >= 0 && mapping.start_minute < 24 * 60);
  assert(mapping_rule_for(&mapping, input) <= mapping.rules.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct arena *arena = arena_make();
  try_policy((struct text){(const char *)bytes, size}, arena);
  try_mapping((struct text){(const char *)bytes, size}, arena);
  arena_free(arena);
  return 0;
}
