/* A chain of blocks, each at least twice as large as the one before. */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 4, FIRST_BLOCK_BYTES = 16 * 1024, KEPT_BLOCK_BYTES = 1024 * 1024 };

struct block {
  struct block *older;
  size_t size;
  size_t used;
  _Alignas(max_align_t) char bytes[];
};

struct arena {
  struct block *newest;
};

static void *must(void *memory) {
  if (memory) return memory;
  fputs("heng: out of memory\n", stderr);
  abort();
}

static struct block *block_make(size_t size, struct block *older) {
  struct block *block = must(malloc(sizeof *block + size));
  *block = (struct block){.older = older, .size = size};
  return block;
}

struct arena *arena_make(void) {
  struct arena *arena = must(malloc(sizeof *arena));
  arena->newest = block_make(FIRST_BLOCK_BYTES, NULL);
  return arena;
}

static void free_chain(struct block *block) {
  while (block) {
    struct block *older = block->older;
    free(block);
    block = older;
  }
}

void arena_free(struct arena *arena) {
  if (!arena) return;
  free_chain(arena->newest);
  free(arena);
}

void arena_reset(struct arena *arena) {
  struct block *kept = arena->newest;
  free_chain(kept->older);
  kept->older = NULL;
  kept->used = 0;
  if (kept->size <= KEPT_BLOCK_BYTES) return;
  free(kept);
  arena->newest = block_make(FIRST_BLOCK_BYTES, NULL);
}

void *arena_take(struct arena *arena, size_t size) {
  const size_t alignment = _Alignof(max_align_t);
  assert(size <= SIZE_MAX / 4);
  size_t rounded = (size + alignment - 1) / alignment * alignment;
  struct block *block = arena->newest;
  if (block->size - block->used < rounded) {
    size_t larger = block->size * 2 > rounded ? block->size * 2 : rounded;
    block = arena->newest = block_make(larger, block);
  }
  char *taken = block->bytes + block->used;
  block->used += rounded;
  return memset(taken, 0, rounded);
}

void *arena_take_array(struct arena *arena, size_t count, size_t element_size) {
  size_t size;
  bool overflows = __builtin_mul_overflow(count, element_size, &size);
  assert(!overflows);
  return arena_take(arena, size);
}

/* There is room for ROOM_FIRST, then for twice as many each time that it is full. */
void *arena_room(struct arena *arena, void *at, size_t count, size_t element_size) {
  bool full = count == 0 || (count >= ROOM_FIRST && (count & (count - 1)) == 0);
  if (!full) return at;
  void *moved = arena_take_array(arena, count ? 2 * count : ROOM_FIRST, element_size);
  return count ? memcpy(moved, at, count * element_size) : moved;
}

struct text arena_copy(struct arena *arena, struct text text) {
  if (!text.at) return NO_TEXT;
  char *copy = arena_take(arena, text.length + 1);
  if (text.length) memcpy(copy, text.at, text.length);
  return (struct text){copy, text.length};
}

const char *arena_string(struct arena *arena, struct text text) {
  return arena_copy(arena, text).at;
}

static struct text format_into(struct arena *arena, const char *format, va_list values) {
  va_list again;
  va_copy(again, values);
  int length = vsnprintf(NULL, 0, format, values);
  assert(length >= 0);
  char *text = arena_take(arena, (size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  return (struct text){text, (size_t)length};
}

struct text arena_format(struct arena *arena, const char *format, ...) {
  va_list values;
  va_start(values, format);
  struct text text = format_into(arena, format, values);
  va_end(values);
  return text;
}

char *buffer_take(struct buffer *buffer, size_t size) {
  if (buffer->capacity - buffer->length < size) {
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
    while (capacity - buffer->length < size) capacity *= 2;
    char *moved = arena_take(buffer->arena, capacity);
    if (buffer->length) memcpy(moved, buffer->at, buffer->length);
    buffer->at = moved;
    buffer->capacity = capacity;
  }
  char *room = buffer->at + buffer->length;
  buffer->length += size;
  return room;
}

void buffer_add(struct buffer *buffer, struct text text) {
  if (text.length) memcpy(buffer_take(buffer, text.length), text.at, text.length);
}

void buffer_add_byte(struct buffer *buffer, char byte) {
  if (buffer->length < buffer->capacity)
    buffer->at[buffer->length++] = byte;
  else
    *buffer_take(buffer, 1) = byte;
}

void buffer_add_integer(struct buffer *buffer, int64_t value) {
  enum { DIGITS_MOST = 20 };
  char digits[DIGITS_MOST];
  size_t at = DIGITS_MOST;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (value < 0) buffer_add_byte(buffer, '-');
  buffer_add(buffer, (struct text){digits + at, DIGITS_MOST - at});
}

void buffer_format(struct buffer *buffer, const char *format, ...) {
  va_list values;
  va_start(values, format);
  struct text text = format_into(buffer->arena, format, values);
  va_end(values);
  buffer_add(buffer, text);
}

struct text buffer_text(const struct buffer *buffer) {
  return (struct text){buffer->at ? buffer->at : "", buffer->length};
}
