/* Import: rows of a table become acts, one an act each, all through the same checks as any other.
 *
 * A kind of table is described once: what its columns may be called, which member of a struct each
 * fills, and the act that puts such a struct in. The same key again changes what differs. */
#ifndef HENG_IMPORT_IMPORT_H
#define HENG_IMPORT_IMPORT_H

#include "act/local.h"

enum { IMPORT_ROWS_MOST = 1000000, IMPORT_FAULTS_SHOWN_MOST = 1000, IMPORT_FIELDS_MOST = 32 };

struct import_words {
  struct text zh, en;
};

struct import_column {
  const char *zh, *en; /* what the first row may call it */
  const char *field;   /* the member it fills, by its name in the kind's field table */
  const char *const
      *names_zh; /* of an ENUM, or of the words of TEXTS: Chinese for each of `names` */
  const char *const *names;
  const char *must_zh, *must_en; /* what it must be, where bounds do not say it */
  /* A check that says precisely what is wrong with a cell; NULL when there is none. */
  bool (*check)(struct text cell, struct import_words *ret_why);
};

enum import_outcome { IMPORT_ADDED, IMPORT_CHANGED, IMPORT_UNCHANGED };

struct import_kind;

/* The input of a kind's act. */
struct import_row {
  const struct import_kind *kind;
  void *value;    /* the kind's struct, in the act's arena */
  uint64_t given; /* bit i: the table has a column for kind->fields[i] */
};

struct import_kind {
  const char *name;                    /* "units" */
  const char *zh;                      /* "访企单位" */
  const struct import_column *columns; /* ended by a NULL field */
  const struct field *fields;          /* bounds; a column is needed unless its field is optional */
  size_t size;
  /* Its input is a struct import_row, its output an int, the enum import_outcome. */
  struct route put;
};
#define IMPORT_PUT(stem)                                                                           \
  { .name = #stem, .roles = ROLE_SELF, .out_size = sizeof(int), .run = stem }

/* Of all domains; NULL when there is none of that name. */
const struct import_kind *import_kind_find(struct text name);

/* Gives members that the table has no column for the value that they have in `before`. */
void import_keep(const struct import_row *row, const void *before);
/* Whether both would be written the same. */
bool import_same(struct arena *arena, const struct import_row *row, const void *before);

struct import_fault {
  size_t row;         /* as a spreadsheet counts: the header is row 1 */
  struct text column; /* as the header calls it; NO_TEXT: the row as a whole */
  struct import_words words;
};

struct import_report {
  int64_t rows, added, changed, unchanged, refused; /* rows of each outcome */
  struct texts unused;                              /* columns that nothing was taken from */
  struct import_fault *faults;                      /* the first IMPORT_FAULTS_SHOWN_MOST */
  size_t fault_count;
  bool broken; /* the table could not be read to its end; its last fault says where */
};

/* Performs an act for each row of `table`, which is UTF-8. The rows refused leave nothing; the
 * caller commits or not. `errors` (may be NULL) gets the table back with one more column that says
 * what is wrong. False on refusal bad_csv of the header and on a failure; faults are in the report
 * otherwise. Texts lie in the arena or in `table`. */
bool import_table(struct local *local, const struct import_kind *kind, struct text table,
                  bool chinese, struct arena *arena, struct buffer *errors,
                  struct import_report *ret_report, struct error *ret_error);

#endif
