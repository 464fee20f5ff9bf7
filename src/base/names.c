/* Names as small numbers: a hash table with open addressing, kept at most half full. */
#include "base/names.h"

#include <assert.h>
#include <string.h>

enum { SLOTS_FIRST = 16 };

struct names {
  struct arena *arena;
  struct text *texts; /* by number - 1; room for half of the slots */
  uint32_t *slots;    /* a number, or 0 */
  size_t slot_count;  /* a power of two */
  size_t count;
};

/* FNV-1a. A flood of names made to collide costs time within the caller's limits, not memory. */
static size_t hash_text(struct text text) {
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < text.length; i++)
    hash = (hash ^ (uint8_t)text.at[i]) * UINT64_C(1099511628211);
  return (size_t)(hash ^ hash >> 32);
}

static uint32_t *find_slot(const struct names *names, struct text name) {
  size_t mask = names->slot_count - 1;
  size_t at = hash_text(name) & mask;
  while (names->slots[at] && !text_equal(names->texts[names->slots[at] - 1], name))
    at = (at + 1) & mask;
  return &names->slots[at];
}

static void make_slots(struct names *names, size_t slot_count) {
  struct text *texts = ARENA_ARRAY(names->arena, slot_count / 2, struct text);
  if (names->count) memcpy(texts, names->texts, names->count * sizeof *texts);
  names->texts = texts;
  names->slots = ARENA_ARRAY(names->arena, slot_count, uint32_t);
  names->slot_count = slot_count;
  for (size_t i = 0; i < names->count; i++) *find_slot(names, texts[i]) = (uint32_t)i + 1;
}

struct names *names_make(struct arena *arena) {
  struct names *names = ARENA_NEW(arena, struct names);
  names->arena = arena;
  make_slots(names, SLOTS_FIRST);
  return names;
}

int64_t names_number(struct names *names, struct text name) {
  uint32_t *slot = find_slot(names, name);
  if (*slot) return *slot;
  if (names->count == names->slot_count / 2) {
    make_slots(names, names->slot_count * 2);
    slot = find_slot(names, name);
  }
  names->texts[names->count++] = name;
  *slot = (uint32_t)names->count;
  return *slot;
}

int64_t names_find(const struct names *names, struct text name) {
  return *find_slot(names, name);
}

struct text names_text(const struct names *names, int64_t number) {
  assert(number >= 1 && (size_t)number <= names->count);
  return names->texts[number - 1];
}

int64_t names_count(const struct names *names) {
  return (int64_t)names->count;
}
