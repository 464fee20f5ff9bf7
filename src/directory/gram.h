/* The pieces of one and two characters by which names are found.
 *
 * Pure; imports nothing but mem*. Texts are folded before they are compared: full-width forms to
 * ASCII, small letters to capitals, spaces left out, so that "（衡阳）tcl" finds "(衡阳) TCL". */
#ifndef HENG_DIRECTORY_GRAM_H
#define HENG_DIRECTORY_GRAM_H

#include "base/text.h"
#include "directory/directory.h"

/* One and two characters at each place of name and short name. */
enum { GRAMS_MOST = 2 * 2 * NAME_MOST, GRAM_BYTES_MOST = 8 };

struct folded {
  int32_t at[NAME_MOST]; /* code points */
  size_t count;
};

/* What exceeds NAME_MOST code points is cut off. `text` must be UTF-8. */
void gram_fold(struct text text, struct folded *ret_folded);
/* Whether `part` stands in `whole` at `place` or anywhere. */
bool gram_stands_at(const struct folded *whole, const struct folded *part, size_t place);
bool gram_stands_in(const struct folded *whole, const struct folded *part);
/* Whether `part` stands in a text that is not folded yet; NO_TEXT has nothing. */
bool gram_text_has(struct text text, const struct folded *part);

struct gram {
  char bytes[GRAM_BYTES_MOST];
  size_t length;
  bool inside; /* neither name nor short name begins with it */
};

/* The pieces of one enterprise, each once; returns how many. */
size_t grams_of_names(struct text name, struct text short_name, struct gram ret_grams[GRAMS_MOST]);
/* The pieces of two characters that a search is made of; the character itself when it is one. */
size_t grams_of_query(const struct folded *query, struct gram ret_grams[NAME_MOST]);

#endif
