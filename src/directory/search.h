/* Finding enterprises by part of a name, a short name or a code.
 *
 * Order: names that begin with the words, then names that have them inside, shorter ones first in
 * both; then, for words of digits and Latin letters, codes that begin with them, then codes that
 * have them inside. However many enterprises there are, one call looks at a bounded number of
 * names: a page may hold fewer than asked, and still have a `next`. */
#ifndef HENG_DIRECTORY_SEARCH_H
#define HENG_DIRECTORY_SEARCH_H

#include "act/page.h"

struct enterprise;

/* Adds or takes away the pieces of an enterprise's names. */
void search_index(struct store *store, const struct enterprise *enterprise, int64_t number);
void search_forget(struct store *store, const struct enterprise *enterprise, int64_t number);

/* Refuses with bad_field "after" when that was not got from a page before. */
bool search_enterprises(struct act *act, struct text words, bool inactive, struct text after,
                        int64_t limit, struct page *ret_page);

#endif
