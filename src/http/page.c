/* Finding a page and the form of it that a browser takes. */
#include "http/page.h"

#include <string.h>
#include <strings.h>

const struct page *page_find(struct text path) {
  size_t low = 0, high = page_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = text_compare(path, text_of(pages[middle].path));
    if (order == 0) return &pages[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

static bool is_zero(struct text weight) {
  if (!text_starts(weight, TEXT("q=0"))) return false;
  for (size_t i = strlen("q=0"); i < weight.length; i++)
    if (weight.at[i] != '.' && weight.at[i] != '0') return false;
  return true;
}

static bool accepts(struct text header, const char *coding) {
  while (header.at) {
    struct text entry = text_cut(&header, ',');
    struct text name = text_trim(text_cut(&entry, ';'));
    if (name.length != strlen(coding) || strncasecmp(name.at, coding, name.length) != 0) continue;
    return !entry.at || !is_zero(text_trim(entry));
  }
  return false;
}

const struct page_form *page_form(const struct page *page, struct text accept_encoding,
                                  const char **ret_encoding) {
  const struct {
    const char *name;
    const struct page_form *form;
  } codings[] = {{"br", &page->brotli}, {"gzip", &page->gzip}};
  for (size_t i = 0; i < sizeof codings / sizeof *codings; i++) {
    if (!codings[i].form->bytes || !accepts(accept_encoding, codings[i].name)) continue;
    *ret_encoding = codings[i].name;
    return codings[i].form;
  }
  *ret_encoding = NULL;
  return &page->plain;
}

bool page_is_known(const struct page *page, struct text if_none_match) {
  while (if_none_match.at) {
    struct text tag = text_trim(text_cut(&if_none_match, ','));
    if (text_starts(tag, TEXT("W/"))) tag = (struct text){tag.at + 2, tag.length - 2};
    if (text_equal(tag, TEXT("*")) || text_equal(tag, text_of(page->tag))) return true;
  }
  return false;
}
