/* Import: rows of a table become acts, one an act each, all through the same checks as any other.
 *
 * A kind of table is described once: what its columns may be called, which member of a struct each
 * fills, and the act that puts such a struct in. The same key as one that is there changes what
 * differs; twice in one table is wrong, for nobody knows which row is meant. */
#ifndef HENG_IMPORT_IMPORT_H
#define HENG_IMPORT_IMPORT_H

#include "act/local.h"

enum {
  IMPORT_ROWS_MOST = 1000000,
  IMPORT_ROWS_SERVED_MOST = 20000, /* while others wait for the writer */
  IMPORT_PROBLEMS_MOST = 1000,     /* told one by one */
  IMPORT_FIELDS_MOST = 32,
  IMPORT_WORDS_MOST = 2000,                 /* characters that say what is wrong */
  IMPORT_FILE_BYTES_MOST = 8 * 1024 * 1024, /* over the API */
};

struct import_words {
  struct text zh, en;
};

struct import_column {
  const char *zh, *en; /* what the first row may call it */
  const char *field;   /* the member it fills, by its name in the kind's field table */
  bool key;            /* rows that are the same in all such columns are of the same thing */
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
#define IMPORT_PUT(stem, may)                                                                      \
  { .name = #stem, .roles = (may), .out_size = sizeof(int), .run = stem }

/* Of all domains; NULL when there is none of that name. */
const struct import_kind *import_kind_find(struct text name);

/* Gives members that the table has no column for the value that they have in `before`. */
void import_keep(const struct import_row *row, const void *before);
/* Whether both would be written the same. */
bool import_same(struct arena *arena, const struct import_row *row, const void *before);

struct import_problem {
  int64_t row;        /* as a spreadsheet counts: the header is row 1 */
  struct text column; /* as the header calls it; NO_TEXT: the row as a whole */
  struct import_words words;
};

/* What becomes of all of it. */
enum import_end { IMPORT_KEPT, IMPORT_KEPT_GOOD_ROWS, IMPORT_TRIED, IMPORT_DISCARDED };

struct import_report {
  const struct import_kind *kind;
  int end;                                        /* enum import_end */
  int64_t rows, added, changed, unchanged, wrong; /* rows of each outcome */
  struct texts unused;                            /* columns that nothing was taken from */
  struct list problems;                           /* struct import_problem */
  bool more;                                      /* problems than those */
  bool broken; /* the table could not be read to its end; its last problem says where */
};

struct import_order {
  const struct import_kind *kind;
  struct text table; /* UTF-8 */
  bool dry_run;      /* keeps nothing */
  bool good_rows;    /* keeps the good rows of a table in which others are wrong */
  bool english;      /* of the two languages, for `errors` */
  /* Gets the table back with one more column that says what is wrong; NULL: not wanted. Stays empty
   * when the table has no header that can be read. */
  struct buffer *errors;
};

/* Performs an act for each row within `act`, as its caller. A row refused leaves nothing; without
 * good_rows one wrong row discards all of them, and so does a table that cannot be read to its end.
 * False on a failure only. Texts lie in act->arena or in the table. */
bool import_rows(struct act *act, const struct import_order *order,
                 struct import_report *ret_report);
/* The same as an act of the program itself. The caller commits when the report's end says so. */
bool import_local(struct local *local, const struct import_order *order, struct arena *arena,
                  struct import_report *ret_report, struct error *ret_error);

extern const struct domain import_domain;

#endif
