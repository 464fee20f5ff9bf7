/* Lists in pages: GET …?after=&limit= answers {"items":[…],"next":…}. `next` is what to send as
 * `after` for the page that follows, and null on the last one. */
#ifndef HENG_ACT_PAGE_H
#define HENG_ACT_PAGE_H

#include "act/act.h"

enum { PAGE_LIMIT_USUAL = 50, PAGE_LIMIT_MOST = 200, PAGE_AFTER_MOST = 128 };

struct page {
  struct list items;
  struct text next; /* NO_TEXT on the last page */
};

/* Members of a list's input; its struct has `after` and `limit`. */
#define PAGE_IN_FIELDS(owner)                                                                      \
  FIELD(TEXT, owner, after, .flags = FIELD_OPTIONAL, .most = PAGE_AFTER_MOST,                      \
        .help = "the `next` of the page before"),                                                  \
      FIELD(INTEGER, owner, limit, .flags = FIELD_OPTIONAL, .least = 1, .most = PAGE_LIMIT_MOST,   \
            .help = "how many at most; 50 when not given")

/* static const struct field unit_page_fields[] = PAGE_FIELDS(struct unit, unit_fields); */
#define PAGE_FIELDS(element, element_fields)                                                       \
  {                                                                                                \
    FIELD(LIST, struct page, items, .most = PAGE_LIMIT_MOST, .size = sizeof(element),              \
          .fields = (element_fields)),                                                             \
        FIELD(TEXT, struct page, next, .flags = FIELD_NULLABLE, .most = PAGE_AFTER_MOST),          \
        FIELDS_END                                                                                 \
  }

/* The limit asked for, or the usual one. */
int64_t page_limit(int64_t asked);
/* NO_TEXT as the empty text, which every key comes after and every filter lets through. */
struct text page_after(struct text after);
/* A page of `found`, which was asked for one more than `limit`; `key` is the offset of the text in
 * an element of `size` bytes that the list is ordered by. */
struct page page_of(struct list found, int64_t limit, size_t size, size_t key);

/* NO_INTEGER as the first time of all, and as one that nothing reaches. */
int64_t page_from(int64_t from_us);
int64_t page_to(int64_t to_us);

/* Lists in the order of a number go on after it. NO_TEXT leaves it as it is; refusal bad_field
 * "after". */
bool page_read_number(struct act *act, struct text after, int64_t *ret_number);
/* Lists in the order of a time and an id go on after "1778115600000000.v7k3m9qxtb2c". NO_TEXT
 * leaves both as they are; refusal bad_field "after". */
bool page_read_place(struct act *act, struct text after, int64_t *ret_time_us, struct text *ret_id);
struct text page_place(struct arena *arena, int64_t time_us, struct text id);

#endif
