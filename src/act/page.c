/* Cutting what was found into a page. */
#include "act/page.h"

int64_t page_limit(int64_t asked) {
  return asked == NO_INTEGER ? PAGE_LIMIT_USUAL : asked;
}

struct text page_after(struct text after) {
  return after.at ? after : TEXT("");
}

struct page page_of(struct list found, int64_t limit, size_t size, size_t key) {
  struct page page = {.items = found};
  if (found.count <= (size_t)limit) return page;
  page.items.count = (size_t)limit;
  const char *last = (const char *)found.at + (page.items.count - 1) * size;
  page.next = *(const struct text *)(last + key);
  return page;
}
