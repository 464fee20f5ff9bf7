/* One cell into one member, and in words what it should have been. */
#ifndef HENG_IMPORT_CELL_H
#define HENG_IMPORT_CELL_H

#include "import/import.h"

/* Reads a trimmed cell; an empty one is absent. False with the reason in words. */
bool cell_read(const struct import_column *column, const struct field *field, struct text cell,
               struct arena *arena, void *ret_value, struct import_words *ret_why);
/* What a cell of this column must be. */
struct import_words cell_must(const struct import_column *column, const struct field *field,
                              struct arena *arena);

#endif
