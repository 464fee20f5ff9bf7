/* A file or standard input, line by line, in constant memory. */
#ifndef HENG_BASE_LINES_H
#define HENG_BASE_LINES_H

#include "base/error.h"

struct lines;

/* "-" is standard input. NULL on failure: disk. */
struct lines *lines_open(const char *path, struct error *ret_error);
/* Takes NULL. */
void lines_close(struct lines *lines);

/* The next line without its LF or CR LF, valid until the next call; the last one need not end in
 * LF. False at the end of the file with ret_error->code ERROR_NONE; otherwise refusal bad_field
 * when a line is longer than `most_bytes`, or failure disk. */
bool lines_next(struct lines *lines, size_t most_bytes, struct text *ret_line,
                struct error *ret_error);
/* The number of the line last read, counted from 1. */
size_t lines_number(const struct lines *lines);

#endif
