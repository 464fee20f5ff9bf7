/* The pages in the program: files that `web/` was built into, each compressed once, at build time.
 *
 * The table is generated (web/tools/pack.mjs) and constant; nothing here is allocated or owned. */
#ifndef HENG_HTTP_PAGE_H
#define HENG_HTTP_PAGE_H

#include "base/text.h"

/* One file as a browser may take it; bytes NULL when this encoding gains nothing. */
struct page_form {
  const unsigned char *bytes;
  size_t size;
};

struct page {
  const char *path; /* "/officer/", "/assets/phone-4fK2.js" */
  const char *type; /* Content-Type */
  const char *tag;  /* ETag, quoted; of the plain bytes */
  bool lasts;       /* its name changes with its bytes: kept for good */
  struct page_form plain, gzip, brotli;
};

/* In the order of their paths, bytewise. */
extern const struct page pages[];
extern const size_t page_count;

/* NULL when there is none. */
const struct page *page_find(struct text path);
/* The smallest form that `accept_encoding` allows (RFC 9110 section 12.5.3); NO_TEXT is none but
 * the plain one. `ret_encoding` is the Content-Encoding, NULL for the plain form. */
const struct page_form *page_form(const struct page *page, struct text accept_encoding,
                                  const char **ret_encoding);
/* Whether an If-None-Match header names the page's tag (RFC 9110 section 13.1.2). */
bool page_is_known(const struct page *page, struct text if_none_match);

#endif
