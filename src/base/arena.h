/* Memory that lives as long as one request, one line or one command, and is given back at once.
 *
 * Running out of memory is not an error that a caller handles: every input has a limit, so it means
 * the machine is too small, and the process stops with a word on standard error. */
#ifndef HENG_BASE_ARENA_H
#define HENG_BASE_ARENA_H

#include "base/text.h"

struct arena;

struct arena *arena_make(void);
/* Takes NULL. */
void arena_free(struct arena *arena);
/* Forgets all that was taken and keeps the memory for the next round. */
void arena_reset(struct arena *arena);

/* Zeroed, aligned for any type; never NULL. */
void *arena_take(struct arena *arena, size_t size);
/* Zeroed room for `count` elements; an overflowing product stops the process. */
void *arena_take_array(struct arena *arena, size_t count, size_t element_size);
#define ARENA_NEW(arena, type)          ((type *)arena_take((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_take_array((arena), (count), sizeof(type)))
/* Room for one element more behind `count` at `at`, all of them taken in this way: `at` itself, or
 * where they have moved since there was no more room. */
void *arena_room(struct arena *arena, void *at, size_t count, size_t element_size);

/* A copy that ends in NUL (not counted in its length). NO_TEXT gives NO_TEXT. */
struct text arena_copy(struct arena *arena, struct text text);
/* The same as a C string. */
const char *arena_string(struct arena *arena, struct text text);
struct text arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text under construction; grows inside its arena. */
struct buffer {
  struct arena *arena;
  char *at;
  size_t length;
  size_t capacity;
};

#define BUFFER(arena) ((struct buffer){(arena), NULL, 0, 0})
void buffer_add(struct buffer *buffer, struct text text);
void buffer_add_byte(struct buffer *buffer, char byte);
/* In decimal. */
void buffer_add_integer(struct buffer *buffer, int64_t value);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for `size` more bytes, counted as written: the caller fills it. */
char *buffer_take(struct buffer *buffer, size_t size);
/* What was built; valid as long as the arena and until the buffer grows. */
struct text buffer_text(const struct buffer *buffer);

#endif
