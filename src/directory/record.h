/* What adding, reading, changing and listing have in common for units, enterprises, sites and
 * items: one description of a kind of record, and the five operations over it.
 *
 * The input of every operation on one record is the record's own struct. */
#ifndef HENG_DIRECTORY_RECORD_H
#define HENG_DIRECTORY_RECORD_H

#include "act/page.h"
#include "directory/directory.h"
#include "directory/gram.h"
#include "import/import.h"

struct record_kind {
  size_t size;
  /* The stored record that has the key of `like`. */
  bool (*find)(struct store *store, const void *like, struct arena *arena, void *ret_record);
  /* What the fields' bounds do not say; refuses. May give a new record its id. NULL: nothing. */
  bool (*check)(struct act *act, void *record);
  /* Whose rows it is among; NULL: no enterprise's. */
  struct text (*enterprise)(const void *record);
  const struct event_type *added, *changed;
  /* For record_list: those after an id, and whether one is called what is looked for. */
  const struct statement *after;
  const struct field *fields;
  bool (*is_called)(const void *record, const struct folded *words);
};

struct record_page_in {
  struct text enterprise; /* of sites */
  struct text q;          /* part of a name or code */
  struct text after;
  int64_t limit;
  bool inactive; /* also those no longer used */
};

/* For a route's scope: finds the record, whose version If-Match is held against. Refusal not_found.
 */
bool record_scope(struct act *act, const struct record_kind *kind);
/* Refusals taken, and the kind's own. */
bool record_add(struct act *act, const struct record_kind *kind);
bool record_read(struct act *act, const struct record_kind *kind);
bool record_change(struct act *act, const struct record_kind *kind);
/* Keeps it, no longer active. Refusal already_done. */
bool record_deactivate(struct act *act, const struct record_kind *kind);
/* By id. What is looked for is looked for in all of them: for kinds of which a city has some
 * thousands at most. */
bool record_list(struct act *act, const struct record_kind *kind);
extern const struct import_kind *const directory_imports[];

/* Of an import's row: adds it, changes it or leaves it. */
bool record_import(struct act *act, const struct record_kind *kind);

#endif
