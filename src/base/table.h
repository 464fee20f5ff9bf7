/* Tables for people to read in a terminal: columns aligned by how wide characters are shown. */
#ifndef HENG_BASE_TABLE_H
#define HENG_BASE_TABLE_H

#include "base/arena.h"

enum { TABLE_COLUMNS_MOST = 16 };

struct table {
  struct arena *arena;
  const char *alignment; /* one letter a column: l or r */
  struct text *cells;
  size_t count;
};

#define TABLE(arena, alignment) ((struct table){(arena), (alignment), NULL, 0})
/* The next cell of the row; a row is full when it has a cell for each column. The first row is the
 * header. */
void table_add(struct table *table, struct text cell);
/* 67497 as "67,497". */
void table_add_number(struct table *table, int64_t number);
/* Part of whole as "12.3%"; "-" when the whole is 0. */
void table_add_share(struct table *table, int64_t part, int64_t whole);
/* Two spaces before each column; no spaces at the end of a line. */
void table_write(const struct table *table, struct buffer *out);

struct text number_with_commas(struct arena *arena, int64_t number);
/* Columns of a terminal that valid UTF-8 takes: two for East Asian wide characters. */
size_t text_width(struct text text);

#endif
