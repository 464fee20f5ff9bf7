/* Tables as CSV (RFC 4180): a header, then rows as wide as the header.
 *
 * The reader is pure but for the arena: it walks over text in memory. Lines end in LF or CR LF;
 * empty lines are passed over; a quote may only open or close a field or be doubled inside one. */
#ifndef HENG_BASE_CSV_H
#define HENG_BASE_CSV_H

#include "base/arena.h"
#include "base/error.h"

enum {
  CSV_FILE_BYTES_MOST = 256 * 1024 * 1024,
  CSV_COLUMNS_MOST = 256,
  CSV_FIELD_BYTES_MOST = 64 * 1024,
};

/* Why a table cannot be read, for whoever mends it. */
struct csv_fault {
  const char *zh, *en;
};

struct csv {
  struct text in;
  size_t at;
  struct arena *arena;
  struct texts header;
  struct texts fields; /* of the row last read; as many as the header has */
  size_t row;          /* its number as a spreadsheet counts: the header is 1, empty lines count */
  /* Of the last refusal: why, and in which column of the header (its count: the row as a whole). */
  const struct csv_fault *fault;
  size_t fault_column;
  struct text store[2][CSV_COLUMNS_MOST];
};

/* Starts to read UTF-8 text and reads the header. Fields point into `in` or, where quotes were
 * doubled, into the arena. Refusal bad_csv ("row 1") when there is no header, a name is there
 * twice, or as below. */
bool csv_start(struct csv *ret_csv, struct text in, struct arena *arena, struct error *ret_error);

/* The next row. False at the end with ret_error->code ERROR_NONE, else refusal bad_csv with "row N"
 * or "row N, column NAME": a quote in the wrong place or left open, too few or too many fields, a
 * field too long. */
bool csv_next(struct csv *csv, struct error *ret_error);

/* The column of that name, or -1. Names are compared without spaces at their ends. */
int csv_column(const struct csv *csv, struct text name);

/* Adds a row, quoted where needed, ending in CR LF. */
void csv_write_row(struct buffer *out, const struct text *fields, size_t count);

#endif
