/* Finding enterprises by part of a name, a short name or a code.
 *
 * Order: what begins with the words first; then shorter names; then by code. One character finds
 * names, two or more find codes as well. However many enterprises there are, one call reads a
 * bounded number of them: a page may hold fewer than asked, and still have a `next`. */
#ifndef HENG_DIRECTORY_SEARCH_H
#define HENG_DIRECTORY_SEARCH_H

#include "act/page.h"

/* Adds or takes away the pieces of one enterprise; `enterprise` has name, short name and code. */
struct enterprise;
void search_index(struct store *store, const struct enterprise *enterprise, bool present);

/* Refuses with bad_field "after" when that was not got from a page before. */
bool search_enterprises(struct act *act, struct text words, bool inactive, struct text after,
                        int64_t limit, struct page *ret_page);

#endif
